"""The books as one file that anybody can check: see postkit.evidence.books for its form."""

from collections.abc import Callable, Iterator
from itertools import groupby
from typing import Any

import msgspec
from django.db import connection
from django.db.models import Sum

from postkit.evidence.books import FORMAT, VERSION
from rekkas.base.evidence import CHUNK
from rekkas.base.seals import heads_of, seals_of
from rekkas.money.choices import Book
from rekkas.money.models import Account, Balance
from rekkas.money.queries.days import day_rows
from rekkas.money.queries.evidence import said_by, stored_entries, stored_lines
from rekkas.money.queries.journal import RECORD

_encode = msgspec.json.Encoder().encode


def books_file(progress: Callable[[int], None] | None = None) -> Iterator[bytes]:
    """The lines of the file, one after the other, each with its end of line.

    Runs in one transaction that sees one moment (REPEATABLE READ on PostgreSQL), so that what it says fits together.
    """
    for count, row in enumerate(_rows(), start=1):
        if progress and not count % CHUNK:
            progress(CHUNK)
        yield _encode(row) + b"\n"


def _rows() -> Iterator[list[Any]]:
    yield [FORMAT, VERSION]
    for code, book, has_lines in (
        Account.objects.order_by("id").values_list("code", "book", "is_witnessed").iterator(CHUNK)
    ):
        yield ["account", code, book, has_lines]
    for book in sorted(Book.values):
        yield from day_rows(book)
    for lane, entries in groupby(stored_entries(), key=lambda pair: pair[0][1]):
        yield from _lane(lane, entries)
    yield from (["head", *head] for head in heads_of(RECORD))
    for said, chain, _sealed in stored_lines():
        yield ["line", said, chain.hex()]
    rows = Balance.objects.values_list("account__code").annotate(Sum("received"), Sum("given"))
    for code, received, given in rows.order_by("account__code").iterator(CHUNK):
        yield ["balance", code, int(received), int(given)]


def _lane(lane: int, entries: Iterator[Any]) -> Iterator[list[Any]]:
    """Each seal after the entries that it closes."""
    seals = iter(seals_of(RECORD, lane))
    seal = next(seals, None)
    for row, legs in entries:
        while seal is not None and seal[0] < row[2]:
            yield ["seal", lane, *seal]
            seal = next(seals, None)
        name = f"entry {row[0]} ({row[6]} of {row[8] or row[4]})"
        yield ["entry", lane, row[2], name, bytes(row[3]).hex(), said_by(row, legs)]
    while seal is not None:
        yield ["seal", lane, *seal]
        seal = next(seals, None)


def at_one_moment() -> None:
    """Let the transaction see one moment. Must be its first statement."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
