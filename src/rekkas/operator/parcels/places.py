"""Which localities the rows mean: what is certain, what a person decided, and what a person must decide."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from postkit.places import Candidate, Verdict
from postkit.text import fold
from rekkas.operator.parcels.errors import DecisionsNotRight
from rekkas.territory.queries import Understood, Written, localities_named, understand_addresses

CANDIDATES = 5
DOUBTFUL_HEADER = (
    "line", "field", "city", "region", "postcode", "rows", "decision",
    *(f"{part}{rank}" for rank in range(1, CANDIDATES + 1) for part in ("code", "name", "score")),
)  # fmt: skip
Mark = tuple[str, str]  # a city and its region as the file writes them, folded


def mark_of(place: Written) -> Mark:
    return fold(place.locality), fold(place.region)


@dataclass(slots=True)
class Doubt:
    """A place that a person must decide, with the first line that names it."""

    line: int
    field: str
    place: Written
    answer: Understood
    rows: int = 0

    def cells(self) -> list[str]:
        found = [cell for code, name, score, _ in self.answer.candidates for cell in (code, name, str(score))]
        found += [""] * (3 * CANDIDATES - len(found))
        place = self.place
        return [
            str(self.line),
            self.field,
            place.locality,
            place.region,
            place.postcode,
            str(self.rows),
            "",
            *found,
        ]


@dataclass(slots=True)
class Places:
    """The places of one file, matched as rows ask for them."""

    country: str
    decisions: dict[Mark, str] = field(default_factory=dict)
    doubts: dict[Mark, Doubt] = field(default_factory=dict)

    def match(self, places: Sequence[Written]) -> list[Understood]:
        """The locality of each place; a decision goes before what is matched."""
        found = understand_addresses(self.country, places)
        return [
            _decided(self.decisions[mark]) if (mark := mark_of(place)) in self.decisions else answer
            for place, answer in zip(places, found, strict=True)
        ]

    def doubt(self, line: int, name: str, place: Written, answer: Understood) -> None:
        self.doubts.setdefault(mark_of(place), Doubt(line, name, place, answer)).rows += 1


def _decided(code: str) -> Understood:
    """What a person has said."""
    return Understood(Verdict.SURE, (Candidate(code, "", 100.0, ()),))


def read_decisions(path: Path, country: str) -> dict[Mark, str]:
    """What a person wrote into the column ``decision`` of a file of doubtful places: a locality's code."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        if not {"city", "region", "decision"} <= set(reader.fieldnames or ()):
            raise DecisionsNotRight(
                file=path, line=1, reason="the columns city, region and decision are needed"
            )
        rows = [(reader.line_num, row) for row in reader]
    return _checked(path, country, [(line, row) for line, row in rows if (row["decision"] or "").strip()])


def _checked(path: Path, country: str, rows: Iterable[tuple[int, dict[str, str]]]) -> dict[Mark, str]:
    decided = [
        (line, (fold(r["city"]), fold(r["region"])), r["decision"].strip().upper()) for line, r in rows
    ]
    known = localities_named(code for _, _, code in decided)
    for line, _, code in decided:
        if code not in known or known[code].country_id != country:
            raise DecisionsNotRight(file=path, line=line, reason=f"{code} is not the code of a locality")
    return {mark: code for _, mark, code in decided}
