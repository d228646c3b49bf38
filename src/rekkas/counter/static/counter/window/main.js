// The window: one page for every service. It writes each act into its journal first; the post hears it when it can.

import { toast } from "../../design/toast.js";
import { ActsShown } from "./acts.js";
import { Ask } from "./asking.js";
import { Basket } from "./basket.js";
import { ServiceForm } from "./forms.js";
import { Journal } from "./journal.js";
import { PayForm } from "./pay.js";
import { letGo } from "./payout.js";
import { Devices } from "./devices.js";
import { beforeLeaving } from "./door.js";
import { QueueStrip } from "./queue.js";
import { basketRow } from "./rows.js";
import { scale } from "./scale.js";
import { Settling } from "./settling.js";
import { Sheet } from "./sheet.js";
import { open } from "./store.js";
import { Post } from "./sync.js";
import { say, money, clock } from "./words.js";

const $ = (id) => document.getElementById(id);
const FRESH_FOR = 5 * 60_000; // how long a sheet is good before the window asks for another
const FEW_NUMBERS = 0.4;
const isInHand = ({ line }) => line.service === "order-payment"; // a money order that this till has taken: given up, it is let go

class Desk {
  async start() {
    this.store = await open(`rekkas-window ${$("window").dataset.clerk}`); // a journal, numbers and people of their own
    this.journal = await Journal.open(this.store);
    this.basket = await Basket.open(this.store);
    await this.basket.parted(await this.journal.acts());
    this.sheet = await Sheet.open(this.store);
    this.post = new Post(this.journal, { tell: (what, ...more) => this.told(what, ...more) });
    this.isAlone = true;
    beforeLeaving(() => this.tellSeen());
    this.asked = new Set(); // acts that may still be refused, and whose visitor was told to wait
    await this.refreshSheet();
    if (!this.sheet) {
      $("no-sheet").hidden = false;
      return;
    }
    $("window").hidden = false;
    this.settling = new Settling(this);
    this.pay = new PayForm(this);
    this.wire();
    this.showState();
    this.showBasket();
    this.devices = new Devices(this.store);
    this.devices.start();
    new QueueStrip(this.post, this.store, this.basket).start();
    this.post.start();
    setInterval(() => this.refreshSheet(), FRESH_FOR);
    setInterval(() => this.showState(), 20_000);
    navigator.storage?.persist?.().then((isKept) => { this.isPersistent = isKept; this.showState(); });
    $("ask").focus();
    document.documentElement.dataset.window = "ready";
  }

  // ---- the sheet and the connection

  async refreshSheet() {
    try {
      const body = await this.post.get(`/desk/window/sheet/?device=${this.journal.device}&unsent=${await this.unsent()}`, { seconds: 20 });
      this.sheet = await Sheet.fetched(this.store, body);
      this.heardAt = body.now;
      await this.store.put("meta", { name: "heard", at: body.now });
      await this.fillNumbers();
    } catch {
      this.heardAt ??= (await this.store.get("meta", "heard"))?.at ?? null;
    }
    this.showState();
  }

  async unsent() {
    return (await this.journal.acts()).filter((act) => act.state === "waiting").length;
  }

  // More numbers of one's own, while the post can be asked.
  async fillNumbers() {
    const few = [...new Set(this.sheet.body.tariff.products.map((one) => one.prefix))]
      .filter((prefix) => this.sheet.left(prefix) < this.sheet.rules.numbers_reserved * FEW_NUMBERS);
    if (!few.length) return;
    const given = await this.post.post("/desk/window/numbers/", { device: this.journal.device, indicators: few, key: crypto.randomUUID() }, { byItself: true });
    await this.sheet.given(given.numbers);
  }

  // Whose data was taken out of what this device carries: the post records it as a look, when it can be told.
  async saw(...phones) {
    const before = (await this.store.get("meta", "seen"))?.phones ?? [];
    await this.store.put("meta", { name: "seen", phones: [...new Set([...before, ...phones])] });
    if (!this.isAlone) this.tellSeen();
  }

