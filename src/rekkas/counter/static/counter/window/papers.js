// What is printed after a visit: labels and the receipt. The post sets them where it has heard of the visit, the device
// draws them itself where not. A printer that was connected prints at once; else the browser prints.

import { toast } from "../../design/toast.js";
import { dotsOf, labelJob, receiptJob } from "./dots.js";
import { labelDrawn, labelOf, receiptDrawn } from "./drawn.js";
import { printers } from "./printer.js";
import { say } from "./words.js";

const HEAD_80_MM = 576, LABEL_WIDE = 799;
const WAIT = 10_000;

export const settings = { atOnce: false }; // whether the browser opens papers by itself where no printer is connected

const numbersOf = ({ answered, lines }) => lines
  .map(({ line, shown }, at) => ({ line, shown, number: answered?.answer?.lines?.[at]?.subject || shown.number || line.number }))
  .filter(({ line, number }) => number && (line.service === "sending" || line.service === "announced"));

const isHeard = ({ answered }) => answered?.state === "done";

export function printLabels(receipt, sheet) {
  return tried(() => labels(receipt, sheet), () => printLabels(receipt, sheet), () => drawnLabels(receipt, sheet));
}

export function printVisit(receipt, number, sheet, isAlone) {
  return tried(() => visit(receipt, number, sheet, isAlone), () => printVisit(receipt, number, sheet, isAlone), () => browserPrints([receiptDrawn(receipt, number, sheet)], "roll"));
}

// After a visit was settled: whatever has a printer is printed without being asked for.
export async function printAtOnce(receipt, number, sheet, isAlone) {
  const hasLabels = numbersOf(receipt).length > 0;
  if (hasLabels && (printers.labels.isThere || settings.atOnce)) await printLabels(receipt, sheet);
  if (printers.receipts.isThere || (settings.atOnce && !hasLabels)) await printVisit(receipt, number, sheet, isAlone);
}

async function labels(receipt, sheet) {
  const wanted = numbersOf(receipt);
  if (isHeard(receipt)) {
    for (const { line, number } of wanted) {
      if (line.contents?.length) window.open(`/desk/counter/items/${number}/declaration.pdf`, "_blank", "noopener");
    }
  }
  if (!printers.labels.isThere) {
    if (!isHeard(receipt)) return drawnLabels(receipt, sheet);
    for (const { number } of wanted) window.open(`/desk/counter/items/${number}/label.pdf`, "_blank", "noopener");
    return null;
  }
  for (const { line, shown, number } of wanted) {
    const job = (isHeard(receipt) && await bytesOf(`/desk/counter/items/${number}/label.zpl`))
      || labelJob(await dotsOf(labelDrawn(labelOf(line, shown, number, sheet)), LABEL_WIDE));
    await printers.labels.print(job);
  }
  return null;
}

async function visit(receipt, number, sheet, isAlone) {
  const isKnown = isHeard(receipt) && !isAlone;
  if (!printers.receipts.isThere) {
    if (!isKnown) return browserPrints([receiptDrawn(receipt, number, sheet)], "roll");
    window.open(`/desk/counter/visits/${number}/receipt.pdf`, "_blank", "noopener");
    return null;
  }
  const job = (isKnown && await bytesOf(`/desk/counter/visits/${number}/receipt.bin`))
    || receiptJob(await dotsOf(receiptDrawn(receipt, number, sheet), HEAD_80_MM));
  const state = await printers.receipts.print(job);
  if (state === "paper-low") toast(say("printer-paper-low"), { tone: "wait" });
  return null;
}

const drawnLabels = (receipt, sheet) => browserPrints(
  numbersOf(receipt).map(({ line, shown, number }) => labelDrawn(labelOf(line, shown, number, sheet))), "label",
);

// A paper from the post; nothing where it does not answer: then the device draws it.
async function bytesOf(address) {
  try {
    const answer = await fetch(address, { credentials: "same-origin", redirect: "manual", signal: AbortSignal.timeout(WAIT) });
    return answer.ok ? new Uint8Array(await answer.arrayBuffer()) : null;
  } catch {
    return null;
  }
}

// What could not be printed says why and what to do, and stays at hand: again on the printer, or by the browser.
async function tried(print, again, byBrowser) {
  try {
    await print();
    return true;
  } catch (error) {
    const why = say(error.code ?? "printer-gone");
    toast(why, { tone: "bad", act: say("print-again"), onAct: again });
    toast(say("print-elsewhere"), { tone: "wait", seconds: 0, act: say("print-in-browser"), onAct: byBrowser });
    return false;
  }
}

// Print drawings by the browser: they stand in the page, alone on paper, one to a sheet of their own size.
export function browserPrints(drawings, kind) {
  let place = document.getElementById("papers");
  if (!place) {
    place = document.createElement("div");
    place.id = "papers";
    document.body.append(place);
  }
  place.className = kind;
  place.replaceChildren(...drawings);
  document.body.classList.add("prints");
  const done = () => { document.body.classList.remove("prints"); removeEventListener("afterprint", done); };
  addEventListener("afterprint", done);
  window.print();
}
