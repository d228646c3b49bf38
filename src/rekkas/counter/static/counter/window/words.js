// Words, amounts, weights and moments as the reader writes them. Texts come with the page, in its language.

const page = JSON.parse(document.getElementById("window-words")?.textContent ?? "{}");
export const language = document.documentElement.lang.slice(0, 2) || "en";
const locale = { ar: "ar-MA-u-nu-latn", fr: "fr-MA" }[language] ?? language;

export function say(name, values = {}) {
  return (page[name] ?? name).replace(/%\((\w+)\)s/g, (_, key) => values[key] ?? "");
}

export const named = (names) => names?.[language] || names?.en || "";
export const inReadersScript = (name, arabic) => (language === "ar" ? arabic || name : name || arabic);

let decimals = 2; // of the currency of the office
export function setDecimals(count) { decimals = count; }

// Where one reads to the left the sign is bound to the digits, or it would stand behind them.
export function money(amount) {
  const format = new Intl.NumberFormat(locale, {
    minimumFractionDigits: decimals, maximumFractionDigits: decimals,
  });
  const digits = format.format(Math.abs(amount) / 10 ** decimals);
  if (amount >= 0) return say("money", { amount: digits });
  return language === "ar" ? say("money", { amount: `\u200e-${digits}` }) : `-${say("money", { amount: digits })}`;
}

const DIGITS = /[\u0660-\u0669\u06f0-\u06f9]/g;
export const westernDigits = (text) => text.replace(DIGITS, (sign) => String(sign.charCodeAt(0) & 15));

// What somebody typed as an amount, in the smallest unit; NaN where it is none.
export function amountOf(text) {
  const plain = westernDigits(text).replace(/[\s\u00a0\u202f']/g, "").replace("٫", ".").replace(",", ".");
  if (!/^\d+(\.\d+)?$/.test(plain)) return NaN;
  const [whole, part = ""] = plain.split(".");
  if (part.length > decimals) return NaN;
  const amount = Number(whole + part.padEnd(decimals, "0"));
  return Number.isSafeInteger(amount) ? amount : NaN;
}

export const plainAmount = (amount) => (amount / 10 ** decimals).toFixed(decimals);

export function weight(grams) {
  const format = new Intl.NumberFormat(locale, { maximumFractionDigits: 3 });
  return grams < 1000 ? `${format.format(grams)} ${say("g")}` : `${format.format(grams / 1000)} ${say("kg")}`;
}

export const clock = (moment) => new Date(moment).toLocaleTimeString(locale, { hour: "2-digit", minute: "2-digit" });
export const day = (date) => new Date(`${date}T12:00:00`).toLocaleDateString(locale, { weekday: "long", day: "numeric", month: "long" });
