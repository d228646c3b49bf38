"""Which column of a merchant's table is which field: proposed with a score, kept as plain data, applied again.

A proposal weighs two kinds of evidence. The heading is compared with the words by which people know a field, in five
languages and by nearness where it is misspelt. The cells are looked at: a column whose cells are no telephones is
hardly one, whatever its heading says. Without a heading only looks that nothing else has (telephone, e-mail) propose
anything. Two columns headed alike, one in Latin and one in Arabic letters, are a field and its partner. The best pair
comes first; a column has one field at most, and a field one column. A person looks the proposals over.

A `Mapping` names columns by their keys, so it fits any file with these columns, in whatever order.

>>> from postkit.sheets.table import Limits, columns_of
>>> columns = columns_of(["Réf", "Nom du client", "Télephone", "Ville", "Note interne", ""], Limits())
>>> rows = [("A-1", "Amina Alaoui", "0612345678", "Fès", "", "amina@example.org")]
>>> found = propose(columns, rows)
>>> [(one.field, one.column, one.score) for one in found]
[('reference', 'réf', 1.0), ('name', 'nom du client', 1.0), ('locality', 'ville', 1.0), ('phone', 'télephone', 1.0), \
('email', 'f', 0.55)]
>>> mapping = mapping_of(found, columns)
>>> fit = mapping.fit(columns_of(["Ville", "Réf", "Nom du client", "Code"], Limits()))
>>> fit.fields["reference"].position, fit.missing, [column.text for column in fit.new]
(1, (('phone', 'télephone'), ('email', 'f')), ['Code'])
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Any

from rapidfuzz import fuzz

from postkit.sheets.evidence import looks_like
from postkit.sheets.headings import Field, fields, heading_words, is_other
from postkit.sheets.table import Column, Row

SAMPLE_ROWS = 200
LEAST = 0.5  # a weaker proposal is none
_CELLS_WEIGH = 0.25
_LEAST_BY_HEADING = 0.4  # one word of three says nothing
_NEAR, _NEAR_FROM_LENGTH = 84, 5
_UNMISTAKABLE = {"email": 0.55, "phone": 0.5}  # looks that propose a field where the heading says nothing
_CONTRADICTED = 0.2
_PARTNER, _PARTNER_FROM = 0.85, 0.6
_STRICT = frozenset({"email", "phone", "weight", "amount", "postcode", "arabic", "yes-no"})


class NotAMapping(ValueError):
    """Kept data that is no mapping; ``code`` is shape, field, field-twice or column-twice."""

    def __init__(self, code: str, said: str) -> None:
        super().__init__(f"{code}: {said}")
        self.code = code


@dataclass(frozen=True, slots=True)
class Proposal:
    """A field for a column: its key, the score from 0 to 1, and of it what heading and cells say (None: nothing)."""

    field: str
    column: str
    score: float
    by_heading: float
    by_cells: float | None


@dataclass(frozen=True, slots=True)
class Fit:
    """A mapping in one file: the columns by field, the pairs of field and key that it lacks, and columns never seen."""

    fields: dict[str, Column]
    missing: tuple[tuple[str, str], ...]
    new: tuple[Column, ...]

    def values(self, row: Row) -> dict[str, str]:
        """The cells of a row by field."""
        return {field: row.cells[column.position] for field, column in self.fields.items()}


@dataclass(frozen=True, slots=True)
class Mapping:
    """Pairs of a field and the key of its column, and all keys of the file for which they were chosen."""

    pairs: tuple[tuple[str, str], ...]
    known: frozenset[str]

    def __post_init__(self) -> None:
        for field, _ in self.pairs:
            if field not in fields():
                raise NotAMapping("field", f"{field!r} is no field")
        if len({field for field, _ in self.pairs}) != len(self.pairs):
            raise NotAMapping("field-twice", "a field has two columns")
        if len({column for _, column in self.pairs}) != len(self.pairs):
            raise NotAMapping("column-twice", "a column has two fields")

    def fit(self, columns: Sequence[Column]) -> Fit:
        """The mapping in a file with these columns."""
        by_key = {column.key: column for column in columns}
        return Fit(
            {field: by_key[key] for field, key in self.pairs if key in by_key},
            tuple((field, key) for field, key in self.pairs if key not in by_key),
            tuple(column for column in columns if column.key not in self.known),
        )

    def as_dict(self) -> dict[str, Any]:
        """Plain data to be kept.

        >>> Mapping((("phone", "tel"),), frozenset({"tel", "note"})).as_dict()
        {'fields': {'phone': 'tel'}, 'known': ['note', 'tel']}
        """
        return {"fields": dict(self.pairs), "known": sorted(self.known)}

    @classmethod
    def from_dict(cls, data: Any) -> "Mapping":
        """The mapping that was kept; `NotAMapping` where the data is something else."""
        pairs: Any = data.get("fields") if isinstance(data, dict) else None
        known: Any = data.get("known") if isinstance(data, dict) else None
        if not (isinstance(pairs, dict) and isinstance(known, list)):
            raise NotAMapping("shape", "it has no fields, or no known columns")
        if not all(isinstance(one, str) for one in (*pairs, *pairs.values(), *known)):
            raise NotAMapping("shape", "it is not made of texts")
        return cls(tuple(pairs.items()), frozenset(known))


def propose(columns: Sequence[Column], rows: Iterable[Row | Sequence[str]]) -> list[Proposal]:
    """The fields that the columns seem to be, in the order of the fields; looks at the first rows only."""
    sample = [row.cells if isinstance(row, Row) else row for row in islice(rows, SAMPLE_ROWS)]
    found: list[tuple[float, int, int, Proposal]] = []
    for column in columns:
        cells = [row[column.position] for row in sample if column.position < len(row)]
        for place, field in enumerate(fields().values()):
            proposal = _proposal(field, column, cells)
            if proposal.score >= LEAST:
                found.append((-proposal.score, column.position, place, proposal))
    chosen: dict[str, Proposal] = {}
    taken: set[str] = set()
    for *_, proposal in sorted(found, key=lambda one: one[:3]):
        if proposal.field not in chosen and proposal.column not in taken:
            chosen[proposal.field] = proposal
            taken.add(proposal.column)
    return [chosen[code] for code in fields() if code in chosen]


def mapping_of(proposals: Iterable[Proposal], columns: Sequence[Column]) -> Mapping:
    """The mapping that takes proposals as they are."""
    pairs = tuple((one.field, one.column) for one in proposals)
    return Mapping(pairs, frozenset(column.key for column in columns))


def _proposal(field: Field, column: Column, cells: Sequence[str]) -> Proposal:
    by_heading = _by_heading(field, column)
    main = _mains().get(field.code)
    by_cells = (
        looks_like(field.looks, cells) if by_heading or main or _cells_may_tell(field, column) else None
    )
    if main is not None and by_cells is not None and by_cells >= _PARTNER_FROM:
        by_heading = max(by_heading, _PARTNER * _by_heading(main, column))
    return Proposal(
        field.code, column.key, _score(field, by_heading, by_cells), round(by_heading, 3), by_cells
    )


@lru_cache(maxsize=1)
def _mains() -> dict[str, Field]:
    """The field of which another is the partner, by the partner's code."""
    return {field.partner: field for field in fields().values() if field.partner}


