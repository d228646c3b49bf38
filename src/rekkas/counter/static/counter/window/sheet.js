// What this device carries: prices, places, people, what waits and what was announced, numbers of its own.

import { priceOf, zoneBetween } from "./tariff.js";
import { setDecimals } from "./words.js";

const SPENT_KEPT = 2000; // far more than a device is given at once: the post lists no number again that was used

export class Sheet {
  static async open(store) {
    const kept = await store.get("meta", "sheet");
    return kept ? Sheet.of(store, kept.body) : null;
  }

  static async fetched(store, body) {
    await store.put("meta", { name: "sheet", body });
    return Sheet.of(store, body);
  }

  static async of(store, body) {
    return new Sheet(store, body, new Set((await store.get("meta", "spent"))?.numbers ?? []));
  }

  constructor(store, body, spent) {
    this.store = store;
    this.body = body;
    this.spent = spent;
    this.places = body.places.map(([code, name, name_ar, postcode, region, spellings]) => (
      { code, name, name_ar, postcode, region, spellings: spellings.split(" | ") }));
    this.placeByCode = new Map(this.places.map((place) => [place.code, place]));
    this.productByCode = new Map(body.tariff.products.map((product) => [product.code, product]));
    this.articleByCode = new Map(body.tariff.articles.map((article) => [article.code, article]));
    this.waitingByNumber = new Map(body.waiting.map((item) => [item.number, item]));
    this.announcedByNumber = new Map(body.announced.map((item) => [item.number, item]));
    setDecimals(body.office.decimals);
  }

  get here() { return this.placeByCode.get(this.body.office.locality); }
  get session() { return this.body.session; }
  get rules() { return this.body.rules; }
  may(service) { return this.body.clerk.services.includes(service); }

  price({ product, destination, country, customer, ...question }) {
    const sold = this.productByCode.get(product);
    const contract = this.contractFor(customer, product);
    if (country) return this.priceAbroad(sold, country, question, contract);
    const place = this.placeByCode.get(destination);
    if (!sold || !place || !this.here) return { wrong: "place-missing" };
    return priceOf(sold, { ...question, zone: zoneBetween(this.here, place) }, contract);
  }

  // What a merchant has agreed about one product. A sheet of before knows no contracts.
  contractFor(customer, product) {
    const found = customer ? this.body.contracts?.[customer] : null;
    return found ? { ...found, steps: found.steps.filter((step) => step.product === product) } : null;
  }

  hasCredit(customer) { return Boolean(customer && this.body.contracts?.[customer]?.has_credit); }

  priceAbroad(sold, country, question, contract) {
    const there = (this.body.tariff.destinations ?? []).find((one) => one.code === country);
    return sold && there ? priceOf(sold, { ...question, zone: there.zone }, contract) : { wrong: "place-missing" };
  }

  // What one line may do without a network: "" if it may, else a word that says why not.
  alone(line) {
    const allowed = this.rules.offline.find((one) => one.service === line.service);
    if (!allowed) return "not-alone";
    return allowed.at_most && Math.abs(line.amount) > allowed.at_most ? "too-much-alone" : "";
  }

  takes(means, isAlone) {
    const found = this.rules.means.find((one) => one.code === means);
    return Boolean(found) && (!isAlone || found.offline);
  }

  // The next number of this device alone. It is spent before it is used: a power cut wastes one, and none comes twice.
  async takeNumber(indicator) {
    const numbers = this.body.numbers[indicator] ?? [];
    return this.store.run("meta", "readwrite", (at, set) => {
      at.meta.get("spent").onsuccess = (event) => {
        const spent = new Set(event.target.result?.numbers ?? []);
        const number = numbers.find((one) => !spent.has(one)) ?? "";
        if (number) at.meta.put({ name: "spent", numbers: [...spent.add(number)].slice(-SPENT_KEPT) });
        this.spent = spent;
        set(number);
      };
    });
  }

  // More numbers were given.
  async given(numbers) {
    this.body.numbers = numbers;
    await this.keep();
  }

  keep() {
    return this.store.put("meta", { name: "sheet", body: this.body });
  }

  left(indicator) {
    return (this.body.numbers[indicator] ?? []).filter((number) => !this.spent.has(number)).length;
  }

  // What is no longer here: collected, or taken in.
  async gone(number) {
    this.waitingByNumber.delete(number);
    this.announcedByNumber.delete(number);
    this.body.waiting = [...this.waitingByNumber.values()];
    this.body.announced = [...this.announcedByNumber.values()];
    await this.keep();
  }
}
