// Finding people, places and numbers among what this device carries, in either script and with slips of the finger.

import { westernDigits } from "./words.js";

const ALIKE = { "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ئ": "ي", "ة": "ه", "ؤ": "و", "گ": "ك", "ڭ": "ك", "ء": "" };
const ARTICLES = new Set(["al", "el", "ال"]);

// Case, accents, vowel signs, punctuation and the article go, also where it sounds like the word after it (Er Rachidia);
// forms of one letter become one. The spellings of the sheet were folded the same way by postkit.text.
export function fold(text) {
  const bare = westernDigits(text).normalize("NFKD").toLowerCase().replace(/\p{Mn}|\p{Cf}/gu, "")
    .replace(/[أإآٱىئةؤگڭء]/g, (sign) => ALIKE[sign]).replace(/['’ʼ`]/g, " ");
  const parts = (bare.match(/[\p{L}\p{N}]+/gu) ?? []).map((part) => part.replace(/^ال(?=.{2})/u, ""));
  const kept = [];
  for (const part of parts.reverse()) {
    const isArticle = kept.length > 0 && (ARTICLES.has(part) || isSunArticle(part, kept[0]));
    if (part && !isArticle) kept.unshift(part);
  }
  return kept.join(" ");
}

const SUN = /^[ae](ch|dh|sh|th|[dnrstzl])$/;
const isSunArticle = (part, following) => { const sun = SUN.exec(part); return Boolean(sun) && following.startsWith(sun[1]); };

export const digitsOf = (text) => westernDigits(text).replace(/\D/g, "");
export const cleanNumber = (text) => westernDigits(text).replace(/[\s\u200e\u200f-]/g, "").toUpperCase();

// How many letters must change to make one word of the other; more than `most` counts as most + 1.
export function slips(one, other, most) {
  if (Math.abs(one.length - other.length) > most) return most + 1;
  let row = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let i = 1; i <= one.length; i += 1) {
    const next = [i];
    let least = i;
    for (let j = 1; j <= other.length; j += 1) {
      const cost = one[i - 1] === other[j - 1] ? 0 : 1;
      let value = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + cost);
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) value = Math.min(value, row[j - 1]);
      next.push(value);
      least = Math.min(least, value);
    }
    if (least > most) return most + 1;
    row = next;
  }
  return row[other.length];
}

// How well words fit a spelling: 3 the whole, 2 its beginning, 1 the beginning of each word, 0.5 with a slip, 0 not.
function fit(asked, spelling) {
  if (spelling === asked) return 3;
  if (spelling.startsWith(asked)) return 2;
  const parts = spelling.split(" ");
  if (asked.split(" ").every((word) => parts.some((part) => part.startsWith(word)))) return 1;
  const most = asked.length >= 7 ? 2 : asked.length >= 4 ? 1 : 0;
  if (most && slips(asked, spelling.slice(0, asked.length + 1).trim(), most) <= most) return 0.5;
  return most && slips(asked, spelling, most) <= most ? 0.5 : 0;
}

function best(asked, spellings) {
  return spellings.reduce((found, spelling) => Math.max(found, fit(asked, spelling)), 0);
}

export function placesLike(words, places, most = 8) {
  const asked = fold(words);
  if (!asked) return [];
  return places
    .map((place, at) => ({ place, at, score: place.postcode && place.postcode === asked ? 3 : best(asked, place.spellings) }))
    .filter((one) => one.score > 0)
    .sort((one, other) => other.score - one.score || one.at - other.at)
    .slice(0, most)
    .map((one) => one.place);
}

export function peopleLike(words, people, most = 6) {
  const asked = fold(words);
  const digits = digitsOf(words).replace(/^0+/, "");
  if (digits.length >= 4 && digits.length >= words.replace(/\s/g, "").length - 3) {
    return people.filter((one) => digitsOf(one.phone).includes(digits)).slice(0, most);
  }
  if (asked.length < 2) return [];
  return people
    .map((person, at) => ({ person, at, score: best(asked, [person.folded]) }))
    .filter((one) => one.score > 0)
    .sort((one, other) => other.score - one.score || one.at - other.at)
    .slice(0, most)
    .map((one) => one.person);
}