def _cells_may_tell(field: Field, column: Column) -> bool:
    """Whether cells alone may propose a field: the look is unmistakable, and the heading says nothing else."""
    return field.looks in _UNMISTAKABLE and not is_other(column.text) and heading_words(column.text) != ""


def _score(field: Field, by_heading: float, by_cells: float | None) -> float:
    if not by_heading:
        return round(_UNMISTAKABLE.get(field.looks, 0.0) * (by_cells or 0.0), 3)
    if by_cells is None:
        return round(by_heading * (1 - _CELLS_WEIGH / 2), 3)  # an empty column says neither yes nor no
    score = (1 - _CELLS_WEIGH) * by_heading + _CELLS_WEIGH * by_cells
    return round(score * (0.4 if field.looks in _STRICT and by_cells < _CONTRADICTED else 1), 3)


def _by_heading(field: Field, column: Column) -> float:
    """How near a heading comes to a word for the field: 1 where it is one, less by nearness or as a part of it."""
    if column.is_unnamed or is_other(column.text):
        return 0.0
    said = heading_words(column.text)
    if said in field.words:
        return 1.0
    if not said:
        return 0.0
    best = round(max(_nearness(said, word) for word in field.words), 3)
    return best if best >= _LEAST_BY_HEADING else 0.0


def _nearness(said: str, word: str) -> float:
    near = fuzz.ratio(said, word) if min(len(said), len(word)) >= _NEAR_FROM_LENGTH else 0.0
    if near >= _NEAR:
        return 0.95 * near / 100
    parts, wanted = said.split(), word.split()
    if set(wanted) <= set(parts):
        return 0.85 * len(wanted) / len(parts) + 0.1 * (parts[0] == wanted[0])
    return 0.0
