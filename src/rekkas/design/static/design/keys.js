// Frequent acts have a key: an element names its own in data-key ("F2", "Alt+P", "Escape"), and the key does what a
// click would; a field is gone to. A key without Ctrl or Alt that writes something waits while one writes. Letters and
// digits are those of the place on the keyboard, so that they are the same under an Arabic layout.

const WRITES = "input:not([type=checkbox], [type=radio], [type=button], [type=submit]), textarea, select, [contenteditable]";

export function nameOf(event) {
  const place = /^(?:Key|Digit)(.)$/.exec(event.code)?.[1];
  const key = place ?? (event.key === " " ? "Space" : event.key);
  const held = [["Ctrl", event.ctrlKey || event.metaKey], ["Alt", event.altKey], ["Shift", event.shiftKey]];
  return [...held.filter(([, down]) => down).map(([name]) => name), key.length === 1 ? key.toUpperCase() : key].join("+");
}

function wanted(name) {
  const open = [...document.querySelectorAll("dialog[open]")].at(-1) ?? document;
  return [...open.querySelectorAll("[data-key]")].find(
    (found) => found.dataset.key.split(" ").includes(name) && !found.disabled && found.checkVisibility(),
  );
}

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.repeat || event.defaultPrevented) return;
  const isPlain = !event.ctrlKey && !event.altKey && !event.metaKey && [...event.key].length === 1;
  if (isPlain && event.target.closest(WRITES)) return;
  const found = wanted(nameOf(event));
  if (!found) return;
  event.preventDefault();
  if (found.matches(WRITES)) {
    found.focus();
    found.select?.();
  } else {
    found.click();
  }
});

// What a screen reader says of them; the hint on the page is for eyes.
for (const found of document.querySelectorAll("[data-key]")) {
  if (!found.hasAttribute("aria-keyshortcuts")) found.setAttribute("aria-keyshortcuts", found.dataset.key.replaceAll("Ctrl", "Control"));
}
