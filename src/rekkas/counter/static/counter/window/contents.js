// For abroad: what is inside, line by line, as customs ask. At home nobody asks, and nothing is filled in.

import { amountOf, westernDigits } from "./words.js";

const MOST = 20;
const FIELDS = ["content_what", "content_count", "content_weight", "content_value", "content_tariff", "content_origin"];
const whole = (text) => (/^\d+$/.test(westernDigits(text)) ? Number(westernDigits(text)) : NaN);

// A form that asks for contents: a row more is offered as soon as the last one has something in it.
export function wireContents(form) {
  const place = form.querySelector("[data-contents]");
  if (!place) return;
  place.querySelector("[data-more]").addEventListener("click", () => {
    const rows = place.querySelectorAll(".contents-row");
    if (rows.length >= MOST) return;
    const row = rows[0].cloneNode(true);
    for (const input of row.querySelectorAll("input")) {
      input.value = "";
      input.id += `-${rows.length}`;
    }
    for (const label of row.querySelectorAll("label")) label.htmlFor += `-${rows.length}`;
    rows[rows.length - 1].after(row);
    row.querySelector("input").focus();
  });
}

// {contents, purpose}, nothing where none was written, or {wrong} with words that say what is missing.
export function contentsOf(form) {
  const place = form.querySelector("[data-contents]");
  const rows = [...(place?.querySelectorAll(".contents-row") ?? [])]
    .map((row) => FIELDS.map((name) => row.querySelector(`[name=${name}]`).value.trim()))
    .filter((values) => values.some(Boolean));
  if (!rows.length) return {};
  const contents = rows.map(([what, count, weight, value, tariff, origin]) => ({
    what, count: whole(count || "1"), weight_g: whole(weight), value: value ? amountOf(value) : 0,
    ...(tariff ? { tariff_code: westernDigits(tariff).replace(/[\s.]/g, "") } : {}), ...(origin ? { made_in: origin.toUpperCase() } : {}),
  }));
  const isWrong = contents.some(({ what, count, weight_g, value }) => !what || !(count > 0) || !(weight_g > 0) || Number.isNaN(value));
  return isWrong ? { wrong: "contents-missing" } : { contents, purpose: place.querySelector("[name=purpose]").value };
}
