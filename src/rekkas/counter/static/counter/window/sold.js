// What is sold over the counter or paid for somebody else: stamps and boxes, administrative services, bills.

import { option, whole } from "./parts.js";
import { say, money, named, amountOf } from "./words.js";

export const article = piecework("goods", "stamps");
export const administration = piecework("administration", "administrative");

export const bill = {
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
};

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