  async tellSeen() {
    const phones = (await this.store.get("meta", "seen"))?.phones ?? [];
    if (!phones.length) return;
    try {
      await this.post.post("/desk/window/seen/", phones, { byItself: true });
      await this.store.remove("meta", "seen");
    } catch {
      // Told with the next connection.
    }
  }

  numbersTaken() {
    if (!this.isAlone) this.fillNumbers().catch(() => {});
  }

  async told(what, ...more) {
    if (what === "online") this.isAlone = false;
    if (what === "alone") this.isAlone = true;
    if (what === "online" && this.sheet) {
      this.refreshSheet();
      this.tellSeen();
    }
    if (what === "answered") await this.heard(...more);
    if (what === "stopped") toast(more[0].message, { tone: "bad" });
    if (what === "signed-out") toast(say("signed-out"), { tone: "wait", act: say("sign-on"), onAct: () => { location.href = `/desk/log-in/?next=${encodeURIComponent(location.pathname)}`; } });
    this.showState();
  }

  // What became of an act that was written down earlier.
  async heard(act, now) {
    this.heardAt = now; // by the clock of the post
    await this.store.put("meta", { name: "heard", at: now });
    if (act.kept && act.state === "held") toast(say("act-held", { number: act.number, why: act.message }), { tone: "wait", seconds: 0 });
    if (this.asked.delete(act.key)) {
      const isDone = act.state === "done";
      toast(say(isDone ? "act-done" : "act-not-done", { number: act.number, why: act.message }), { tone: isDone ? "good" : "bad", seconds: 0 });
    }
    if ($("journal").open) this.acts.show();
  }

  async showState() {
    if (!this.sheet) return;
    const acts = await this.journal.acts();
    const waiting = acts.filter((act) => act.state === "waiting");
    const held = acts.filter((act) => act.state === "held");
    const words = this.isAlone
      ? say("alone", { since: this.heardAt ? clock(this.heardAt) : "–", count: waiting.length })
      : waiting.length ? say("sending", { count: waiting.length }) : say("online");
    const line = $("state-line");
    line.textContent = held.length ? `${words} · ${say("held", { count: held.length })}` : words;
    line.className = `chip tone-${held.length ? "wait" : this.isAlone ? "wait" : "good"}`;
    const limits = this.limits(acts);
    $("state-till").textContent = [this.isPersistent === false ? say("may-forget") : "", limits].filter(Boolean).join(" · ");
    $("no-till").hidden = this.sheet.session?.state === "open";
    $("services").hidden = $("no-till").hidden === false;
    document.documentElement.dataset.alone = String(this.isAlone);
    document.documentElement.dataset.waiting = String(waiting.length);
    for (const button of $("services").querySelectorAll("[data-service]")) {
      const service = button.dataset.service;
      const isOffered = this.sheet.may(service);
      button.parentElement.hidden = !isOffered;
      button.disabled = this.isAlone && Boolean(this.sheet.alone({ service, amount: 0 }));
      button.title = button.disabled ? say("not-alone") : "";
    }
  }

  // How long, and for how much, this device may still go on alone; words where that is over or nearly so.
  limits(acts) {
    if (!this.isAlone || !this.heardAt) return "";
    const { offline_hours, offline_acts, offline_total } = this.sheet.rules;
    const until = Date.parse(this.heardAt) + offline_hours * 3_600_000;
    const alone = acts.filter((act) => act.kept && act.state === "waiting");
    const cash = alone.reduce((sum, act) => sum + (act.cash ?? 0), 0);
    this.mayGoOn = Date.now() < until && alone.length < offline_acts && (!offline_total || cash < offline_total);
    return this.mayGoOn ? say("alone-until", { until: clock(until) }) : say("alone-over");
  }

  // ---- what is asked

