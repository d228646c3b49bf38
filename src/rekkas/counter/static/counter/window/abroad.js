// Places in other countries: which countries a post sends to, and what a form asks about them.

import { fold, placesLike } from "./search.js";
import { named } from "./words.js";

const known = new WeakMap(); // by sheet: its countries as places are searched

export function countriesOf(sheet) {
  if (!known.has(sheet)) {
    const rows = sheet.body.tariff.destinations ?? []; // a sheet of before knows none
    known.set(sheet, rows.map(({ code, zone, names }) => ({
      code, zone, names, isAbroad: true, postcode: "", spellings: [...new Set([names.en, names.fr, names.ar].filter(Boolean).map(fold))],
    })));
  }
  return known.get(sheet);
}

export const countryByCode = (sheet, code) => countriesOf(sheet).find((one) => one.code === code);

// Where something may go, what fits best first and towns at home before countries; with a product for abroad, countries alone.
export function whereLike(text, sheet, scope) {
  return placesLike(text, scope === "abroad" ? countriesOf(sheet) : [...sheet.places, ...countriesOf(sheet)], 8);
}

export const whereNamed = (place) => named(place.names);

// The products that reach where something goes; all of them while that is open.
export function fitting(products, { destination, country }) {
  const scope = country ? "abroad" : destination ? "domestic" : "";
  return products.filter((one) => !scope || (one.scope ?? "domestic") === scope);
}

// What is only asked of what goes abroad: the town there, and whether anything but papers is inside.
export function askAbroad(form, isAbroad) {
  form.find("[data-abroad]").hidden = !isAbroad;
  form.field("city").required = isAbroad;
  form.field("inside").required = isAbroad;
  const contents = form.find("[data-contents]");
  const isGoods = isAbroad && form.value("inside") === "goods";
  if (isGoods && contents.hidden) contents.open = true;
  contents.hidden = !isGoods;
}
