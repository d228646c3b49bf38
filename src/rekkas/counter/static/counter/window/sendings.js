// What is sent: a letter or parcel at the counter, and a parcel whose data its sender sent before.
// Each service is begin(form), which fills its form, and line(form), which reads it; `isSaid` where what is wrong is said
// before it is added.

import { askAbroad, fitting } from "./abroad.js";
import { contentsOf, wireContents } from "./contents.js";
import { facts, option, priced, whole } from "./parts.js";
import { say, money, weight, named, inReadersScript, amountOf, westernDigits } from "./words.js";

export const sending = {
  begin(form) {
    offer(form, form.given.product ?? form.desk.lastProduct);
    form.find("[data-question-list]").append(...form.sheet.rules.questions.map((one) => (
      Object.assign(document.createElement("li"), { textContent: named(one.names ?? { en: one.name_en, fr: one.name_fr, ar: one.name_ar }) }))));
    if (form.given.person) form.takeAddressee(form.given.person);
    if (form.given.place) form.takePlace(form.given.place);
    wireContents(form.form);
    form.desk.weigh(form);
  },
  line(form) {
    offer(form, form.value("product"));
    const product = form.sheet.productByCode.get(form.value("product"));
    form.find("[data-cod]").hidden = !product?.cod_allowed;
    const asks = product && product.max_weight_g > form.sheet.rules.questions_above_g && form.sheet.rules.questions.length > 0;
    form.find("[data-questions]").hidden = !asks;
    const cod = product?.cod_allowed && form.value("cod") ? amountOf(form.value("cod")) : 0;
    const declared = form.value("declared") ? amountOf(form.value("declared")) : 0;
    const grams = whole(form.value("weight_g"));
    const destination = form.value("destination");
    const country = form.value("country");
    askAbroad(form, Boolean(country));
    if (!(grams > 0)) return { wrong: "weight-missing", field: "weight_g" };
    if (!destination && !country) return { wrong: "place-missing", field: "place" };
    if (Number.isNaN(cod)) return { wrong: "amount-wrong", field: "cod", isSaid: true };
    if (Number.isNaN(declared)) return { wrong: "amount-wrong", field: "declared", isSaid: true };
    const question = { product: product.code, destination, ...(country ? { country } : {}), weight_g: grams, cod_amount: cod, declared_value: declared };
    const price = form.sheet.price({ ...question, customer: form.merchant?.code });
    if (price.wrong) return { ...price, isSaid: true, field: price.wrong.startsWith("cod") ? "cod" : "weight_g" };
    const wrong = missing(form, cod, asks);
    const line = {
      service: "sending", ...question, amount: price.amount, number: "", customer: form.merchant?.code ?? "",
      reference: form.merchant ? form.value("reference") : "",
      sender: { name: form.merchant?.name ?? form.value("sender"), name_ar: form.merchant?.name_ar ?? "", phone: form.value("sender_phone"), street: form.sender?.street ?? "" },
      addressee: { name: form.value("name") || form.value("name_ar"), name_ar: form.value("name_ar"), street: form.value("street"), street_ar: form.value("street_ar"), phone: form.value("phone"), ...(country ? { locality: form.value("city"), postcode: form.value("zip") } : {}) },
    };
    const size = sizeOf(form.value("size"));
    if (form.value("size") && !size) return { price, wrong: "size-wrong", field: "size" };
    if (size) line.size_mm = size;
    const inside = insideOf(form, country);
    if (inside.wrong) return { price, ...inside };
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
};

export const announced = {
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
    const price = form.sheet.price({ product: item.product, destination: item.locality, weight_g: grams, cod_amount: item.cod, declared_value: item.declared, customer: item.customer });
    if (price.wrong) return { ...price, isSaid: true, field: "weight_g" };
    const line = { service: "announced", number: item.number, weight_g: grams, amount: price.amount };
    const shown = { title: say("announced"), number: item.number, detail: [inReadersScript(item.name, item.name_ar), form.placeName(item.locality)].filter(Boolean).join(" · "), lines: priced(price.lines), pictogram: "cod", item };
    return { price, line, shown };
  },
};

// The products that reach where this goes; the chosen one stays while it does.
function offer(form, wanted) {
  const select = form.field("product");
  const products = fitting(form.sheet.body.tariff.products, { destination: form.value("destination"), country: form.value("country") });
  const codes = products.map((one) => one.code);
  if (codes.join() !== [...select.options].map((one) => one.value).join()) select.replaceChildren(...products.map((one) => option(one.code, named(one.names))));
  select.value = codes.includes(wanted) ? wanted : codes[0] ?? "";
}

// At home nobody asks what is inside. Abroad it is papers alone, or everything is named.
function insideOf(form, country) {
  if (!country) return {};
  if (!form.value("city")) return { wrong: "town-missing", field: "city" };
  if (!form.value("inside")) return { wrong: "inside-missing", field: "inside" };
  if (form.value("inside") === "documents") return { purpose: "documents" };
  const inside = contentsOf(form.form);
  return inside.contents || inside.wrong ? inside : { wrong: "contents-missing" };
}

function missing(form, cod, asks) {
  if (!form.value("name") && !form.value("name_ar")) return { wrong: "name-missing", field: "name" };
  if (!form.value("sender")) return { wrong: "sender-missing", field: "sender" };
  if (cod && !form.merchant) return { wrong: "merchant-missing", field: "sender" };
  if (asks && !form.field("asked").checked) return { wrong: "not-asked", field: "asked" };
  return {};
}

function sizeOf(text) {
  const parts = westernDigits(text).match(/\d+(?:[.,]\d+)?/g)?.map((part) => Math.round(Number(part.replace(",", ".")) * 10));
  return parts?.length === 3 && parts.every((part) => part > 0) ? parts : null;
}
