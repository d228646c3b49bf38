"""The places of one country, ready to be looked up by any of their spellings.

Made once from plain rows and never changed; asking it keeps nothing, so that threads may share it.
"""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, TypeVar

from postkit.names import likeness
from postkit.places.grid import Grid, Point
from postkit.places.model import Entry, Reason
from postkit.places.spellings import Spellings
from postkit.text import fold, skeleton, visible, western_digits

EXACT, OTHER = 100.0, 95.0
RUN_TOGETHER = 96.0
WORTH_SHOWING = 75.0
SHORTENED, CUT_AT_A_WORD = 86.0, 70.0
SHORTEST_COMPARED, SHORTEST_BEGINNING = 3, 4
SHORTEST_LIKELY, SHORT_AT_MOST = 5, 79.0  # one letter makes another name of a shorter one
SAME_CONSONANTS = 0.9  # a proposal at most: consonants alone are never sure
NEAR_CONSONANTS = 78.0
FEWEST_CONSONANTS, TELLING = 2, 3  # two consonants are many names': they are compared, and stay doubtful
MANY_TIMES = 10

Value = TypeVar("Value")


class Named(NamedTuple):
    """A place that a spelling names: where it stands among the entries, how sure, and why."""

    at: int
    score: float
    reason: Reason


class Meaning(NamedTuple):
    """All that one spelling may mean."""

    named: tuple[Named, ...]
    region: str = ""
    is_code: bool = False  # a region's letters


class Gazetteer:
    """The localities of one country. ``regions`` are (code, name, Arabic name, what else addresses call them: SP).

    ``country`` is its code by ISO 3166 (for telephones), ``country_names`` what it is called in addresses, and
    ``postcode_pattern`` a regular expression, blank where the country has no postcodes.
    """

    __slots__ = (
        "_beginnings", "_grid", "_run_together", "_skeletons", "_sounding", "_spellings", "beginning", "code_pattern",
        "country", "country_names", "ending", "entries", "longest", "meanings", "names", "postcodes", "regions",
    )  # fmt: skip

    def __init__(
        self,
        entries: Iterable[Entry],
        regions: Sequence[tuple[str, ...]] = (),
        *,
        country: str = "",
        country_names: Iterable[str] = (),
        postcode_pattern: str = "",
    ) -> None:
        self.entries = tuple(sorted(entries, key=lambda entry: (-entry.population, entry.code)))
        self.country = country
        self.country_names = frozenset(map(fold, country_names)) - {""}
        self.code_pattern = (
            re.compile(rf"(?<![\w-])(?:{postcode_pattern})(?![\w-])", re.I) if postcode_pattern else None
        )
        self.names = _names(self.entries)
        self.regions = _regions(regions, with_codes=True)
        self.postcodes = _filed((bare(entry.postcode), at) for at, entry in enumerate(self.entries))
        self.meanings = _meanings(
            self.names, _regions(regions, with_codes=False), self.regions, self.country_names
        )
        self.longest = _longest(self.meanings)
        self.ending = _filed(
            (" ".join(words[first:]), name)
            for name in self.names
            if len(words := name.split()) > 1
            for first in range(1, len(words))
            if " ".join(words[first:]) in self.names
        )
        self.beginning = _filed((name.partition(" ")[0], name) for name in self.names if " " in name)
        self._spellings = Spellings(self.names)
        self._run_together = _filed((name.replace(" ", ""), name) for name in self.names)
        self._sounding = _filed((skeleton(name), name) for name in self.names)
        self._skeletons = Spellings(self._sounding)
        self._beginnings = sorted(name for name, named in self.names.items() if named[0].score == EXACT)
        self._grid = Grid([(entry.latitude, entry.longitude) for entry in self.entries])

    def position(self, at: int) -> Point:
        """Latitude and longitude of an entry."""
        return self.entries[at].latitude, self.entries[at].longitude

    def nearest(self, point: Point, within_m: float) -> tuple[int, int] | None:
        """The entry nearest to a point, and whole metres to it."""
        return self._grid.nearest(point, within_m)

    def near(self, text: str) -> tuple[Named, ...]:
        """The places whose spelling is near to a folded text that is no place's, the nearest first."""
        if len(text) < SHORTEST_COMPARED:
            return ()
        scores: dict[int, Named] = {}
        for name in self._run_together.get(text.replace(" ", ""), ()):
            _raise(scores, self.names[name], RUN_TOGETHER, Reason.NEAR_SPELLING)
        if not scores:
            for name, score in self._spellings.near(text, WORTH_SHOWING):
                is_short = min(len(text), len(name)) < SHORTEST_LIKELY
                _raise(
                    scores,
                    self.names[name],
                    min(score, SHORT_AT_MOST) if is_short else score,
                    Reason.NEAR_SPELLING,
                )
            for at, score in self._shortened(text):
                _raise(scores, (Named(at, EXACT, Reason.SHORTENED_NAME),), score, Reason.SHORTENED_NAME)
        return _ranked(scores)

    def sounding(self, text: str) -> tuple[Named, ...]:
        """The places whose name, in either script, sounds like a folded text, by its consonants first."""
        bones = skeleton(text)
        count = len(bones.replace(" ", ""))
        if count < FEWEST_CONSONANTS or len(text) < SHORTEST_COMPARED:
            return ()
        alike = (
            [bones]
            if count < TELLING
            else [other for other, _ in self._skeletons.near(bones, NEAR_CONSONANTS)]
        )
        scores: dict[int, Named] = {}
        for name in (name for other in alike for name in self._sounding.get(other, ())):
            score = 100 * SAME_CONSONANTS * likeness(text, name)
            if score >= WORTH_SHOWING:
                score = round(score, 1) if count >= TELLING else WORTH_SHOWING
                _raise(scores, self.names[name], score, Reason.SAME_SOUND)
        return _ranked(scores)

    def _shortened(self, text: str) -> Iterable[tuple[int, float]]:
        """The places whose own name begins so; Casa is Casablanca if that has most of their people."""
        if len(text) < SHORTEST_BEGINNING or not text.isalpha():
            return
        first = bisect_left(self._beginnings, text)
        found: dict[int, str] = {}
        for name in self._beginnings[first : first + 200]:
            if not name.startswith(text):
                break
            found |= {named.at: name for named in self.names[name] if named.score == EXACT}
        if not found:
            return
        largest, *others = sorted(found)  # entries stand by people
        is_cut = found[largest][len(text)] != " "
        if is_cut and all(self.is_many_times(largest, other) for other in others):
            yield largest, SHORTENED
        else:
            yield from ((at, CUT_AT_A_WORD) for at in found)

    def is_many_times(self, at: int, other: int) -> bool:
        """Whether a place has so many more people than another that it is meant where nothing else is said."""
        return self.entries[at].population >= max(MANY_TIMES * self.entries[other].population, 1)


