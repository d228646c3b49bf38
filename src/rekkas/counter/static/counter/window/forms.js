// The forms of the services: each reads what was typed, says what it costs and why, and makes one line of the visit.

import { whereLike, whereNamed } from "./abroad.js";
import { Combo } from "./combo.js";
import { priceLines } from "./parts.js";
import { pickUp } from "./pickup.js";
import { orderPayment } from "./payout.js";
import { deposit, moneyOrder, withdrawal } from "./purse.js";
import { peopleLike, placesLike } from "./search.js";
import { announced, sending } from "./sendings.js";
import { administration, article, bill } from "./sold.js";
import { say, money, weight, inReadersScript } from "./words.js";

// What a form needs of the window: the sheet, the post where it can be asked, the scale, and what to do with a line.
export class ServiceForm {
  constructor(desk, service, given = {}) {
    this.desk = desk;
    this.service = service;
    this.given = given;
    const template = document.getElementById(`form-${service}`);
    this.form = template.content.firstElementChild.cloneNode(true);
    this.form.addEventListener("input", () => this.refresh());
    this.form.addEventListener("change", () => this.refresh());
    this.form.addEventListener("submit", (event) => { event.preventDefault(); this.add(); });
    this.form.addEventListener("keydown", (event) => this.onKey(event));
    this.form.querySelector("[data-drop]").addEventListener("click", () => desk.dropForm());
    this.doing = KINDS[service];
    this.doing.begin?.(this);
    this.wirePeople();
    this.wirePlaces();
  }

  get sheet() { return this.desk.sheet; }
  field(name) { return this.form.elements.namedItem(name); }
  value(name) { return this.field(name)?.value.trim() ?? ""; }
  find(selector) { return this.form.querySelector(selector); }

  show(place) {
    place.replaceChildren(this.form);
    this.refresh();
    // The first question that is open: something to choose, or to fill in. What was scanned is answered.
    const first = [...this.form.elements].find((element) => element.offsetParent && !element.disabled
      && ((element.matches("select") && element.options.length > 1) || (element.required && !element.value.trim())));
    if (first) first.focus();
    else this.focusNext();
  }

  // On to the first question that has no answer; with none left, to the button that adds.
  focusNext() {
    const open = [...this.form.elements].find((element) => (
      !element.disabled && element.type !== "hidden" && element.offsetParent && element.required && !element.value.trim()));
    const lacking = this.made?.wrong && this.made.field ? this.field(this.made.field) : null;
    (open ?? (lacking?.offsetParent ? lacking : this.find("[type=submit]"))).focus();
  }

  // Enter goes on to what is still open; where nothing is, it adds. Escape leaves the form.
  onKey(event) {
    if (event.defaultPrevented) return;
    if (event.key === "Escape") {
      event.preventDefault();
      this.desk.dropForm();
    } else if (event.key === "Enter" && event.target.matches("input:not([type=checkbox]):not([type=file]), select")) {
      event.preventDefault();
      this.refresh();
      if (this.made.wrong) this.focusNext();
      else this.add();
    }
  }

  // Left without being added: what was taken in hand for it is let go.
  leave() {
    if (!this.isAdded) this.doing.leave?.(this);
  }

  refresh() {
    this.wrong("");
    const made = this.doing.line(this);
    this.made = made;
    const place = this.find("[data-price]");
    if (!place) return;
    if (made.price) place.replaceChildren(...priceLines(made.price));
    else place.replaceChildren();
    if (made.wrong && made.isSaid) this.wrong(said(made));
  }

  wrong(text) {
    const place = this.find("[data-wrong]");
    place.hidden = !text;
    place.textContent = text;
  }

  // Pressed twice at once, it is added once: the second press waits for the first.
  add() {
    this.adding ??= this.addOnce().finally(() => { this.adding = null; });
    return this.adding;
  }

  async addOnce() {
    this.refresh();
    const { made } = this;
    if (made.wrong) {
      this.wrong(said(made));
      (made.field ? this.field(made.field) : this.find("[type=submit]")).focus();
      return false;
    }
    const alone = this.desk.isAlone ? this.sheet.alone(made.line) : "";
    if (alone) {
      this.wrong(say(alone));
      return false;
    }
    const finished = this.doing.finish ? await this.doing.finish(this, made) : made;
    if (!finished) return false;
    this.isAdded = true;
    await this.desk.add(finished.line, finished.shown);
    return true;
  }

  // ---- people and places

