"""Names of people compared across Arabic and Latin letters, as the Maghreb writes them.

Idea: محمد, Mohammed, Muhamad and Med are one name; حسن and حسين are two. A name is parted into words, and what
belongs together is joined (Abd el-Kader, Ben Ali, Nour Eddine). Each word becomes the row of its **sounds**:
consonants in the classes of `postkit.text`, and vowels. Arabic leaves short vowels out, so a Latin vowel that Arabic
does not write costs next to nothing; a long vowel that Arabic writes must be there; a final -a tells Karima from
Karim. Two words are as alike as the cheapest way from one row of sounds to the other is short. Words of two names are
paired for the best sum, in any order; a word without a partner weighs little when others agree (middle names come
and go) and a word as common as Mohammed weighs less than a family's name.

`likeness` proposes, a person decides: 1 means written alike, 0.85 and more is worth a look; it is no probability.
Limits: no nicknames, no translations (Jesus and عيسى); Salem and Salim stay alike in Latin. `blocking_keys` are short
texts for an index: two names of one person share at least one, so that a search looks at few names.

Source: ours; consonants as in `postkit.text`. Shapes: text in, a number from 0 to 1 or a set of texts out. No
errors: every text has an answer, and a text without letters is like nothing.

>>> likeness("Mohamed El Amrani", "محمد العمراني"), likeness("Abdelkader Benali", "بن علي عبد القادر")
(0.9916, 0.99)
>>> likeness("Hassan Alaoui", "حسين العلوي") < 0.7 < 0.85 < likeness("Houssine Alaoui", "حسين العلوي")
True
>>> likeness("Karima Idrissi", "Karim Idrissi") < 0.85 < likeness("Fatima Zahra Idrissi", "فاطمة الإدريسي")
True
>>> sorted(blocking_keys("Mohamed El Amrani") & blocking_keys("عمراني محمد"))
['md+mrn']
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, permutations, product

from anyascii import anyascii

from postkit.text import fold, skeleton

ALIKE = 0.85  # worth a look by a person
MOST_WORDS = 8
_LONG_WORD = 4  # consonants from which a word stands in an index by itself
_PAIRED_FROM = 0.8  # words less alike than this are different words
_SETTLED_FROM = 0.95  # words that need no other partner


def _any_of(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Parts that are never a name by themselves: they are joined to the word after them.
_BEFORE = _any_of(
    "ben bin ibn bent bint bel bou abou abu bu abd ait ould oulad umm oum "
    "بن ابن بنت بو ابو ابي عبد ايت ولد اولاد ام"
)
_AFTER = _any_of("eddine eddin dine din uddin addin allah ellah دين الله")
_LEFT_OUT = _any_of("mr mrs ms mme mlle m dr pr prof maitre السيد السيده الدكتور سيد سيده دكتور")
_HONOURS = _any_of(
    "si sidi moulay mulay lalla haj hajj hadj hajja cheikh sheikh shaikh hajji "
    "سي سيدي مولاي لالا لاله حاج حاجه شيخ"
)
_FORMS = _any_of("sarl sa sas snc ltd llc inc co company cie ste societe gmbh شركه")
_SHORT = dict.fromkeys(("med", "mohd", "mhd", "md"), "mohamed") | {"brahim": "ibrahim", "براهيم": "ابراهيم"}
# Consonants of the commonest given names: they say less than a family's name.
_COMMON = _any_of("mhmd hmd ftm hsn")
# An index is coarser: h is left out or not, g is j in Cairo and k in Rabat.
_COARSE = str.maketrans({"h": "", "j": "k", "g": "k", "x": "k"})
_GLUED = ("ftm", "md")  # Fatimazahra, Mohamedamine

_ARABIC = re.compile("[\u0600-\u06ff]")
_DOUBLED = re.compile(r"(.)\1+")
_SUN = re.compile(r"^[aeiou](ch|sh|[rstdznl])\1")  # Essaid, Ennaji, Echcherif: the article has grown in
_ABD = re.compile(r"^(?:abd(?:(?:ou|[aeou])?l|[aeou]([rsnztd])(?=\1)|[aeou]?)|عبد(?:ال)?)(?=.{2})")
_SERVANT = ("عبد", "abd")
_ARTICLE_GROWN_IN = re.compile(r"^(?:[aeiu]l|ال)(?=.{3})|^l(?=[aeiouh]..)")
_ARTICLE_SPOKEN = re.compile(r"^la(?=[^aeiouy]..)")  # Lahcen
_FATHER = re.compile(r"^(?:ben|bin|ibn|bel|بن|بل)(?=.{3})")
_ABU = re.compile(r"^(?:abou|abu|ابو|ابي)(?=.{3})")
_INSIDE = (
    (re.compile(r"(?<=..)الدين$"), "دين"),
    (re.compile(r"^بل(?=.{3})"), "بن"),
    (re.compile(r"^bel(?=[^aeiouy]..)"), "ben"),
)

_ARABIC_SOUNDS = {
    "b": "ب", "t": "تثط", "d": "دذضظ", "j": "ج", "h": "حه", "x": "خ", "r": "ر", "z": "ز", "s": "سص", "C": "ش",
    "G": "غ", "f": "ف", "k": "قك", "l": "ل", "m": "م", "n": "ن", "A": "ا", "I": "ي", "U": "و", "*": "ع",
}  # fmt: skip
_TO_SOUND = {ord(letter): sound for sound, letters in _ARABIC_SOUNDS.items() for letter in letters}
_LATIN_SOUNDS = (
    (re.compile(r"x"), "ks"),
    (re.compile(r"tch|ch|sh"), "C"),
    (re.compile(r"kh"), "x"),
    (re.compile(r"gh|rh"), "G"),
    (re.compile(r"ph|v"), "f"),
    (re.compile(r"dj|g(?=[eiy])"), "j"),
    (re.compile(r"gu(?=[eiy])"), "k"),
    (re.compile(r"c(?=[eiy])"), "s"),
    (re.compile(r"ck|[ckqg]"), "k"),
    (re.compile(r"th"), "t"),
    (re.compile(r"dh"), "d"),
    (re.compile(r"p"), "b"),
    (re.compile(r"ou|oo|[ow]"), "u"),
    (re.compile(r"[ae][iy]|ee|ii"), "aI"),  # a long vowel, or two: Hussein, Said, Ait
    (re.compile(r"y"), "i"),
    (re.compile(r"(?<=[b-df-hj-np-tv-zCGx])e$"), ""),  # Amine and Amin
    (re.compile(r"[^a-zCGI]"), ""),
)
_ALL_VOWELS = "aeiuIAU*"
_VOWELS = frozenset(_ALL_VOWELS)
_NEAR = {
    frozenset(pair): cost
    for cost, pairs in ((0.3, "hx Gk dz xk st"), (0.4, "sz jk td Gr sC"), (0.55, "jz jC mn ln"))
    for pair in pairs.split()
}
_VOWEL_COST = {
    frozenset(pair): cost
    for cost, pairs in (
        (0.0, "aA iI uU a* e* i* u* A* I* U*"),
        (0.1, "ae ei eA eI"),
        (0.38, "eu"),
        (0.45, "au"),
    )
    for pair in pairs.split()
}  # any other two: _OTHER_VOWEL
_OTHER_VOWEL = 0.8
_LOST_VOWEL = {"*": 0.1, "A": 0.45, "U": 0.9, "I": 0.65}
_LOST_SHORT_VOWEL = {"e": 0.2, "a": 0.3, "u": 0.3, "i": 0.85}


def likeness(a: str, b: str) -> float:
    """How alike two names are, from 0 to 1, whatever their letters and the order of their words.

    >>> likeness("Youssef Tazi", "Tazi Yusuf"), likeness("Youssef Tazi", "Samira Bennis"), likeness("", "Tazi")
    (0.905, 0.0, 0.0)
    """
    first, second = sorted((_words(a), _words(b)))
    if not first or not second:
        return 0.0
    if sorted(word.text for word in first) == sorted(word.text for word in second):
        return 1.0
    paired = _best_pairing(_pairs(first, second))
    least, most = sorted((sum(word.weight for word in first), sum(word.weight for word in second)))
    evenly = 2 * paired / (least + most)
    if min(sum(word.weight >= 0.5 for word in first), sum(word.weight >= 0.5 for word in second)) < 2:
        return round(min(evenly, 1.0), 4)
    return round(min(0.75 * paired / least + 0.25 * evenly, 1.0), 4)


def blocking_keys(name: str) -> set[str]:
    """What an index holds of a name: each two of its words, and each long word by itself.

    A name of one word has that word alone, however short.

    >>> sorted(blocking_keys("Nour Eddine Bensouda")) == sorted(blocking_keys("بنسودة نورالدين"))
    True
    """
    stems = [_stems(word.text) for word in _words(name) if word.weight >= 0.3]
    pairs = {
        "+".join(sorted(pair)) for first, second in combinations(stems, 2) for pair in product(first, second)
    }
    if len(stems) == 1:
        return set(stems[0])
    return pairs | {stem for each in stems for stem in each if len(stem) >= _LONG_WORD}


@dataclass(frozen=True, slots=True, order=True)
class _Word:
    text: str
    weight: float


@lru_cache(maxsize=65_536)
def _words(name: str) -> tuple[_Word, ...]:
    """The words of a name, joined where they belong together, each with what it weighs."""
    written = fold(name).split()
    parts = [_SHORT.get(part, part) for part in written if part not in _LEFT_OUT] or written
    joined: list[str] = []
    waiting = ""
    for part in parts:
        if part in _BEFORE:
            waiting += part
        elif part in _AFTER and joined and not waiting:
            joined[-1] += part
        else:
            joined.append(waiting + part)
            waiting = ""
    words = (_Word(word, _weight(word)) for word in {_canonical(word) for word in [*joined, waiting]} - {""})
    return tuple(sorted(words, key=lambda word: (-word.weight, word.text))[:MOST_WORDS])


def _canonical(word: str) -> str:
    """One spelling of what is written in several ways inside a word."""
    if found := _ABD.match(word):
        return f"{_SERVANT[word.isascii()]}{word[found.end() :]}"
    for pattern, right in _INSIDE:
        word = pattern.sub(right, word)
    return word


def _weight(word: str) -> float:
    if word in _HONOURS or word in _FORMS:
        return 0.15
    if len(word) == 1:
        return 0.3
    return 0.6 if skeleton(word) in _COMMON else 1.0


@lru_cache(maxsize=65_536)
def _stems(word: str) -> frozenset[str]:
    """The consonants of a word, and of its other forms, for the index."""
    found = set[str]()
    for form, _cost in _forms(word):
        stem = _DOUBLED.sub(r"\1", skeleton(form).replace(" ", "").translate(_COARSE)) or "-"
        glued = next((first for first in _GLUED if stem.startswith(first) and len(stem) > len(first) + 1), "")
        found |= {glued, stem[len(glued) :]} if glued else {stem}
    return frozenset(found)


@lru_cache(maxsize=65_536)
def _forms(word: str) -> tuple[tuple[str, float], ...]:
    """A word, and what it may be without a part that others write apart or leave out, with the doubt."""
    forms = {word: 0.0}
    for pattern, doubt in (
        (_SUN, 0.02),
        (_ARTICLE_GROWN_IN, 0.03),
        (_ARTICLE_SPOKEN, 0.03),
        (_ABU, 0.1),
        (_FATHER, 0.2),
    ):
        if found := pattern.match(word):
            rest = word[found.end() :]
            forms.setdefault(found[1] + rest if pattern is _SUN else rest, doubt)
    if word.endswith(("ah", "eh")):
        forms.setdefault(word[:-1], 0.02)
    return tuple(forms.items())


@lru_cache(maxsize=65_536)
def _sounds(word: str) -> tuple[str, str, str, bool]:
    """A word as it sounds: its vowels before, its middle, its vowels after; and whether it is Arabic."""
    is_arabic = _ARABIC.search(word) is not None
    if is_arabic:
        sounds = word.translate(_TO_SOUND)
        if sounds.endswith("h") and len(sounds) > 2 and word.endswith("ه"):
            sounds = f"{sounds[:-1]}A"  # ta marbuta
        if sounds.startswith("A"):
            sounds = f"*{sounds[1:]}"  # the seat of any vowel
    else:
        sounds = anyascii(word).lower()
        for pattern, sound in _LATIN_SOUNDS:
            sounds = pattern.sub(sound, sounds)
    sounds = _DOUBLED.sub(r"\1", sounds)
    rest = sounds.lstrip(_ALL_VOWELS)
    middle = rest.rstrip(_ALL_VOWELS)
    return sounds[: len(sounds) - len(rest)], middle, rest[len(middle) :], is_arabic


@lru_cache(maxsize=262_144)
def _alike(a: str, b: str) -> float:
    """How alike two words are in any of their forms."""
    if a == b:
        return 1.0
    if a[:3] in _SERVANT and b[:3] in _SERVANT:
        a, b = a[3:], b[3:]  # servant of whom: what they share says nothing
    return max(
        _alike_as_written(first, second) - doubt - other
        for first, doubt in _forms(a)
        for second, other in _forms(b)
    )


def _alike_as_written(a: str, b: str) -> float:
    if a == b:
        return 1.0
    start, middle, end, is_arabic = _sounds(a)
    other_start, other_middle, other_end, other_arabic = _sounds(b)
    if not (start or middle) or not (other_start or other_middle):
        return 0.0  # a number, or signs: only the same is alike
    consonants, others = (sum(sound not in _VOWELS for sound in each) for each in (middle, other_middle))
    length = max(consonants, others, 2)
    # What is dearer than this is another word: the rest of the way need not be measured.
    left = (1.0 - _PAIRED_FROM) * length + 1e-9
    left -= _start_cost(start, other_start) + _end_cost(end, other_end, is_arabic or other_arabic)
    if left < 0.4 * abs(consonants - others):
        return 0.0
    closed = not end and not other_end
    rest = _distance(middle, other_middle, is_arabic, other_arabic, closed, left)
    return 0.0 if rest > left else _PAIRED_FROM + (left - rest) / length


def _start_cost(a: str, b: str) -> float:
    if bool(a) != bool(b):
        return 0.5
    return min(_vowel_cost(a[0], b[0]), 0.3) if a and b else 0.0


def _end_cost(a: str, b: str, one_is_arabic: bool) -> float:
    """A final -a makes another name of it; a final ya may be read as -a: موسى."""
    if bool(a) != bool(b):
        return 0.9 if (a or b)[-1] in "aA" else 0.6
    if not a or not b:
        return 0.0
    pair = {a[-1], b[-1]}
    if one_is_arabic and ("I" in pair or "*" in pair) and pair <= set("aAiIe*"):
        return 0.0
    return 1.5 * _vowel_cost(a[-1], b[-1])


def _vowel_cost(a: str, b: str) -> float:
    return 0.0 if a == b else _VOWEL_COST.get(frozenset((a, b)), _OTHER_VOWEL)


def _distance(a: str, b: str, a_is_arabic: bool, b_is_arabic: bool, closed: bool, left: float) -> float:
    """The least cost of turning one row of sounds into the other, or something above what is left for it."""
    lost_a = [_lost(a, at, b_is_arabic, closed) for at in range(len(a))]
    lost_b = [_lost(b, at, a_is_arabic, closed) for at in range(len(b))]
    row = [0.0]
    for cost in lost_b:
        row.append(row[-1] + cost)
    for at, sound in enumerate(a):
        above, row = row, [row[0] + lost_a[at]]
        for place, other in enumerate(b):
            row.append(
                min(
                    above[place + 1] + lost_a[at],
                    row[place] + lost_b[place],
                    above[place] + _swapped(sound, other),
                )
            )
        if min(row) > left:
            break
    return row[-1]


def _swapped(a: str, b: str) -> float:
    if a == b:
        return 0.0
    if (a in _VOWELS) != (b in _VOWELS):
        return 2.0
    return _vowel_cost(a, b) if a in _VOWELS else _NEAR.get(frozenset((a, b)), 1.0)


def _lost(sounds: str, at: int, other_is_arabic: bool, closed: bool) -> float:
    """What it costs that the other name has nothing in this place."""
    sound = sounds[at]
    if sound not in _VOWELS:
        return 0.4 if sound == "h" else 0.8
    if sound in _LOST_VOWEL:
        return _LOST_VOWEL[sound]
    if other_is_arabic:
        if sound == "u" and closed and not _VOWELS.intersection(sounds[at + 1 :]):
            return 0.9  # the last vowel of Mahmoud is a long one, the first of Mouhamed is not
        return 0.2 if sound == "i" else 0.03
    return _LOST_SHORT_VOWEL.get(sound, 0.3)


_Side = tuple[int, str, float]  # which words, as bits; their text; their weight


def _pairs(first: tuple[_Word, ...], second: tuple[_Word, ...]) -> list[tuple[float, int, int]]:
    """Which words may stand for which, and what each pair adds; two words may have been written as one."""
    ones, others = _single(first), _single(second)
    found = list(_near(ones, others, _PAIRED_FROM))
    settled = [(mask, other_mask) for alike, _, mask, other_mask in found if alike >= _SETTLED_FROM]
    ones = [one for one in ones if one[0] not in {mask for mask, _ in settled}]
    others = [other for other in others if other[0] not in {mask for _, mask in settled}]
    found += _near(ones, _double(others), ALIKE)
    found += _near(_double(ones), others, ALIKE)
    return sorted(((gain, mask, other_mask) for _, gain, mask, other_mask in found), reverse=True)


def _near(
    sides: Iterable[_Side], others: Sequence[_Side], least: float
) -> Iterator[tuple[float, float, int, int]]:
    for mask, text, weight in sides:
        for other_mask, other_text, other_weight in others:
            alike = _alike(text, other_text)
            if alike >= least:
                yield alike, alike * (weight + other_weight) / 2, mask, other_mask


def _single(words: tuple[_Word, ...]) -> list[_Side]:
    return [(1 << at, word.text, word.weight) for at, word in enumerate(words)]


def _double(sides: list[_Side]) -> list[_Side]:
    return [
        (first[0] | second[0], first[1] + second[1], first[2] + second[2])
        for first, second in permutations(sides, 2)
    ]


def _best_pairing(pairs: list[tuple[float, int, int]], used: int = 0, other_used: int = 0) -> float:
    """The best sum of pairs of which no two share a word."""
    best = 0.0
    for at, (gain, mask, other_mask) in enumerate(pairs):
        if not (mask & used or other_mask & other_used):
            rest = _best_pairing(pairs[at + 1 :], used | mask, other_used | other_mask)
            best = max(best, gain + rest)
    return best
