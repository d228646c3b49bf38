// The queue in the strip of the window: who waits, who is called, the next. It lives with the network alone.

import { toast } from "../../design/toast.js";
import { clock, language, named, say } from "./words.js";

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
  async act(act) {
    if (this.isActing) return;
    this.isActing = true;
    try {
      const asked = { act, desk: $("queue-desk").value, ticket: this.state?.ticket ?? "", key: crypto.randomUUID() };
      await this.show(await this.post.post("/desk/window/queue/act/", asked));
      if (act === "rest" && this.state.resting) $("lock-now")?.click();
      if (act === "next" && !this.state.ticket) toast(say("queue-none"), { tone: "quiet" });
    } catch (error) {
      if (error.message) toast(error.message, { tone: "bad" });
    } finally {
      this.isActing = false;
    }
  }

  async show(state) {
    this.state = state;
    const { ticket, waiting, resting } = state;
    $("queue").hidden = !state.lines.length;
    $("queue-state").textContent = [
      resting ? say("queue-resting", { since: clock(resting) }) : "",
      ticket ? say("queue-serves", { ticket, errand: named(state.errand, language) }) : "",
      waiting ? say("queue-waiting", { count: waiting, minutes: state.since_min }) : say("queue-none"),
    ].filter(Boolean).join(" · ");
    for (const button of document.querySelectorAll("[data-queue]")) {
      const act = button.dataset.queue;
      button.hidden = act === "rest" ? Boolean(resting) : act === "back" ? !resting : !ticket;
    }
    this.noteOnCover(resting);
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
