// The list of studies is asked for again while one of them is under way.
import { EVERY_MS, part } from "../design/watch.js";

const list = document.querySelector("#studies[data-live='1']");
if (list) {
  const look = async () => {
    const fresh = await part(location.href, "#studies").catch(() => null);
    if (fresh && !list.contains(document.activeElement)) list.replaceChildren(...fresh.childNodes);
    if (!fresh || fresh.dataset.live) setTimeout(look, EVERY_MS);
  };
  setTimeout(look, EVERY_MS);
}
