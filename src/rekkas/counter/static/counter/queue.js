// Pages of the queue bring themselves up to date, politely, and say aloud who is called where a voice is there.

const live = document.getElementById("live");
const voice = window.speechSynthesis;
const heard = new Set();
const seconds = Number(live?.dataset.live ?? 0);
let timer = 0, speaks = !document.querySelector("[data-voice]");

const calls = () => [...document.querySelectorAll("[data-say]")];

// Each call once: as many languages as it is written in, the first call of a page that was just opened too.
function say() {
  const news = calls().filter((one) => !heard.has(one.dataset.say));
  if (speaks && voice) {
    for (const one of news) {
      const lang = one.closest("[lang]").lang;
      const found = voice.getVoices().find((each) => each.lang.toLowerCase().startsWith(lang));
      if (!found) continue;
      voice.speak(Object.assign(new SpeechSynthesisUtterance(one.textContent), { voice: found, lang: found.lang, rate: 0.9 }));
    }
  }
  for (const one of news) heard.add(one.dataset.say);
}

async function refresh() {
  clearTimeout(timer);
  try {
    if (!document.hidden) {
      const answer = await fetch(location.href, { credentials: "same-origin", headers: { "X-By-Itself": "1" }, redirect: "error" });
      const found = answer.ok && new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("live");
      if (found && found.innerHTML !== live.innerHTML) live.replaceChildren(...found.childNodes);
      say();
    }
  } catch { /* the next time */ }
  timer = setTimeout(refresh, seconds * 1000);
}

if (live && seconds) {
  say();
  timer = setTimeout(refresh, seconds * 1000);
  document.addEventListener("visibilitychange", () => document.hidden || refresh());
}

for (const button of document.querySelectorAll("[data-prints]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}

// A browser speaks only after somebody touched the page: the wall is asked once.
for (const button of document.querySelectorAll("[data-voice]")) {
  button.hidden = !voice;
  button.addEventListener("click", () => { speaks = true; heard.clear(); button.hidden = true; say(); });
}

// In the hall the next visitor finds the entrance again.
const back = document.querySelector("[data-back]")?.dataset.back;
if (back) setTimeout(() => { location.href = back; }, 20_000);
