// Scales behind one small door: whoever connects one calls `scale.say(grams)`; who weighs asks `scale.read()`.
// Drivers: a serial line (letters), USB HID (the usage page of scales), and the simulator (letters over a channel).

export class Scale {
  constructor() {
    this.listeners = new Set();
    this.driver = null;
  }

  onWeight(tell) {
    this.listeners.add(tell);
    return () => this.listeners.delete(tell);
  }

  say(grams) {
    for (const tell of this.listeners) tell(grams);
  }

  // What lies on the scale now, in grams. Fails with a code: no-scale, scale-silent, scale-moving, scale-nonsense.
  async read() {
    if (!this.driver) throw failed("no-scale");
    return this.driver.read();
  }
}

export const scale = new Scale();
const failed = (code) => Object.assign(new Error(code), { code });

const GRAMS = { g: 1, gr: 1, kg: 1000, mg: 0.001, lb: 453.59237, oz: 28.349523125, t: 1_000_000 };
const HEAVIEST = 200_000;
const MOVING = /^(?:US|UN|SD|M|\?)$|^S\s*D$/;
const STABLE = /^(?:ST|QT|S|SS)$|^S\s*S$/;
const LINE = /^\s*([A-Z?](?:[A-Z ]*[A-Z?])?)?\s*,?\s*(?:(GS|NT|G|N|TR|PT)\s*,)?\s*([+-]?)\s*(\d{1,7}(?:[.,]\d{1,4})?)\s*(kg|gr?|mg|lb|oz|t)?\s*([GNT]|\?|M|US)?\s*$/i;

// One line of a weighing protocol: {grams, isStable}, or null where it is none. The shapes that scales commonly speak:
// "ST,GS,+  1.234kg"   "S S      1.234 kg"   "US,NT,-0.020kg"   "  1.234"   "+001.234 kg G"   "1234 g ?"
export function readingOf(line) {
  const said = line.replace(/[\x02\x03\r\n\0]/g, "").trim();
  const found = LINE.exec(said);
  if (!found) return null;
  const [, head = "", , sign, digits, unit = "", tail = ""] = found;
  const word = head.trim().toUpperCase();
  if (word && !MOVING.test(word) && !STABLE.test(word) && !/^(?:GS|NT|G|N|W|WT)$/.test(word)) return null;
  const number = Number(digits.replace(",", "."));
  const scaleOf = GRAMS[unit.toLowerCase()] ?? (/[.,]/.test(digits) ? 1000 : 1); // without a unit: a point means kilograms
  const grams = Math.round(number * scaleOf) * (sign === "-" ? -1 : 1);
  if (!Number.isFinite(grams) || Math.abs(grams) > HEAVIEST) return null;
  return { grams, isStable: !MOVING.test(word) && !/^(?:\?|M|US)$/i.test(tail) };
}

const HID_GRAMS = { 1: 0.001, 2: 1, 3: 1000, 8: 1_000_000, 9: 907_184.74, 10: 31.1034768, 11: 28.349523125, 12: 453.59237 };
const [HID_FAULT, HID_ZERO, HID_MOVING, HID_STABLE, HID_UNDER] = [1, 2, 3, 4, 5];

// A data report of a USB scale (HID usage page 0x8D): state, unit, exponent of ten, weight in two bytes.
export function hidReadingOf(bytes) {
  if (bytes.length < 5) return null;
  const [state, unit, power, low, high] = bytes;
  if (state === HID_FAULT || state > HID_UNDER || !HID_GRAMS[unit]) return null;
  if (state === HID_ZERO) return { grams: 0, isStable: true };
  const exponent = power > 127 ? power - 256 : power;
  const grams = Math.round((low + high * 256) * 10 ** exponent * HID_GRAMS[unit]) * (state === HID_UNDER ? -1 : 1);
  if (Math.abs(grams) > HEAVIEST) return null;
  return { grams, isStable: state !== HID_MOVING };
}

const WAIT_MS = 1500, FRESH_MS = 900, ASK_AGAIN_MS = 200;
const pause = (wait) => new Promise((done) => { setTimeout(done, wait); });

