"""An address taken apart: into segments of folded words, and what is neither a name nor a street.

A text is parted where people part it: at the ends of lines, at commas, at dashes between blanks. A telephone, a plus
code and a postcode part it too, since a town stands beside them. Signs that have no shape of their own (marks of
direction, joiners) are gone before anything is read, so that a text reads as it is said, however it is shown.
"""

import re
from dataclasses import dataclass, field
from functools import lru_cache

from postkit.phone import e164, is_given_out
from postkit.places import words
from postkit.places.gazetteer import Gazetteer, bare
from postkit.places.model import Written
from postkit.plus_codes import SIGNS, is_full, is_short
from postkit.text import fold, is_article, visible, western_digits

_MARKS = "\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed'’‘ʼʻʿʾ`´"
_TOKEN = re.compile(
    rf"(?P<word>[^\W_][^\W_{_MARKS}]*(?:[{_MARKS}]+[^\W_{_MARKS}]*)*)"
    r"|(?P<slash>/)|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029\t,;:|،؛()\[\]{}«»\"“”•·\x00]|(?<=\s)[-‐–—](?=\s)"
)
_PLUS = re.compile(
    rf"(?<![\w+])(?:[{SIGNS}0]{{8}}\+[{SIGNS}]{{0,7}}|(?:[{SIGNS}]{{4}}|[{SIGNS}]{{6}})\+[{SIGNS}]{{2,7}})(?![\w+])",
    re.I,
)
_FIGURES = re.compile(r"(?<![\w+])\+?\(?\d(?:[ .()\u00a0-]{0,2}\d){7,40}(?![\w+])")
_GROUP = re.compile(r"[^\s]+")
_BLANK = "\x00"
_LOCALITY = 2  # the order of the field of the town
FEWEST_DIGITS, FEWEST_ANNOUNCED, MOST_DIGITS = 9, 8, 15  # of a telephone; a word may announce it
_BEFORE_NO_CODE = words.PO_BOX | words.BUILDING | words.STREET


@dataclass(slots=True)
class Segment:
    """Words that nothing parts, folded, without articles, each with where it stands in its text."""

    words: list[str]
    starts: list[int]
    ends: list[int]
    kinds: list[int]
    said: int = 0  # all that its words say, together

    def __post_init__(self) -> None:
        for kind in self.kinds:
            self.said |= kind


@dataclass(slots=True)
class Text:
    """One field of an address, without signs that have no shape, and its segments."""

    text: str
    order: int
    is_locality: bool
    segments: list[Segment]


@dataclass(slots=True)
class Reading:
    """What stands in an address, before anything is looked up."""

    texts: list[Text] = field(default_factory=list)
    telephone: str = ""
    plus_code: str = ""
    postcodes: list[str] = field(default_factory=list)


def read(written: Written, gazetteer: Gazetteer) -> Reading:
    """Take an address apart."""
    reading = Reading()
    for order, said in enumerate((written.street, written.whole, written.locality)):
        if not said or not (text := visible(said)):
            continue
        name = " ".join(_folded(text)) if order == _LOCALITY else ""
        is_name = name in gazetteer.names
        segments = [_uncut(name, len(text))] if is_name else _segments(text, reading, gazetteer)
        reading.texts.append(Text(text, order, order == _LOCALITY, segments))
    if written.postcode and (code := bare(written.postcode)):
        reading.postcodes.append(code)
    return reading


def _segments(text: str, reading: Reading, gazetteer: Gazetteer) -> list[Segment]:
    plain = western_digits(text)
    if "+" in plain and not reading.plus_code:
        plain = _without_plus_code(plain, reading)
    codes = {}
    if gazetteer.code_pattern is not None:
        codes = {found.start(): found.end() for found in gazetteer.code_pattern.finditer(plain)}
    if not reading.telephone and _FIGURES.search(plain) is not None:
        plain = _without_telephone(plain, codes, reading, gazetteer.country)
    known = gazetteer.postcodes
    segments: list[Segment] = []
    run = _Run()
    until = 0
    for token in _TOKEN.finditer(plain):
        start, end = token.span()
        if start < until:
            continue
        if token.lastgroup == "word":
            parts = _folded(token[0])
            is_code = start in codes or (len(parts) == 1 and parts[0].upper() in known)
            if not is_code or not run.may_end_before_code:
                run.add(parts, start, end)
                continue
            until = codes.get(start, end)
            code = bare(plain[start:until])
            reading.postcodes.append(code)
            segments += run.segment(), Segment([code], [start], [until], [words.NUMBER | words.CODE])
        elif token.lastgroup != "slash" or not run.ends_in_a_letter:
            segments.append(run.segment())
        else:
            continue  # C/Casablanca, c/o
        run = _Run()
    return [segment for segment in (*segments, run.segment()) if segment.words]


