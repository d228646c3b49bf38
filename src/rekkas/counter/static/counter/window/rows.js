// What the window draws of what it knows: a hit of the search, a line of the basket, a line that was settled, an act.

import { say, money, clock, day, inReadersScript, named } from "./words.js";

export function shownAs(one, sheet) {
  const place = (code) => { const found = sheet.placeByCode.get(code); return found ? inReadersScript(found.name, found.name_ar) : ""; };
  switch (one.kind) {
    case "announced": return { title: one.number, detail: [say("announced"), inReadersScript(one.name, one.name_ar), one.cod ? money(one.cod) : ""].filter(Boolean).join(" · ") };
    case "waiting": return { title: one.item.number, detail: [say("waiting"), inReadersScript(one.item.name, one.item.name_ar), one.item.shelf ? say("on-shelf", { shelf: one.item.shelf }) : ""].filter(Boolean).join(" · ") };
    case "person": return { title: inReadersScript(one.person.name, one.person.name_ar), detail: [one.person.phone, place(one.person.locality)].filter(Boolean).join(" · ") };
    case "place": return one.isAbroad ? { title: named(one.names), detail: say("abroad") } : { title: inReadersScript(one.name, one.name_ar), detail: say("place") };
    default: return { title: one.number, detail: say(`kind-${one.kind}`) };
  }
}

const node = (tag, words, cls = "") => Object.assign(document.createElement(tag), { textContent: words, className: cls });

export function text(tag, words, value, cls) {
  const made = node(tag, words);
  made.append(node("bdi", value, cls));
  return made;
}

export const chip = (tone, words) => node("p", words, `chip tone-${tone}`);

export function list(rows) {
  const made = node("ol", "", "basket");
  made.append(...rows);
  return made;
}

export function buttons(given) {
  const made = node("p", "", "row");
  for (const [words, cls, run, isShown] of given) {
    if (!isShown) continue;
    const button = node("button", words, cls);
    button.type = "button";
    button.addEventListener("click", run);
    made.append(button);
  }
  return made;
}

export function basketRow(line, shown, at) {
  const row = node("li", "", "line");
  const words = node("span", "", "what");
  words.append(node("bdi", shown.title));
  if (shown.number) words.append(" ", node("bdi", shown.number, "code"));
  if (shown.detail) words.append(node("small", shown.detail));
  for (const reason of shown.lines ?? []) words.append(node("small", `${reason.label}: ${money(reason.amount)}`, "soft"));
  const drop = node("button", "×", "button text");
  drop.type = "button";
  drop.dataset.dropLine = at;
  drop.setAttribute("aria-label", `${say("take-off")} ${shown.title}`);
  row.append(words, node("span", money(line.amount), "money"), drop);
  return row;
}

export function resultRow(line, shown, done, code) {
  const row = node("li", "", "line");
  const words = node("span", "", "what");
  words.append(node("bdi", shown.title), " ", node("bdi", done?.subject || shown.number || "", "code"));
  if (done?.promise_date) words.append(node("small", say("promised", { day: day(done.promise_date) })));
  if (code) words.append(node("small", `${say("secret-code")} ${code}`));
  row.append(words, node("span", money(line.amount), "money"));
  return row;
}

export function journalRow(act) {
  const row = document.createElement("tr");
  const tone = { waiting: "wait", done: "good", held: "wait", "not-done": "quiet" }[act.state];
  const cells = [
    [act.number, "code"], [clock(act.at), ""], [(act.shown ?? []).map((one) => [one.title, one.number].filter(Boolean).join(" ")).join(", "), ""],
    [act.amount === undefined ? "" : money(act.amount), "money"], [say(`state-${act.state}`), `chip tone-${tone}`],
  ];
  const heads = [...document.querySelectorAll("#journal th")].map((head) => head.textContent);
  row.append(...cells.map(([words, cls], at) => {
    const cell = node("td", "");
    cell.dataset.label = heads[at];
    cell.append(node("span", String(words), cls));
    if (at === 4 && act.message) cell.append(node("small", act.message));
    return cell;
  }));
  return row;
}
