"""Accounts of a file of books, and what each received and gave."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from struct import iter_unpack

from postkit.evidence.keys import SIZE
from postkit.evidence.seals import START

DELTA = 8  # bytes of an amount beside a key


@dataclass(slots=True, eq=False)
class Account:
    """One account as the file names it: ``kind:owner:currency``; ``place`` counts in the order of opening."""

    code: str
    book: str
    place: int
    is_witnessed: bool
    received: int = 0
    given: int = 0
    has_balance: bool = False
    kind: str = field(init=False)
    currency: str = field(init=False)

    def __post_init__(self) -> None:
        self.kind, self.currency = self.code.partition(":")[0], self.code.rpartition(":")[2]


class Witness:
    """A till whose movements leave lines: what the entries moved (24 bytes each), until its lines tell the same."""

    def __init__(self) -> None:
        self.number, self.chain, self.held = 0, START, 0
        self._moved = bytearray()
        self._waiting: dict[bytes, int] | None = None

    def moved(self, key: bytes, delta: int) -> None:
        """An entry moved it."""
        self._moved += key + delta.to_bytes(DELTA, "big", signed=True)

    def take(self, key: bytes) -> int | None:
        """What the entry of this key moved, once; none where it moved nothing or a line said so before."""
        if self._waiting is None:
            self._waiting = dict(self.left())
            self._moved = bytearray()
        found = self._waiting.pop(key, None)
        if not self._waiting:
            self._waiting = {}  # a table does not shrink by itself
        return found

    def left(self) -> Iterator[tuple[bytes, int]]:
        """What was moved and left no line."""
        if self._waiting is not None:
            yield from self._waiting.items()
        yield from iter_unpack(f">{SIZE}sq", self._moved)
