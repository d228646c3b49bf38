// What the forms of all services are made of: options, facts, the lines of a price, whole numbers.

import { money, named, say, westernDigits } from "./words.js";

export const option = (value, text) => Object.assign(document.createElement("option"), { value, textContent: text });
export const whole = (text) => (/^\d+$/.test(westernDigits(text).trim()) ? Number(westernDigits(text).trim()) : NaN);

export const facts = (place, rows) => place.replaceChildren(...rows.filter(([, text]) => text).map(([label, text]) => {
  const made = document.createElement("div");
  made.append(Object.assign(document.createElement("dt"), { textContent: label }), Object.assign(document.createElement("dd"), { textContent: text }));
  return made;
}));

export const priced = (reasons) => reasons.map((line) => ({ label: line.label ?? named(line.labels), amount: line.amount }));

export function priceLines(price) {
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
