// A waiting item handed out: which one, to whom, what they showed, and their signature. The code is said to the post
// alone, which notes that it was right: it is in no line, no journal and no store.

import { Combo } from "./combo.js";
import { facts, option } from "./parts.js";
import { cleanNumber, digitsOf, peopleLike } from "./search.js";
import { day, inReadersScript, money, named, say } from "./words.js";

const ADDRESSEE = "addressee";
const SENDER = "sender";
const WITH_CODE = "with-code";
const SIGNS = 4;

export const pickUp = {
  begin(form) {
    form.collectors = [];
    const kinds = form.sheet.body.documents.map((one) => option(one.code, named(one.names)));
    form.field("document_kind").append(...(kinds.length ? kinds : [option("document", say("document"))]));
    showCollectors(form);
    new Combo(form.field("number"), {
      find: (text) => waitingLike(text, form.sheet),
      show: (item) => ({ title: item.number, detail: [inReadersScript(item.name, item.name_ar), item.cod ? money(item.cod) : ""].filter(Boolean).join(" · ") }),
      take: (item) => { take(form, item); form.refresh(); form.focusNext(); },
    });
    form.field("recipient").addEventListener("change", () => { form.field("name").value = nameOf(form); });
    wireSignature(form);
    if (form.given.item) take(form, form.given.item);
  },
  line(form) {
    const item = form.item && form.item.number === cleanNumber(form.value("number")) ? form.item : form.sheet.waitingByNumber.get(cleanNumber(form.value("number")));
    if (!item) return { wrong: "not-waiting", field: "number", isSaid: form.value("number").length > 8 };
    if (form.item !== item) take(form, item);
    const shown = showWays(form);
    if (!form.value("name")) return { wrong: "name-missing", field: "name" };
    if (shown === "identity" && cleanNumber(form.value("document_signs")).length < SIGNS) return { wrong: "signs-missing", field: "document_signs" };
    if (shown === "code" && !form.value("code")) return { wrong: "pick-up-code-missing", field: "code" };
    if (!form.signature && !form.photo) return { wrong: "signature-missing" };
    const line = {
      service: "pick-up", number: item.number, recipient: [ADDRESSEE, SENDER].includes(form.value("recipient")) ? form.value("recipient") : "agent",
      name: form.value("name"), amount: item.cod, identified: identifiedBy(form, shown),
      ...(form.signature ? { signature: form.signature } : {}), ...(form.photo ? { photo: form.photo } : {}),
    };
    return { line, shown: { title: say("pick-up"), number: item.number, detail: form.value("name"), lines: item.cod ? [{ label: say("cod"), amount: item.cod }] : [], pictogram: "pick-up" } };
  },
  // A code is proved, and the document of a collector compared, before anything is added.
  async finish(form, made) {
    const { identified, number } = made.line;
    if (identified.shown === "identity" && !identified.collector) return made;
    const asked = identified.shown === "code" ? { code: form.value("code") } : { collector: identified.collector, document_signs: identified.document_signs };
    try {
      await form.desk.post.post(`/desk/window/waiting/${encodeURIComponent(number)}/prove/`, asked);
      return made;
    } catch (error) {
      const field = form.field(asked.code ? "code" : "document_signs");
      field.value = "";
      field.focus(); // before the words: what is left behind is a change, and a change wipes them
      if (error.code !== undefined) await askWhoCollects(form, form.item); // a code may be shut now, somebody no longer let
      form.wrong(error.code === undefined ? say("not-alone") : error.message);
      return null;
    }
  },
};

const leftToRight = (text) => (text ? `\u2066${text}\u2069` : ""); // or the plus of a telephone goes to its end in Arabic
const collectorOf = (form) => form.collectors.find((one) => one.key === form.value("recipient"));

function identifiedBy(form, shown) {
  if (shown === "code") return { shown };
  const collector = collectorOf(form);
  return {
    shown, document_kind: form.value("document_kind"), document_signs: cleanNumber(form.value("document_signs")).slice(-8),
    ...(collector ? { collector: collector.key } : {}),
  };
}

