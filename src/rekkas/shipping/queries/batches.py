"""Tables of merchants: how far each is, what is wrong with which row, which places are in doubt."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, Min, Sum

from postkit.sheets import Mapping as ColumnMapping
from postkit.sheets import Proposal, Row, propose
from rekkas.catalogue import queries as catalogue
from rekkas.catalogue.choices import Scope
from rekkas.shipping.choices import RowState
from rekkas.shipping.drafts import (
    FIELDS,
    SAMPLE_PARTS,
    Drafting,
    Habits,
    KeptRow,
    columns_digest,
    habits_of,
    products_by_word,
    rows_of,
    table_columns,
)
from rekkas.shipping.errors import UnknownBatch
from rekkas.shipping.models import Batch, BatchPart, BatchRow, KeptMapping, KeptPlace
from rekkas.territory import queries as territory

SAMPLE_ROWS = 200
DOUBTS_SHOWN = 50
LABELS_IN_A_FILE = 1_000


def batches_of(customer: str) -> Any:
    """The tables of a merchant, the latest first."""
    return Batch.objects.filter(customer_code=customer).order_by("-number")


def batch(customer: str, number: int) -> Batch:
    """One table of a merchant."""
    row = Batch.objects.filter(customer_code=customer, number=number).first()
    if row is None:
        raise UnknownBatch(number=number)
    return row


def batch_for_update(customer: str, number: int) -> Batch:
    """The same, kept from others until the end of the transaction."""
    row = Batch.objects.select_for_update().filter(customer_code=customer, number=number).first()
    if row is None:
        raise UnknownBatch(number=number)
    return row


def batch_of_content(customer: str, digest: bytes) -> Batch | None:
    """The last table of a merchant with the very same content that was not dropped."""
    rows = Batch.objects.filter(customer_code=customer, content_digest=digest).exclude(state="dropped")
    return rows.order_by("-number").first()


def last_number(customer: str) -> int:
    return int(Batch.objects.filter(customer_code=customer).aggregate(last=Max("number"))["last"] or 0)


@dataclass(frozen=True, slots=True)
class Standing:
    """How many rows of a table stand how, how many parts wait for a worker, and what the rows cost in all."""

    counts: Mapping[str, int]
    waiting: int
    parts: int
    amount: int
    currency: str

    @property
    def done(self) -> int:
        """How many of a thousand are worked off."""
        return round(1000 * (self.parts - self.waiting) / self.parts) if self.parts else 0

    @property
    def to_mend(self) -> int:
        return sum(self.counts.get(state, 0) for state in (RowState.WRONG, RowState.DECLINED))


def standing_of(row: Batch, currency: str) -> Standing:
    """How far a table is."""
    grouped = (
        BatchRow.objects.filter(batch=row).values("state").annotate(count=Count("pk"), cost=Sum("amount"))
    )
    counts = {one["state"]: (one["count"], one["cost"] or 0) for one in grouped}
    parts = BatchPart.objects.filter(batch=row)
    return Standing(
        {state: count for state, (count, _) in counts.items()},
        parts.exclude(task="").count(), parts.count(),
        sum(cost for state, (_, cost) in counts.items() if state in (RowState.READY, RowState.MADE)), currency,
    )  # fmt: skip


def sample_of(row: Batch) -> list[KeptRow]:
    """The first rows of a table, as they stand there."""
    bodies = BatchPart.objects.filter(batch=row, place__lt=SAMPLE_PARTS).order_by("place")
    return [kept for body in bodies.values_list("body", flat=True) for kept in rows_of(bytes(body))]


def proposals_for(row: Batch, sample: Sequence[KeptRow]) -> list[Proposal]:
    """Which column may be which field of a shipment."""
    rows = [Row(kept.line, tuple(kept.cells)) for kept in sample[:SAMPLE_ROWS]]
    return [one for one in propose(table_columns(row.columns), rows) if one.field in FIELDS]


def kept_mapping(customer: str, columns: Sequence[Sequence[str]]) -> KeptMapping | None:
    """What a merchant said once of tables with these columns."""
    rows = KeptMapping.objects.filter(customer_code=customer, columns_digest=columns_digest(columns))
    return rows.first()


def habits_in(row: Batch, mapping: ColumnMapping, currency: str) -> Habits:
    """How the table writes numbers, by its first rows."""
    return habits_of(mapping.fit(table_columns(row.columns)).fields, sample_of(row), currency)


def drafting_of(row: Batch, country: Any) -> Drafting:
    """How the rows of a table become drafts."""
    mapping = ColumnMapping.from_dict(row.mapping)
    fields = mapping.fit(table_columns(row.columns)).fields
    products = catalogue.products_of(country.iso, Scope.DOMESTIC)
    return Drafting(
        {name: column.position for name, column in fields.items()},
        {column.key: name for name, column in fields.items()}, row.fixed, Habits(**row.habits), country.iso,
        country.currency, products_by_word(products), row.product,
    )  # fmt: skip


def kept_places(customer: str) -> dict[str, str]:
    """The localities that a merchant chose for places as they write them."""
    rows = KeptPlace.objects.filter(customer_code=customer)
    return dict(rows.values_list("mark", "locality_code"))


def rows_in(row: Batch, states: Sequence[str] = ()) -> Any:
    """The rows of a table in their order, those in some states or all."""
    rows = BatchRow.objects.filter(batch=row).order_by("line")
    return rows.filter(state__in=states) if states else rows


def row_at(row: Batch, line: int) -> BatchRow:
    """One row of a table."""
    found = BatchRow.objects.filter(batch=row, line=line).first()
    if found is None:
        raise UnknownBatch(number=f"{row.number}:{line}")
    return found


def cells_at(row: Batch, part: int, lines: Sequence[int]) -> list[KeptRow]:
    """Rows of one part as they stand in the table."""
    wanted = set(lines)
    body = BatchPart.objects.get(batch=row, place=part).body
    return [kept for kept in rows_of(bytes(body)) if kept.line in wanted]


@dataclass(frozen=True, slots=True)
class Doubt:
    """A place as rows of a table write it, of which a person must say which one is meant."""

    mark: str
    written: str
    count: int
    line: int
    candidates: tuple[tuple[str, str, float], ...]

    @property
    def likeliest(self) -> tuple[str, float, float] | None:
        """The first candidate, its score, and how far it is ahead of the next."""
        if not self.candidates:
            return None
        code, _name, score = self.candidates[0]
        return code, score, score - (self.candidates[1][2] if len(self.candidates) > 1 else 0.0)


def doubts_of(row: Batch, limit: int = DOUBTS_SHOWN) -> list[Doubt]:
    """The places in doubt, those of the most rows first; ``limit`` 0 is all of them."""
    rows = BatchRow.objects.filter(batch=row, state=RowState.DOUBTFUL)
    grouped = rows.values("mark").annotate(count=Count("pk"), first=Min("line")).order_by("-count", "first")
    groups = list(grouped[:limit] if limit else grouped)
    firsts = {one.line: one for one in rows.filter(line__in=[group["first"] for group in groups])}
    found = []
    for group in groups:
        first = firsts[group["first"]]
        draft = first.draft
        written = " · ".join(
            draft[name] for name in ("locality", "region", "postcode") if draft.get(name)
        ) or str(draft.get("street", ""))
        candidates = tuple((code, name, score) for code, name, score in first.candidates)
        found.append(Doubt(group["mark"], written, group["count"], first.line, candidates))
    return found


def doubt_count(row: Batch) -> int:
    """How many places of a table are in doubt, each counted once however many rows write it."""
    rows = BatchRow.objects.filter(batch=row, state=RowState.DOUBTFUL)
    return rows.values("mark").distinct().count()


def likeliest_choices(row: Batch, least: int) -> dict[str, str]:
    """A rule for doubts: the first candidate wherever its score is at least so many and no other has the same."""
    found = {}
    for doubt in doubts_of(row, 0):
        best = doubt.likeliest
        if best is not None and best[1] >= least and best[2] > 0:
            found[doubt.mark] = best[0]
    return found


def localities_chosen(country: str, codes: Sequence[str]) -> dict[str, Any]:
    """Those of these localities that are the country's and not retired, by code."""
    known = territory.held_localities(codes)
    return {code: place for code, place in known.items() if place.country_id == country and not place.retired}


