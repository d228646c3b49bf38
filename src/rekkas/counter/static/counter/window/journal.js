// The journal of this device: each act is written down, numbered and chained, before anything else is done with it.
// An act is waiting until the post has heard it; then it is done, not done, or held. `kept` says that its visitor left
// without an answer: it can then no longer be refused, only held.

const encoder = new TextEncoder();

export async function digest(text) {
  const bytes = await crypto.subtle.digest("SHA-256", encoder.encode(text));
  return [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

export const startOf = (device) => digest(`rekkas journal ${device}`);
export const nextInChain = (head, said) => digest(`${head}\n${said}`);

export class Journal {
  static async open(store) {
    const kept = await store.get("meta", "journal");
    if (kept) return new Journal(store, kept);
    const device = crypto.randomUUID();
    const fresh = { name: "journal", device, number: 0, head: await startOf(device), since: new Date().toISOString() };
    await store.put("meta", fresh);
    return new Journal(store, fresh, true);
  }

  constructor(store, state, isNew = false) {
    this.store = store;
    this.state = state;
    this.isNew = isNew;
    this.writing = Promise.resolve();
  }

  get device() { return this.state.device; }
  get head() { return this.state.head; }

  // Write an act down. One comes after the other, also where two are written at once.
  write(body, { key, kept = false }) {
    const written = this.writing.then(() => this.writeNext(body, key, kept));
    this.writing = written.catch(() => {});
    return written;
  }

  async writeNext(body, key, kept) {
    const said = JSON.stringify(body);
    const before = this.state;
    const next = { ...before, number: before.number + 1, head: await nextInChain(before.head, said) };
    const act = { number: next.number, key, said, chain: next.head, kept, state: "waiting", at: body.at, answer: null };
    await this.store.run(["meta", "acts"], "readwrite", (at, _set, transaction) => {
      at.meta.get("journal").onsuccess = (event) => {
        if (event.target.result.head !== before.head) transaction.abort(); // another window went on from here
        else { at.meta.put(next); at.acts.add(act); }
      };
    });
    this.state = next;
    return act;
  }

  async waiting() {
    return (await this.store.all("acts")).filter((act) => act.state === "waiting");
  }

  async acts() {
    return this.store.all("acts");
  }

  // The visitor went: what was refused meanwhile is held from here on.
  async keep(act) {
    act.kept = true;
    await this.store.put("acts", act);
  }

  async answered(answer) {
    return this.store.run("acts", "readwrite", (at, set) => {
      at.acts.get(answer.number).onsuccess = (event) => {
        const act = event.target.result;
        if (!act || act.key !== answer.key) return;
        Object.assign(act, {
          state: answer.state, code: answer.code ?? "", message: answer.message ?? "", answer: answer.answer ?? {},
          heard: new Date().toISOString(),
        });
        at.acts.put(act);
        set(act);
      };
    });
  }

  // Acts of earlier days that the post has heard are its to keep: the last hundred stay here to be looked at.
  async trim(most = 100) {
    const heard = (await this.store.all("acts")).filter((act) => act.state === "done" || act.state === "not-done");
    const old = heard.slice(0, Math.max(0, heard.length - most)).map((act) => act.number);
    if (old.length) await this.store.remove("acts", ...old);
  }

  // Everything, to be saved as a file: what a browser forgets, the file still says.
  async exported() {
    return JSON.stringify({ journal: this.state, acts: await this.store.all("acts") }, null, 1);
  }
}
