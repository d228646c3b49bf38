// Code 128 as lengths of bars and spaces in turn, and as an SVG path: drawn on the device, sharp at any size.
// Digits in even runs go two by two (set C), all else letter by letter (set B): as short as a label needs.

const WIDTHS = (
  "212222222122222221121223121322131222122213122312132212221213221312231212112232122132122231113222123122123221"
  + "223211221132221231213212223112312131311222321122321221312212322112322211212123212321232121111323131123131321"
  + "112313132113132311211313231113231311112133112331132131113123113321133121313121211331231131213113213311213131"
  + "311123311321331121312113312311332111314111221411431111111224111422121124121421141122141221112214112412122114"
  + "122411142112142211241211221114413111241112134111111242121142121241114212124112124211411212421112421211212141"
  + "214121412121111143111341131141114113114311411113411311113141114131311141411131211412211214211232"
).match(/.{6}/g);
const STOP = "2331112";
const START_B = 104, START_C = 105, TO_C = 99, TO_B = 100;

// The symbols of a text without its check symbol.
export function symbolsOf(text) {
  if (!/^[\x20-\x7e]+$/.test(text)) throw new RangeError(`no bars for ${text}`);
  const found = [];
  let set = "";
  for (let at = 0; at < text.length;) {
    const digits = /^\d*/.exec(text.slice(at))[0].length;
    const isEnd = at + digits === text.length;
    const even = digits - (digits % 2);
    if (even && isWorthIt(digits, at === 0, isEnd, text.length)) {
      const skipped = digits % 2 && !isEnd && at === 0 ? 0 : digits % 2; // an odd one out stands in set B
      for (let odd = 0; odd < skipped; odd += 1) { set = into("B", set, found); found.push(text.charCodeAt(at) - 32); at += 1; }
      set = into("C", set, found);
      for (let pair = 0; pair < even; pair += 2) { found.push(Number(text.slice(at, at + 2))); at += 2; }
    } else {
      const letters = Math.max(1, digits);
      set = into("B", set, found);
      for (let each = 0; each < letters; each += 1) { found.push(text.charCodeAt(at) - 32); at += 1; }
    }
  }
  return found;
}

// Going to set C and back costs a symbol each way: at an end from four digits, in the middle from six.
const isWorthIt = (digits, isStart, isEnd, whole) => digits >= (isStart || isEnd ? 4 : 6) || (isStart && isEnd && whole === 2);

function into(set, now, found) {
  if (set === now) return set;
  if (!now) found.push(set === "C" ? START_C : START_B);
  else found.push(set === "C" ? TO_C : TO_B);
  return set;
}

// Lengths in modules, a bar first.
export function runsOf(text) {
  const symbols = symbolsOf(text);
  const check = symbols.reduce((sum, symbol, at) => sum + symbol * Math.max(at, 1), 0) % 103;
  return [...[...symbols, check].map((symbol) => WIDTHS[symbol]).join(""), ...STOP].map(Number);
}

// The bars as one SVG path that begins at 0, 0; its width in modules.
export function barsPath(text, height) {
  let across = 0;
  let path = "";
  runsOf(text).forEach((run, at) => {
    if (at % 2 === 0) path += `M${across} 0h${run}v${height}h-${run}z`;
    across += run;
  });
  return { path, width: across };
}
