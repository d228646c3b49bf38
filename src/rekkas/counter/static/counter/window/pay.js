// How a visit is paid: in cash where nothing else is said, or by several means that add up to the total.

import { say, money, amountOf, plainAmount } from "./words.js";

const $ = (id) => document.getElementById(id);

export class PayForm {
  constructor(desk) {
    this.desk = desk;
    this.parts = [];
    this.credits = [];
    $("pay").addEventListener("submit", (event) => { event.preventDefault(); this.settle(); });
    $("pay").addEventListener("input", () => this.refresh());
    $("other-means").addEventListener("click", () => this.addPart());
    // Before the page's own keys: they would press the button and settle what is there, without what is being typed.
    document.addEventListener("keydown", (event) => { if (event.key === "F9") this.onF9(event); }, true);
  }

  // F9 once: what is typed is added, and the hand goes to the cash given. F9 again, or Enter: settled.
  onF9(event) {
    event.preventDefault();
    event.stopImmediatePropagation();
    const next = () => this.step();
    this.steps = (this.steps ?? Promise.resolve()).then(next, next); // one after the other, however fast they come and how they end
  }

  async step() {
    if (document.activeElement === $("tendered")) {
      await this.settle();
      return;
    }
    const { form } = this.desk;
    if (form && !(await form.add())) return;
    $("tendered").focus();
    $("tendered").select();
  }

  show(total, isOpen) {
    this.total = total;
    this.offerCredit();
    $("pay").hidden = !isOpen;
    $("settle-words").textContent = say(total < 0 ? "pay-out" : total === 0 ? "nothing-to-pay" : "paid-settle");
    $("settle").disabled = !isOpen;
    this.refresh();
  }

  reset() {
    this.parts = [];
    this.credits = [];
    $("pay-credits").replaceChildren();
    $("pay-parts").replaceChildren();
    $("tendered").value = "";
  }

  addPart() {
    const part = document.getElementById("pay-part").content.firstElementChild.cloneNode(true);
    const means = part.querySelector("[name=means]");
    for (const one of this.desk.sheet.rules.means) {
      if (one.code !== "cash" && this.desk.sheet.takes(one.code, this.desk.isAlone)) {
        means.append(Object.assign(document.createElement("option"), { value: one.code, textContent: say(`means-${one.code}`) }));
      }
    }
    if (!means.options.length) return;
    part.querySelector("[name=amount]").value = plainAmount(Math.max(this.left(), 0));
    $("pay-parts").append(part);
    this.parts.push(part);
    this.refresh();
    part.querySelector("[name=amount]").focus();
  }

  // What merchants with credit send goes on account where nothing else is said; without a network it is paid.
  offerCredit() {
    const owed = new Map();
    if (!this.desk.isAlone) {
      for (const { line, shown } of this.desk.basket.lines) {
        const customer = line.customer || shown.item?.customer;
        if (["sending", "announced"].includes(line.service) && line.amount > 0 && this.desk.sheet.hasCredit(customer)) {
          owed.set(customer, (owed.get(customer) ?? 0) + line.amount);
        }
      }
    }
    const off = new Set(this.credits.filter(({ input }) => !input.checked).map(({ reference }) => reference));
    this.credits = [...owed].map(([reference, amount]) => {
      const part = document.getElementById("pay-credit").content.firstElementChild.cloneNode(true);
      const input = part.querySelector("input");
      input.checked = !off.has(reference);
      part.querySelector("[data-merchant]").textContent = reference;
      part.querySelector("[data-amount]").textContent = money(amount);
      return { part, input, reference, amount };
    });
    $("pay-credits").replaceChildren(...this.credits.map(({ part }) => part));
  }

  // What the other means pay, and what is left for cash.
  other() {
    const credits = this.credits.filter(({ input }) => input.checked)
      .map(({ reference, amount }) => ({ means: "credit", amount, reference }));
    return [...credits, ...this.typed()];
  }

  typed() {
    return this.parts.map((part) => ({
      means: part.querySelector("[name=means]").value, amount: amountOf(part.querySelector("[name=amount]").value || "0"),
      reference: part.querySelector("[name=reference]").value.trim(), document: part.querySelector("[name=document]").value.trim(),
    })).filter((one) => one.amount !== 0);
  }

  left() {
    return this.total - this.other().reduce((sum, one) => sum + (one.amount || 0), 0);
  }

  refresh() {
    for (const part of this.parts) {
      const means = part.querySelector("[name=means]").value;
      part.querySelector("[data-reference-label]").textContent = say(means === "account" ? "account-number" : "slip-number");
      part.querySelector("[data-document]").hidden = means !== "account";
    }
    const cash = this.left();
    const given = $("tendered").value.trim() ? amountOf($("tendered").value) : NaN;
    $("change-words").textContent = say(cash < 0 ? "to-give" : Number.isNaN(given) ? "in-cash" : "change");
    $("change").textContent = money(cash < 0 ? -cash : Number.isNaN(given) ? cash : given - cash);
    $("change").classList.toggle("is-wrong", given < cash);
  }

  async settle() {
    const other = this.other();
    const cash = this.left();
    const text = $("tendered").value.trim();
    const tendered = text ? amountOf(text) : 0;
    if (Number.isNaN(tendered) || other.some((one) => !(one.amount > 0)) || (text && tendered < Math.max(cash, 0))) {
      $("change").classList.add("is-wrong");
      $("tendered").focus();
      return;
    }
    const payments = [...other, ...(cash ? [{ means: "cash", amount: cash }] : [])];
    await this.desk.settling.settle(payments, cash > 0 ? tendered : 0, cash);
  }
}
