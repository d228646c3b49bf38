// Papers that the device draws by itself, without a network: the label of an item and the provisional receipt of a
// visit. One drawing in SVG, in millimetres; it goes to the browser's printer, or as dots to one that was connected.

import { countryByCode } from "./abroad.js";
import { barsPath } from "./code128.js";
import { say, money, weight, day, named, inReadersScript, language } from "./words.js";

const SPACE = "http://www.w3.org/2000/svg";
const FACE = "'Noto Sans Arabic', 'Noto Sans', 'Segoe UI', system-ui, sans-serif";
const ARABIC = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]/;
const isArabic = (text) => ARABIC.test(text);
const ruler = new OffscreenCanvas(1, 1).getContext("2d");

function made(name, given, ...inner) {
  const element = document.createElementNS(SPACE, name);
  for (const [key, value] of Object.entries(given)) element.setAttribute(key, value);
  element.append(...inner);
  return element;
}

// A page that grows downwards. Text is wrapped by its measure, and written from the side that its script asks for.
class Page {
  constructor(width, height = 0, margin = 4) {
    Object.assign(this, { width, height, margin, at: margin, parts: [] });
  }

  get room() { return this.width - 2 * this.margin; }

  put(name, given, ...inner) { this.parts.push(made(name, given, ...inner)); }

  line(text, { size = 3.2, weight: bold = 400, from = "start", x = null, room = this.room, ink = "#000", isCode = false, most = 4 } = {}) {
    for (const words of wrapped(text, size, bold, room).slice(0, most)) {
      this.at += size * 1.3;
      this.write(words, { size, bold, from, x, y: this.at - size * 0.3, ink, isCode });
    }
  }

  write(words, { size, bold = 400, from = "start", x = null, y, ink = "#000", isCode = false }) {
    const isRight = !isCode && isArabic(words);
    const place = x ?? (from === "middle" ? this.width / 2 : this.side(from, isRight));
    const anchor = from;
    this.put("text", { x: place, y, "font-size": size, "font-weight": bold, "font-family": FACE, fill: ink, "text-anchor": anchor, direction: isRight ? "rtl" : "ltr", "unicode-bidi": "embed" }, words);
  }

  // Where a line begins: an Arabic one at the right. `text-anchor` start is the right where the direction is from there.
  side(from, isRight) { return (from === "start") !== isRight ? this.margin : this.width - this.margin; }

  // Words at the reader's side, an amount at the other.
  pair(words, value, { size = 3.2, bold = 400 } = {}) {
    const room = this.room * 0.6;
    const rows = wrapped(words, size, bold, room).slice(0, 3);
    rows.forEach((row, at) => {
      this.at += size * 1.3;
      const y = this.at - size * 0.3;
      const isRight = language === "ar";
      this.put("text", { x: isRight ? this.width - this.margin : this.margin, y, "font-size": size, "font-weight": bold, "font-family": FACE, "text-anchor": "start", direction: isRight ? "rtl" : "ltr" }, row);
      if (at === 0) this.put("text", { x: isRight ? this.margin : this.width - this.margin, y, "font-size": size, "font-weight": bold, "font-family": FACE, "text-anchor": "end", direction: isRight ? "rtl" : "ltr" }, value);
    });
  }

  rule(width = 0.25) {
    this.at += 1.4;
    this.put("rect", { x: this.margin, y: this.at, width: this.room, height: width });
    this.at += 1.2;
  }

  bars(number, height, { widest = 0.5 } = {}) {
    const { path, width } = barsPath(number, height);
    const module = Math.min(widest, (this.width - 4) / (width + 20));
    this.put("path", { d: path, fill: "#000", "shape-rendering": "crispEdges", transform: `translate(${(this.width - width * module) / 2} ${this.at}) scale(${module} 1)`, "data-bars": number });
    this.at += height;
    this.line(number, { size: 4, weight: 700, from: "middle", isCode: true });
  }

