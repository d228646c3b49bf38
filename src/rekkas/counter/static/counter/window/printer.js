// Printers of labels and receipts. What fails says what to do, and what was to be printed stays at hand: "print again".
// A wire carries bytes: a serial line, USB, or the channel of the simulator.

const failed = (code) => Object.assign(new Error(code), { code });
const WAIT_FOR_ANSWER = 700, WAIT_FOR_JOB = 15_000;
const PIECE = 4096;

const ASKS = {
  receipts: { question: Uint8Array.of(0x10, 0x04, 0x04), told: receiptTold },
  labels: { question: new TextEncoder().encode("~HS\r\n"), told: labelTold },
};

// The answer to DLE EOT 4: one byte with two fixed bits; which of the others says what is missing.
export function receiptTold(bytes) {
  const [answer] = bytes;
  if (bytes.length !== 1 || (answer & 0x93) !== 0x12) return "unknown";
  return answer & 0x60 ? "no-paper" : answer & 0x0c ? "paper-low" : "ready";
}

// The answer to ~HS: three lines; in the first, the second word is a lack of paper and the third a pause.
export function labelTold(bytes) {
  const words = /\x02?([\d,]+)/.exec(String.fromCharCode(...bytes))?.[1].split(",") ?? [];
  if (words.length < 3) return "unknown";
  return words[1] === "1" ? "no-paper" : words[2] === "1" ? "paused" : "ready";
}

export class Printer {
  constructor(role) {
    this.role = role; // "labels" (ZPL) or "receipts" (ESC/POS)
    this.wire = null;
    this.last = null;
    this.queue = Promise.resolve();
  }

  get isThere() { return this.wire !== null; }

  // Print one job after the other. What could not be printed is kept as `last`.
  print(job) {
    this.last = job;
    const printed = this.queue.then(() => this.printNow(job));
    this.queue = printed.catch(() => {});
    return printed;
  }

  async printNow(job) {
    if (!this.wire) throw failed("no-printer");
    const state = await this.state();
    if (state === "no-paper" || state === "paused") throw failed(`printer-${state}`);
    for (let at = 0; at < job.length; at += PIECE) {
      await within(this.wire.send(job.subarray(at, at + PIECE)), WAIT_FOR_JOB, "printer-silent");
    }
    const after = await this.state();
    if (after === "no-paper") throw failed("printer-no-paper");
    if (this.last === job) this.last = null;
    return after;
  }

  // A printer that never answers may only be dumb: it is trusted to print.
  async state() {
    if (!this.wire.ask) return "unknown";
    const { question, told } = ASKS[this.role];
    const answer = await this.wire.ask(question, WAIT_FOR_ANSWER);
    return answer ? told(answer) : this.wire.answers ? Promise.reject(failed("printer-silent")) : "unknown";
  }
}

async function within(work, wait, code) {
  let timer;
  const late = new Promise((_done, fail) => { timer = setTimeout(() => fail(failed(code)), wait); });
  try {
    return await Promise.race([work, late]);
  } catch (error) {
    throw error.code === code ? error : failed("printer-gone");
  } finally {
    clearTimeout(timer);
  }
}

export const printers = { labels: new Printer("labels"), receipts: new Printer("receipts") };

export async function serialWire(port, { baudRate = 9600 } = {}) {
  await port.open({ baudRate });
  const wire = { answers: false, heard: null };
  (async () => {
    while (port.readable) {
      const reader = port.readable.getReader();
      try {
        for (;;) {
          const { value, done } = await reader.read();
          if (done) return;
          wire.answers = true;
          wire.heard?.(value);
        }
      } catch { /* read on while it is there */ } finally { reader.releaseLock(); }
    }
  })();
  wire.send = async (bytes) => {
    const writer = port.writable.getWriter();
    try { await writer.write(bytes); } finally { writer.releaseLock(); }
  };
  wire.ask = async (question, wait) => {
    const answer = new Promise((done) => { wire.heard = done; setTimeout(() => done(null), wait); });
    await wire.send(question);
    return answer;
  };
  return wire;
}

export const USB_PRINTERS = [{ classCode: 7 }];

export async function usbWire(device) {
  await device.open();
  if (!device.configuration) await device.selectConfiguration(1);
  const face = device.configuration.interfaces.find((one) => one.alternates.some((way) => way.interfaceClass === 7));
  if (!face) throw failed("printer-gone");
  await device.claimInterface(face.interfaceNumber);
  const { endpoints } = face.alternates.find((way) => way.interfaceClass === 7);
  const out = endpoints.find((one) => one.direction === "out" && one.type === "bulk");
  const back = endpoints.find((one) => one.direction === "in" && one.type === "bulk");
  const wire = { answers: false, send: (bytes) => device.transferOut(out.endpointNumber, bytes) };
  if (back) {
    let pending = null;
    wire.ask = async (question, wait) => {
      await wire.send(question);
      pending ??= device.transferIn(back.endpointNumber, 64).finally(() => { pending = null; });
      const heard = await Promise.race([pending, new Promise((done) => { setTimeout(() => done(null), wait); })]).catch(() => null);
      if (!heard?.data?.byteLength) return null;
      wire.answers = true;
      return new Uint8Array(heard.data.buffer);
    };
  }
  return wire;
}

// The printers of the simulator page: every question has an answer there, unless it is told to be silent.
export function simulatedWire(channel, role) {
  const sent = (message, wait) => new Promise((done) => {
    const id = crypto.randomUUID();
    const hear = ({ data }) => { if (data?.answer === id) finish(data.bytes ?? true); };
    const finish = (answer) => { clearTimeout(timer); channel.removeEventListener("message", hear); done(answer); };
    const timer = setTimeout(() => finish(null), wait);
    channel.addEventListener("message", hear);
    channel.postMessage({ to: role, id, ...message });
  });
  return {
    answers: true,
    send: async (job) => { if (!(await sent({ job }, 4000))) throw failed("printer-silent"); },
    ask: (question, wait) => sent({ question }, wait),
  };
}
