// A waiting item handed out: which one, to whom, and their signature.

import { Combo } from "./combo.js";
import { facts, option } from "./parts.js";
import { cleanNumber, digitsOf, peopleLike } from "./search.js";
import { inReadersScript, money, say } from "./words.js";

export const pickUp = {
  begin(form) {
    form.field("recipient").append(...["addressee", "agent", "family"].map((one) => option(one, say(`recipient-${one}`))));
    new Combo(form.field("number"), {
      find: (text) => waitingLike(text, form.sheet),
      show: (item) => ({ title: item.number, detail: [inReadersScript(item.name, item.name_ar), item.cod ? money(item.cod) : ""].filter(Boolean).join(" · ") }),
      take: (item) => { form.item = item; form.field("number").value = item.number; showWaiting(form, item); form.refresh(); form.focusNext(); },
    });
    wireSignature(form);
    if (form.given.item) {
      form.item = form.given.item;
      form.field("number").value = form.item.number;
      showWaiting(form, form.item);
    }
  },
  line(form) {
    const item = form.item && form.item.number === cleanNumber(form.value("number")) ? form.item : form.sheet.waitingByNumber.get(cleanNumber(form.value("number")));
    if (!item) return { wrong: "not-waiting", field: "number", isSaid: form.value("number").length > 8 };
    form.item = item;
    if (!form.value("name")) return { wrong: "name-missing", field: "name" };
    if (!form.signature && !form.photo) return { wrong: "signature-missing" };
    const line = {
      service: "pick-up", number: item.number, recipient: form.value("recipient"), name: form.value("name"), amount: item.cod,
      ...(form.signature ? { signature: form.signature } : {}), ...(form.photo ? { photo: form.photo } : {}),
    };
    return { line, shown: { title: say("pick-up"), number: item.number, detail: form.value("name"), lines: item.cod ? [{ label: say("cod"), amount: item.cod }] : [], pictogram: "pick-up" } };
  },
};

function waitingLike(text, sheet) {
  const number = cleanNumber(text);
  const digits = digitsOf(text);
  const exact = sheet.body.waiting.filter((item) => item.number.includes(number) || (digits.length >= 4 && digitsOf(item.phone).includes(digits.replace(/^0+/, ""))));
  return exact.length ? exact.slice(0, 8) : peopleLike(text, sheet.body.waiting, 8);
}

function showWaiting(form, item) {
  facts(form.find("[data-facts]"), [[say("addressee"), inReadersScript(item.name, item.name_ar)], [say("telephone"), item.phone], [say("to-collect"), item.cod ? money(item.cod) : say("nothing")]]);
  if (!form.value("name")) form.field("name").value = inReadersScript(item.name, item.name_ar);
}

function wireSignature(form) {
  const canvas = form.find("[data-signature]");
  const pen = canvas.getContext("2d");
  let isDown = false;
  const place = (event) => {
    const box = canvas.getBoundingClientRect();
    return [(event.clientX - box.x) * (canvas.width / box.width), (event.clientY - box.y) * (canvas.height / box.height)];
  };
  const clear = () => { pen.fillStyle = "#ffffff"; pen.fillRect(0, 0, canvas.width, canvas.height); form.signature = ""; form.refresh(); };
  canvas.addEventListener("pointerdown", (event) => { isDown = true; canvas.setPointerCapture(event.pointerId); pen.beginPath(); pen.lineWidth = 3; pen.lineCap = "round"; pen.strokeStyle = "#1b2148"; pen.moveTo(...place(event)); });
  canvas.addEventListener("pointermove", (event) => { if (!isDown) return; pen.lineTo(...place(event)); pen.stroke(); });
  canvas.addEventListener("pointerup", () => { isDown = false; form.signature = canvas.toDataURL("image/png").split(",")[1]; form.refresh(); });
  form.find("[data-clear-signature]").addEventListener("click", clear);
  form.field("photo").addEventListener("change", async () => { form.photo = await smallPicture(form.field("photo").files[0]); form.refresh(); });
  pen.fillStyle = "#ffffff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
}

// A photograph, made small on the device: the post takes no large ones.
async function smallPicture(file) {
  if (!file) return "";
  try {
    const picture = await createImageBitmap(file);
    const scale = Math.min(1, 900 / Math.max(picture.width, picture.height));
    const canvas = new OffscreenCanvas(Math.round(picture.width * scale), Math.round(picture.height * scale));
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    const blob = await canvas.convertToBlob({ type: "image/jpeg", quality: 0.7 });
    const bytes = new Uint8Array(await blob.arrayBuffer());
    return btoa(bytes.reduce((text, byte) => text + String.fromCharCode(byte), ""));
  } catch {
    return "";
  }
}