  drawn(title) {
    const height = this.height || this.at + this.margin;
    return made("svg", { xmlns: SPACE, viewBox: `0 0 ${this.width} ${height.toFixed(1)}`, width: `${this.width}mm`, height: `${height.toFixed(1)}mm`, role: "img", "aria-label": title }, made("rect", { width: this.width, height, fill: "#fff" }), ...this.parts);
  }
}

function wrapped(text, size, bold, room) {
  ruler.font = `${bold} 100px ${FACE}`;
  const fits = (words) => (ruler.measureText(words).width / 100) * size <= room;
  const lines = [];
  let line = "";
  for (const word of String(text).split(/\s+/).filter(Boolean).flatMap((one) => (fits(one) ? [one] : one.match(/.{1,18}/gu)))) {
    const longer = line ? `${line} ${word}` : word;
    if (fits(longer)) line = longer;
    else { lines.push(line); line = word; }
  }
  return line ? [...lines.filter(Boolean), line] : lines.filter(Boolean);
}

// The largest of these sizes at which every one of the texts stands on one line.
const fitting = (texts, room, sizes, bold) => sizes.find((size) => texts.every((text) => wrapped(text, size, bold, room).length <= 1)) ?? sizes.at(-1);

// The label of one item, 10 by 15 cm, from what its form said. Its bars always stand at the same place.
export function labelDrawn(label) {
  const page = new Page(100, 150);
  const isRight = isArabic(label.product);
  page.put("rect", { x: 4, y: 4, width: 92, height: 14 });
  page.at = wrapped(label.product, 4.6, 700, 52).length > 1 ? 4.5 : 7.5;
  page.line(label.product, { size: 4.6, weight: 700, ink: "#fff", x: isRight ? 93 : 7, room: 52, most: 2 });
  page.put("text", { x: isRight ? 7 : 93, y: 13, "font-size": 6, "font-weight": 700, "font-family": FACE, fill: "#fff", "text-anchor": isRight ? "start" : "end", direction: "ltr" }, label.weight);
  page.at = 20;
  party(page, say("paper-from"), label.sender, [3.1, 2.7, 2.3], 18);
  page.rule();
  party(page, say("paper-to"), label.addressee, [5, 4.4, 3.8, 3.2, 2.7, 2.3], 50);
  const names = [label.place.name, label.place.name_ar].filter(Boolean);
  const tall = names.length > 1 ? 19 : 11;
  const top = Math.max(page.at + 1, 66);
  page.put("rect", { x: 4, y: top, width: 92, height: tall, fill: "none", stroke: "#000", "stroke-width": 0.6 });
  page.at = top + 0.8;
  const size = fitting(names, 84, [6.5, 5.5, 4.5, 3.5], 800);
  for (const name of names) page.line(name, { size, weight: 800, x: isArabic(name) ? 93 : 7, room: 84, most: 1 });
  page.at = top + tall + 2;
  if (label.cod) {
    const words = `${say("cod")} ${label.cod}`;
    page.put("rect", { x: 4, y: page.at, width: 92, height: 9 });
    page.put("text", { x: 50, y: page.at + 6.4, "font-size": fitting([words], 84, [5.4, 4.6, 4, 3.4], 800), "font-weight": 800, "font-family": FACE, fill: "#fff", "text-anchor": "middle", direction: isArabic(words) ? "rtl" : "ltr" }, words);
    page.at += 10;
  }
  page.line(label.made, { size: 2.6, isCode: true, x: 4 });
  page.at = 129;
  page.bars(label.number, 13);
  return page.drawn(`${say("paper-label")} ${label.number}`);
}

// Who sends or gets it, in both scripts: as large as the room allows.
function party(page, heading, person, sizes, room) {
  const isRight = isArabic(heading);
  page.line(heading, { size: 2.5, x: isRight ? 96 : 4, room: 92, most: 1 });
  const rows = [[person.name, 700], [person.street, 400], [person.place, 400], [person.name_ar, 700], [person.street_ar, 400], [person.place_ar, 400], [person.phone, 600]].filter(([text]) => text);
  const height = (size) => rows.reduce((sum, [text, bold]) => sum + wrapped(text, size, bold, page.room).length * size * 1.3, 0);
  const size = sizes.find((one) => height(one) <= room - 4) ?? sizes.at(-1);
  const until = page.at + room - 4;
  for (const [text, bold] of rows) if (page.at < until) page.line(text, { size, weight: bold, isCode: text === person.phone, most: 3 });
}

