// What was drawn, as dots for a printer that was connected: the browser joins Arabic where no printer does.

export async function dotsOf(svg, width) {
  const text = new XMLSerializer().serializeToString(svg);
  const picture = new Image();
  picture.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  await picture.decode();
  const [, , across, down] = svg.getAttribute("viewBox").split(" ").map(Number);
  const height = Math.round((width * down) / across);
  const canvas = new OffscreenCanvas(width, height);
  const pen = canvas.getContext("2d");
  pen.fillStyle = "#ffffff";
  pen.fillRect(0, 0, width, height);
  pen.drawImage(picture, 0, 0, width, height);
  const { data } = pen.getImageData(0, 0, width, height);
  const rowBytes = Math.ceil(width / 8);
  const bytes = new Uint8Array(rowBytes * height);
  for (let at = 0; at < width * height; at += 1) {
    if (data[at * 4] < 128) bytes[Math.floor(at / width) * rowBytes + ((at % width) >> 3)] |= 0x80 >> (at % width & 7);
  }
  return { width, height, rowBytes, bytes };
}

const BAND = 255;

// The same job as postkit.escpos makes at the post.
export function receiptJob({ height, rowBytes, bytes }) {
  const parts = [0x1b, 0x40];
  for (let row = 0; row < height; row += BAND) {
    const rows = Math.min(BAND, height - row);
    parts.push(0x1d, 0x76, 0x30, 0, rowBytes & 255, rowBytes >> 8, rows & 255, rows >> 8);
    for (const byte of bytes.subarray(row * rowBytes, (row + rows) * rowBytes)) parts.push(byte);
  }
  parts.push(0x1b, 0x64, 3, 0x1d, 0x56, 0x42, 0);
  return Uint8Array.from(parts);
}

const ONES = "GHIJKLMNOPQRSTUVWXY", TWENTIES = "ghijklmnopqrstuvwxyz";

// A row in few signs, as postkit.zpl writes it: letters count the next digit, a comma fills the rest with nothing.
function pressed(digits) {
  const kept = digits.replace(/0+$/, "");
  const said = kept.replace(/(.)\1+/g, (run, digit) => {
    const count = run.length % 400;
    const twenties = count >= 20 ? TWENTIES[Math.floor(count / 20) - 1] : "";
    const ones = count % 20 ? ONES[(count % 20) - 1] : "";
    return `z${digit}`.repeat(Math.floor(run.length / 400)) + (count ? twenties + ones + digit : "");
  });
  return kept.length < digits.length ? `${said},` : said;
}

// A label whose bars are dots too: without a network it is drawn whole.
export function labelJob({ width, height, rowBytes, bytes }) {
  let digits = "", before = "";
  for (let row = 0; row < height; row += 1) {
    const said = [...bytes.subarray(row * rowBytes, (row + 1) * rowBytes)].map((byte) => byte.toString(16).padStart(2, "0")).join("").toUpperCase();
    digits += said === before ? ":" : pressed(said);
    before = said;
  }
  return new TextEncoder().encode(`^XA^PW${width}^LL${height}^LH0,0\n^FO0,0^GFA,${bytes.length},${bytes.length},${rowBytes},${digits}^FS\n^PQ1^XZ\n`);
}
