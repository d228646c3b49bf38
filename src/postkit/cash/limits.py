"""How much cash an office may hold, and what it should do today: send cash away, ask for some, or nothing.

Source: the rule of India Post as published. Each office has an authorised minimum and maximum. An office that reaches
its maximum sends away all that is above its *minimum*, not what is above the maximum. What it already knows that it
will have to pay out (withdrawals asked for, money orders to pay, remittances it was told to make) counts as needed. A
pay day is an exception: what is there is there to be paid out.

Shapes and units: amounts are minor units. `Position` is what an office has and knows; `Advice` says what to do, with
reasons as codes that never change:

- ``maximum-reached``, ``minimum-not-held``, ``level-not-held`` (that of the forecast), ``within-limits``: how the
  free cash stands, and so what is advised;
- ``liabilities-counted``, ``on-the-way-counted``: what was taken into account beside the cash itself;
- ``pay-day``: the maximum is reached, and yet nothing is sent away today;
- ``cash-on-the-way``: the maximum is reached only with what has not arrived; there is less to send, or nothing;
- ``below-one-bundle``: less than what is moved at all.

Free cash is the cash, with what is on the way, less what is known to be paid out. Errors: ValueError for limits
that make no sense.

>>> office = Limits(minimum=2_000_000, maximum=10_000_000)
>>> advise(Position(cash=10_400_000), office)
Advice(action='remit', amount=8400000, reasons=('maximum-reached',))
>>> advise(Position(cash=10_400_000, liabilities=9_000_000), office)
Advice(action='ask', amount=600000, reasons=('minimum-not-held', 'liabilities-counted'))
"""

from collections.abc import Iterable
from dataclasses import dataclass

ACTIONS = ("nothing", "remit", "ask")


@dataclass(frozen=True, slots=True)
class Limits:
    """``bundle`` is the smallest amount that is moved; what is moved is a whole number of them."""

    minimum: int
    maximum: int
    bundle: int = 1

    def __post_init__(self) -> None:
        if not 0 <= self.minimum < self.maximum or not 0 < self.bundle <= self.maximum - self.minimum:
            raise ValueError("the minimum is not below zero, and at least a bundle lies between the limits")


@dataclass(frozen=True, slots=True)
class Position:
    """``liabilities`` are known and not yet paid; ``on_the_way`` was sent to the office and has not arrived."""

    cash: int
    liabilities: int = 0
    on_the_way: int = 0
    is_pay_day: bool = False

    def __post_init__(self) -> None:
        if min(self.cash, self.liabilities, self.on_the_way) < 0:
            raise ValueError("cash, liabilities and what is on the way are not below zero")

    @property
    def free(self) -> int:
        return self.cash + self.on_the_way - self.liabilities


@dataclass(frozen=True, slots=True)
class Advice:
    action: str
    amount: int
    reasons: tuple[str, ...]


def advise(position: Position, limits: Limits, *, order_up_to: int | None = None) -> Advice:
    """What an office should do. An office that asks, asks for what brings it to ``order_up_to``.

    That level is what a forecast says (`postkit.cash.levels`), held between the limits; without one it is the
    minimum. An office asks as soon as it has less than the level.

    >>> advise(Position(cash=1_500_000), Limits(2_000_000, 10_000_000), order_up_to=7_000_000).amount
    5500000
    """
    level = limits.minimum if order_up_to is None else min(max(order_up_to, limits.minimum), limits.maximum)
    counted = [
        code
        for code, amount in (
            ("liabilities-counted", position.liabilities),
            ("on-the-way-counted", position.on_the_way),
        )
        if amount
    ]
    if position.free >= limits.maximum:
        return _remit(position, limits, ["maximum-reached", *counted])
    if position.free >= level:
        return Advice("nothing", 0, ("within-limits", *counted))
    below = "minimum-not-held" if position.free < limits.minimum else "level-not-held"
    short = level - position.free
    amount = -(-short // limits.bundle) * limits.bundle
    if position.free + amount >= limits.maximum:  # a whole bundle too many would be sent back at once
        amount -= limits.bundle
    if amount <= 0:
        return Advice("nothing", 0, (below, "below-one-bundle", *counted))
    return Advice("ask", amount, (below, *counted))


def _remit(position: Position, limits: Limits, reasons: list[str]) -> Advice:
    if position.is_pay_day:
        return Advice("nothing", 0, (*reasons, "pay-day"))
    wished = position.free - limits.minimum
    at_hand = min(wished, position.cash)
    if at_hand < wished:
        reasons.append("cash-on-the-way")
    amount = at_hand // limits.bundle * limits.bundle
    if not amount:
        return Advice("nothing", 0, (*reasons, "below-one-bundle"))
    return Advice("remit", amount, tuple(reasons))


def days_above(balances: Iterable[int], limits: Limits) -> int:
    """On how many evenings more than the maximum was held: what the weekly statement counts.

    >>> days_above([100, 250, 200], Limits(minimum=50, maximum=200))
    1
    """
    return sum(balance > limits.maximum for balance in balances)
