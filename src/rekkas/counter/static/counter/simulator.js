// A scale and two printers that are not there. They talk to the window over a channel of this browser, in the same
// letters and bytes as real ones, and can be told to fail: to move, to talk nonsense, to be silent, to be out of paper.

import { barsPath } from "./window/code128.js";

const $ = (id) => document.getElementById(id);
const channel = new BroadcastChannel("rekkas-devices");
const chosen = (name) => document.querySelector(`[name=${name}]:checked`).value;
const SHARED = [0x1d, 0x76, 0x30, 0];

// ---- the scale

function said() {
  const kilograms = (Number($("weight").value) / 1000).toFixed(3).padStart(7);
  switch (chosen("scale")) {
    case "moving": return `US,GS,+${kilograms}kg\r\n`;
    case "nonsense": return "#?%* 12,,3kgx\r\n";
    case "silent": return "";
    default: return `ST,GS,+${kilograms}kg\r\n`;
  }
}

function talk() {
  $("weight-shown").textContent = `${(Number($("weight").value) / 1000).toFixed(3)} kg`;
  const text = said();
  if (text) channel.postMessage({ from: "scale", text });
}

$("weight").addEventListener("input", talk);
for (const one of document.querySelectorAll("[name=scale]")) one.addEventListener("change", talk);

// ---- the printers

const ANSWERS = {
  receipts: { ready: Uint8Array.of(0x12), low: Uint8Array.of(0x1e), empty: Uint8Array.of(0x72) },
  labels: { ready: host(0), low: host(0), empty: host(1) },
};

function host(noPaper) {
  return new TextEncoder().encode(`\x02030,${noPaper},0,1199,000,0,0,0,000,0,0,0\x03\r\n\x02000,0,0,0,0,2,4,0,00000000,1,000\x03\r\n\x021234,0\x03\r\n`);
}

channel.addEventListener("message", ({ data }) => {
  if (data?.to === "scale") talk();
  if (data?.to !== "receipts" && data?.to !== "labels") return;
  const state = chosen(data.to);
  if (state === "silent") return;
  if (data.question) channel.postMessage({ answer: data.id, bytes: ANSWERS[data.to][state] });
  if (data.job && state !== "empty") {
    heard[data.to].push(...data.job);
    clearTimeout(timers[data.to]);
    timers[data.to] = setTimeout(() => burn(data.to), 60);
    channel.postMessage({ answer: data.id });
  }
});

const heard = { receipts: [], labels: [] }, timers = {};

// What was sent so far is shown as it would be burnt.
function burn(role) {
  const bytes = Uint8Array.from(heard[role].splice(0));
  const jobs = role === "receipts" ? [rowsOfReceipt(bytes)] : new TextDecoder("latin1").decode(bytes).split("^XA").filter((one) => one.includes("^GFA")).map(rowsOfLabel);
  for (const { rows, bars } of jobs) {
    const paper = draw(rows, bars);
    $(`${role}-paper`).replaceChildren(paper);
    $(`${role}-count`).textContent = String(Number($(`${role}-count`).textContent) + 1);
  }
}

function rowsOfReceipt(bytes) {
  const rows = [];
  for (let at = 0; at < bytes.length; at += 1) {
    if (!SHARED.every((byte, n) => bytes[at + n] === byte)) continue;
    const across = bytes[at + 4] + bytes[at + 5] * 256;
    const down = bytes[at + 6] + bytes[at + 7] * 256;
    for (let row = 0; row < down; row += 1) rows.push(bytes.subarray(at + 8 + row * across, at + 8 + (row + 1) * across));
    at += 7 + across * down;
  }
  return { rows, bars: null };
}

const ONES = "GHIJKLMNOPQRSTUVWXY", TWENTIES = "ghijklmnopqrstuvwxyz";

function rowsOfLabel(text) {
  const [, across, field] = /\^GFA,\d+,\d+,(\d+),([^^]*)/.exec(text);
  const width = Number(across) * 2;
  const rows = [];
  let digits = "", count = 0;
  for (const sign of field.trim()) {
    if (sign === ":") rows.push(rows.at(-1));
    else if (sign === ",") digits = digits.padEnd(width, "0");
    else if (TWENTIES.includes(sign)) count += 20 * (TWENTIES.indexOf(sign) + 1);
    else if (ONES.includes(sign)) count += ONES.indexOf(sign) + 1;
    else { digits += sign.repeat(count || 1); count = 0; }
    if (digits.length === width) { rows.push(Uint8Array.from(digits.match(/../g), (pair) => parseInt(pair, 16))); digits = ""; }
  }
  const found = /\^FO(\d+),(\d+)\^BY(\d+)\^BC(\w),(\d+)[^^]*\^FD([^^]*)/.exec(text);
  const bars = found && { x: Number(found[1]), y: Number(found[2]), module: Number(found[3]), isTurned: found[4] === "B", height: Number(found[5]), number: found[6] };
  return { rows, bars };
}

function draw(rows, bars) {
  const canvas = document.createElement("canvas");
  canvas.width = (rows[0]?.length ?? 1) * 8;
  canvas.height = Math.max(rows.length, 1);
  const pen = canvas.getContext("2d");
  const picture = pen.createImageData(canvas.width, canvas.height);
  picture.data.fill(255);
  rows.forEach((row, y) => row.forEach((byte, at) => {
    for (let bit = 0; bit < 8; bit += 1) {
      if (byte & (0x80 >> bit)) picture.data.fill(0, (y * canvas.width + at * 8 + bit) * 4, (y * canvas.width + at * 8 + bit) * 4 + 3);
    }
  }));
  pen.putImageData(picture, 0, 0);
  if (bars) {
    const { path, width } = barsPath(bars.number, 1);
    pen.translate(bars.x, bars.y);
    if (bars.isTurned) pen.transform(0, -1, 1, 0, 0, width * bars.module);
    pen.scale(bars.module, bars.height);
    pen.fill(new Path2D(path));
  }
  return canvas;
}

talk();
document.documentElement.dataset.simulator = "ready";
