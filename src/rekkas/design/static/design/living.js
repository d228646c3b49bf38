// The page that shows each part: a toast on request.
import { toast } from "./toast.js";

for (const button of document.querySelectorAll("[data-say]")) {
  button.addEventListener("click", () => toast(button.dataset.say, { tone: "good" }));
}
