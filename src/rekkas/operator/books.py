"""What is done with the books from outside: days closed and signed, evidence written to a file."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from django.db import transaction
from django.utils import timezone
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from rekkas.base.actors import system
from rekkas.money.choices import Book
from rekkas.money.commands import close_day, sign_day
from rekkas.money.queries import at_one_moment, books_file
from rekkas.money.signing import sign
from rekkas.operator.circumstances import say
from rekkas.operator.errors import FileIsThere


def close_books(day: date | None = None) -> Iterator[tuple[str, str, str]]:
    """Close a day in both books and sign it. Yields each book, its root and the public key, as they are done."""
    by, now = system("closing"), timezone.localtime()
    for book in Book:
        root = close_day(book=book, business_date=day or now.date(), by=by, at=now)
        signed = sign(bytes.fromhex(root))
        sign_day(
            book=book, business_date=day or now.date(), public_key=signed.public_key, signature=signed.signature,
            by=by, at=now,
        )  # fmt: skip
        yield str(book.label), root, signed.public_key.hex()


def export_books(file: Path) -> int:
    """Write the books to a new file. Returns how many lines it has."""
    count = 0
    try:
        handle = file.open("xb")
    except FileExistsError as problem:
        raise FileIsThere(file=str(file)) from problem
    with handle, counting("lines written") as progress, transaction.atomic():
        at_one_moment()
        for line in books_file(progress):
            handle.write(line)
            count += 1
    return count


@contextmanager
def counting(what: str) -> Iterator[Callable[[int], None]]:
    """A count on the terminal that grows with long work."""
    columns = (SpinnerColumn(), TextColumn("{task.completed:,.0f} {task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=say, transient=True) as bar:
        task = bar.add_task(what, total=None)
        yield lambda more: bar.advance(task, more)
