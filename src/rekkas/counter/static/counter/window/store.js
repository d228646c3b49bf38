// What the window keeps on this device, in the browser's own database (IndexedDB): its journal, its sheet, its basket.
// Nothing is kept in memory alone: whoever pulls the plug finds all of it again.

import { admitted } from "./door.js";

const NAME = "rekkas-window";
const STORES = { meta: "name", acts: "number", people: "id" };

// The memory of whoever works here now. Nothing of it is opened for anybody else: see door.js.
export async function open(name = NAME) {
  await admitted(opened);
  return opened(name);
}

function opened(name) {
  return new Promise((found, failed) => {
    const asked = indexedDB.open(name, 1);
    asked.onupgradeneeded = () => {
      for (const [store, key] of Object.entries(STORES)) asked.result.createObjectStore(store, { keyPath: key });
    };
    asked.onsuccess = () => found(new Store(asked.result));
    asked.onerror = () => failed(asked.error);
    asked.onblocked = () => failed(new Error("blocked"));
  });
}

class Store {
  constructor(database) {
    this.database = database;
    database.onversionchange = () => database.close();
  }

  // Read and write in one go: `work` asks a store and returns a request, or several; all of it is kept, or none.
  run(stores, mode, work) {
    return new Promise((done, failed) => {
      const transaction = this.database.transaction(stores, mode, { durability: "strict" });
      let answer;
      const set = (value) => { answer = value; };
      work(Object.fromEntries([].concat(stores).map((name) => [name, transaction.objectStore(name)])), set, transaction);
      transaction.oncomplete = () => done(answer);
      transaction.onabort = transaction.onerror = () => failed(transaction.error ?? new Error("aborted"));
    });
  }

  get(store, key) {
    return this.run(store, "readonly", (at, set) => { at[store].get(key).onsuccess = (event) => set(event.target.result); });
  }

  all(store) {
    return this.run(store, "readonly", (at, set) => { at[store].getAll().onsuccess = (event) => set(event.target.result); });
  }

  put(store, ...rows) {
    return this.run(store, "readwrite", (at) => { for (const row of rows) at[store].put(row); });
  }

  remove(store, ...keys) {
    return this.run(store, "readwrite", (at) => { for (const key of keys) at[store].delete(key); });
  }

  clear(store) {
    return this.run(store, "readwrite", (at) => { at[store].clear(); });
  }

  close() {
    this.database.close();
  }
}
