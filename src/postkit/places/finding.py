"""Where names of places stand in an address, and how sure each is of being the place and not something else.

A name that fills its segment is likeliest the place. One at the end of a segment often is (12 rue X Rabat), one at its
beginning less often, one in the middle seldom; one right after a word such as street, quarter or near names that
(rue de Rabat). What it costs to stand there is taken from the score of the name.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.fuzz import ratio

from postkit.places import words
from postkit.places.gazetteer import Gazetteer, Named
from postkit.places.model import Reason
from postkit.places.reading import Reading, Segment, Text

AT_THE_END, AT_THE_BEGINNING, IN_THE_MIDDLE, AFTER_A_STREET_WORD = 4.0, 12.0, 22.0, 35.0
PART_OF_A_LOCALITY = 15.0  # "Rabat Agdal" in the field of the town
DOUBTFUL_WORD, AFTER_A_REGION_WORD = 15.0, 30.0  # C. is a street and a municipality
STRONG, SPELT_SO = 82.0, 95.0
MOST_WORDS_COMPARED, LAST_WORDS_COMPARED = 5, 3
PREPOSITIONS = "بلو"  # written together with the name after them: in, to, and
EXPLAINED = words.PARTICLE | words.TOWN | words.VILLAGE | words.TELEPHONE
SHORTEST_CODE = 4  # figures that are likelier a postcode of an unknown form than a house


@dataclass(slots=True)
class Hit:
    """A name in a text: which words, what it names, what it costs to stand there."""

    text: Text
    segment: Segment
    first: int
    last: int
    named: tuple[Named, ...]
    region: str = ""
    cost: float = 0.0
    context: Reason | None = None
    fills: bool = False  # nothing else stands in the segment
    is_code: bool = False  # a region's letters: they say so only where they stand alone

    @property
    def best(self) -> float:
        return self.named[0].score - self.cost if self.named else 0.0

    @property
    def names_a_region(self) -> bool:
        """Whether it says a part of the country and no town."""
        if self.context is Reason.NAMES_A_REGION:
            return bool(self.region)
        return bool(self.region) and not self.named and self.stands_out

    @property
    def stands_out(self) -> bool:
        """Whether it stands where a town does: alone, or at the end or the beginning of its segment."""
        return self.cost <= AT_THE_BEGINNING

    @property
    def span(self) -> tuple[int, int]:
        """Where it stands in its text."""
        return self.segment.starts[self.first], self.segment.ends[self.last]


@dataclass(frozen=True, slots=True)
class Found:
    """All names that stand in an address, and those that may say where it is."""

    hits: list[Hit]
    telling: list[Hit]

    def follows_unknown(self, hit: Hit, gazetteer: Gazetteer) -> bool:
        """Whether the segment before a name is a name too that nothing explains: a quarter, or a misspelt town.

        A word such as street explains it, unless names of places begin so.
        """
        if hit.text.is_locality:
            return False
        before = None
        for segment in hit.text.segments:
            if segment is hit.segment:
                break
            if any(not kind & words.NUMBER for kind in segment.kinds):
                before = segment
        if before is None:
            return False
        telling = [
            (word, kind)
            for word, kind in zip(before.words, before.kinds, strict=True)
            if not kind & (words.NUMBER | words.PARTICLE)
        ]
        if not telling or (telling[0][1] & words.NAMES_OTHERS and telling[0][0] not in gazetteer.longest):
            return False
        return not any(one.segment is before and one.best >= SPELT_SO for one in self.hits)


class Finder:
    """Looks names up; what was compared once in a batch is not compared again."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer
        self._near: dict[str, tuple[Named, ...]] = {}

    def find(self, reading: Reading, region_words: tuple[str, ...] = ()) -> Found:
        """Every name of an address in the order written; spellings are compared only where none is as it should be.

        The field of the town goes before all others: where it names one, what stands elsewhere is no place.
        """
        hits = [
            hit
            for text in reading.texts
            for segment in text.segments
            for hit in self._exact(text, segment, region_words)
        ]
        if any(hit.text.is_locality and hit.fills and hit.named for hit in hits):
            return Found(hits, [hit for hit in hits if hit.text.is_locality or hit.names_a_region])
        fields = [text for text in reading.texts if text.is_locality]
        for text in fields or reading.texts:
            hits += self._compared(text, hits)
        if fields:
            if any(hit.best >= STRONG for hit in hits if hit.text.is_locality):
                return Found(hits, [hit for hit in hits if hit.text.is_locality or hit.names_a_region])
            self._look_elsewhere(reading, hits)
        if any(hit.best >= STRONG and hit.stands_out for hit in hits):
            return Found(hits, [hit for hit in hits if hit.context is not Reason.IN_A_STREET_NAME])
        return Found(hits, hits)

    def _look_elsewhere(self, reading: Reading, hits: list[Hit]) -> None:
        """Where the field of the town names none, another may; but that is not what was said."""
        for text in reading.texts:
            if not text.is_locality:
                hits += self._compared(text, hits)
        for hit in hits:
            if not hit.text.is_locality:
                hit.cost += PART_OF_A_LOCALITY
                hit.context = hit.context or Reason.NOT_IN_ITS_FIELD

    def _exact(self, text: Text, segment: Segment, region_words: tuple[str, ...]) -> list[Hit]:
        """The longest names of the gazetteer that stand in a segment."""
        said, kinds, longest = segment.words, segment.kinds, self.gazetteer.longest
        hits: list[Hit] = []
        until = -1
        for first, word in enumerate(said):
            most = longest.get(word)
            if most is None:
                if word[0] in PREPOSITIONS and (hit := self._after_preposition(text, segment, first)):
                    hits.append(hit)
                continue
            for last in range(min(first + most, len(said)) - 1, first - 1, -1):
                if last <= until:
                    break
                name = " ".join(said[first : last + 1])
                if hit := self._hit(text, segment, first, last, name):
                    hits.append(hit)
                    until = last
                    break
        if hits:
            hits = [hit for hit in hits if not _is_only_a_word(hit, kinds)]
            for hit in hits:
                _place(hit, hits, self.gazetteer, region_words)
            hits += [longer for hit in hits if (longer := self._longer(hit, hits, region_words))]
        return [hit for hit in hits if hit.fills or hit.named or not hit.is_code]

    def _longer(self, hit: Hit, hits: Sequence[Hit], region_words: tuple[str, ...]) -> Hit | None:
        """A longer name, misspelt, of which only the end is as it should be: Ciadde Tiradentes."""
        if hit.fills or hit.context is not Reason.WITHIN_LONGER_TEXT or not hit.named:
            return None
        best = max(self._longer_names(hit), key=lambda found: found[1][0].score, default=None)
        if best is None or best[1][0].score < STRONG:
            return None
        found = Hit(hit.text, hit.segment, best[0], hit.last, best[1])
        for one in hits:
            if found.first <= one.first and one.last <= found.last:
                one.cost += PART_OF_A_LOCALITY
        _place(found, [found], self.gazetteer, region_words)
        return found

    def _longer_names(self, hit: Hit) -> Iterator[tuple[int, tuple[Named, ...]]]:
        """From which word on a longer name may begin, and whom it names: of those that end so, and that begin so."""
        said, kinds = hit.segment.words, hit.segment.kinds
        for longer in self.gazetteer.ending.get(" ".join(said[hit.first : hit.last + 1]), ()):
            count = longer.count(" ") + 1
            for first in range(max(0, hit.last - count), min(hit.first, hit.last - count + 3)):
                yield first, self._spelt(longer, ratio(" ".join(said[first : hit.last + 1]), longer))
        for first in range(hit.first - 1, max(0, hit.first - LAST_WORDS_COMPARED) - 1, -1):
            if kinds[first] & words.PARTICLE:
                continue
            if kinds[first] or (first and kinds[first - 1] & words.NAMES_OTHERS):
                break
            names = self.gazetteer.beginning.get(said[first], ())
            text = " ".join(said[first : hit.last + 1])
            for longer, score, _ in process.extract(text, names, scorer=ratio, limit=1, score_cutoff=STRONG):
                yield first, self._spelt(longer, score)

    def _spelt(self, name: str, score: float) -> tuple[Named, ...]:
        return tuple(Named(at, score, Reason.NEAR_SPELLING) for at, *_ in self.gazetteer.names[name])

    def _hit(self, text: Text, segment: Segment, first: int, last: int, name: str) -> Hit | None:
        meaning = self.gazetteer.meanings.get(name)
        if meaning is None:
            return None
        return Hit(text, segment, first, last, meaning.named, meaning.region, is_code=meaning.is_code)

    def _after_preposition(self, text: Text, segment: Segment, first: int) -> Hit | None:
        """بالرباط, in Rabat: the preposition is written together with the name."""
        word = segment.words[first]
        bare = word[1:].removeprefix("ال") if len(word) > 4 else word[1:]
        return self._hit(text, segment, first, first, bare) if len(bare) > 2 else None

    def _compared(self, text: Text, found: Sequence[Hit]) -> Iterator[Hit]:
        """Names that are spelt nearly so, in segments that nothing explains."""
        filled = [hit.segment for hit in found if hit.fills]
        is_found = any(hit.best >= STRONG for hit in found)
        for segment in text.segments:
            if all(kind & words.NUMBER for kind in segment.kinds) or any(segment is one for one in filled):
                continue
            for first, last in _worth_comparing(segment, text.is_locality, is_found):
                name = " ".join(segment.words[first : last + 1])
                if name in self.gazetteer.meanings:
                    continue
                if named := self._alike(name):
                    hit = Hit(text, segment, first, last, named)
                    _place(hit, [hit], self.gazetteer, ())
                    yield hit
                    if hit.best >= STRONG:
                        break

    def _alike(self, name: str) -> tuple[Named, ...]:
        if name not in self._near:
            near = self.gazetteer.near(name)
            if not near or near[0].score < STRONG:
                near = tuple(
                    sorted((*near, *self.gazetteer.sounding(name)), key=lambda one: (-one.score, one.at))
                )
            self._near[name] = near
        return self._near[name]


