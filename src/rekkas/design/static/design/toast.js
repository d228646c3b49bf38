// A short answer that goes by itself: toast("Saved"). What is wrong stays until it is closed.
// toast("Taken off", { tone: "wait", act: "Put back", onAct: () => …, seconds: 8 })

const SYMBOLS = { good: "check", moving: "info", wait: "clock", bad: "alert" };
const AT_ONCE = 4;

export function toast(text, { tone = "good", act = "", onAct = null, seconds = tone === "bad" ? 0 : 6 } = {}) {
  const place = document.querySelector(".toasts:not(.still)");
  if (!place) return null;
  const shown = document.createElement("div");
  shown.className = `toast tone-${tone}`;
  shown.append(icon(place, SYMBOLS[tone] ?? "info"), words(text));
  if (act) shown.append(button("undo", act, () => { shown.remove(); onAct?.(); }));
  const close = button("close", "", () => shown.remove());
  close.setAttribute("aria-label", place.dataset.close);
  close.append(icon(place, "cross"));
  shown.append(close);
  while (place.children.length >= AT_ONCE) place.firstElementChild.remove();
  place.append(shown);
  if (seconds) leaveAfter(shown, seconds);
  return shown;
}

function leaveAfter(shown, seconds) {
  let clock = setTimeout(() => shown.remove(), seconds * 1000);
  const stay = () => clearTimeout(clock);
  const go = () => { stay(); clock = setTimeout(() => shown.remove(), seconds * 1000); };
  for (const begins of ["pointerenter", "focusin"]) shown.addEventListener(begins, stay);
  for (const ends of ["pointerleave", "focusout"]) shown.addEventListener(ends, go);
}

function words(text) {
  const said = document.createElement("span");
  said.textContent = text;
  return said;
}

function button(name, text, run) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = name;
  made.textContent = text;
  made.addEventListener("click", run);
  return made;
}

function icon(place, name) {
  const space = "http://www.w3.org/2000/svg";
  const drawn = document.createElementNS(space, "svg");
  drawn.setAttribute("class", `icon icon-${name}`);
  drawn.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(space, "use");
  use.setAttribute("href", `${place.dataset.icons}#${name}`);
  drawn.append(use);
  return drawn;
}
