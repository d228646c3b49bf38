"""How the seals of an append-only record are read back and compared with its rows."""

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any

from postkit.evidence import Fault, KeptSeal, SealedRow, faults_in_lane
from rekkas.base.models import Lane, Seal

CHUNK = 5000


def faults_in(record: str, rows: Iterable[tuple[int, SealedRow]]) -> Iterator[Fault]:
    """Every place where a record does not agree with its seals. ``rows`` come by lane, then by seal."""
    by_lane = groupby(rows, key=itemgetter(0))
    heads = {head.lane: head for head in Lane.objects.filter(record=record)}
    seen = set()
    for lane, group in by_lane:
        seen.add(lane)
        yield from _lane(record, lane, (row for _, row in group), heads.get(lane))
    for lane in sorted(heads.keys() - seen):
        yield from _lane(record, lane, (), heads[lane])


def _lane(record: str, lane: int, rows: Iterable[SealedRow], head: Lane | None) -> Iterator[Fault]:
    last: list[KeptSeal] = []

    def seals() -> Iterator[KeptSeal]:
        kept = Seal.objects.filter(record=record, lane=lane).order_by("number")
        for number, count, previous, digest in kept.values_list(
            "number", "row_count", "previous", "digest"
        ).iterator(CHUNK):
            last[:] = [KeptSeal(number, count, bytes(previous), bytes(digest))]
            yield last[0]

    yield from faults_in_lane(rows, seals())
    at_the_end = (last[0].number, last[0].digest) if last else (0, None)
    if head is None or (head.number, bytes(head.digest) if last else None) != at_the_end:
        yield Fault(f"{record} lane {lane}", "head-differs")


def sealed_rows(
    rows: Iterable[dict[str, Any]],
    name: Callable[[dict[str, Any]], str],
    values: Callable[[dict[str, Any]], Any],
) -> Iterator[tuple[int, SealedRow]]:
    """Rows of a table as the verifier takes them."""
    for row in rows:
        yield row["lane"], SealedRow(name(row), row["seal_number"], bytes(row["digest"]), values(row))
