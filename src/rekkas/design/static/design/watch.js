// What is under way is asked about again every two seconds; without this script the page comes again by itself.
//   <section data-watch="/address/of/a/part/"><div id="standing" data-over="">…</div></section>
// The answer holds #standing anew; with data-over set the whole page is loaded once more.
export const EVERY_MS = 2000;

export async function part(address, selector) {
  const answer = await fetch(address, { headers: { "X-Part": "1" } });
  if (!answer.ok) return null;
  return new DOMParser().parseFromString(await answer.text(), "text/html").querySelector(selector);
}

const watched = document.querySelector("[data-watch]");
if (watched) {
  const look = async () => {
    const fresh = await part(watched.dataset.watch, "#standing").catch(() => null);
    if (fresh?.dataset.over) return location.reload();
    if (fresh) watched.querySelector("#standing").replaceWith(fresh);
    setTimeout(look, EVERY_MS);
  };
  setTimeout(look, EVERY_MS);
}
