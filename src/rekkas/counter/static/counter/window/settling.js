// A visit settled: written into the journal first, then sent. What the post answers is shown, or what was kept.

import { toast } from "../../design/toast.js";
import { showResult } from "./result.js";
import { say } from "./words.js";

const $ = (id) => document.getElementById(id);

export class Settling {
  constructor(desk) {
    this.desk = desk;
  }

  // Settle: written down first, then sent. An answer in time is shown; without one the act is kept and goes on by itself.
  async settle(payments, tendered, cash) {
    if (this.isSettling || this.desk.basket.isEmpty) return;
    this.isSettling = true;
    $("settle").disabled = true;
    try {
      const visit = this.desk.basket.visit(payments, tendered);
      const wrong = this.whyNotAlone(payments);
      if (this.desk.isAlone && wrong) {
        toast(say(wrong), { tone: "bad" });
        return;
      }
      const act = await this.writeDown({ visit }, visit.key, cash);
      const answered = this.desk.isAlone ? await this.goOn(act) : await this.desk.post.submit(act, !wrong);
      await this.ended(act, answered, visit, tendered, cash);
    } finally {
      this.isSettling = false;
      $("settle").disabled = this.desk.basket.isEmpty;
      this.desk.showState();
    }
  }

  async writeDown(what, key, cash) {
    const body = {
      kind: what.visit ? "visit" : "refund", at: new Date().toISOString(), clerk: this.desk.sheet.body.clerk.name,
      session: this.desk.sheet.session?.number ?? "", heard_at: this.desk.heardAt, sheet: this.desk.sheet.body.sheet, ...what,
    };
    const act = await this.desk.journal.write(body, { key, kept: this.desk.isAlone });
    act.cash = cash;
    act.shown = this.desk.basket.lines.map(({ shown }) => shown);
    act.amount = this.desk.basket.total;
    await this.desk.store.put("acts", act);
    return act;
  }

  async goOn(act) {
    await this.desk.journal.keep(act);
    this.desk.post.again();
    return null;
  }

  // Why this visit may not be done without the post: a word, "" where it may.
  whyNotAlone(payments) {
    if (this.desk.isAlone && this.desk.mayGoOn === false) return "alone-over";
    const wrong = this.desk.basket.lines.map(({ line }) => this.desk.sheet.alone(line)).find(Boolean);
    return wrong ?? (payments.every(({ means }) => this.desk.sheet.takes(means, true)) ? "" : "means-not-alone");
  }

  async ended(act, answered, visit, tendered, cash) {
    if (answered?.state === "not-done") {
      await this.freshKey();
      const line = Number(answered.answer?.line);
      if (line) $("basket").children[line - 1]?.classList.add("is-wrong");
      const isAgain = answered.answer?.refusal === "payments.paid-just-now";
      toast(answered.message, isAgain ? { tone: "wait", seconds: 0, act: say("another-one"), onAct: () => this.payAgain(line) } : { tone: "bad" });
      this.desk.refreshSheet();
      return;
    }
    if (!answered && !act.kept) this.desk.asked.add(act.key);
    const { lines } = this.desk.basket;
    for (const { line } of lines) if (line.service === "pick-up" || line.service === "announced") await this.desk.sheet.gone(line.number);
    const change = tendered ? tendered - cash : 0;
    const receipt = { act, answered, visit, lines, change, cash, total: this.desk.basket.total };
    await this.desk.basket.empty();
    this.desk.pay.reset();
    this.desk.showBasket();
    showResult(receipt, this.desk);
    await this.desk.journal.trim();
  }

  // The same was paid a moment ago, and the clerk says that this is another one.
  async payAgain(place) {
    this.desk.basket.lines[place - 1].line.again = true;
    await this.desk.basket.save();
    this.desk.showBasket();
    $("tendered").focus();
  }

  // What was refused is another visit when it is settled again: its key was used up.
  async freshKey() {
    this.desk.basket.state.key = crypto.randomUUID();
    await this.desk.basket.save();
  }
}