def _is_only_a_word(hit: Hit, kinds: list[int]) -> bool:
    """Whether a name is a common word here: Jardim before the name of a garden, and not alone."""
    if not kinds[hit.first]:
        return False
    within = kinds[hit.first : hit.last + 1]
    return len(kinds) > len(within) and all(kind & ~words.NUMBER for kind in within)


def _place(hit: Hit, hits: list[Hit], gazetteer: Gazetteer, region_words: tuple[str, ...]) -> None:
    """Work out what it costs to stand there."""
    segment = hit.segment
    if hit.last - hit.first == len(segment.words) - 1:
        hit.fills = True
        return
    covered = {at for one in hits if one is not hit for at in range(one.first, one.last + 1)}
    before = hit.first - 1
    while before >= 0 and segment.kinds[before] & words.PARTICLE and before not in covered:
        before -= 1
    kind = segment.kinds[before] if before >= 0 and before not in covered else 0
    if kind & words.REGION:
        hit.cost, hit.context = AFTER_A_REGION_WORD, Reason.NAMES_A_REGION
        return
    left, right = (
        [at for at in side if at not in covered and not _is_explained(segment, at, gazetteer, region_words)]
        for side in (range(hit.first), range(hit.last + 1, len(segment.words)))
    )
    if kind & words.NAMES_OTHERS and not (hit.text.is_locality and kind & words.TOWN):
        doubtful = bool(kind & (words.TOWN | words.VILLAGE))
        hit.cost, hit.context = (DOUBTFUL_WORD if doubtful else AFTER_A_STREET_WORD), Reason.IN_A_STREET_NAME
    elif not (left or right):
        hit.fills = True
    elif hit.text.is_locality:
        hit.cost, hit.context = PART_OF_A_LOCALITY, Reason.WITHIN_LONGER_TEXT
    else:
        hit.cost = IN_THE_MIDDLE if left and right else AT_THE_END if left else AT_THE_BEGINNING
        hit.context = Reason.WITHIN_LONGER_TEXT


