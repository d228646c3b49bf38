// The forms of the services: each reads what was typed, says what it costs and why, and makes one line of the visit.

import { Combo } from "./combo.js";
import { contentsOf, wireContents } from "./contents.js";
import { peopleLike, placesLike, cleanNumber, digitsOf } from "./search.js";
import { say, money, weight, named, inReadersScript, amountOf, westernDigits } from "./words.js";

const option = (value, text) => Object.assign(document.createElement("option"), { value, textContent: text });
const whole = (text) => (/^\d+$/.test(westernDigits(text).trim()) ? Number(westernDigits(text).trim()) : NaN);

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
    const first = this.form.querySelector("select");
    if (first && first.options.length > 1) first.focus();
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
    await this.desk.add(finished.line, finished.shown);
    return true;
  }

  // ---- people and places

  wirePeople() {
    for (const input of this.form.querySelectorAll("[data-people]")) {
      const isSender = input.dataset.people === "sender";
      new Combo(input, {
        least: 2,
        find: (text) => this.peopleFor(text, isSender),
        show: (one) => (one.merchant
          ? { title: inReadersScript(one.merchant.name, one.merchant.name_ar), detail: one.merchant.code }
          : { title: inReadersScript(one.name, one.name_ar), detail: [one.phone, this.placeName(one.locality)].filter(Boolean).join(" · ") }),
        take: (one) => this.takePerson(one, isSender),
      });
    }
  }

  placeName(code) {
    const place = this.sheet.placeByCode.get(code);
    return place ? inReadersScript(place.name, place.name_ar) : "";
  }

  async peopleFor(text, isSender) {
    const known = peopleLike(text, this.sheet.body.people);
    const merchants = isSender && this.service === "sending" ? this.merchantsLike(text) : [];
    if (known.length || merchants.length || this.desk.isAlone) return [...merchants, ...known];
    const found = await this.desk.lookUp(text);
    return found.filter((one) => one.kind === "person").map((one) => one.person);
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
        find: (text) => placesLike(text, this.sheet.places),
        show: (place) => ({ title: inReadersScript(place.name, place.name_ar), detail: [place.postcode, place.name_ar === inReadersScript(place.name, place.name_ar) ? place.name : place.name_ar].filter(Boolean).join(" · ") }),
        take: (place) => { this.takePlace(place); this.refresh(); this.focusNext(); },
      });
      input.addEventListener("input", () => { this.field("destination").value = ""; });
      input.addEventListener("change", () => {
        const [only] = placesLike(input.value, this.sheet.places, 1);
        if (only && !this.value("destination") && only.spellings.includes(input.value.trim().toLowerCase())) this.takePlace(only);
      });
    }
  }

  takePlace(place) {
    this.field("place").value = inReadersScript(place.name, place.name_ar);
    this.field("destination").value = place.code;
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

function priceLines(price) {
  const rows = price.lines.map((line) => row(line.label ?? named(line.labels), money(line.amount)));
  const total = row(say("to-pay"), money(price.amount));
  total.className = "total";
  return [...rows, total];
}

function row(label, text) {
  const made = document.createElement("div");
  const name = document.createElement("span");
  name.textContent = label;
  const amount = document.createElement("span");
  amount.className = "money";
  amount.textContent = text;
  made.append(name, amount);
  return made;
}

const said = ({ wrong, most, values = {} }) => say(wrong, { ...values, most: wrong === "too-heavy" ? weight(most) : most === undefined ? "" : money(most) });
const facts = (place, rows) => place.replaceChildren(...rows.filter(([, text]) => text).map(([label, text]) => {
  const made = document.createElement("div");
  made.append(Object.assign(document.createElement("dt"), { textContent: label }), Object.assign(document.createElement("dd"), { textContent: text }));
  return made;
}));

const priced = (reasons) => reasons.map((line) => ({ label: line.label ?? named(line.labels), amount: line.amount }));

// ---- each service: begin(form) fills it, line(form) reads it; `isSaid` where what is wrong is said before it is added

const KINDS = {
  sending: {
    begin(form) {
      const products = form.sheet.body.tariff.products;
      form.field("product").append(...products.map((one) => option(one.code, named(one.names))));
      form.field("product").value = form.given.product ?? form.desk.lastProduct ?? products[0]?.code ?? "";
      form.find("[data-question-list]").append(...form.sheet.rules.questions.map((one) => (
        Object.assign(document.createElement("li"), { textContent: named(one.names ?? { en: one.name_en, fr: one.name_fr, ar: one.name_ar }) }))));
      if (form.given.person) form.takeAddressee(form.given.person);
      if (form.given.place) form.takePlace(form.given.place);
      wireContents(form.form);
      form.desk.weigh(form);
    },
    line(form) {
      const product = form.sheet.productByCode.get(form.value("product"));
      form.find("[data-cod]").hidden = !product?.cod_allowed;
      const asks = product && product.max_weight_g > form.sheet.rules.questions_above_g && form.sheet.rules.questions.length > 0;
      form.find("[data-questions]").hidden = !asks;
      const cod = product?.cod_allowed && form.value("cod") ? amountOf(form.value("cod")) : 0;
      const declared = form.value("declared") ? amountOf(form.value("declared")) : 0;
      const grams = whole(form.value("weight_g"));
      const destination = form.value("destination");
      if (!(grams > 0)) return { wrong: "weight-missing", field: "weight_g" };
      if (!destination) return { wrong: "place-missing", field: "place" };
      if (Number.isNaN(cod)) return { wrong: "amount-wrong", field: "cod", isSaid: true };
      if (Number.isNaN(declared)) return { wrong: "amount-wrong", field: "declared", isSaid: true };
      const question = { product: product.code, destination, weight_g: grams, cod_amount: cod, declared_value: declared };
      const price = form.sheet.price(question);
      if (price.wrong) return { ...price, isSaid: true, field: price.wrong.startsWith("cod") ? "cod" : "weight_g" };
      const wrong = missing(form, cod, asks);
      const line = {
        service: "sending", ...question, amount: price.amount, number: "", customer: form.merchant?.code ?? "",
        reference: form.merchant ? form.value("reference") : "",
        sender: { name: form.merchant?.name ?? form.value("sender"), name_ar: form.merchant?.name_ar ?? "", phone: form.value("sender_phone"), street: form.sender?.street ?? "" },
        addressee: { name: form.value("name") || form.value("name_ar"), name_ar: form.value("name_ar"), street: form.value("street"), street_ar: form.value("street_ar"), phone: form.value("phone") },
      };
      const size = sizeOf(form.value("size"));
      if (size) line.size_mm = size;
      const inside = contentsOf(form.form);
      if (inside.wrong) return { price, wrong: inside.wrong };
      return { price, line: { ...line, ...inside }, ...wrong };
    },
    async finish(form, made) {
      const product = form.sheet.productByCode.get(made.line.product);
      const number = await form.sheet.takeNumber(product.prefix);
      if (!number && form.desk.isAlone) {
        form.wrong(say("no-numbers"));
        return null;
      }
      form.desk.lastProduct = product.code;
      form.desk.numbersTaken();
      const { line, price } = made;
      const detail = [line.addressee.name, form.value("place"), weight(line.weight_g)].filter(Boolean).join(" · ");
      return { line: { ...line, number }, shown: { title: named(product.names), number, detail, lines: priced(price.lines), pictogram: "parcel" } };
    },
  },

  announced: {
    begin(form) {
      const { item } = form.given;
      form.find("[data-number]").textContent = item.number;
      form.field("weight_g").value = item.weight_g;
      const product = form.sheet.productByCode.get(item.product);
      facts(form.find("[data-facts]"), [
        [say("product"), named(product?.names)], [say("addressee"), inReadersScript(item.name, item.name_ar)],
        [say("to"), form.placeName(item.locality)], [say("cod"), item.cod ? money(item.cod) : ""],
        [say("merchant"), [item.customer, item.reference].filter(Boolean).join(" · ")],
      ]);
      form.desk.weigh(form);
    },
    line(form) {
      const { item } = form.given;
      const grams = whole(form.value("weight_g"));
      if (!(grams > 0)) return { wrong: "weight-missing", field: "weight_g" };
      const price = form.sheet.price({ product: item.product, destination: item.locality, weight_g: grams, cod_amount: item.cod, declared_value: item.declared });
      if (price.wrong) return { ...price, isSaid: true, field: "weight_g" };
      const line = { service: "announced", number: item.number, weight_g: grams, amount: price.amount };
      const shown = { title: say("announced"), number: item.number, detail: [inReadersScript(item.name, item.name_ar), form.placeName(item.locality)].filter(Boolean).join(" · "), lines: priced(price.lines), pictogram: "cod", item };
      return { price, line, shown };
    },
  },

  article: piecework("goods", "stamps"),
  administration: piecework("administration", "administrative"),

  bill: {
    begin(form) {
      form.field("biller").append(...form.sheet.body.billers.map((one) => option(one.code, named(one.names))));
      if (form.given.reference) form.field("reference").value = form.given.reference;
    },
    line(form) {
      const biller = form.sheet.body.billers.find((one) => one.code === form.value("biller"));
      const due = amountOf(form.value("amount"));
      if (!form.value("reference")) return { wrong: "reference-missing", field: "reference" };
      if (!(due > 0)) return { wrong: "amount-wrong", field: "amount", isSaid: Boolean(form.value("amount")) };
      const lines = [{ label: named(biller.names), amount: due }, ...(biller.fee ? [{ label: say("fee"), amount: biller.fee }] : [])];
      const amount = due + biller.fee;
      const line = { service: "bill", biller: biller.code, reference: form.value("reference"), due, amount };
      return { price: { amount, lines }, line, shown: { title: named(biller.names), number: line.reference, detail: "", lines, pictogram: "bill" } };
    },
  },

  deposit: {
    line(form) {
      const amount = amountOf(form.value("amount"));
      if (!form.value("account")) return { wrong: "account-missing", field: "account" };
      if (!(amount > 0)) return { wrong: "amount-wrong", field: "amount", isSaid: Boolean(form.value("amount")) };
      const line = { service: "deposit", account: form.value("account"), amount, note: form.value("note") };
      return { line, shown: { title: say("deposit"), number: line.account, detail: line.note, lines: [], pictogram: "deposit" } };
    },
  },

  withdrawal: {
    line(form) {
      const amount = amountOf(form.value("amount"));
      if (!form.value("account")) return { wrong: "account-missing", field: "account" };
      if (!form.value("document")) return { wrong: "document-missing", field: "document" };
      if (!(amount > 0)) return { wrong: "amount-wrong", field: "amount", isSaid: Boolean(form.value("amount")) };
      const line = { service: "withdrawal", account: form.value("account"), document: form.value("document"), amount: -amount };
      return { line, shown: { title: say("withdrawal"), number: line.account, detail: "", lines: [], pictogram: "withdrawal" } };
    },
  },

  "money-order": {
    begin(form) {
      form.field("product").append(...form.sheet.body.orders.map((one) => option(one.code, named(one.names))));
      form.field("document_kind").append(...form.sheet.body.documents.map((one) => option(one.code, named(one.names))));
    },
    line(form) {
      const amount = amountOf(form.value("amount"));
      const product = form.sheet.body.orders.find((one) => one.code === form.value("product"));
      if (!(amount > 0)) return { wrong: "amount-wrong", field: "amount", isSaid: Boolean(form.value("amount")) };
      const step = product.fees.find((one) => !one.up_to || amount <= one.up_to);
      if (!step) return { wrong: "too-much", field: "amount", isSaid: true };
      const fee = step.fee + Math.ceil((amount * step.per_mille) / 1000);
      for (const name of ["name", "sender", "document"]) if (!form.value(name)) return { wrong: "name-missing", field: name };
      const lines = [{ label: named(product.names), amount }, { label: say("fee"), amount: fee }];
      const order = {
        product: product.code, amount, currency: form.sheet.body.office.currency,
        sender: { name: form.value("sender"), phone: form.value("sender_phone"), document: { kind: form.value("document_kind"), number: form.value("document"), name: form.value("sender") } },
        payee: { name: form.value("name"), phone: form.value("phone") },
      };
      const line = { service: "money-order", order, amount: amount + fee };
      return { price: { amount: amount + fee, lines }, line, shown: { title: named(product.names), number: "", detail: form.value("name"), lines, pictogram: "money-order" } };
    },
  },

  "pick-up": {
    begin(form) {
      form.field("recipient").append(...["addressee", "agent", "family"].map((one) => option(one, say(`recipient-${one}`))));
      new Combo(form.field("number"), {
        find: (text) => waitingLike(text, form.sheet),
        show: (item) => ({ title: item.number, detail: [inReadersScript(item.name, item.name_ar), item.cod ? money(item.cod) : ""].filter(Boolean).join(" · ") }),
        take: (item) => { form.item = item; form.field("number").value = item.number; showWaiting(form, item); form.refresh(); form.focusNext(); },
      });
      wireSignature(form);
      if (form.given.item) {
        form.item = form.given.item;
        form.field("number").value = form.item.number;
        showWaiting(form, form.item);
      }
    },
    line(form) {
      const item = form.item && form.item.number === cleanNumber(form.value("number")) ? form.item : form.sheet.waitingByNumber.get(cleanNumber(form.value("number")));
      if (!item) return { wrong: "not-waiting", field: "number", isSaid: form.value("number").length > 8 };
      form.item = item;
      if (!form.value("name")) return { wrong: "name-missing", field: "name" };
      if (!form.signature && !form.photo) return { wrong: "signature-missing" };
      const line = {
        service: "pick-up", number: item.number, recipient: form.value("recipient"), name: form.value("name"), amount: item.cod,
        ...(form.signature ? { signature: form.signature } : {}), ...(form.photo ? { photo: form.photo } : {}),
      };
      return { line, shown: { title: say("pick-up"), number: item.number, detail: form.value("name"), lines: item.cod ? [{ label: say("cod"), amount: item.cod }] : [], pictogram: "pick-up" } };
    },
  },
};

function missing(form, cod, asks) {
  if (!form.value("name") && !form.value("name_ar")) return { wrong: "name-missing", field: "name" };
  if (!form.value("sender")) return { wrong: "sender-missing", field: "sender" };
  if (cod && !form.merchant) return { wrong: "merchant-missing", field: "sender" };
  if (asks && !form.field("asked").checked) return { wrong: "not-asked", field: "asked" };
  return {};
}

function sizeOf(text) {
  const parts = westernDigits(text).match(/\d+(?:[.,]\d+)?/g)?.map((part) => Math.round(Number(part.replace(",", ".")) * 10));
  return parts?.length === 3 ? parts : null;
}

function piecework(kind, pictogram) {
  return {
    begin(form) {
      const articles = form.sheet.body.tariff.articles.filter((one) => one.kind === kind);
      const names = (one) => named({ en: one.name_en, fr: one.name_fr, ar: one.name_ar });
      form.field("code").append(...articles.map((one) => option(one.code, `${names(one)} — ${money(one.amount)}`)));
    },
    line(form) {
      const article = form.sheet.articleByCode.get(form.value("code"));
      if (!article) return { wrong: "nothing-sold" };
      const count = kind === "goods" ? whole(form.value("count")) : 1;
      if (!(count > 0 && count <= 10_000)) return { wrong: "count-wrong", field: "count", isSaid: Boolean(form.value("count")) };
      if (article.asks_reference && !form.value("reference")) return { wrong: "reference-missing", field: "reference" };
      if (article.asks_reference && !form.value("name")) return { wrong: "name-missing", field: "name" };
      const label = named({ en: article.name_en, fr: article.name_fr, ar: article.name_ar });
      const amount = count * article.amount;
      const lines = [{ label: count > 1 ? `${label} × ${count}` : label, amount }];
      const line = kind === "goods"
        ? { service: "article", code: article.code, count, amount }
        : { service: "administration", code: article.code, amount, reference: form.value("reference"), name: form.value("name") };
      return { price: { amount, lines }, line, shown: { title: lines[0].label, number: line.reference ?? "", detail: line.name ?? "", lines: [], pictogram } };
    },
  };
}

function waitingLike(text, sheet) {
  const number = cleanNumber(text);
  const digits = digitsOf(text);
  const exact = sheet.body.waiting.filter((item) => item.number.includes(number) || (digits.length >= 4 && digitsOf(item.phone).includes(digits.replace(/^0+/, ""))));
  return exact.length ? exact.slice(0, 8) : peopleLike(text, sheet.body.waiting, 8);
}

function showWaiting(form, item) {
  facts(form.find("[data-facts]"), [[say("addressee"), inReadersScript(item.name, item.name_ar)], [say("telephone"), item.phone], [say("to-collect"), item.cod ? money(item.cod) : say("nothing")]]);
  if (!form.value("name")) form.field("name").value = inReadersScript(item.name, item.name_ar);
}

function wireSignature(form) {
  const canvas = form.find("[data-signature]");
  const pen = canvas.getContext("2d");
  let isDown = false;
  const place = (event) => {
    const box = canvas.getBoundingClientRect();
    return [(event.clientX - box.x) * (canvas.width / box.width), (event.clientY - box.y) * (canvas.height / box.height)];
  };
  const clear = () => { pen.fillStyle = "#ffffff"; pen.fillRect(0, 0, canvas.width, canvas.height); form.signature = ""; form.refresh(); };
  canvas.addEventListener("pointerdown", (event) => { isDown = true; canvas.setPointerCapture(event.pointerId); pen.beginPath(); pen.lineWidth = 3; pen.lineCap = "round"; pen.strokeStyle = "#1b2148"; pen.moveTo(...place(event)); });
  canvas.addEventListener("pointermove", (event) => { if (!isDown) return; pen.lineTo(...place(event)); pen.stroke(); });
  canvas.addEventListener("pointerup", () => { isDown = false; form.signature = canvas.toDataURL("image/png").split(",")[1]; form.refresh(); });
  form.find("[data-clear-signature]").addEventListener("click", clear);
  form.field("photo").addEventListener("change", async () => { form.photo = await smallPicture(form.field("photo").files[0]); form.refresh(); });
  pen.fillStyle = "#ffffff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
}

// A photograph, made small on the device: the post takes no large ones.
async function smallPicture(file) {
  if (!file) return "";
  try {
    const picture = await createImageBitmap(file);
    const scale = Math.min(1, 900 / Math.max(picture.width, picture.height));
    const canvas = new OffscreenCanvas(Math.round(picture.width * scale), Math.round(picture.height * scale));
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    const blob = await canvas.convertToBlob({ type: "image/jpeg", quality: 0.7 });
    const bytes = new Uint8Array(await blob.arrayBuffer());
    return btoa(bytes.reduce((text, byte) => text + String.fromCharCode(byte), ""));
  } catch {
    return "";
  }
}
