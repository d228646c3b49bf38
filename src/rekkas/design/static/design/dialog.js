// Dialogs are the browser's own: this opens and closes them from the page.
// data-opens="ID" on a button or a link opens that dialog; data-closes inside it closes it; so do Escape and a press
// beside it, unless the dialog says data-stays. Its form method="dialog" closes it too, with the button's value.

export function ask(dialog) {
  // What the reader answered: the value of the button that closed it, "" where they turned away.
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((tell) => dialog.addEventListener("close", () => tell(dialog.returnValue), { once: true }));
}

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-opens]");
  const dialog = opener && document.getElementById(opener.dataset.opens);
  if (dialog && !dialog.open) {
    event.preventDefault();
    ask(dialog);
  } else if (event.target.closest("[data-closes]")) {
    event.target.closest("dialog")?.close("");
  }
});

// Pressed and let go beside it: a press that only ends there was meant for a text inside.
let pressed = null;
document.addEventListener("pointerdown", (event) => { pressed = event.target; });
document.addEventListener("pointerup", (event) => {
  const dialog = event.target;
  if (!(dialog instanceof HTMLDialogElement) || pressed !== dialog || "stays" in dialog.dataset) return;
  const { top, bottom, x, width } = dialog.getBoundingClientRect();
  const inside = event.clientY >= top && event.clientY <= bottom && event.clientX >= x && event.clientX <= x + width;
  if (!inside) dialog.close("");
});
document.addEventListener("cancel", (event) => {
  if (event.target instanceof HTMLDialogElement && "stays" in event.target.dataset) event.preventDefault();
}, true);
