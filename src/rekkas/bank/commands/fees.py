"""Fees that are taken by period: once for an account, a fee and a period."""

from datetime import date

from django.db.models import Q, QuerySet

from rekkas.bank import queries
from rekkas.bank.choices import DORMANT_FEE, OPENING_FEE, PERIODIC_FEES
from rekkas.bank.commands.moving import fee_leg
from rekkas.bank.commands.sweeps import AT_ONCE, finish_part, sweep_key, take_part
from rekkas.bank.entries import Swept
from rekkas.bank.errors import FeeNotPeriodic, PeriodNotRight
from rekkas.bank.models import AccountProduct, BankAccount, FeeLine
from rekkas.base.actors import Actor, Moment
from rekkas.base.bulk import insert_all
from rekkas.base.command import command
from rekkas.money.choices import AccountState, EntryKind, Posted
from rekkas.money.commands import post_transfers
from rekkas.money.entries import TransferEntry, entry_of

LINE_COLUMNS = ("account_id", "code", "period", "amount", "entry", "charged_at")


@command
def charge_fees(
    *, country: str, product: str, fee: str, period: str, at_most: int = AT_ONCE, by: Actor, at: Moment
) -> Swept:
    """Take a fee of a month (2026-03) from the next accounts of a product, each once.

    An account that does not hold enough, or from which nothing may leave, pays nothing: it is asked again when this
    is called again after the end. The fee at the opening is taken once in all, in whichever month it can be.
    """
    wanted = queries.product(country, product)
    if fee not in PERIODIC_FEES:
        raise FeeNotPeriodic(fee=fee)
    (first, after), label = _month(wanted, period), "once" if fee == OPENING_FEE else period
    costs = queries.fee_on(wanted, fee, first)
    amount = costs.amount if costs else 0  # a share of a sum is for movements alone
    part = take_part(
        wanted, fee, label, _owing(fee, label, after) if amount else BankAccount.objects.none(),
        at_most=at_most, by=by, at=at,
    )  # fmt: skip
    entries = [_entry(row, fee, label, amount, at) for row in part.rows]
    results = post_transfers(transfers=entries, by=by, at=at) if entries else []
    taken = [
        (row, entry) for row, entry, result in zip(part.rows, entries, results, strict=True)
        if result.outcome is not Posted.DECLINED
    ]  # fmt: skip
    insert_all(
        "bank_feeline", LINE_COLUMNS, [(row.pk, fee, label, amount, entry.key, at) for row, entry in taken]
    )
    part.done, part.declined, part.amount = len(taken), len(entries) - len(taken), amount * len(taken)
    return finish_part(part, at)


def _month(product: AccountProduct, period: str) -> tuple[date, date]:
    """The first day of a month, and that of the month after it."""
    try:
        first = date.fromisoformat(f"{period}-01")
        return first, date(first.year + first.month // 12, first.month % 12 + 1, 1)
    except ValueError as fault:
        raise PeriodNotRight(product=product.name, period=period, example="2026-03") from fault


def _owing(fee: str, label: str, month_after: date) -> "QuerySet[BankAccount]":
    """Accounts that were open in the month and have not paid."""
    paid = FeeLine.objects.filter(code=fee, period=label).values("account")
    rows = BankAccount.objects.exclude(state=AccountState.CLOSED).exclude(pk__in=paid)
    opened = Q(opened_on__lt=month_after)
    return rows.filter(opened & Q(dormant_since__lt=month_after) if fee == DORMANT_FEE else opened)


def _entry(row: BankAccount, fee: str, label: str, amount: int, at: Moment) -> TransferEntry:
    return entry_of(
        (fee_leg(row, fee, amount),), key=sweep_key(f"fee {fee}", row.number, label), kind=EntryKind.FEE,
        happened_at=at, note=f"{fee} {label}",
    )  # fmt: skip