class _Run:
    """Words on their way to be a segment."""

    __slots__ = ("_ends", "_said", "_starts")

    def __init__(self) -> None:
        self._said: list[str] = []
        self._starts: list[int] = []
        self._ends: list[int] = []

    def add(self, parts: tuple[str, ...], start: int, end: int) -> None:
        for word in parts:
            self._said.append(word)
            self._starts.append(start)
            self._ends.append(end)

    @property
    def may_end_before_code(self) -> bool:
        """Whether figures after it may be a postcode: those of a box or of a road are none."""
        return not self._said or not words.KINDS.get(self._said[-1], 0) & _BEFORE_NO_CODE

    @property
    def ends_in_a_letter(self) -> bool:
        return bool(self._said) and len(self._said[-1]) == 1

    def segment(self) -> Segment:
        """The words without articles; what stands before a name belongs to it."""
        said, starts, ends = self._said, self._starts, self._ends
        kept = len(said) - 1
        for at in range(len(said) - 2, -1, -1):
            if is_article(said[at], said[kept]):
                starts[kept] = starts[at]
                del said[at], starts[at], ends[at]
                kept -= 1
            else:
                kept = at
        return Segment(said, starts, ends, words.kinds_of(said))


def _uncut(name: str, length: int) -> Segment:
    """A field that holds a name and nothing else, whatever signs are in it."""
    said = name.split()
    return Segment(said, [0] * len(said), [length] * len(said), [0] * len(said))


@lru_cache(maxsize=65_536)
def _folded(word: str) -> tuple[str, ...]:
    return tuple(fold(word).split())


def _without_plus_code(plain: str, reading: Reading) -> str:
    """The text without its first plus code; one that is short and has no letter is a number."""
    for found in _PLUS.finditer(plain):
        code = found[0].upper()
        if is_full(code) or (is_short(code) and not code.replace("+", "").isdecimal()):
            reading.plus_code = code
            return plain[: found.start()] + _BLANK * len(code) + plain[found.end() :]
    return plain


def _without_telephone(plain: str, codes: dict[int, int], reading: Reading, country: str) -> str:
    """The text without its first telephone; other numbers stay where they are."""
    for figures in _FIGURES.finditer(plain):
        announced = _is_announced(plain[: figures.start()])
        fewest = FEWEST_ANNOUNCED if announced else FEWEST_DIGITS
        for start, end in _runs(figures, codes):
            number = plain[start:end]
            if not fewest <= sum(map(str.isdecimal, number)) <= MOST_DIGITS:
                continue
            telephone = e164(number, country)
            if telephone and (announced or is_given_out(telephone)):
                reading.telephone = telephone
                for at in [at for at in codes if start <= at < end]:
                    del codes[at]
                return plain[:start] + _BLANK * (end - start) + plain[end:]
    return plain


def _runs(figures: re.Match[str], codes: dict[int, int]) -> list[tuple[int, int]]:
    """The runs of groups that may be one number, the longest first, those with a postcode in them last."""
    groups = [
        (figures.start() + part.start(), figures.start() + part.end()) for part in _GROUP.finditer(figures[0])
    ]
    runs = [
        (start, end)
        for first, (start, _) in enumerate(groups[:MOST_DIGITS])
        for _, end in groups[first : first + MOST_DIGITS]
    ]
    return sorted(runs, key=lambda run: (any(run[0] <= at < run[1] for at in codes), run[0] - run[1]))


def _is_announced(before: str) -> bool:
    """Whether the word before a number says that it is a telephone."""
    said = before.split()[-1:]
    return any(words.KINDS.get(word, 0) & words.TELEPHONE for last in said for word in _folded(last))