function take(form, item) {
  Object.assign(form, { item, isLocked: false });
  form.field("number").value = item.number;
  const where = item.shelf ? say("on-shelf", { shelf: item.shelf }) : "";
  facts(form.find("[data-facts]"), [[say("waiting"), where], [say(item.goes_back ? "sender" : "addressee"), inReadersScript(item.name, item.name_ar)], [say("telephone"), leftToRight(item.phone)], [say("to-collect"), item.cod ? money(item.cod) : say("nothing")]]);
  form.collectors = [];
  showCollectors(form);
  form.field("name").value = nameOf(form);
  askWhoCollects(form, item);
}

// Who may come for the addressee is asked of the post each time: what was taken back a minute ago no longer counts, and no
// device carries the names.
async function askWhoCollects(form, item) {
  if (form.desk.isAlone || item.goes_back) return;
  try {
    const { collectors, is_locked } = await form.desk.post.get(`/desk/window/waiting/${encodeURIComponent(item.number)}/`);
    if (form.item !== item) return;
    Object.assign(form, { collectors, isLocked: is_locked });
    showCollectors(form);
    form.refresh();
  } catch {
    // Without the post it is the addressee alone, as the form says.
  }
}

function showCollectors(form) {
  const field = form.field("recipient");
  const before = field.value;
  field.replaceChildren(...(form.item?.goes_back ? [option(SENDER, say("recipient-sender"))] : [
    option(ADDRESSEE, say("recipient-addressee")),
    ...form.collectors.map((one) => option(one.key, say("collector-until", { name: one.name, day: day(one.until) }))),
    option(WITH_CODE, say("recipient-with-code")),
  ]));
  field.value = [...field.options].some((one) => one.value === before) ? before : field.options[0].value;
}

const nameOf = (form) => {
  if ([ADDRESSEE, SENDER].includes(form.value("recipient"))) return form.item ? inReadersScript(form.item.name, form.item.name_ar) : "";
  return collectorOf(form)?.name ?? "";
};

// What can be shown by whom: no code without the post, nothing but the code by who was not authorised.
function showWays(form) {
  const { isAlone } = form.desk;
  const recipient = form.field("recipient");
  for (const one of recipient.options) one.disabled = ![ADDRESSEE, SENDER].includes(one.value) && (isAlone || (form.isLocked && one.value === WITH_CODE));
  if (recipient.selectedOptions[0]?.disabled) {
    recipient.value = ADDRESSEE;
    form.field("name").value = nameOf(form);
  }
  const needsCode = form.value("recipient") === WITH_CODE;
  const [identity, code] = ["identity", "code"].map((way) => form.find(`[name=shown][value=${way}]`));
  identity.disabled = needsCode;
  code.disabled = isAlone || form.isLocked || Boolean(collectorOf(form)) || Boolean(form.item?.goes_back);
  if (needsCode && !code.disabled) code.checked = true;
  else if (code.disabled) identity.checked = true;
  const shown = needsCode || code.checked ? "code" : "identity";
  for (const part of form.form.querySelectorAll("[data-by]")) {
    part.hidden = part.dataset.by !== shown;
    for (const field of part.querySelectorAll("input, select")) field.disabled = part.hidden;
  }
  const why = form.find("[data-shown-why]");
  why.textContent = isAlone ? say("pick-up-alone") : form.isLocked ? say("pick-up-locked") : "";
  why.hidden = !why.textContent;
  return shown;
}

function waitingLike(text, sheet) {
  const number = cleanNumber(text);
  const digits = digitsOf(text);
  const exact = sheet.body.waiting.filter((item) => item.number.includes(number) || (digits.length >= 4 && digitsOf(item.phone).includes(digits.replace(/^0+/, ""))));
  return exact.length ? exact.slice(0, 8) : peopleLike(text, sheet.body.waiting, 8);
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
