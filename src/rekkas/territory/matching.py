"""Which locality a written city means. Pure: a gazetteer is built once from plain rows and asked many times.

A city is looked up as it is folded (without case, accents, articles), in every spelling the pack knows. Only
what is not found so is compared with all spellings, letter by letter; then by its consonants, which is how an
Arabic name is found where the pack has a Latin one alone, and the other way round.

Places of one name are told apart by the region, then by coordinates, then by the postcode, then by their own
name coming before other spellings, then by population. A match is certain only when

- it is written as the pack writes it, or nearly (score 92 of 100), and
- no place of another name comes within 4 points, and
- where several places bear the name, one of those evidences names one of them (population does so when one
  has ten times the people of the next), and
- nothing given speaks against it: a region without such a place, coordinates far from it.

Everything else is a proposal with its candidates, for a person to decide. A region that the pack does not
know (state letters, say) is no evidence. The same question always has the same answer.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt
from typing import NamedTuple

from rapidfuzz import fuzz, process

from postkit.text import fold, skeleton

EXACT = 100.0
SURE = 92.0
MARGIN = 4.0
WORTH_SHOWING = 70.0
WITHIN_A_LONGER_TEXT = 85.0  # "Rabat Agdal" holds Rabat: a proposal, never sure
SAME_CONSONANTS = 0.9  # a proposal at most: consonants alone are never sure
SHORTEST_SKELETON = 3
NEAR_M = 60_000
FAR_M = 150_000  # farther than the largest municipality reaches: it is another place of that name
MANY_TIMES = 10
CANDIDATES_SHOWN = 5
COMPARED = 25
EARTH_RADIUS_M = 6_371_000


@dataclass(frozen=True, slots=True)
class Place:
    """A city as an address gives it, with whatever else is known of where it is."""

    city: str
    region: str = ""
    postcode: str = ""
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """The locality meant, or proposed where not certain; candidates are (code, name, score), best first."""

    locality_code: str | None
    score: float
    certain: bool
    candidates: tuple[tuple[str, str, float], ...]


class Entry(NamedTuple):
    """A locality as the gazetteer needs it."""

    code: str
    name: str
    name_ar: str
    also: Sequence[str]
    region: str
    postcode: str
    latitude: float
    longitude: float
    population: int


NOTHING = Match(None, 0.0, False, ())


class Gazetteer:
    """The localities of one country, ready to be looked up by any of their spellings."""

    def __init__(self, entries: Iterable[Entry], regions: Iterable[tuple[str, str, str]]) -> None:
        self.entries = sorted(entries, key=lambda entry: (-entry.population, entry.code))
        self.own: dict[str, list[int]] = defaultdict(list)
        self.spelt: dict[str, list[int]] = defaultdict(list)
        self.consonants: dict[str, list[int]] = defaultdict(list)
        for at, entry in enumerate(self.entries):
            _file(self.own, at, map(fold, (entry.name, entry.name_ar)))
            _file(self.spelt, at, map(fold, (entry.name, entry.name_ar, *entry.also)))
            _file(self.consonants, at, map(skeleton, (entry.name, entry.name_ar, *entry.also)))
        self.spellings = sorted(self.spelt)
        self.skeletons = sorted(self.consonants)
        self.regions: dict[str, str] = {}
        for code, name, name_ar in regions:
            for said in filter(None, (code, code.partition("-")[2], name, name_ar)):
                self.regions.setdefault(fold(said), code)

    def match(self, places: Sequence[Place]) -> list[Match]:
        """One match for each place; a place that comes again costs nothing."""
        alike: dict[str, dict[int, float]] = {}
        known: dict[Place, Match] = {}
        for place in places:
            if place not in known:
                known[place] = self._match(place, alike)
        return [known[place] for place in places]

    def _match(self, place: Place, alike: dict[str, dict[int, float]]) -> Match:
        text, said = fold(place.city), fold(place.region)
        if said and text.endswith(f" {said}") and text not in self.spelt:
            text = text.removesuffix(said).strip()
        if not text:
            return NOTHING
        if text in self.spelt:
            scores = dict.fromkeys(self.spelt[text], EXACT)
        else:
            if text not in alike:
                alike[text] = self._alike(text, place.city)
            scores = alike[text]
        if not scores:
            return NOTHING
        return self._decide(place, text, self.regions.get(said, ""), scores)

    def _alike(self, text: str, city: str) -> dict[int, float]:
        """The localities whose spelling is near, each with the score of its nearest spelling."""
        scores: dict[int, float] = {}
        found = process.extract(
            text, self.spellings, scorer=fuzz.ratio, limit=COMPARED, score_cutoff=WORTH_SHOWING
        )
        for spelling, score, _ in found:
            _raise(scores, self.spelt[spelling], score)
        if found and found[0][1] >= SURE:
            return scores
        for part in _parts(text):
            if part in self.spelt:
                _raise(scores, self.spelt[part], WITHIN_A_LONGER_TEXT)
                break
        bones = skeleton(city)
        if len(bones.replace(" ", "")) >= SHORTEST_SKELETON:
            for spelling, score, _ in process.extract(
                bones, self.skeletons, scorer=fuzz.ratio, limit=COMPARED,
                score_cutoff=WORTH_SHOWING / SAME_CONSONANTS,
            ):  # fmt: skip
                _raise(scores, self.consonants[spelling], score * SAME_CONSONANTS)
        return scores

    def _decide(self, place: Place, text: str, region: str, scores: dict[int, float]) -> Match:
        inside = {at: score for at, score in scores.items() if self.entries[at].region == region}
        agrees = not region or (bool(inside) and max(inside.values()) >= min(SURE, max(scores.values())))
        pool = inside if region and agrees else scores
        best = max(pool.values())
        contenders = sorted(at for at, score in pool.items() if score > best - MARGIN)
        chosen, clear = self._choose(place, text, contenders, best)
        certain = clear and agrees and best >= SURE and not self._is_far(place, chosen)
        ranked = sorted(scores, key=lambda at: (at != chosen, -scores[at], at))
        candidates = tuple(
            (self.entries[at].code, self.entries[at].name, round(scores[at], 1))
            for at in ranked[:CANDIDATES_SHOWN]
        )
        return Match(self.entries[chosen].code, round(best, 1), certain, candidates)

    def _choose(self, place: Place, text: str, contenders: list[int], best: float) -> tuple[int, bool]:
        """The contender that the evidence names and true, or the likeliest one and false."""
        if len(contenders) == 1:
            return contenders[0], True
        if near := self._nearest(place, contenders):
            return near[0], True
        if len(fitting := self._by_postcode(place.postcode, contenders)) == 1:
            return fitting[0], True
        if best == EXACT:
            own = self.own.get(text, ())
            contenders = [at for at in contenders if at in own] or contenders
        first, *others = contenders  # the most populous comes first
        one_name = best == EXACT or len({fold(self.entries[at].name) for at in contenders}) == 1
        people = max((self.entries[at].population for at in others), default=-1)
        return first, one_name and (
            not others or self.entries[first].population >= max(MANY_TIMES * people, 1)
        )

    def _away(self, place: Place, at: int) -> float | None:
        if place.latitude is None or place.longitude is None:
            return None
        entry = self.entries[at]
        return distance_m((place.latitude, place.longitude), (entry.latitude, entry.longitude))

    def _is_far(self, place: Place, at: int) -> bool:
        away = self._away(place, at)
        return away is not None and away > FAR_M

    def _nearest(self, place: Place, contenders: list[int]) -> list[int]:
        away = {at: self._away(place, at) for at in contenders}
        near = [(metres, at) for at, metres in away.items() if metres is not None and metres <= NEAR_M]
        return [at for _, at in sorted(near)]

    def _by_postcode(self, postcode: str, contenders: list[int]) -> list[int]:
        """The contenders whose postcode begins as the given one does, for the longest."""
        given = "".join(postcode.split()).upper()
        shared = {at: _same_start(given, self.entries[at].postcode) for at in contenders}
        longest = max(shared.values())
        return [at for at in contenders if shared[at] == longest] if longest >= 2 else []


def distance_m(one: tuple[float, float], other: tuple[float, float]) -> float:
    """The way over the ground between two points (latitude, longitude), as the crow flies.

    >>> round(distance_m((34.0, -5.0), (34.0, -5.0))), round(distance_m((0.0, 0.0), (0.0, 1.0)) / 1000)
    (0, 111)
    """
    (latitude, longitude), (to_latitude, to_longitude) = map(radians, one), map(radians, other)
    half = sin((to_latitude - latitude) / 2) ** 2
    half += cos(latitude) * cos(to_latitude) * sin((to_longitude - longitude) / 2) ** 2
    return 2 * EARTH_RADIUS_M * asin(sqrt(min(1.0, half)))


def _file(index: dict[str, list[int]], at: int, spellings: Iterable[str]) -> None:
    for spelling in {*spellings} - {""}:
        index[spelling].append(at)


def _raise(scores: dict[int, float], those: Iterable[int], score: float) -> None:
    for at in those:
        scores[at] = max(scores.get(at, 0.0), score)


def _parts(text: str) -> Iterator[str]:
    """Runs of whole words of a text, the longest first."""
    words = text.split()
    for length in range(len(words) - 1, 0, -1):
        for start in range(len(words) - length + 1):
            yield " ".join(words[start : start + length])


def _same_start(one: str, other: str) -> int:
    return next(
        (at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