// What the label of a line needs, from the line itself and what the device carries.
export function labelOf(line, shown, number, sheet) {
  const item = line.service === "announced" ? shown.item ?? {} : line;
  const place = line.country ? abroad(line, sheet) : sheet.placeByCode.get(line.destination ?? item.locality) ?? { name: "", name_ar: "" };
  const here = sheet.placeByCode.get(sheet.body.office.locality) ?? { name: "", name_ar: "" };
  const product = sheet.productByCode.get(line.product ?? item.product);
  const cod = line.cod_amount ?? item.cod ?? 0;
  return {
    number, product: named(product?.names) || shown.title, weight: weight(line.weight_g), place,
    sender: { name: "", ...line.sender, place: here.name, place_ar: here.name_ar },
    addressee: { name: item.name ?? "", name_ar: item.name_ar ?? "", phone: item.phone ?? "", ...line.addressee, place: [place.postcode, place.name].filter(Boolean).join(" "), place_ar: place.name_ar },
    cod: cod ? money(cod) : "", made: `${sheet.body.office.code} · ${new Date().toISOString().slice(0, 16).replace("T", " ")}`,
  };
}

// Abroad the town stands before its country, which is written large and in the language of posts between countries.
function abroad({ country, addressee }, sheet) {
  const names = countryByCode(sheet, country)?.names ?? {};
  return { name: [addressee.locality, (names.fr || names.en || country).toUpperCase()].filter(Boolean).join(", "), name_ar: "", postcode: addressee.postcode };
}

// The provisional receipt: everything that was done, the act under which it is kept, and the chain that proves it.
export function receiptDrawn({ act, lines, change, total, visit, answered }, number, sheet) {
  const page = new Page(72, 0, 2);
  const { office, clerk } = sheet.body;
  page.line(say("paper-provisional"), { size: 4.6, weight: 700, from: "middle" });
  page.line(`${inReadersScript(office.name, office.name_ar)} (${office.code})`, { size: 3, from: "middle" });
  page.rule();
  page.pair(say("paper-number"), number);
  page.pair(say("paper-date"), new Date(act.at).toLocaleString(document.documentElement.lang === "ar" ? "ar-MA-u-nu-latn" : document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" }));
  page.pair(say("paper-clerk"), clerk.name);
  page.rule();
  lines.forEach(({ line, shown }, at) => {
    page.pair(shown.title, money(line.amount), { bold: 700 });
    const subject = answered?.answer?.lines?.[at]?.subject || shown.number;
    if (subject) page.line(subject, { size: 3, weight: 600, isCode: true });
    for (const reason of shown.lines ?? []) if (reason.label !== shown.title) page.pair(reason.label, money(reason.amount), { size: 2.8 });
    const promised = answered?.answer?.lines?.[at]?.promise_date;
    if (promised) page.line(say("promised", { day: day(promised) }), { size: 2.8 });
  });
  page.rule(0.4);
  page.pair(say("total"), money(total), { size: 4.2, bold: 700 });
  for (const payment of visit.payments) page.pair(say(`means-${payment.means}`), money(payment.amount));
  if (visit.tendered) page.pair(say("paper-given"), money(visit.tendered));
  if (change > 0) page.pair(say("paper-change"), money(change));
  page.rule();
  page.line(say("paper-waits"), { size: 2.9, most: 6 });
  page.pair(say("paper-act"), String(act.number));
  page.line(act.key, { size: 2.5, isCode: true });
  for (const part of act.chain.match(/.{32}/g) ?? []) page.line(part.replace(/(.{8})(?=.)/g, "$1 "), { size: 2.5, isCode: true });
  page.at += 2;
  page.bars(number, 9, { widest: 0.25 });
  return page.drawn(`${say("paper-provisional")} ${number}`);
}
