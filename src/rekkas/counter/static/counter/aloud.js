// A receipt read by the browser's own voice, sentence by sentence, in the language in which it is written.

const $ = (id) => document.getElementById(id);
const voice = window.speechSynthesis;
const language = $("sentences").lang;

// Voices come late in some browsers: looked for again when they change.
const found = () => voice.getVoices().find((one) => one.lang.toLowerCase().startsWith(language));

function show() {
  const isThere = Boolean(voice && found());
  $("say").hidden = !isThere;
  $("no-voice").hidden = isThere;
}

function hush() {
  voice.cancel();
  $("hush").hidden = true;
  for (const line of $("sentences").children) line.removeAttribute("aria-current");
}

function say() {
  hush();
  $("hush").hidden = false;
  const lines = [...$("sentences").children];
  lines.forEach((line, at) => {
    const words = new SpeechSynthesisUtterance(line.textContent);
    Object.assign(words, { voice: found(), lang: found().lang, rate: 0.9 });
    words.onstart = () => { line.setAttribute("aria-current", "true"); line.scrollIntoView({ block: "nearest" }); };
    words.onend = () => { line.removeAttribute("aria-current"); if (at === lines.length - 1) $("hush").hidden = true; };
    voice.speak(words);
  });
}

if (voice) {
  voice.addEventListener?.("voiceschanged", show);
  $("say").addEventListener("click", say);
  $("hush").addEventListener("click", hush);
  addEventListener("pagehide", () => voice.cancel());
}
show();
