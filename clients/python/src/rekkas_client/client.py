"""A post as a merchant's program uses it: every operation of the interface, and what is done with them each day."""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Literal, TypeVar
from uuid import uuid4

import msgspec

from rekkas_client.api import (
    Numbers,
    Operations,
    Page,
    RateAnswer,
    RateAsked,
    ShipmentResult,
    ShipmentSent,
    ShipmentShown,
    Tracking,
)
from rekkas_client.refusals import Declined, Refused

T = TypeVar("T")
SHIPMENTS_AT_ONCE, RATES_AT_ONCE, NUMBERS_AT_ONCE, PAGE = 1000, 100, 100, 200
BODY_AT_MOST = 6_000_000  # bytes; the post takes 8 MB
DECLINED, UNKNOWN_SHIPMENT = "declined", "shipping.unknown-shipment"


class Client(Operations):
    """A post. Operations have the names that the interface gives them; these are made of several."""

    def send(self, shipment: ShipmentSent) -> ShipmentResult:
        """Send one shipment. It carries its key: sent again, whatever became of the answer, it is the same one.

        Raises Declined where it cannot be sent.
        """
        (answer,) = self.create_shipments([shipment]).results
        if answer.outcome == DECLINED:
            raise Declined(answer.code, answer.message)
        return answer

    def send_all(
        self, shipments: Iterable[ShipmentSent], *, part: int = 500
    ) -> Iterator[tuple[ShipmentSent, ShipmentResult]]:
        """Send any number of shipments, some at a time: each with its answer, in the order given.

        One that is declined holds up no other. Whoever stops on the way begins again with the same shipments: what
        was sent is found as ``repeated``.
        """
        for rows in in_parts(shipments, min(part, SHIPMENTS_AT_ONCE)):
            yield from zip(rows, self.create_shipments(rows).results, strict=True)

    def rates(self, asked: Iterable[RateAsked]) -> Iterator[tuple[RateAsked, RateAnswer]]:
        """What any number of shipments would cost, each with its answer, in the order given."""
        for rows in in_parts(asked, RATES_AT_ONCE):
            yield from zip(rows, self.list_rates(rows).results, strict=True)

    def shipments(self) -> Iterator[ShipmentShown]:
        """All shipments, in the order in which they were made."""
        return pages(lambda after: self.list_shipments(after=after, limit=PAGE))

    def find(self, reference: str) -> ShipmentShown | None:
        """The shipment under a reference of the merchant's own: so a lost answer is found again."""
        try:
            page = self.list_shipments(reference=reference)
        except Refused as refused:
            if refused.code == UNKNOWN_SHIPMENT:
                return None
            raise
        return next(iter(page.data), None)

    def track(self, numbers: Iterable[str], *, way: bool = False) -> Iterator[Tracking]:
        """Where parcels stand, in the order asked."""
        for some in in_parts(numbers, NUMBERS_AT_ONCE):
            yield from self.track_items(Numbers(numbers=some, way=way)).results

    def save_label(self, number: str, path: str | Path, *, form: Literal["pdf", "zpl"] = "pdf") -> Path:
        """The labels of a shipment as a file. It is there as a whole or not at all."""
        return write_whole(Path(path), self.show_label(number, form=form).content)


def pages(page_after: Callable[[str | None], Page[T]]) -> Iterator[T]:
    """The rows of all pages of a list: ``pages(lambda after: client.list_items(after=after))``."""
    after: str | None = None
    while True:
        page = page_after(after)
        yield from page.data
        if not page.next:
            return
        after = page.next


def in_parts(rows: Iterable[T], at_most: int) -> Iterator[list[T]]:
    """Rows in lists of so many, fewer where they are large: a request has its limit in bytes as well."""
    waiting = iter(rows)
    while some := list(islice(waiting, max(at_most, 1))):
        kept, size = list[T](), 0
        for row in some:
            length = len(msgspec.json.encode(row)) + 1
            if kept and size + length > BODY_AT_MOST:
                yield kept
                kept, size = [], 0
            kept.append(row)
            size += length
        yield kept


def write_whole(path: Path, content: bytes) -> Path:
    """Write a file beside its place and move it there."""
    beside = path.with_name(f".{path.name}.{uuid4().hex[:8]}")
    try:
        beside.write_bytes(content)
        return beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
