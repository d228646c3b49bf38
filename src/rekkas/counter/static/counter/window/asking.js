// One field for everything: whatever is typed or scanned, and what it may mean.

import { toast } from "../../design/toast.js";
import { whereLike } from "./abroad.js";
import { Combo } from "./combo.js";
import { shownAs } from "./rows.js";
import { cleanNumber, peopleLike } from "./search.js";
import { say } from "./words.js";

const $ = (id) => document.getElementById(id);

export class Ask {
  constructor(desk) {
    this.desk = desk;
    new Combo($("ask"), {
      list: $("ask-list"), wait: 60,
      find: (text) => this.meant(text),
      show: (one) => shownAs(one, this.sheet),
      take: (one) => this.take(one),
    });
    $("ask").addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.defaultPrevented) return;
      event.preventDefault(); // or it would press the button that is in focus a moment later
      if ($("ask-list").hidden && $("ask").value.trim()) this.atOnce($("ask").value);
    });
  }

  get sheet() { return this.desk.sheet; }

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
    const places = text.trim().length > 2 ? whereLike(text, this.sheet).slice(0, 4).map((place) => ({ kind: "place", ...place })) : [];
    if (near.length || this.desk.isAlone || text.trim().length < 3) return [...near, ...places];
    const found = await this.lookUp(text);
    return [...found.filter((one) => one.kind !== "place"), ...places];
  }

  async lookUp(text) {
    try {
      return (await this.desk.post.get(`/desk/window/find/?q=${encodeURIComponent(text)}`, { byItself: false, seconds: 4 })).found;
    } catch {
      return [];
    }
  }

  // A scanner ends with Enter before a list is shown: the first that is meant is taken.
  async atOnce(text) {
    const [first] = await this.meant(text);
    if (first && $("ask").value === text) this.take(first);
    else if (!first) toast(say("nothing-found"), { tone: "wait" });
  }

  take(one) {
    $("ask").value = "";
    switch (one.kind) {
      case "announced": return this.desk.openForm("announced", { item: one });
      case "waiting": return this.desk.openForm("pick-up", { item: one.item });
      case "person": if (one.person.phone) this.desk.saw(one.person.phone); return this.desk.openForm("sending", { person: one.person });
      case "place": return this.desk.openForm("sending", { place: one });
      case "visit": location.href = `/desk/counter/visits/${one.number}/`; return null;
      case "order": if (one.is_payable && this.sheet.may("order-payment")) return this.desk.openForm("order-payment", { number: one.number });
        location.href = `/desk/payments/orders/${one.number}/`; return null;
      default: location.href = `/desk/mail/items/${one.number}/`; return null;
    }
  }
}
