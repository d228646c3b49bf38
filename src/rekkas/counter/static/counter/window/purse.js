// Money that comes and goes: deposits, withdrawals, money orders.

import { option } from "./parts.js";
import { say, named, amountOf } from "./words.js";

export const deposit = {
  line(form) {
    const amount = amountOf(form.value("amount"));
    if (!form.value("account")) return { wrong: "account-missing", field: "account" };
    if (!(amount > 0)) return { wrong: "amount-wrong", field: "amount", isSaid: Boolean(form.value("amount")) };
    const line = { service: "deposit", account: form.value("account"), amount, note: form.value("note") };
    return { line, shown: { title: say("deposit"), number: line.account, detail: line.note, lines: [], pictogram: "deposit" } };
  },
};

export const withdrawal = {
  line(form) {
    const amount = amountOf(form.value("amount"));
    if (!form.value("account")) return { wrong: "account-missing", field: "account" };
    if (!form.value("document")) return { wrong: "document-missing", field: "document" };
    if (!(amount > 0)) return { wrong: "amount-wrong", field: "amount", isSaid: Boolean(form.value("amount")) };
    const line = { service: "withdrawal", account: form.value("account"), document: form.value("document"), amount: -amount };
    return { line, shown: { title: say("withdrawal"), number: line.account, detail: "", lines: [], pictogram: "withdrawal" } };
  },
};

export const moneyOrder = {
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
};
