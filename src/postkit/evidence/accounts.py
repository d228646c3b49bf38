"""Accounts of a file of books, what each received and gave, and what a till's lines must say of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from struct import Struct
from typing import NamedTuple

from postkit.evidence.keys import SIZE
from postkit.evidence.seals import START, Value, row_digest

FACTS = 8  # bytes of a digest: who would forge a line needs another one of 2^64
_MOVEMENT = Struct(f">q{FACTS}sHI")


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
        self.kind, self.currency = kind_and_currency(self.code)


def kind_and_currency(code: str) -> tuple[str, str]:
    """The first and the last word of an account's code.

    >>> kind_and_currency("till:MA0001/fatima:MAD")
    ('till', 'MAD')
    """
    return code.partition(":")[0], code.rpartition(":")[2]


class Movement(NamedTuple):
    """What an entry moved on a till, the digest of what its line must say beside that, and where it was sealed."""

    delta: int
    facts: bytes
    lane: int
    seal: int


def facts_of(values: Sequence[Value]) -> bytes:
    """What a line and its entry say alike: kind, subject, office, day, moment, kind and name of the author."""
    return row_digest(values)[:FACTS]


class LineOrder:
    """The order of a till's lines is that in which their entries were sealed, as far as seals tell.

    A batch holds a till before it takes a lane, and a closing takes all lanes. So lines follow the seals of each lane,
    and what was sealed before a closing stands before what was sealed after it.
    """

    def __init__(self) -> None:
        self._closings = 0
        self._seals: dict[int, int] = {}

    def goes_on(self, lane: int, seal: int, closings: int) -> bool:
        """Whether a line whose entry was sealed here, after so many closings, may follow those before."""
        last = self._seals.get(lane, 0)
        is_right = closings >= self._closings and seal >= last
        self._closings, self._seals[lane] = max(self._closings, closings), max(last, seal)
        return is_right


class Witness:
    """A till whose movements leave lines: what the entries moved (38 bytes each), until its lines tell the same."""

    def __init__(self) -> None:
        self.number, self.chain, self.held = 0, START, 0
        self.order = LineOrder()
        self._moved = bytearray()
        self._waiting: dict[bytes, bytes] | None = None

    def moved(self, key: bytes, movement: Movement) -> None:
        """An entry moved it."""
        self._moved += key + _MOVEMENT.pack(*movement)

    def take(self, key: bytes) -> Movement | None:
        """What the entry of this key moved, once; none where it moved nothing or a line said so before."""
        if self._waiting is None:
            self._waiting = dict(self._records())
            self._moved = bytearray()
        found = self._waiting.pop(key, None)
        if not self._waiting:
            self._waiting = {}  # a table does not shrink by itself
        return Movement(*_MOVEMENT.unpack(found)) if found else None

    def left(self) -> Iterator[tuple[bytes, int]]:
        """What was moved and left no line."""
        for key, movement in [*(self._waiting or {}).items(), *self._records()]:
            yield key, _MOVEMENT.unpack(movement)[0]

    def _records(self) -> Iterator[tuple[bytes, bytes]]:
        size, moved = SIZE + _MOVEMENT.size, bytes(self._moved)
        for at in range(0, len(moved), size):
            yield moved[at : at + SIZE], moved[at + SIZE : at + size]
