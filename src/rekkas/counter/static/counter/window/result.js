// What came of a visit: its number, its lines, the change, and the papers to print.

import { printAtOnce, printLabels, printVisit } from "./papers.js";
import { buttons, chip, list, resultRow, text } from "./rows.js";
import { money, say } from "./words.js";

const $ = (id) => document.getElementById(id);

const paidOut = (lines) => lines.filter(({ line }) => line.service === "order-payment").map(({ line }) => line.token);

export function showResult(receipt, desk) {
  const place = $("result");
  const { act, answered, lines, change, total } = receipt;
  const isHeard = answered?.state === "done";
  const number = answered?.answer?.number ?? `${desk.sheet.body.office.code}-${act.key.replaceAll("-", "").slice(0, 12).toUpperCase()}`;
  const rows = lines.map(({ line, shown }, at) => resultRow(line, shown, answered?.answer?.lines?.[at], answered?.codes?.[at]));
  place.replaceChildren(
    chip(isHeard ? "good" : "wait", say(isHeard ? "settled" : act.kept ? "kept-here" : "no-answer")),
    text("h2", `${say("visit")} `, number, "code"),
    list(rows), text("p", `${say("total")} `, money(total), "money"),
    ...(change > 0 ? [text("p", `${say("give-change")} `, money(change), "money big-number")] : []),
    buttons([
      [say("print-labels"), "button", () => printLabels(receipt, desk.sheet), lines.some(({ line }) => line.service === "sending" || line.service === "announced")],
      [say("print-receipt"), "button plain", () => printVisit(receipt, number, desk.sheet, desk.isAlone), true],
      ...paidOut(lines).map((token) => [say("payee-receipt"), "button plain", () => window.open(`/desk/payments/payments/${token}/receipt.pdf`, "_blank", "noopener"), isHeard]),
      [say("read-aloud"), "button text", () => window.open(`/desk/counter/visits/${number}/aloud/`, "_blank", "noopener"), isHeard],
      [say("next-visitor"), "button text", () => { place.hidden = true; $("ask").focus(); }, true],
    ]),
  );
  place.dataset.visit = number;
  place.dataset.state = isHeard ? "done" : "kept";
  place.hidden = false;
  $("ask").focus();
  printAtOnce(receipt, number, desk.sheet, desk.isAlone);
}
