// A signature drawn with finger, pen or mouse, and photographs made small enough to send.
const MOST_BYTES = 200 * 1024;
const MOST_SIDE = 1280;

const form = document.querySelector("#verb");
const pad = document.querySelector("#pad");
if (form && pad) {
  document.querySelector("[data-pad]").hidden = false;
  const kept = form.elements.signature;
  const scale = 2;
  pad.width = pad.clientWidth * scale;
  pad.height = pad.clientHeight * scale;
  const pen = pad.getContext("2d");
  let drawn = false;

  const wipe = () => {
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, pad.width, pad.height);
    Object.assign(pen, { lineWidth: 2.2 * scale, lineCap: "round", lineJoin: "round", strokeStyle: "#111" });
    drawn = false;
    kept.value = "";
  };
  const signed = kept.value; // the page came back with something to correct: what was signed stays
  wipe();
  if (signed) {
    const picture = new Image();
    picture.addEventListener("load", () => pen.drawImage(picture, 0, 0, pad.width, pad.height));
    picture.src = signed;
    kept.value = signed;
  }

  pad.addEventListener("pointerdown", (event) => {
    pad.setPointerCapture(event.pointerId);
    pen.beginPath();
    pen.moveTo(event.offsetX * scale, event.offsetY * scale);
  });
  pad.addEventListener("pointermove", (event) => {
    if (!pad.hasPointerCapture(event.pointerId)) return;
    pen.lineTo(event.offsetX * scale, event.offsetY * scale);
    pen.stroke();
    drawn = true;
  });
  pad.addEventListener("pointerup", () => { if (drawn) kept.value = pad.toDataURL("image/png"); });
  document.querySelector("[data-wipe]").addEventListener("click", wipe);
}

const smaller = async (file) => {
  const picture = await createImageBitmap(file);
  const shrink = Math.min(1, MOST_SIDE / Math.max(picture.width, picture.height));
  const canvas = new OffscreenCanvas(Math.round(picture.width * shrink), Math.round(picture.height * shrink));
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  for (const quality of [0.8, 0.65, 0.5, 0.35, 0.2]) {
    const blob = await canvas.convertToBlob({ type: "image/jpeg", quality });
    if (blob.size <= MOST_BYTES) return new File([blob], "photo.jpg", { type: "image/jpeg" });
  }
  return file; // the office says what is wrong with it
};

form?.elements.photo?.addEventListener("change", async ({ target }) => {
  const file = target.files[0];
  if (!file || file.size <= MOST_BYTES) return;
  try {
    const carrier = new DataTransfer();
    carrier.items.add(await smaller(file));
    target.files = carrier.files;
  } catch { /* not a picture: the office says so */ }
});
