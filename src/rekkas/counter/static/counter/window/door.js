// Who may see what this device keeps: the clerk whose page this is, while they are signed on and it is not locked. The
// page itself comes out of the browser's memory where there is no network, and would show it to anybody.
// The post says in a cookie who works here (rekkas.web.standing); so does this page when it is locked without a network.
// A browser that knows nothing of it lost its cookies with its power: it goes on.

import { onLocked } from "../../web/lock.js";

const COOKIE = "rekkas-desk", NOBODY = "-", KEPT_FOR_S = 400 * 86_400;
const KEPT_BY = "rekkas-window ";
const clerk = document.getElementById("window")?.dataset.clerk;

function standing() {
  const found = document.cookie.split("; ").find((part) => part.startsWith(`${COOKIE}=`));
  return found && decodeURIComponent(found.slice(COOKIE.length + 1));
}

function say(who) {
  const secure = location.protocol === "https:" ? "; secure" : "";
  document.cookie = `${COOKIE}=${encodeURIComponent(who)}; path=/desk/; max-age=${KEPT_FOR_S}; samesite=lax${secure}`;
}

// What the post is still to be told before its clerk signs off: whose data was looked at, by telephone.
let tell = async () => {};
export function beforeLeaving(telling) {
  tell = telling;
}

// Comes back for whoever works here, and for nobody else.
export async function admitted(open) {
  if (!clerk) return;
  const who = standing() ?? clerk;
  await forgetAll(open, (name) => name !== KEPT_BY + who);
  if (who === clerk) {
    forgetAtTheEnd(open);
    return;
  }
  document.getElementById("signed-off").hidden = false;
  document.documentElement.dataset.window = "signed-off";
  await new Promise(() => {});
}

onLocked((isLocked) => clerk && say(isLocked ? NOBODY : clerk));

// Whoever signs off leaves nobody's data behind but what the post has not heard: it waits for them and for no one else.
// Signing on needs the network, and brings prices, places and people anew.
async function forget(open, name) {
  const store = await open(name);
  try {
    const acts = await store.all("acts");
    await store.run(["meta", "acts"], "readwrite", (at) => {
      at.meta.delete("sheet");
      for (const act of acts) {
        if (act.state === "held") at.acts.put({ ...act, said: "", shown: [], answer: {} });
        else if (act.state !== "waiting") at.acts.delete(act.number);
      }
    });
  } finally {
    store.close();
  }
}

async function forgetAll(open, isGone) {
  const kept = await (indexedDB.databases?.() ?? []);
  for (const { name } of kept) {
    if (name.startsWith(KEPT_BY) && isGone(name)) await forget(open, name).catch(() => {}); // the next time
  }
}

function forgetAtTheEnd(open) {
  for (const leave of document.querySelectorAll("form[action$='/desk/log-out/']")) {
    leave.addEventListener("submit", async (event) => {
      event.preventDefault();
      await tell().catch(() => {}); // what is not told now is kept for the next time: a look is never lost
      await forget(open, KEPT_BY + clerk).catch(() => {});
      leave.submit();
    });
  }
}
