"""Addresses understood, one or many."""

from collections.abc import Iterable

from postkit.places.claims import evidence_of
from postkit.places.deciding import candidates, decide
from postkit.places.finding import Finder
from postkit.places.gazetteer import Gazetteer
from postkit.places.grid import Point
from postkit.places.model import Understood, Verdict, Written
from postkit.places.reading import read
from postkit.places.remaining import Taken, remains
from postkit.places.words import KINDS, PARTICLE, REGION
from postkit.plus_codes import decode, is_full, recover
from postkit.text import fold

MOST_SIGNS = 1_000  # of a field: what is longer is no address, and is given back as it is


def understand(parts: Written, gazetteer: Gazetteer) -> Understood:
    """What one address says."""
    return understand_all([parts], gazetteer)[0]


def understand_all(rows: Iterable[Written], gazetteer: Gazetteer) -> list[Understood]:
    """What each of many addresses says, in their order; what comes again costs nothing."""
    finder = Finder(gazetteer)
    known: dict[Written, Understood] = {}
    answers = []
    for parts in rows:
        answer = known.get(parts)
        if answer is None:
            answer = known[parts] = _understand(parts, finder)
        answers.append(answer)
    return answers


def _understand(parts: Written, finder: Finder) -> Understood:
    fields = parts.street, parts.whole, parts.locality
    if max(map(len, fields)) > MOST_SIGNS:
        return Understood(Verdict.UNKNOWN, street=", ".join(filter(None, fields)))
    gazetteer = finder.gazetteer
    reading = read(parts, gazetteer)
    said = _folded_region(parts.region, gazetteer) if parts.region else ""
    found = finder.find(reading, tuple(said.split()))
    position = parts.position or (_middle(reading.plus_code) if reading.plus_code else None)
    named = gazetteer.regions.get(said, "")
    evidence = evidence_of(found.telling, named, reading.postcodes, position, gazetteer)
    verdict, claims = decide(found, evidence, gazetteer)
    chosen = claims[0].at if verdict in (Verdict.SURE, Verdict.LIKELY) else None
    region = evidence.region or (gazetteer.entries[chosen].region if chosen is not None else "")
    taken = Taken(chosen, region, evidence.postcode, gazetteer.country_names)
    street, landmarks = remains(reading, found.hits, taken)
    code, position = "", None
    if reading.plus_code:
        code, position = _located(reading.plus_code, chosen, gazetteer)
    return Understood(
        verdict=verdict, candidates=candidates(claims, gazetteer), street=street, landmarks=landmarks,
        postcode=evidence.postcode, region=evidence.region, telephone=reading.telephone, plus_code=code,
        position=position,
    )  # fmt: skip


def _folded_region(text: str, gazetteer: Gazetteer) -> str:
    """The region as it is compared, without a word such as province before it."""
    said = fold(text)
    while said not in gazetteer.regions and " " in said:
        first, _, rest = said.partition(" ")
        if not KINDS.get(first, 0) & (REGION | PARTICLE):
            break
        said = rest
    return said


def _located(code: str, chosen: int | None, gazetteer: Gazetteer) -> tuple[str, Point | None]:
    """The plus code, whole where a town stands for what it lacks, and the middle of its cell."""
    if not is_full(code) and chosen is not None:
        code = recover(code, *gazetteer.position(chosen))
    return code, _middle(code)


def _middle(code: str) -> Point | None:
    return decode(code).center if is_full(code) else None
