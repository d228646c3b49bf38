"""Bills: what is due, what was paid, what a biller is still to be paid."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from io import StringIO

from django.db.models import Count, F, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from postkit.money import to_text
from rekkas.desk.listings import Listing
from rekkas.money.queries import balance
from rekkas.payments.choices import BillPaymentState, Cycle
from rekkas.payments.errors import UnknownBill, UnknownBillPayment, UnknownRemittance
from rekkas.payments.models import Bill, Biller, BillFile, BillPayment, Remittance

JUST_NOW = timedelta(minutes=10)  # the same payment again within it is asked about


def bill(biller: Biller, reference: str) -> Bill:
    """One bill on a biller's list."""
    found = Bill.objects.filter(biller=biller, reference=reference).first()
    if found is None:
        raise UnknownBill(biller=biller.name, reference=reference)
    return found


def bill_for_update(biller: Biller, reference: str) -> Bill:
    """One bill, held until the transaction ends."""
    found = Bill.objects.select_for_update().filter(biller=biller, reference=reference).first()
    if found is None:
        raise UnknownBill(biller=biller.name, reference=reference)
    return found


def biller_for_update(biller: Biller) -> Biller:
    """A biller, held until the transaction ends: one remittance, or one file, at a time."""
    return Biller.objects.select_for_update().get(pk=biller.pk)


def bill_payment(number: str) -> BillPayment:
    """One payment of a bill by the number on its receipt."""
    found = _payments().filter(number=number.strip().upper()).first()
    if found is None:
        raise UnknownBillPayment(number=number)
    return found


def bill_payment_for_update(number: str) -> BillPayment:
    found = _payments().select_for_update(of=("self",)).filter(number=number.strip().upper()).first()
    if found is None:
        raise UnknownBillPayment(number=number)
    return found


def _payments() -> "QuerySet[BillPayment]":
    return BillPayment.objects.select_related("biller", "office__country", "remittance")


def standing_payment(row: Bill) -> BillPayment | None:
    """The latest payment of a bill that was not cancelled."""
    return BillPayment.objects.filter(bill=row, state=BillPaymentState.PAID).order_by("-id").first()


def paid_just_now(biller: Biller, reference: str, amount: int, at: datetime) -> BillPayment | None:
    """The same amount paid for the same reference a moment ago: a key pressed twice, or another payment."""
    rows = BillPayment.objects.filter(
        biller=biller,
        reference=reference,
        amount=amount,
        state=BillPaymentState.PAID,
        paid_at__gt=at - JUST_NOW,
    )
    return rows.order_by("-id").first()


def bill_payments_of(office: str = "", clerk: str = "") -> Listing[BillPayment]:
    """What was paid at an office, by one clerk there, or everywhere; the latest first."""
    rows = _payments()
    if office:
        rows = rows.filter(office__code=office)
    if clerk:
        rows = rows.filter(clerk=clerk)
    return Listing(rows.order_by("-id"), list)


def bills_due(biller: Biller) -> Listing[Bill]:
    """The bills on a biller's list that are not paid whole, those that fall due first at the head."""
    rows = Bill.objects.filter(biller=biller).exclude(paid_amount__gte=F("amount"))
    return Listing(rows.order_by("due_on", "id"), list)


def files_of(biller: Biller) -> Listing[BillFile]:
    """The lists that a biller sent, the latest first."""
    return Listing(BillFile.objects.filter(biller=biller).order_by("-id"), list)


@dataclass(frozen=True, slots=True)
class Collected:
    """What was collected for a biller and not passed on yet, and until which day it can be."""

    biller: Biller
    payments: int
    amount: int
    fee: int
    due_until: date

    @property
    def net(self) -> int:
        return self.amount - self.fee


def collected(country: str, today: date) -> list[Collected]:
    """What lies here for each biller of a country, with the last day whose period is over."""
    rows = BillPayment.objects.filter(
        biller__country=country, state=BillPaymentState.PAID, remittance=None
    ).order_by()
    sums = {
        pk: (count, amount, fee)
        for pk, count, amount, fee in rows.values_list("biller").annotate(
            count=Count("pk"), whole=Sum("amount"), fees=Sum("biller_fee")
        )
    }
    found = Biller.objects.filter(country=country).order_by("code")
    return [
        Collected(row, *sums.get(row.pk, (0, 0, 0)), due_until=period_end(row.cycle, today)) for row in found
    ]