// What every driver has: it hears readings, and answers with the first that is at rest.
export class Readings {
  constructor({ ask = null, say = (grams) => scale.say(grams), now = () => performance.now() } = {}) {
    Object.assign(this, { askFor: ask, tell: say, now, waiting: new Set(), last: null, told: 0 });
  }

  hear(reading) {
    this.last = { reading, at: this.now() };
    for (const one of [...this.waiting]) one(reading);
    if (!reading?.isStable || reading.grams <= 0) { if (reading && reading.grams <= 0) this.told = 0; return; }
    if (reading.grams !== this.told) { this.told = reading.grams; this.tell(reading.grams); }
  }

  // A scale that talks by itself was heard a moment ago; one that waits is asked.
  async read() {
    if (this.last?.reading?.isStable && this.now() - this.last.at < FRESH_MS) return given(this.last.reading);
    let worst = "scale-silent";
    const until = this.now() + WAIT_MS;
    this.askFor?.();
    while (this.now() < until) {
      const reading = await this.next(until - this.now());
      if (reading === undefined) break;
      if (reading === null) worst = "scale-nonsense";
      else if (reading.isStable) return given(reading);
      else worst = "scale-moving";
      await pause(ASK_AGAIN_MS);
      this.askFor?.();
    }
    throw failed(worst);
  }

  next(wait) {
    return new Promise((done) => {
      const finish = (reading) => { clearTimeout(timer); this.waiting.delete(finish); done(reading); };
      const timer = setTimeout(() => finish(undefined), wait);
      this.waiting.add(finish);
    });
  }
}

function given({ grams }) {
  if (grams <= 0) throw failed("scale-empty");
  return grams;
}

// Lines out of pieces: a line ends with CR or LF; one that never ends is nonsense.
export class Lines {
  constructor(hear) {
    this.hear = hear;
    this.kept = "";
  }

  take(text) {
    this.kept += text;
    const lines = this.kept.split(/[\r\n\x03]+/);
    this.kept = lines.pop();
    for (const line of lines) if (line.trim()) this.hear(readingOf(line));
    if (this.kept.length > 200) { this.kept = ""; this.hear(null); }
  }
}

const ASK = new TextEncoder().encode("S\r\n"); // MT-SICS and most others answer with what is at rest

// A scale on a serial line that was chosen. It talks by itself or is asked.
export async function serialScale(port, { baudRate = 9600 } = {}) {
  await port.open({ baudRate });
  const ask = async () => {
    if (!port.writable || port.writable.locked) return;
    const writer = port.writable.getWriter();
    await writer.write(ASK).catch(() => {});
    writer.releaseLock();
  };
  const readings = new Readings({ ask: () => setTimeout(() => { if (readings.now() - (readings.last?.at ?? 0) > FRESH_MS) ask(); }, 250) });
  listen(port, new Lines((reading) => readings.hear(reading)));
  return readings;
}

async function listen(port, lines) {
  const words = new TextDecoder("latin1");
  while (port.readable) {
    const reader = port.readable.getReader();
    try {
      for (;;) {
        const { value, done } = await reader.read();
        if (done) return;
        lines.take(words.decode(value, { stream: true }));
      }
    } catch {
      // A frame that broke: the line is read on while it is there.
    } finally {
      reader.releaseLock();
    }
  }
}

export const HID_SCALES = [{ usagePage: 0x8d }];

export async function hidScale(device) {
  if (!device.opened) await device.open();
  const readings = new Readings();
  device.addEventListener("inputreport", ({ data }) => readings.hear(hidReadingOf(new Uint8Array(data.buffer, data.byteOffset, data.byteLength))));
  return readings;
}

// The scale of the simulator page, in the same letters as one on a line.
export function simulatedScale(channel) {
  const readings = new Readings({ ask: () => channel.postMessage({ to: "scale" }) });
  const lines = new Lines((reading) => readings.hear(reading));
  channel.addEventListener("message", ({ data }) => { if (data?.from === "scale") lines.take(data.text); });
  return readings;
}
