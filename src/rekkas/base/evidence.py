"""How an append-only record is read back as it is stored, and compared with its seals."""

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any
from uuid import UUID

from django.db import connection, models

from postkit.evidence import Fault, KeptSeal, SealedRow, faults_in_lane
from rekkas.base.bulk import moment, stored
from rekkas.base.models import Lane, Seal

CHUNK = 5000
UNREADABLE = ("unreadable",)
Row = tuple[Any, ...]


def stored_rows(
    model: type[models.Model], columns: Sequence[str], *, order: str
) -> Iterator[tuple[Row, Row | None]]:
    """Each row as it is stored, and as it is understood: nothing where a value can no longer be read."""
    forms = [_form(model, column) for column in columns]
    names = ", ".join(stored(column) for column in columns)
    with connection.chunked_cursor() as cursor:
        cursor.execute(f"SELECT {names} FROM {model._meta.db_table} ORDER BY {order}")  # noqa: S608
        while rows := cursor.fetchmany(CHUNK):
            for row in rows:
                yield row, _understood(row, forms)


def _form(model: type[models.Model], column: str) -> Callable[[Any], Any] | None:
    field = next(field for field in model._meta.concrete_fields if field.column == column)
    if isinstance(field, models.DateTimeField):
        return moment
    if isinstance(field, models.UUIDField):
        return lambda value: value if isinstance(value, UUID) else UUID(value)
    return bytes if isinstance(field, models.BinaryField) else None


def _understood(row: Row, forms: Sequence[Callable[[Any], Any] | None]) -> Row | None:
    try:
        return tuple(
            value if form is None or value is None else form(value)
            for value, form in zip(row, forms, strict=True)
        )
    except (ValueError, TypeError, AttributeError):
        return None


def faults_in(
    record: str,
    model: type[models.Model],
    columns: Sequence[str],
    *,
    name: Callable[[dict[str, Any]], str],
    said_by: Callable[[Sequence[Any]], list[Any]],
) -> Generator[Fault]:
    """Every place where a record does not agree with its seals."""
    yield from faults_in_lanes(record, _sealed(model, columns, name, said_by))


def faults_in_lanes(record: str, rows: Iterable[tuple[int, SealedRow]]) -> Generator[Fault]:
    """The same for rows that are read elsewhere: each with its lane, in the order of lane and seal."""
    heads = {head.lane: head for head in Lane.objects.filter(record=record)}
    for lane, group in groupby(rows, key=itemgetter(0)):
        yield from _lane(record, lane, (row for _, row in group), heads.pop(lane, None))
    for lane in sorted(heads):
        yield from _lane(record, lane, (), heads[lane])


def _sealed(
    model: type[models.Model],
    columns: Sequence[str],
    name: Callable[[dict[str, Any]], str],
    said_by: Callable[[Sequence[Any]], list[Any]],
) -> Iterator[tuple[int, SealedRow]]:
    names = ("id", *columns)
    for raw, row in stored_rows(model, names, order="lane, seal_number, id"):
        kept = dict(zip(names, raw, strict=True))
        try:
            values: Sequence[Any] = UNREADABLE if row is None else said_by(row[1:])
        except (ValueError, TypeError, AttributeError):
            values = UNREADABLE
        yield (
            _whole(kept["lane"]),
            SealedRow(name(kept), _whole(kept["seal_number"]), _bytes(kept["digest"]), values),
        )


def _whole(value: Any) -> int:
    return value if isinstance(value, int) else -1


def _bytes(value: Any) -> bytes:
    return bytes(value) if isinstance(value, bytes | memoryview) else b""


def _lane(record: str, lane: int, rows: Iterable[SealedRow], head: Lane | None) -> Generator[Fault]:
    last: list[KeptSeal] = []

    def seals() -> Iterator[KeptSeal]:
        kept = Seal.objects.filter(record=record, lane=lane).order_by("number")
        for number, count, previous, digest in kept.values_list(
            "number", "row_count", "previous", "digest"
        ).iterator(CHUNK):
            last[:] = [KeptSeal(_whole(number), _whole(count), _bytes(previous), _bytes(digest))]
            yield last[0]

    for fault in faults_in_lane(rows, seals()):
        is_seal = fault.name.startswith("seal ")
        yield Fault(f"{record} lane {lane} {fault.name}", fault.reason) if is_seal else fault
    at_the_end = (last[0].number, last[0].digest) if last else (0, None)
    if head is None or (head.number, _bytes(head.digest) if last else None) != at_the_end:
        yield Fault(f"{record} lane {lane}", "head-differs")
