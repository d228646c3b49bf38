"""Counting cash: how many pieces of each denomination there are.

Idea: a count is pieces by denomination, and everything else follows from it: the total, what differs from another
count, a text that is the same for the same count, and what cannot be right about it.

Shapes and units: a denomination's value is in minor units (a note of 200 dirhams is 20000); a count is a mapping from
value to pieces. Denominations with no pieces say nothing. Errors: `faults` names what is wrong with a count, with a
stable code, and raises nothing; `from_text` raises ValueError.

>>> drawer = {20_000: 3, 100: 4, 50: 0}
>>> total(drawer), to_text(drawer), from_text("20000x3 100x4") == {20_000: 3, 100: 4}
(60400, '20000x3 100x4', True)
>>> difference(counted={20_000: 2, 100: 5}, expected=drawer)
{20000: -1, 100: 1}
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

KINDS = ("note", "coin")
USES = ("current", "rare", "unknown")
Count = Mapping[int, int]
_PIECES = re.compile(r"([1-9]\d{0,17})x([1-9]\d{0,17})")


@dataclass(frozen=True, slots=True)
class Denomination:
    """A note or a coin. ``use`` says whether it is met every day, seldom, or nobody here knows."""

    value: int
    kind: str
    use: str = "current"

    def __post_init__(self) -> None:
        if self.value <= 0 or self.kind not in KINDS or self.use not in USES:
            raise ValueError(f"{self!r}: a value above zero, {' or '.join(KINDS)}, and {', '.join(USES)}")


@dataclass(frozen=True, slots=True)
class Fault:
    """What cannot be right: ``code`` is unknown (no such denomination), negative or fraction (of a piece)."""

    code: str
    value: int


def total(count: Count) -> int:
    return sum(value * pieces for value, pieces in count.items())


def together(counts: Iterable[Count]) -> dict[int, int]:
    """Several counts as one.

    >>> together([{100: 1}, {100: 2, 50: 1}])
    {100: 3, 50: 1}
    """
    found: dict[int, int] = {}
    for count in counts:
        for value, pieces in count.items():
            found[value] = found.get(value, 0) + pieces
    return _plain(found)


def difference(*, counted: Count, expected: Count) -> dict[int, int]:
    """The pieces that are more than expected, or fewer: the largest first, without those that agree."""
    return _plain(
        {value: counted.get(value, 0) - expected.get(value, 0) for value in counted.keys() | expected.keys()}
    )


def faults(count: Count, denominations: Iterable[Denomination]) -> list[Fault]:
    """Everything that cannot be right about a count, the largest denomination first.

    >>> faults({20_000: -1, 70: 2, 50: 2}, [Denomination(20_000, "note"), Denomination(50, "coin")])
    [Fault(code='negative', value=20000), Fault(code='unknown', value=70)]
    """
    known = {denomination.value for denomination in denominations}
    found = []
    for value, pieces in sorted(count.items(), reverse=True):
        if value not in known:
            found.append(Fault("unknown", value))
        if type(pieces) is not int:
            found.append(Fault("fraction", value))
        elif pieces < 0:
            found.append(Fault("negative", value))
    return found


def to_text(count: Count) -> str:
    """The one text of a count. Nothing counted is the empty text."""
    if any(value <= 0 or pieces < 0 for value, pieces in count.items()):
        raise ValueError("a count that cannot be right has no text")
    return " ".join(f"{value}x{pieces}" for value, pieces in _plain(count).items())


def from_text(text: str) -> dict[int, int]:
    """Read `to_text` back, and nothing else."""
    found = [_PIECES.fullmatch(part) for part in text.split(" ")] if text else []
    count = {int(part[1]): int(part[2]) for part in found if part}
    if to_text(count) != text:
        raise ValueError(f"{text!r} is no count; write value and pieces from the largest down: 20000x3 100x4")
    return count


def _plain(count: Count) -> dict[int, int]:
    return {value: pieces for value, pieces in sorted(count.items(), reverse=True) if pieces}