  wire() {
    this.ask = new Ask(this);
    // What nobody caught (a full disk, a store that was cleared) is told: a clerk must not believe that it was written down.
    window.addEventListener("unhandledrejection", ({ reason }) => toast(say("went-wrong", { why: reason?.message ?? String(reason) }), { tone: "bad" }));
    $("services").addEventListener("click", (event) => {
      const service = event.target.closest("[data-service]")?.dataset.service;
      if (service) this.openForm(service);
    });
    $("basket").addEventListener("click", (event) => {
      const at = event.target.closest("[data-drop-line]")?.dataset.dropLine;
      if (at !== undefined) this.dropLine(Number(at));
    });
    $("give-up").addEventListener("click", () => this.giveUp());
    this.acts = new ActsShown(this);
    document.addEventListener("keydown", (event) => {
      if (event.key === "F8") { event.preventDefault(); this.form?.field("weight_g")?.focus(); this.weigh(this.form, true); }
    });
    scale.onWeight((grams) => { if (this.form && this.form.field("weight_g") && !this.form.value("weight_g")) this.form.setWeight(grams); });
  }

  openForm(service, given = {}) {
    if (this.sheet.session?.state !== "open") return; // the page says what to do
    if (this.isAlone && this.sheet.alone({ service, amount: 0 })) {
      toast(say("not-alone"), { tone: "wait" });
      return;
    }
    if (this.isAlone && this.mayGoOn === false) {
      toast(say("alone-over"), { tone: "bad" });
      return;
    }
    $("result").hidden = true;
    this.form?.leave();
    this.form = new ServiceForm(this, service, given);
    this.form.show($("form"));
  }

  dropForm() {
    this.form?.leave();
    this.form = null;
    $("form").replaceChildren();
    $("ask").focus();
  }

  async weigh(form, isAsked = false) {
    try {
      const grams = await scale.read();
      if (form && form === this.form) form.setWeight(grams);
    } catch (error) {
      if (isAsked) toast(say(error.code ?? "scale-silent"), { tone: "wait" });
    }
  }

  // ---- the visit

  async add(line, shown) {
    await this.basket.add(line, shown);
    this.dropForm();
    this.showBasket();
  }

  async dropLine(at) {
    const dropped = await this.basket.drop(at);
    this.showBasket();
    if (isInHand(dropped)) {
      await letGo(this, dropped.line.token);
      toast(say("let-go"), { tone: "wait" });
      return;
    }
    toast(say("dropped"), { tone: "wait", act: say("put-back"), onAct: async () => { await this.basket.putBack(at, dropped); this.showBasket(); } });
  }

  async giveUp() {
    const { lines, ...rest } = this.basket.state;
    const before = { ...rest, lines: lines.filter((one) => !isInHand(one)) };
    await this.basket.empty();
    this.showBasket();
    this.dropForm();
    for (const one of lines.filter(isInHand)) letGo(this, one.line.token);
    toast(say("given-up"), { tone: "wait", act: say("put-back"), onAct: async () => { this.basket.state = before; await this.basket.save(); this.showBasket(); } });
  }

  showBasket() {
    const { lines, total } = this.basket;
    $("basket-empty").hidden = lines.length > 0;
    $("basket").replaceChildren(...lines.map(({ line, shown }, at) => basketRow(line, shown, at)));
    $("total").textContent = money(total);
    $("give-up").hidden = !lines.length;
    this.pay.show(total, lines.length > 0);
  }
}

// One window at a time writes in a journal: a second tab waits.
async function begin() {
  if ("serviceWorker" in navigator) navigator.serviceWorker.register("/desk/window/worker.js", { scope: "/desk/window/" }).catch(() => {});
  const run = async () => {
    $("elsewhere").hidden = true;
    const desk = new Desk();
    await desk.start();
    window.rekkasDesk = desk;
    await new Promise(() => {}); // the lock is this tab's for as long as it lives
  };
  $("take-over").addEventListener("click", () => location.reload());
  await navigator.locks.request("rekkas-window", { ifAvailable: true }, async (lock) => {
    if (lock) return run();
    $("elsewhere").hidden = false;
    return null;
  });
}

begin();
