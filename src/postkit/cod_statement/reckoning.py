"""What a statement of cash on delivery says, and what follows from it: fees, sums, what is paid."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from postkit.money import per_mille_of
from postkit.money import to_text as amount_text

COLLECTED, RETURNED, CORRECTION, PAYOUT_RETURNED = KINDS = (
    "collected", "returned", "correction", "payout-returned",
)  # fmt: skip
DEDUCTED, INVOICED = FEES_TAKEN = ("deducted", "invoiced")
BELOW_MINIMUM, NEGATIVE = "below-minimum", "negative"


class Terms(NamedTuple):
    """What the contract takes for a parcel, and below which sum nothing is paid out."""

    fee: int = 0
    fee_per_mille: int = 0
    tax_per_mille: int = 0
    return_fee: int = 0
    fees: str = DEDUCTED
    minimum: int = 0


class Line(NamedTuple):
    """One line: ``net`` is what it adds to the merchant's balance."""

    number: int
    kind: str
    item: str
    reference: str
    amount: int
    collected: str
    banked: str
    fee: int
    tax: int
    net: int
    reason: str = ""


class Totals(NamedTuple):
    amount: int
    fee: int
    tax: int
    net: int


class Statement(NamedTuple):
    """A statement; days are ISO texts. ``why_not_paid`` is a word; ``total`` is what its row of totals says."""

    number: str
    merchant: str
    name: str
    currency: str
    period: str
    made: str = ""
    sequence: int = 1
    terms: Terms = Terms()
    by_hand: bool = False
    paid_to: str = ""
    opening: int = 0
    paid: int = 0
    closing: int = 0
    why_not_paid: str = ""
    lines: tuple[Line, ...] = ()
    total: Totals = Totals(0, 0, 0, 0)


class Difference(NamedTuple):
    """Something that does not follow from the rest: where, and what was found beside what follows."""

    where: str
    said: str


def charge(terms: Terms, kind: str, amount: int) -> tuple[int, int]:
    """The fee for a line and the tax on it."""
    if kind == COLLECTED:
        fee = terms.fee + per_mille_of(amount, terms.fee_per_mille)
    else:
        fee = terms.return_fee if kind == RETURNED else 0
    return fee, per_mille_of(fee, terms.tax_per_mille)


def net_of(terms: Terms, amount: int, fee: int, tax: int) -> int:
    """What a line adds to the merchant's balance: fees that are invoiced take nothing of it."""
    return amount - (fee + tax if terms.fees == DEDUCTED else 0)


def line_of(
    terms: Terms, number: int, kind: str, amount: int, *, item: str = "", reference: str = "", collected: str = "",
    banked: str = "", reason: str = "",
) -> Line:  # fmt: skip
    """A line with its fee and tax by the terms."""
    fee, tax = charge(terms, kind, amount)
    net = net_of(terms, amount, fee, tax)
    return Line(number, kind, item, reference, amount, collected, banked, fee, tax, net, reason)


def totals_of(lines: Sequence[Line]) -> Totals:
    """What the lines come to."""
    return Totals(*(sum(getattr(line, name) for line in lines) for name in Totals._fields))


def closed(statement: Statement, why_not: str = "") -> Statement:
    """The statement with its totals and what its balance comes to: paid whole, or carried over whole.

    Where ``why_not`` says so nothing is paid, whatever the terms say.

    >>> closed(Statement("1", "A", "", "MAD", "2026-03-09", opening=-5))[-5:-2]
    (0, -5, 'negative')
    """
    total = totals_of(statement.lines)
    balance = statement.opening + total.net
    if balance <= 0:
        why_not = NEGATIVE if balance else ""
    elif not why_not and balance < statement.terms.minimum and not statement.by_hand:
        why_not = BELOW_MINIMUM
    paid = 0 if why_not or balance <= 0 else balance
    return statement._replace(total=total, paid=paid, closing=balance - paid, why_not_paid=why_not)


def recompute(statement: Statement) -> list[Difference]:
    """Compute every fee, sum and balance again; what does not agree, in the order of the file."""
    return list(_differences(statement))


def _differences(kept: Statement) -> Iterator[Difference]:
    seen: set[tuple[str, str]] = set()
    for place, line in enumerate(kept.lines, start=1):
        where = f"line {line.number}"
        if line.number != place:
            yield Difference(where, f"it stands in place {place}")
        if line.kind in (COLLECTED, RETURNED) and (line.kind, line.item) in seen:
            yield Difference(where, f"{line.item} stands here a second time")
        seen.add((line.kind, line.item))
        yield from _line_differences(kept, where, line)
    total = totals_of(kept.lines)
    yield from _apart(kept, "total", zip(Totals._fields, kept.total, total, strict=True))
    balance = kept.opening + total.net
    if kept.paid + kept.closing != balance or kept.paid < 0 or (kept.paid and kept.closing):
        yield Difference(
            "balance",
            f"{amount_text(kept.paid, kept.currency)} paid and {amount_text(kept.closing, kept.currency)} "
            f"carried over; the lines come to {amount_text(balance, kept.currency)}",
        )
    elif 0 < kept.paid < kept.terms.minimum and not kept.by_hand:
        yield Difference("paid", "it is less than the minimum of the contract")


def _line_differences(kept: Statement, where: str, line: Line) -> Iterator[Difference]:
    fee, tax = charge(kept.terms, line.kind, line.amount)
    net = net_of(kept.terms, line.amount, line.fee, line.tax)
    yield from _apart(
        kept,
        where,
        (("fee", line.fee, fee), ("tax", line.tax, tax), ("net", line.net, net)),
    )


def _apart(kept: Statement, where: str, values: Iterable[tuple[str, int, int]]) -> Iterator[Difference]:
    for name, said, found in values:
        if said != found:
            one, other = amount_text(said, kept.currency), amount_text(found, kept.currency)
            yield Difference(f"{where}, {name}", f"{one} is said, {other} follows")