def bare(postcode: str) -> str:
    """A postcode as it is compared: its letters and digits.

    >>> bare("٢٠٠٠٠"), bare("01310-100"), bare("ec1a 1bb")
    ('20000', '01310100', 'EC1A1BB')
    """
    return "".join(filter(str.isalnum, western_digits(visible(postcode)))).upper()


def _names(entries: tuple[Entry, ...]) -> dict[str, tuple[Named, ...]]:
    """Whom each spelling names. What one of several namesakes is called as well, all of them may be.

    The list may have an Arabic name for the town and none for the village of its name; a spelling of more words than
    the name tells them apart (Skoura des Ahl el Oust).
    """
    own = [{fold(entry.name), fold(entry.name_ar)} - {""} for entry in entries]
    others = [set(map(fold, entry.also)) - {""} for entry in entries]
    namesakes = _filed((fold(entry.name), at) for at, entry in enumerate(entries))
    found: dict[str, dict[int, Named]] = defaultdict(dict)
    for at, entry in enumerate(entries):
        name = fold(entry.name)
        count = name.count(" ")
        alike = [other for other in namesakes.get(name, ()) if other != at]
        shared = {other for one in alike for other in others[one] if other.count(" ") == count}
        arabic = {other for one in alike for other in own[one]} if not entry.name_ar else set()
        for spelling in others[at] | shared:
            found[spelling][at] = Named(at, OTHER, Reason.OTHER_NAME)
        for spelling in own[at] | arabic:
            found[spelling][at] = Named(at, EXACT, Reason.EXACT_NAME)
    return {
        name: tuple(sorted(named.values(), key=lambda one: (-one.score, one.at)))
        for name, named in found.items()
    }


def _regions(regions: Iterable[tuple[str, ...]], *, with_codes: bool) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for code, *names in regions:
        for said in (*((code, code.partition("-")[2]) if with_codes else ()), *names):
            if said and (with_codes or not _is_short_code(said)):
                found.setdefault(fold(said), code)
    return found


def _is_short_code(said: str) -> bool:
    """Letters that stand for a region in addresses, as SP does; figures never do."""
    return said.isascii() and said.isalpha() and 2 <= len(said) <= 3


def _meanings(
    names: Mapping[str, tuple[Named, ...]],
    regions: Mapping[str, str],
    codes: Mapping[str, str],
    others: Iterable[str],
) -> Mapping[str, Meaning]:
    found = {said: Meaning((), code, is_code=True) for said, code in codes.items() if _is_short_code(said)}
    found |= {said: Meaning((), code) for said, code in regions.items()}
    found |= {name: Meaning(named, *found.get(name, Meaning(()))[1:]) for name, named in names.items()}
    return {name: Meaning(()) for name in others if name not in found} | found


def _filed(pairs: Iterable[tuple[str, Value]]) -> Mapping[str, tuple[Value, ...]]:
    found: dict[str, list[Value]] = defaultdict(list)
    for key, value in pairs:
        if key:
            found[key].append(value)
    return {key: tuple(values) for key, values in found.items()}


def _longest(names: Iterable[str]) -> Mapping[str, int]:
    """By the first word of names, how many words the longest has."""
    longest: dict[str, int] = {}
    for name in names:
        first, *rest = name.split()
        longest[first] = max(longest.get(first, 0), 1 + len(rest))
    return longest


def _raise(scores: dict[int, Named], those: Iterable[Named], score: float, reason: Reason) -> None:
    """Hold the best score of each place; what is only near another spelling of it comes to less."""
    for named in those:
        reached = score - (EXACT - named.score)
        held = scores.get(named.at)
        if held is None or held.score < reached:
            scores[named.at] = Named(named.at, reached, reason)


def _ranked(scores: dict[int, Named]) -> tuple[Named, ...]:
    return tuple(sorted(scores.values(), key=lambda named: (-named.score, named.at)))