  wirePeople() {
    for (const input of this.form.querySelectorAll("[data-people]")) {
      const isSender = input.dataset.people === "sender";
      const combo = new Combo(input, {
        least: 2,
        find: (text) => this.peopleFor(text, isSender),
        show: (one) => (one.merchant
          ? { title: inReadersScript(one.merchant.name, one.merchant.name_ar), detail: one.merchant.code }
          : { title: inReadersScript(one.name, one.name_ar), detail: [one.phone, this.placeName(one.locality)].filter(Boolean).join(" · ") }),
        take: (one) => this.takePerson(one, isSender),
      });
      if (!isSender) input.addEventListener("focus", () => input.value || combo.open(this.wroteBefore().slice(0, 6)));
    }
  }

  placeName(code) {
    const place = this.sheet.placeByCode.get(code);
    return place ? inReadersScript(place.name, place.name_ar) : "";
  }

  async peopleFor(text, isSender) {
    const wrote = isSender ? [] : this.wroteBefore();
    const known = [...new Set([...peopleLike(text, wrote), ...peopleLike(text, this.sheet.body.people)])];
    const merchants = isSender && this.service === "sending" ? this.merchantsLike(text) : [];
    if (known.length || merchants.length || this.desk.isAlone) return [...merchants, ...known];
    const found = await this.desk.ask.lookUp(text);
    return found.filter((one) => one.kind === "person").map((one) => one.person);
  }

  // Whom the sender of this form wrote to earlier, as far as this device knows them.
  wroteBefore() {
    const ids = new Set(this.sender?.wrote_to ?? []);
    return ids.size ? this.sheet.body.people.filter((one) => ids.has(one.id)) : [];
  }

  merchantsLike(text) {
    const asked = text.trim().toUpperCase();
    return this.sheet.body.merchants
      .filter((one) => one.code.startsWith(asked) || one.name.toUpperCase().includes(asked) || one.name_ar.includes(text.trim()))
      .slice(0, 4)
      .map((merchant) => ({ merchant }));
  }

  takePerson(person, isSender) {
    if (person.phone) this.desk.saw(person.phone);
    if (person.merchant) {
      this.merchant = person.merchant;
      this.field("sender").value = inReadersScript(person.merchant.name, person.merchant.name_ar);
      this.field("sender_phone").value = person.merchant.phone;
    } else if (isSender) {
      this.merchant = null;
      this.sender = person;
      this.field("sender").value = person.name;
      this.field("sender_phone").value = person.phone;
    } else this.takeAddressee(person);
    this.refresh();
    this.focusNext();
  }

  takeAddressee(person) {
    const fill = { name: person.name, phone: person.phone, street: person.street, name_ar: person.name_ar, street_ar: person.street_ar };
    for (const [name, text] of Object.entries(fill)) if (this.field(name)) this.field(name).value = text ?? "";
    const place = this.sheet.placeByCode.get(person.locality);
    if (place && this.field("place")) this.takePlace(place);
  }

  wirePlaces() {
    for (const input of this.form.querySelectorAll("[data-places]")) {
      new Combo(input, {
        find: (text) => whereLike(text, this.sheet, this.sheet.productByCode.get(this.value("product"))?.scope),
        show: (place) => (place.isAbroad
          ? { title: whereNamed(place), detail: say("abroad") }
          : { title: inReadersScript(place.name, place.name_ar), detail: [place.postcode, place.name_ar === inReadersScript(place.name, place.name_ar) ? place.name : place.name_ar].filter(Boolean).join(" · ") }),
        take: (place) => { this.takePlace(place); this.refresh(); this.focusNext(); },
      });
      input.addEventListener("input", () => { this.field("destination").value = ""; this.field("country").value = ""; });
      input.addEventListener("change", () => {
        const [only] = placesLike(input.value, this.sheet.places, 1);
        if (only && !this.value("destination") && !this.value("country") && only.spellings.includes(input.value.trim().toLowerCase())) this.takePlace(only);
      });
    }
  }

  takePlace(place) {
    this.field("place").value = place.isAbroad ? whereNamed(place) : inReadersScript(place.name, place.name_ar);
    this.field("destination").value = place.isAbroad ? "" : place.code;
    this.field("country").value = place.isAbroad ? place.code : "";
  }

  setWeight(grams) {
    const input = this.field("weight_g");
    if (!input) return;
    input.value = String(grams);
    this.find("[data-scale]").textContent = say("from-scale", { weight: weight(grams) });
    this.refresh();
    if (document.activeElement === input) this.focusNext();
  }
}

const said = ({ wrong, most, values = {} }) => say(wrong, { ...values, most: wrong === "too-heavy" ? weight(most) : most === undefined ? "" : money(most) });

// ---- each service

const KINDS = {
  sending, announced, article, administration, bill, deposit, withdrawal, "money-order": moneyOrder, "order-payment": orderPayment,
  "pick-up": pickUp,
};
