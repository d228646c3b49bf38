"""Which pieces make an amount, out of those that are there.

Idea: `fewest` gives the fewest pieces, exactly, or None where no choice makes the amount. Taking the largest first is
not enough: 60 out of one 50 and three 20 needs the three. The search goes through the denominations from the largest
down and keeps the best for each rest, as in the bounded change-making problem (Martello and Toth 1990).

Why it ends soon: let ``d`` be a denomination, ``e`` the next smaller one and ``g`` the greatest common divisor of
``d`` and all smaller ones. Fewest pieces never hold ``e / g`` pieces of ``d`` less than they could: what the smaller
pieces then make is at least ``(d / g) × e``, so there are ``d / g`` of them at least, and among so many some add up
to a multiple of ``d`` (by the remainders of their running sums) that is at most ``e / g`` times ``d``; the same value
in pieces of ``d`` would be fewer. So only ``e / g`` numbers of pieces are tried, whatever the stock.

Shapes and units: amounts and values are minor units, counts pieces by value (`postkit.cash.counts`). Errors:
ValueError for an amount below zero or a stock that cannot be right; None where it cannot be made.

>>> fewest(6_000, {5_000: 1, 2_000: 3}), fewest(6_000, {5_000: 1, 2_000: 2})
({2000: 3}, None)
>>> change(due=16_350, paid={20_000: 1}, till={2_000: 4, 1_000: 3, 500: 1, 100: 9, 50: 2})
{2000: 1, 1000: 1, 500: 1, 100: 1, 50: 1}
"""

from collections.abc import Iterator, Mapping
from math import gcd
from typing import NamedTuple

from postkit.cash.counts import Count, difference, together, total


def fewest(amount: int, available: Count) -> dict[int, int] | None:
    """The fewest pieces that make the amount, the larger rather than the smaller where two are as few."""
    if amount < 0 or any(value <= 0 or pieces < 0 for value, pieces in available.items()):
        raise ValueError("an amount, a value and a number of pieces are not below zero")
    stock = sorted(((value, pieces) for value, pieces in available.items() if pieces), reverse=True)
    found = _Search(stock).best(0, amount)
    return None if found is None else dict(_taken(found))


def change(*, due: int, paid: Count, till: Count) -> dict[int, int] | None:
    """What is given back for what was paid. What was paid lies in the till by then, and may be given back too."""
    if total(paid) < due:
        raise ValueError("what was paid is less than what is due")
    return fewest(total(paid) - due, together([till, paid]))


def supply(
    amount: int, stock: Count, *, keep: Count | None = None, mix: Mapping[int, int] | None = None
) -> dict[int, int] | None:
    """The pieces to send for an amount, out of a stock of which ``keep`` stays.

    ``mix`` says how many permille of the amount should come in a denomination: an office that pays pensions needs
    small notes. As much as whole pieces and the stock allow is sent so; the rest in the fewest pieces. Where that
    leaves a rest that cannot be made, the mix gives way from its smallest denomination up: the amount comes first.

    >>> supply(100_000, {20_000: 9, 10_000: 9, 5_000: 9}, mix={10_000: 400, 5_000: 200})
    {20000: 2, 10000: 4, 5000: 4}
    """
    free = {value: max(pieces - (keep or {}).get(value, 0), 0) for value, pieces in stock.items()}
    wished = mix or {}
    if any(permille < 0 for permille in wished.values()) or sum(wished.values()) > 1000:
        raise ValueError("a mix is from 0 to 1000 permille in all")
    sent = {
        value: min(amount * permille // 1000 // value, free.get(value, 0))
        for value, permille in sorted(wished.items())
    }
    for value in (None, *sent):
        if value is not None:
            sent[value] = 0
        rest = fewest(amount - total(sent), difference(counted=free, expected=sent))
        if rest is not None:
            return together([sent, rest])
    return None


class _Best(NamedTuple):
    """The fewest pieces for a rest: so many of this value, and then those that follow."""

    pieces: int
    value: int
    taken: int
    after: "_Best | None"


_NOTHING = _Best(0, 0, 0, None)


def _taken(best: _Best | None) -> Iterator[tuple[int, int]]:
    while best is not None:
        if best.taken:
            yield best.value, best.taken
        best = best.after


class _Search:
    """The best for each rest of each denomination, remembered."""

    def __init__(self, stock: list[tuple[int, int]]) -> None:
        self.stock = stock
        self.known: dict[tuple[int, int], _Best | None] = {}
        self.worth, self.common = [0], [0]  # of this denomination and all smaller ones
        for value, pieces in reversed(stock):
            self.worth.append(self.worth[-1] + value * pieces)
            self.common.append(gcd(self.common[-1], value))
        self.worth.reverse()
        self.common.reverse()

    def best(self, at: int, rest: int) -> _Best | None:
        if rest == 0:
            return _NOTHING
        if rest > self.worth[at] or rest % self.common[at]:
            return None
        if (at, rest) not in self.known:
            self.known[at, rest] = self._best(at, rest)
        return self.known[at, rest]

    def _best(self, at: int, rest: int) -> _Best | None:
        value, pieces = self.stock[at]
        most = min(pieces, rest // value)
        smaller = self.stock[at + 1][0] if at + 1 < len(self.stock) else value
        best: _Best | None = None
        for taken in range(most, max(most - smaller // self.common[at], -1), -1):
            left = rest - taken * value
            if best is not None and taken - (-left // smaller) >= best.pieces:
                break  # each piece less needs at least one more of the smaller
            after = self.best(at + 1, left)
            if after is not None and (best is None or taken + after.pieces < best.pieces):
                best = _Best(taken + after.pieces, value, taken, after)
        return best
