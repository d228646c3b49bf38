"""What remains of an address when its place is taken out: the street, and the landmarks beside it."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from postkit.places import words
from postkit.places.finding import Hit
from postkit.places.reading import Reading, Segment, Text

BEFORE_A_PLACE = words.PARTICLE | words.TOWN | words.VILLAGE
SAYS_NOTHING = words.PARTICLE | words.TELEPHONE
TO_LOOK_INTO = SAYS_NOTHING | words.LANDMARK | words.AMENITY | words.CODE


class Taken(NamedTuple):
    """What was understood, and is not said again: the chosen entry, its region, the postcode, the country."""

    chosen: int | None
    region: str
    postcode: str
    country_names: frozenset[str]


def remains(reading: Reading, hits: Sequence[Hit], taken: Taken) -> tuple[str, tuple[str, ...]]:
    """The street and the landmarks. Without a chosen place, names of places stay where they are.

    The field of the town gives what is more than a town's name in it, a quarter; that too only beside a chosen place.
    """
    streets: list[str] = []
    landmarks: list[str] = []
    for text in reading.texts:
        if text.is_locality and taken.chosen is None:
            continue
        for segment in text.segments:
            here = [hit for hit in hits if hit.segment is segment]
            if not here and not segment.said & TO_LOOK_INTO:
                streets.append(_written(text, segment, 0, len(segment.words) - 1))
                continue
            left = _left(segment, here, taken)
            if not left:
                continue
            first = _first_landmark(segment, left)
            streets += _said(text, segment, [at for at in left if at < first])
            landmarks += _said(text, segment, [at for at in left if at >= first])
    return _joined(streets), tuple(landmarks)


def _joined(parts: Sequence[str]) -> str:
    """The parts with the comma of their script."""
    said = ""
    for part in parts:
        comma = "، " if "\u0600" <= said[-1:] <= "\u06ff" else ", "
        said += comma + part if said else part
    return said


def _left(segment: Segment, hits: Sequence[Hit], taken: Taken) -> list[int]:
    """The words of a segment that are no place, no country and no word that only announces something."""
    if segment.said & words.CODE and segment.words[0] == taken.postcode:
        return []
    gone: set[int] = set()
    for hit in hits:
        if _is_chosen(hit, taken):
            first = hit.first
            while first and segment.kinds[first - 1] & BEFORE_A_PLACE:
                first -= 1
            gone.update(range(first, hit.last + 1))
        elif _is_round_it(hit, taken):
            gone.update(range(len(segment.words)))
    left = [at for at in range(len(segment.words)) if at not in gone]
    while left and segment.kinds[left[-1]] & words.TELEPHONE:
        left.pop()
    return [] if all(segment.kinds[at] & SAYS_NOTHING for at in left) else left


def _is_chosen(hit: Hit, taken: Taken) -> bool:
    if taken.chosen is None or not (hit.stands_out or hit.text.is_locality):
        return False
    return any(named.at == taken.chosen for named in hit.named)


def _is_round_it(hit: Hit, taken: Taken) -> bool:
    """Whether a segment only says the region or the country."""
    if not hit.fills:
        return False
    if taken.chosen is not None and hit.region and hit.region == taken.region:
        return True
    return " ".join(hit.segment.words[hit.first : hit.last + 1]) in taken.country_names


def _first_landmark(segment: Segment, left: Sequence[int]) -> int:
    if left and segment.kinds[left[0]] & words.AMENITY:
        return left[0]
    return next((at for at in left if segment.kinds[at] & words.LANDMARK), len(segment.words))


def _said(text: Text, segment: Segment, places: Sequence[int]) -> Iterator[str]:
    """The words as they were written, run by run."""
    run: list[int] = []
    for at in places:
        if run and at != run[-1] + 1:
            yield _written(text, segment, run[0], run[-1])
            run = []
        run.append(at)
    if run:
        yield _written(text, segment, run[0], run[-1])


def _written(text: Text, segment: Segment, first: int, last: int) -> str:
    return " ".join(text.text[segment.starts[first] : segment.ends[last]].split())
