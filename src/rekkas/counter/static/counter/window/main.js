// The window: one page for every service. It writes each act into its journal first; the post hears it when it can.

import { toast } from "../../design/toast.js";
import { Basket } from "./basket.js";
import { Combo } from "./combo.js";
import { ServiceForm } from "./forms.js";
import { Journal } from "./journal.js";
import { PayForm } from "./pay.js";
import { Devices } from "./devices.js";
import { printAtOnce, printVisit, printLabels } from "./papers.js";
import { QueueStrip } from "./queue.js";
import { basketRow, buttons, chip, journalRow, list, resultRow, shownAs, text } from "./rows.js";
import { scale } from "./scale.js";
import { cleanNumber, peopleLike, placesLike } from "./search.js";
import { Sheet } from "./sheet.js";
import { open } from "./store.js";
import { Post } from "./sync.js";
import { say, money, clock } from "./words.js";

const $ = (id) => document.getElementById(id);
const FRESH_FOR = 5 * 60_000; // how long a sheet is good before the window asks for another
const FEW_NUMBERS = 0.4;

class Desk {
  async start() {
    this.store = await open(`rekkas-window ${$("window").dataset.clerk}`); // a journal, numbers and people of their own
    this.journal = await Journal.open(this.store);
    this.basket = await Basket.open(this.store);
    await this.basket.parted(await this.journal.acts());
    this.sheet = await Sheet.open(this.store);
    this.post = new Post(this.journal, { tell: (what, ...more) => this.told(what, ...more) });
    this.isAlone = true;
    this.asked = new Set(); // acts that may still be refused, and whose visitor was told to wait
    await this.refreshSheet();
    if (!this.sheet) {
      $("no-sheet").hidden = false;
      return;
    }
    $("window").hidden = false;
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
    if (!$("journal").open) return;
    this.showJournal();
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
    new Combo($("ask"), {
      list: $("ask-list"), wait: 60,
      find: (text) => this.meant(text),
      show: (one) => shownAs(one, this.sheet),
      take: (one) => this.take(one),
    });
    $("ask").addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.defaultPrevented) return;
      event.preventDefault(); // or it would press the button that is in focus a moment later
      if ($("ask-list").hidden && $("ask").value.trim()) this.askAtOnce($("ask").value);
    });
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
    $("journal-send").addEventListener("click", () => this.post.send().then(() => this.showJournal()));
    $("journal-export").addEventListener("click", () => this.exportJournal());
    document.addEventListener("keydown", (event) => {
      if (event.altKey && event.code === "KeyJ") { event.preventDefault(); this.showJournal(); $("journal").showModal(); }
      if (event.key === "F8") { event.preventDefault(); this.form?.field("weight_g")?.focus(); this.weigh(this.form, true); }
    });
    document.querySelector("[data-opens=journal]").addEventListener("click", () => this.showJournal());
    scale.onWeight((grams) => { if (this.form && this.form.field("weight_g") && !this.form.value("weight_g")) this.form.setWeight(grams); });
  }

  // Whatever was typed or scanned: what the device knows first, then what the post knows.
  async meant(text) {
    const number = cleanNumber(text);
    const announced = this.sheet.announcedByNumber.get(number);
    const waiting = this.sheet.waitingByNumber.get(number);
    const near = [
      ...(announced ? [{ kind: "announced", ...announced }] : []),
      ...(waiting ? [{ kind: "waiting", item: waiting }] : []),
      ...this.sheet.body.announced.filter((item) => item.reference && item.reference.toUpperCase() === number && item !== announced).map((item) => ({ kind: "announced", ...item })),
      ...peopleLike(text, this.sheet.body.waiting, 3).map((item) => ({ kind: "waiting", item })),
      ...peopleLike(text, this.sheet.body.people).map((person) => ({ kind: "person", person })),
    ];
    if (near.length && (announced || waiting)) return near;
    const places = text.trim().length > 2 ? placesLike(text, this.sheet.places, 4).map((place) => ({ kind: "place", ...place })) : [];
    if (near.length || this.isAlone || text.trim().length < 3) return [...near, ...places];
    const found = await this.lookUp(text);
    return [...found.filter((one) => one.kind !== "place"), ...places];
  }

  async lookUp(text) {
    try {
      return (await this.post.get(`/desk/window/find/?q=${encodeURIComponent(text)}`, { byItself: false, seconds: 4 })).found;
    } catch {
      return [];
    }
  }

  // A scanner ends with Enter before a list is shown: the first that is meant is taken.
  async askAtOnce(text) {
    const [first] = await this.meant(text);
    if (first && $("ask").value === text) this.take(first);
    else if (!first) toast(say("nothing-found"), { tone: "wait" });
  }

  take(one) {
    $("ask").value = "";
    switch (one.kind) {
      case "announced": return this.openForm("announced", { item: one });
      case "waiting": return this.openForm("pick-up", { item: one.item });
      case "person": if (one.person.phone) this.saw(one.person.phone); return this.openForm("sending", { person: one.person });
      case "place": return this.openForm("sending", { place: one });
      case "visit": location.href = `/desk/counter/visits/${one.number}/`; return null;
      case "order": location.href = `/desk/payments/orders/${one.number}/`; return null;
      default: location.href = `/desk/mail/items/${one.number}/`; return null;
    }
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
    this.form = new ServiceForm(this, service, given);
    this.form.show($("form"));
  }

  dropForm() {
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
    toast(say("dropped"), { tone: "wait", act: say("put-back"), onAct: async () => { await this.basket.putBack(at, dropped); this.showBasket(); } });
  }

  async giveUp() {
    const before = this.basket.state;
    await this.basket.empty();
    this.showBasket();
    this.dropForm();
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

  // Settle: written down first, then sent. An answer in time is shown; without one the act is kept and goes on by itself.
  async settle(payments, tendered, cash) {
    if (this.isSettling || this.basket.isEmpty) return;
    this.isSettling = true;
    $("settle").disabled = true;
    try {
      const visit = this.basket.visit(payments, tendered);
      const wrong = this.whyNotAlone(payments);
      if (this.isAlone && wrong) {
        toast(say(wrong), { tone: "bad" });
        return;
      }
      const act = await this.writeDown({ visit }, visit.key, cash);
      const answered = this.isAlone ? await this.goOn(act) : await this.post.submit(act, !wrong);
      await this.ended(act, answered, visit, tendered, cash);
    } finally {
      this.isSettling = false;
      $("settle").disabled = this.basket.isEmpty;
      this.showState();
    }
  }

  async writeDown(what, key, cash) {
    const body = {
      kind: what.visit ? "visit" : "refund", at: new Date().toISOString(), clerk: this.sheet.body.clerk.name,
      session: this.sheet.session?.number ?? "", heard_at: this.heardAt, sheet: this.sheet.body.sheet, ...what,
    };
    const act = await this.journal.write(body, { key, kept: this.isAlone });
    act.cash = cash;
    act.shown = this.basket.lines.map(({ shown }) => shown);
    act.amount = this.basket.total;
    await this.store.put("acts", act);
    return act;
  }

  async goOn(act) {
    await this.journal.keep(act);
    this.post.again();
    return null;
  }

  // Why this visit may not be done without the post: a word, "" where it may.
  whyNotAlone(payments) {
    if (this.isAlone && this.mayGoOn === false) return "alone-over";
    const wrong = this.basket.lines.map(({ line }) => this.sheet.alone(line)).find(Boolean);
    return wrong ?? (payments.every(({ means }) => this.sheet.takes(means, true)) ? "" : "means-not-alone");
  }

  async ended(act, answered, visit, tendered, cash) {
    if (answered?.state === "not-done") {
      await this.freshKey();
      const line = Number(answered.answer?.line);
      if (line) $("basket").children[line - 1]?.classList.add("is-wrong");
      const isAgain = answered.answer?.refusal === "payments.paid-just-now";
      toast(answered.message, isAgain ? { tone: "wait", seconds: 0, act: say("another-one"), onAct: () => this.payAgain(line) } : { tone: "bad" });
      this.refreshSheet();
      return;
    }
    if (!answered && !act.kept) this.asked.add(act.key);
    const { lines } = this.basket;
    for (const { line } of lines) if (line.service === "pick-up" || line.service === "announced") await this.sheet.gone(line.number);
    const change = tendered ? tendered - cash : 0;
    const receipt = { act, answered, visit, lines, change, cash, total: this.basket.total };
    await this.basket.empty();
    this.pay.reset();
    this.showBasket();
    this.showResult(receipt);
    await this.journal.trim();
  }

  // The same was paid a moment ago, and the clerk says that this is another one.
  async payAgain(place) {
    this.basket.lines[place - 1].line.again = true;
    await this.basket.save();
    this.showBasket();
    $("tendered").focus();
  }

  // What was refused is another visit when it is settled again: its key was used up.
  async freshKey() {
    this.basket.state.key = crypto.randomUUID();
    await this.basket.save();
  }

  showResult(receipt) {
    const place = $("result");
    const { act, answered, lines, change, total } = receipt;
    const isHeard = answered?.state === "done";
    const number = answered?.answer?.number ?? `${this.sheet.body.office.code}-${act.key.replaceAll("-", "").slice(0, 12).toUpperCase()}`;
    const rows = lines.map(({ line, shown }, at) => resultRow(line, shown, answered?.answer?.lines?.[at], answered?.codes?.[at]));
    place.replaceChildren(
      chip(isHeard ? "good" : "wait", say(isHeard ? "settled" : act.kept ? "kept-here" : "no-answer")),
      text("h2", `${say("visit")} `, number, "code"),
      list(rows), text("p", `${say("total")} `, money(total), "money"),
      ...(change > 0 ? [text("p", `${say("give-change")} `, money(change), "money big-number")] : []),
      buttons([
        [say("print-labels"), "button", () => printLabels(receipt, this.sheet), lines.some(({ line }) => line.service === "sending" || line.service === "announced")],
        [say("print-receipt"), "button plain", () => printVisit(receipt, number, this.sheet, this.isAlone), true],
        [say("read-aloud"), "button text", () => window.open(`/desk/counter/visits/${number}/aloud/`, "_blank", "noopener"), isHeard],
        [say("next-visitor"), "button text", () => { place.hidden = true; $("ask").focus(); }, true],
      ]),
    );
    place.dataset.visit = number;
    place.dataset.state = isHeard ? "done" : "kept";
    place.hidden = false;
    $("ask").focus();
    printAtOnce(receipt, number, this.sheet, this.isAlone);
  }

  // ---- the journal

  async showJournal() {
    const acts = (await this.journal.acts()).reverse();
    const { offline_hours, offline_acts, offline, offline_total } = this.sheet.rules;
    $("journal-rules").textContent = say("journal-rules", {
      hours: offline_hours, acts: offline_acts, total: offline_total ? money(offline_total) : "–",
      services: offline.map((one) => say(`service-${one.service}`) + (one.at_most ? ` (${money(one.at_most)})` : "")).join(", "),
    });
    $("journal-rows").replaceChildren(...acts.map(journalRow));
  }

  async exportJournal() {
    const file = new Blob([await this.journal.exported()], { type: "application/json" });
    const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(file), download: `journal-${this.journal.device}.json` });
    link.click();
    URL.revokeObjectURL(link.href);
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
