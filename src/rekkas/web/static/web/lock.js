// A desk that is left locks itself, and goes on where it was: the page stays as it is under a cover.
//   import { lock, isLocked, onLocked } from "…/web/lock.js"
//   onLocked((locked) => …)   called with true when the cover comes, with false when its reader is back
// The server locks too (rekkas.web.guard): under the cover it answers 423 to everything of the desk. What asks by itself,
// without the reader, sends the header X-By-Itself, so that it keeps no session awake.

const cover = document.getElementById("lock-cover");
const form = cover?.querySelector("#lock-form");
const after = Number(cover?.dataset.after ?? 0) * 1000;
const listeners = new Set();
const tabs = "BroadcastChannel" in window ? new BroadcastChannel("rekkas-desk") : null;
const SAID_EVERY = 20_000;
const TRIES = 5;
let seen = Date.now();
let said = Date.now();
let proof = null; // of the PIN that was right with a network: in the memory of this page alone
let tries = 0;
let covered = false;

export const isLocked = () => Boolean(cover?.open);

export function onLocked(tell) {
  listeners.add(tell);
  return () => listeners.delete(tell);
}

export async function lock() {
  if (!cover || cover.open) return;
  show();
  tabs?.postMessage("locked");
  await tellServer();
  setTimeout(look, 2000); // an answer that was on its way may have written the session as it was
}

function show() {
  covered = true;
  form.reset();
  wrong("");
  cover.showModal();
  (form.given.autofocus || !form.password ? form.given : form.password).focus();
  for (const tell of listeners) tell(true);
}

function hide() {
  if (!cover.open) return;
  covered = false;
  cover.close();
  seen = said = Date.now();
  tries = 0;
  form.reset();
  for (const tell of listeners) tell(false);
}

function wrong(text) {
  const place = document.getElementById("lock-wrong");
  place.hidden = !text;
  place.querySelector("span").textContent = text;
}

const headers = { Accept: "application/json" };
const token = () => form.csrfmiddlewaretoken.value;

async function tellServer() {
  const body = new URLSearchParams({ csrfmiddlewaretoken: token() });
  try {
    await fetch("/desk/lock/", { method: "POST", headers, body });
  } catch {
    // Without a network the server locks by itself when it hears nothing; it is told again when the network is back.
  }
}

async function look() {
  try {
    const answer = await fetch("/desk/session/", { headers: { ...headers, "X-By-Itself": "1" } });
    obey(await answer.json());
  } catch {
    // Without a network the page goes by what it knows.
  }
}

function obey(state) {
  if (state.state === "open" && state.user !== cover.dataset.user) location.assign("/desk/"); // a colleague works here now
  else if (state.state === "open" && cover.open) tellServer(); // only who is known uncovers a page, never an answer
  else if (state.state !== "open" && !cover.open) show();
  if (state.state === "out") wrong(cover.dataset.out);
}

async function proofOf(pin, salt) {
  const key = await crypto.subtle.importKey("raw", new TextEncoder().encode(pin), "PBKDF2", false, ["deriveBits"]);
  const made = await crypto.subtle.deriveBits({ name: "PBKDF2", hash: "SHA-256", salt, iterations: 300_000 }, key, 256);
  return new Uint8Array(made).join();
}

async function remember(pin) {
  if (!crypto.subtle || !/^[0-9]{4,8}$/.test(pin)) return;
  const salt = crypto.getRandomValues(new Uint8Array(16));
  proof = { salt, made: await proofOf(pin, salt) };
}

async function resume() {
  const given = form.given.value.trim();
  let answer;
  try {
    answer = await fetch("/desk/resume/", { method: "POST", headers, body: new URLSearchParams(new FormData(form)) });
  } catch {
    tries += 1;
    if (proof && tries <= TRIES && (await proofOf(given, proof.salt)) === proof.made) return hide();
    return wrong(cover.dataset.unreached);
  } finally {
    form.given.value = form.password.value = "";
    form.given.focus();
  }
  const state = await answer.json().catch(() => ({ state: "out" }));
  if (!answer.ok) return wrong(state.refused ?? cover.dataset.out);
  if (state.swapped) return location.assign("/desk/");
  await remember(given);
  tabs?.postMessage("open");
  return hide();
}

function sign() {
  if (cover.open) return;
  seen = Date.now();
  if (seen - said < SAID_EVERY) return;
  said = seen;
  tabs?.postMessage("seen");
  fetch("/desk/session/?seen=1", { headers }).then((answer) => answer.json()).then((state) => state.state !== "open" && obey(state), () => {});
}

if (cover) {
  // In the capturing phase, and no further: what a page does with its own forms is not for these.
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    event.stopImmediatePropagation();
    resume();
  }, true);
  cover.addEventListener("cancel", (event) => event.preventDefault());
  cover.addEventListener("close", () => covered && cover.showModal()); // a browser may insist on Escape; so does this
  cover.addEventListener("keydown", (event) => event.key === "Escape" && event.preventDefault());
  document.getElementById("lock-now")?.form.addEventListener("submit", (event) => {
    event.preventDefault();
    event.stopImmediatePropagation();
    lock();
  }, true);
  for (const name of ["keydown", "pointerdown", "wheel", "touchstart", "input"]) addEventListener(name, sign, { passive: true, capture: true });
  if (after) setInterval(() => !cover.open && Date.now() - seen > after && lock(), 1000);
  addEventListener("online", () => cover.open && tellServer());
  document.addEventListener("visibilitychange", () => document.hidden || look());
  addEventListener("pageshow", (event) => event.persisted && look());
  tabs?.addEventListener("message", ({ data }) => {
    if (data === "seen") seen = Date.now();
    if (data === "locked" && !cover.open) show();
    if (data === "open") hide();
  });
}