def label_files_of(row: Batch) -> list[tuple[int, int]]:
    """The files into which the labels of a table are parted: each with how many are in it."""
    count = BatchRow.objects.filter(batch=row, state=RowState.MADE).count()
    starts = range(0, count, LABELS_IN_A_FILE)
    return [(part, min(LABELS_IN_A_FILE, count - start)) for part, start in enumerate(starts, start=1)]


def numbers_in_shelf_order(row: Batch, part: int) -> list[str]:
    """The parcels of one such file, as one walks along the shelves: by shelf, by what is inside, by row."""
    rows = BatchRow.objects.filter(batch=row, state=RowState.MADE).order_by(
        "draft__shelf", "draft__contents", "line"
    )
    start = (part - 1) * LABELS_IN_A_FILE
    return list(rows.values_list("number", flat=True)[start : start + LABELS_IN_A_FILE]) if part > 0 else []


def answers_of(row: Batch) -> Iterator[tuple[list[str], BatchRow]]:
    """Each row of a table as it stands there, and what became of it; a part at a time."""
    for place, body in (
        BatchPart.objects.filter(batch=row).order_by("place").values_list("place", "body").iterator()
    ):
        answers = {one.line: one for one in BatchRow.objects.filter(batch=row, part=place)}
        for kept in rows_of(bytes(body)):
            if kept.line in answers:
                yield kept.cells, answers[kept.line]