def _is_explained(segment: Segment, at: int, gazetteer: Gazetteer, region_words: tuple[str, ...]) -> bool:
    """Whether a word beside a name says nothing else; Vila may begin the name of another place."""
    word, kind = segment.words[at], segment.kinds[at]
    if kind & words.NUMBER:
        return len(word) >= SHORTEST_CODE
    if kind & words.PARTICLE and at == len(segment.words) - 1:
        return False
    if kind & words.VILLAGE and not kind & words.TOWN:
        return word not in gazetteer.longest
    return bool(kind & EXPLAINED) or word in region_words


def _worth_comparing(segment: Segment, is_locality: bool, found_elsewhere: bool) -> Iterator[tuple[int, int]]:
    """Which words of a segment may be a misspelt name: all of them, or the last ones."""
    kinds = segment.kinds
    first, last = 0, len(kinds) - 1
    while first < last and (kinds[first] & EXPLAINED or kinds[first] & words.NUMBER):
        first += 1
    while last > first and (kinds[last] & words.PARTICLE or kinds[last] & words.NUMBER):
        last -= 1
    others = any(kind & (words.NAMES_OTHERS | words.REGION) for kind in kinds[first : last + 1])
    if last - first < MOST_WORDS_COMPARED and (is_locality or not others):
        if first and not any(kind & words.NUMBER for kind in kinds):
            yield 0, last
        yield first, last
    if found_elsewhere and not is_locality:
        return
    for start in range(max(first + 1, last - LAST_WORDS_COMPARED + 1), last + 1):
        if not kinds[start - 1] & words.NAMES_OTHERS and not kinds[start] and len(segment.words[start]) > 3:
            yield start, last
