// Between this device and the post: what waits in the journal is sent in its order, and answered act by act.

const TRY_AGAIN = [2, 5, 10, 20, 30]; // seconds
const WAIT_FOR_ANSWER = 8_000;
const AT_ONCE = 50;
const BYTES_AT_ONCE = 1_500_000; // photographs are large, and the post takes no more than a few at once

const cookie = (name) => document.cookie.split("; ").find((part) => part.startsWith(`${name}=`))?.slice(name.length + 1);

export class Post {
  constructor(journal, { fetch: ask = (...given) => fetch(...given), tell = () => {} } = {}) {
    this.journal = journal;
    this.ask = ask;
    this.tell = tell; // ("online" | "alone" | "signed-out" | "locked" | "stopped" | "answered", …)
    this.failures = 0;
    this.sending = null;
    this.isOnline = false;
    this.timer = 0;
    this.codes = new Map();
  }

  start() {
    addEventListener("online", () => this.send());
    addEventListener("offline", () => this.lost());
    document.addEventListener("visibilitychange", () => document.hidden || this.send());
    this.send();
  }

  async get(address, { byItself = true, seconds = 15 } = {}) {
    return this.call(address, { headers: this.headers(byItself) }, seconds * 1000);
  }

  async post(address, body, { byItself = false, wait = WAIT_FOR_ANSWER } = {}) {
    const headers = { ...this.headers(byItself), "Content-Type": "application/json", "X-CSRFToken": cookie("csrftoken") ?? "" };
    return this.call(address, { method: "POST", headers, body: JSON.stringify(body) }, wait);
  }

  headers(byItself) {
    return { Accept: "application/json", ...(byItself ? { "X-By-Itself": "1" } : {}) };
  }

  async call(address, options, wait) {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), wait);
    try {
      const response = await this.ask(address, { ...options, signal: stop.signal, redirect: "manual", credentials: "same-origin" });
      const forbidden = response.status === 403 ? await response.json().catch(() => null) : null;
      const isOut = response.status === 403 && (!forbidden?.code || forbidden.state === "out"); // else a refusal: it says why
      if (response.type === "opaqueredirect" || response.status === 401 || isOut) {
        this.found();
        this.tell("signed-out");
        throw new Refused("signed-out");
      }
      if (response.status === 423) {
        this.found();
        this.tell("locked");
        throw new Refused("locked");
      }
      if (!response.ok && response.status >= 500) throw new Error(`the post answered ${response.status}`);
      const body = forbidden ?? await response.json();
      this.found();
      if (!response.ok) throw new Refused(body.code ?? String(response.status), body.message ?? "");
      return body;
    } catch (error) {
      if (!(error instanceof Refused)) this.lost();
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  found() {
    this.failures = 0;
    if (this.isOnline) return;
    this.isOnline = true;
    this.tell("online");
  }

  lost() {
    this.failures += 1;
    if (this.isOnline || this.failures === 1) {
      this.isOnline = false;
      this.tell("alone");
    }
    this.again();
  }

  again() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), TRY_AGAIN[Math.min(this.failures, TRY_AGAIN.length) - 1] * 1000 || 2000);
  }

  // Send everything that waits. Two callers share one sending.
  send() {
    this.sending ??= this.sendAll().finally(() => { this.sending = null; });
    return this.sending;
  }

  async sendAll() {
    clearTimeout(this.timer);
    try {
      for (;;) {
        const waiting = someOf(await this.journal.waiting());
        if (!waiting.length) {
          if (!this.isOnline) await this.get("/desk/session/", { seconds: 8 });
          return true;
        }
        if (!(await this.sendSome(waiting, true))) return false;
      }
    } catch (error) {
      if (error instanceof Refused && error.message !== error.code) this.tell("stopped", error); // never in silence
      return false;
    }
  }

  async sendSome(acts, byItself) {
    const sent = acts.map(({ key, number, said, chain, kept }) => ({ key, number, said, chain, is_kept: kept }));
    const body = { device: this.journal.device, now: new Date().toISOString(), acts: sent };
    const { answers, stopped, now } = await this.post("/desk/window/acts/", body, { byItself, wait: byItself ? 60_000 : WAIT_FOR_ANSWER });
    this.offMs = Date.now() - Date.parse(now);
    for (const answer of answers) {
      const act = await this.journal.answered(answer);
      if (answer.codes) this.codes.set(answer.key, answer.codes); // told once, and never written down here
      if (act) this.tell("answered", act, now);
    }
    if (stopped) this.tell("stopped", stopped);
    return !stopped;
  }

  // An act whose visitor stands here: its answer, or null where none came in time. It then goes on waiting: kept where it
  // may be done alone, else as a question that the post may still refuse.
  async submit(act, mayBeKept) {
    await this.sending;
    try {
      for (;;) {
        const waiting = someOf(await this.journal.waiting());
        if (!waiting.length || !(await this.sendSome(waiting, false))) break;
      }
      const heard = (await this.journal.acts()).find((one) => one.key === act.key);
      if (heard && heard.state !== "waiting") return { ...heard, codes: this.codes.get(act.key) };
    } catch {
      // No answer: what may be done alone is done alone.
    }
    if (mayBeKept) await this.journal.keep(act);
    this.again();
    return null;
  }
}

// The first acts that go together in one request.
function someOf(acts) {
  let bytes = 0;
  const some = acts.slice(0, AT_ONCE).filter(({ said }) => {
    bytes += said.length;
    return bytes <= BYTES_AT_ONCE;
  });
  return some.length ? some : acts.slice(0, 1);
}

export class Refused extends Error {
  constructor(code, message = "") {
    super(message || code);
    this.code = code;
  }
}
