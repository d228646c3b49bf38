// The queue in the strip of the window: who waits, who is called, the next. It lives with the network alone.

import { toast } from "../../design/toast.js";
import { clock, named, say } from "./words.js";

const $ = (id) => document.getElementById(id);
const EVERY = 15_000;

export class QueueStrip {
  constructor(post, store, basket) {
    Object.assign(this, { post, store, basket, state: null, isActing: false });
  }

  async start() {
    $("queue-desk").value = (await this.store.get("meta", "desk"))?.number ?? "";
    $("queue-desk").addEventListener("change", () => this.store.put("meta", { name: "desk", number: $("queue-desk").value.trim() }));
    $("queue-next").addEventListener("click", () => this.next());
    for (const button of document.querySelectorAll("[data-queue]")) {
      button.addEventListener("click", () => this.act(button.dataset.queue));
    }
    $("queue-errands").addEventListener("change", () => this.choose());
    await this.look();
    setInterval(() => document.hidden || this.look(), EVERY);
  }

  async look() {
    try {
      await this.show(await this.post.get("/desk/window/queue/", { seconds: 6 }));
    } catch {
      $("queue").hidden = true;
    }
  }

  next() {
    if ($("queue-desk").value.trim()) return this.act("next");
    toast(say("queue-desk"), { tone: "wait" });
    return $("queue-desk").focus();
  }

  // One act at a time, under one key: a nervous finger calls one person.
  async act(act, more = {}) {
    if (this.isActing) return;
    this.isActing = true;
    try {
      const asked = { act, desk: $("queue-desk").value, ticket: this.state?.ticket ?? "", key: crypto.randomUUID(), ...more };
      await this.show(await this.post.post("/desk/window/queue/act/", asked));
      if (act === "rest" && this.state.resting) $("lock-now")?.click();
      if (act === "next" && !this.state.ticket) toast(say("queue-none"), { tone: "quiet" });
    } catch (error) {
      if (error.message) toast(error.message, { tone: "bad" });
    } finally {
      this.isActing = false;
    }
  }

  // For what this desk calls: at least one errand, and said to the post at once, which keeps it for the day.
  choose() {
    const ticks = [...$("queue-errands").querySelectorAll("input")];
    if (!ticks.some((tick) => tick.checked)) ticks.forEach((tick) => { tick.checked = true; });
    return this.act("choose", { errands: ticks.filter((tick) => tick.checked).map((tick) => tick.value) });
  }

  showErrands(lines) {
    if ($("errands").open && $("queue-errands").children.length) return; // not under the finger that ticks
    $("queue-errands").replaceChildren(...lines.map(({ code, letter, names, waiting, is_called }) => {
      const tick = Object.assign(document.createElement("input"), { type: "checkbox", value: code, checked: is_called });
      const words = Object.assign(document.createElement("span"), { textContent: `${letter} · ${named(names)} (${waiting})` });
      const label = Object.assign(document.createElement("label"), { className: "tick" });
      label.append(tick, words);
      const row = document.createElement("li");
      row.append(label);
      return row;
    }));
  }

  async show(state) {
    this.state = state;
    const { ticket, waiting, resting } = state;
    $("queue").hidden = !state.lines.length;
    $("queue-state").textContent = [
      resting ? say("queue-resting", { since: clock(resting) }) : "",
      ticket ? say("queue-serves", { ticket, errand: named(state.errand) }) : "",
      waiting ? say("queue-waiting", { count: waiting, minutes: state.since_min }) : say("queue-none"),
      ...calledHere(state.lines), ...inVain(state.lines),
    ].filter(Boolean).join(" · ");
    for (const button of document.querySelectorAll("[data-queue]")) {
      const act = button.dataset.queue;
      button.hidden = act === "rest" ? Boolean(resting) : act === "back" ? !resting : !ticket;
    }
    this.noteOnCover(resting);
    this.showErrands(state.lines);
    $("queue-next").disabled = Boolean(resting);
    await this.basket.serves(ticket);
  }

  // Who finds the desk locked reads why.
  noteOnCover(resting) {
    const cover = document.querySelector("#lock-cover .inside");
    cover?.querySelector(".resting")?.remove();
    if (!cover || !resting) return;
    cover.prepend(Object.assign(document.createElement("p"), { className: "chip tone-wait resting", textContent: say("queue-resting", { since: clock(resting) }) }));
  }
}

// What this desk does not do, in letters; and who waits for something that no open desk does.
function calledHere(lines) {
  if (lines.every((line) => line.is_called)) return [];
  return [say("queue-called", { letters: lines.filter((line) => line.is_called).map((line) => line.letter).join(", ") })];
}

function inVain(lines) {
  const left = lines.filter((line) => line.has_no_desk).map((line) => say("queue-in-vain-one", { errand: named(line.names), count: line.waiting }));
  if (!left.length) return [];
  return [say("queue-in-vain", { errands: new Intl.ListFormat(document.documentElement.lang).format(left) })];
}
