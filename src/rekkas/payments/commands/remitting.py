"""What was collected for a biller is passed on, once for a period, with a list that the biller can recompute."""

import hashlib
from datetime import date, datetime, time, timedelta
from uuid import NAMESPACE_OID, uuid5
from zoneinfo import ZoneInfo

from django.db import connection

from rekkas.bank.queries.accounts import account as bank_account
from rekkas.base.actors import FIRST_YEAR, Actor, Moment, author_name
from rekkas.base.bulk import among
from rekkas.base.command import command
from rekkas.base.outbox import tell
from rekkas.money.choices import AccountKind, EntryKind
from rekkas.money.commands import post_all
from rekkas.money.entries import PAYOUTS, Leg, account_code, entry_of, from_the_bank
from rekkas.payments.choices import BILLS_INCOME, BillPaymentState
from rekkas.payments.entries import Remitted
from rekkas.payments.errors import NothingToRemit, PeriodNotOver, PeriodRemitted
from rekkas.payments.facts import BillerRemitted
from rekkas.payments.models import Biller, BillPayment, Remittance
from rekkas.payments.queries.bills import (
    biller_for_update,
    last_remitted,
    period_end,
    remittance_file,
)
from rekkas.payments.queries.rules import biller as known_biller
from rekkas.territory import queries as territory


@command
def remit_biller(
    *, biller: str, country: str, until: date, by: Actor, at: Moment, key: str | None = None
) -> Remitted:
    """Pay a biller what was collected until the end of a period, less the post's fee. A period is remitted once.

    Payments that were cancelled are left out; a period is over when none in it can be cancelled any more.
    """
    row = biller_for_update(known_biller(country, biller))
    _check_period(row, until, at, ZoneInfo(territory.country(country).time_zone))
    payments = list(
        BillPayment.objects.select_for_update()
        .filter(biller=row, state=BillPaymentState.PAID, remittance=None, paid_on__lte=until)
        .order_by("paid_at", "id")
    )
    amount, fee = sum(one.amount for one in payments), sum(one.biller_fee for one in payments)
    if amount <= fee:
        raise NothingToRemit(biller=row.name, date=until.isoformat())
    number = f"{country}-{row.code}-{until:%Y%m%d}".upper()
    digest = hashlib.sha256(remittance_file(row.code, payments)).hexdigest()
    account = bank_account(row.pays_to).ledger if row.pays_to else account_code(
        AccountKind.CLEARING, PAYOUTS, row.currency
    )  # fmt: skip
    made = Remittance.objects.create(
        number=number, biller=row, until=until, payment_count=len(payments), amount=amount, fee=fee,
        currency=row.currency, account=account, entry=uuid5(NAMESPACE_OID, f"biller-remitted {number}"),
        digest=digest, remitted_at=at, remitted_by=author_name(by),
    )  # fmt: skip
    _mark(payments, made)
    _post(row, made, by, at)
    tell(BillerRemitted(row.code, number, made.net, row.currency, row.pays_to))
    return Remitted(number, row.code, row.currency, len(payments), amount, fee, digest)


def _check_period(row: Biller, until: date, at: datetime, zone: ZoneInfo) -> None:
    """The cycle ends on this day, nothing in it can change any more, and it was not remitted."""
    if until >= at.astimezone(zone).date():
        raise PeriodNotOver(date=until.isoformat())
    if until.year < FIRST_YEAR:
        raise NothingToRemit(biller=row.name, date=until.isoformat())
    a_day = timedelta(days=1)
    ended = datetime.combine(until + a_day, time(), zone) + timedelta(minutes=row.cancel_minutes)
    if at < ended or period_end(row.cycle, until + a_day) != until:
        raise PeriodNotOver(date=until.isoformat())
    last = last_remitted(row)
    if last is not None and last >= until:
        raise PeriodRemitted(biller=row.name, date=last.isoformat())


def _mark(payments: list[BillPayment], made: Remittance) -> None:
    """Each payment becomes part of one remittance, in one statement for any number."""
    condition, values = among("id", [one.pk for one in payments])
    statement = f"UPDATE payments_billpayment SET remittance_id = %s WHERE {condition}"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(statement, [made.pk, *values])


def _post(row: Biller, made: Remittance, by: Actor, at: Moment) -> None:
    """One entry: what the biller gets leaves by the bank, what the post keeps is its income."""
    legs: tuple[Leg, ...] = from_the_bank(made.account, row.account, made.net, row.currency)
    if made.fee:
        income = account_code(AccountKind.INCOME, BILLS_INCOME, row.currency)
        legs = (*legs, Leg(income, row.account, made.fee, row.currency))
    entry = entry_of(
        legs, key=made.entry, kind=EntryKind.BILLER_REMITTED, happened_at=at, subject=made.number[:40]
    )
    post_all(transfers=[entry], by=by, at=at)