def period_end(cycle: str, today: date) -> date:
    """The last day of the last period that is over: yesterday, last Sunday, or the end of last month.

    >>> [str(period_end(cycle, date(2026, 3, 4))) for cycle in ("day", "week", "month")]
    ['2026-03-03', '2026-03-01', '2026-02-28']
    """
    if cycle == Cycle.DAY:
        return today - timedelta(days=1)
    if cycle == Cycle.WEEK:
        return today - timedelta(days=today.isoweekday())
    return today.replace(day=1) - timedelta(days=1)


def last_remitted(biller: Biller) -> date | None:
    """The last day until which a biller was paid."""
    row = Remittance.objects.filter(biller=biller).order_by("-until").first()
    return row.until if row else None


def remittance(number: str) -> Remittance:
    """One remittance by its number."""
    found = Remittance.objects.select_related("biller").filter(number=number.strip().upper()).first()
    if found is None:
        raise UnknownRemittance(number=number)
    return found


def remittances(country: str, biller: str = "") -> Listing[Remittance]:
    """What billers were paid, the latest first."""
    rows = Remittance.objects.filter(biller__country=country).select_related("biller")
    return Listing((rows.filter(biller__code=biller) if biller else rows).order_by("-id"), list)


def remitted_payments(row: Remittance) -> Sequence[BillPayment]:
    """What a remittance passes on, in the order in which it was paid."""
    return list(BillPayment.objects.filter(remittance=row).order_by("paid_at", "id"))


FORMULA = ("=", "+", "-", "@", "\t", "\r")
COLUMNS = ("payment", "reference", "amount", "currency", "paid_on", "office")


def remittance_file(biller: str, payments: Iterable[BillPayment]) -> bytes:
    """What a biller is told of the bills that were paid: one line each, then how much. The same rows, the same bytes.

    Cells that a table program would take for a formula begin with an apostrophe.
    """
    out = StringIO(newline="")
    table = csv.writer(out, lineterminator="\r\n")
    table.writerow(COLUMNS)
    count = total = fee = 0
    currency = ""
    for row in payments:
        count, total, fee, currency = count + 1, total + row.amount, fee + row.biller_fee, row.currency
        cells = (
            row.number, row.reference, to_text(row.amount, row.currency), row.currency, row.paid_on.isoformat(),
            row.office_id,
        )  # fmt: skip
        table.writerow([f"'{cell}" if cell.startswith(FORMULA) else cell for cell in cells])
    for words, amount in (("total", total), ("fee", fee), ("net", total - fee)) if count else ():
        table.writerow([words, biller, to_text(amount, currency), currency, str(count), ""])
    return out.getvalue().encode("utf-8")


@dataclass(frozen=True, slots=True)
class BillerFault:
    """What does not agree about a biller. ``reason`` is stable: balance-differs, paid-amount-differs.

    ``said`` is what its account holds, or what one bill says is paid of it; ``found`` is what the payments say.
    """

    biller: str
    reason: str
    what: str
    said: int
    found: int


def biller_faults() -> list[BillerFault]:
    """Billers whose account in the ledger, or whose bills, say otherwise than their payments."""
    return [*_accounts_against_payments(), *_bills_against_payments()]


def _accounts_against_payments() -> list[BillerFault]:
    rows = BillPayment.objects.filter(state=BillPaymentState.PAID, remittance=None).order_by()
    sums: dict[int, int] = dict(rows.values_list("biller").annotate(whole=Sum("amount")))
    found = []
    for row in Biller.objects.order_by("id"):
        holds, due = -balance(row.account), sums.get(row.pk, 0)
        if holds != due:
            found.append(BillerFault(row.code, "balance-differs", row.account, holds, due))
    return found


def _bills_against_payments() -> list[BillerFault]:
    standing = BillPayment.objects.filter(bill=OuterRef("pk"), state=BillPaymentState.PAID).order_by()
    paid = standing.values("bill").annotate(whole=Sum("amount")).values("whole")
    rows = Bill.objects.annotate(paid=Coalesce(Subquery(paid), 0)).exclude(paid_amount=F("paid"))
    said = rows.order_by("id").values_list("biller__code", "reference", "paid_amount", "paid")
    return [BillerFault(biller, "paid-amount-differs", *rest) for biller, *rest in said]
