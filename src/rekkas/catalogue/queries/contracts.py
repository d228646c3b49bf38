"""What was agreed with customers about prices and payment, and what they sent in the month before."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from postkit import tariff
from rekkas.catalogue.entries import OwnPrice, RebateStep
from rekkas.catalogue.models import Contract, ContractPrice, ContractRebate
from rekkas.design.formats import share_text

# Under these the lines of a contract stand in a price. No tariff has such a code: a colon is in none.
OWN_CARRIAGE, OWN_REBATE = "contract:carriage", "contract:rebate-"
A_DAY = timedelta(days=1)

Counts = Callable[[Collection[str], datetime, datetime], Mapping[str, int]]
_counts: list[Counts] = []


def counts_accepted(asked: Counts) -> Counts:
    """Mark the question how many parcels of each customer were taken in between two moments and not given back.

    The record of custody stands above the catalogue on the ladder, so it answers by this door.
    """
    _counts[:] = [asked]
    return asked


@dataclass(frozen=True, slots=True)
class Agreed:
    """What holds with a customer on a day."""

    customer: str
    country: str
    currency: str
    zone: ZoneInfo
    valid_from: date
    credit_limit: int
    payment_days: int
    prices: tuple[OwnPrice, ...]
    rebates: tuple[RebateStep, ...]

    def rebate_for(self, count: int) -> int:
        """The thousandths that so many parcels in the month before earn."""
        return tariff.rebate_of(((step.from_count, step.per_mille) for step in self.rebates), count)

    def carriage(self, product: str, rebate: int) -> tariff.Contract:
        """What the contract says of one product's carriage."""
        steps = [
            tariff.Rule(OWN_CARRIAGE, tariff.CARRIAGE, own.zone, own.up_to_weight_g, own.amount)
            for own in self.prices
            if own.product == product
        ]
        return tariff.Contract(steps, rebate)


def contract_on(customer: str, day: date) -> Agreed | None:
    """What holds with one customer on a day; nothing where nothing was agreed, or what was has ended."""
    code = customer.strip().upper()
    return contracts_on([code], day).get(code)


def contracts_on(customers: Iterable[str], day: date) -> dict[str, Agreed]:
    """The contracts that hold on a day, by customer, in a constant number of statements."""
    codes = {code for code in customers if code}
    if not codes:
        return {}
    rows = _rows(codes).filter(valid_from__lte=day)
    last = {row.customer_id: row for row in rows.order_by("valid_from", "id")}
    found = [row for row in last.values() if not row.is_end]
    return {one.customer: one for one in _agreed(found)}


def contract_history(customer: str) -> list[tuple[Contract, Agreed]]:
    """Everything that was ever agreed with a customer, what holds last first."""
    rows = list(_rows([customer]).order_by("-valid_from", "-id"))
    return list(zip(rows, _agreed(rows), strict=True))


def month_before(day: date) -> tuple[date, date]:
    """The first day of the calendar month before a day, and the first of its own.

    >>> month_before(date(2026, 1, 31))
    (datetime.date(2025, 12, 1), datetime.date(2026, 1, 1))
    """
    end = day.replace(day=1)
    return (end - A_DAY).replace(day=1), end


def accepted_in(contracts: Iterable[Agreed], first: date, end: date) -> dict[str, int]:
    """How many parcels of each customer were taken in from a day on and before another, by their own clock."""
    by_zone: dict[ZoneInfo, list[str]] = {}
    for one in contracts:
        by_zone.setdefault(one.zone, []).append(one.customer)
    found: dict[str, int] = {}
    for zone, codes in by_zone.items():
        since, until = (datetime.combine(day, time(), zone) for day in (first, end))
        for asked in _counts:
            found |= asked(codes, since, until)
    return found


def rebates_on(contracts: Iterable[Agreed], day: date) -> dict[str, int]:
    """The thousandths off the carriage that each customer has on a day, by what they sent in the month before.

    That month is over: whoever asks for a price knows its rebate, and nothing sent later changes it.
    """
    earning = [one for one in contracts if one.rebates]
    if not earning:
        return {}
    counts = accepted_in(earning, *month_before(day))
    return {one.customer: one.rebate_for(counts.get(one.customer, 0)) for one in earning}


def contract_label(rule: str) -> str:
    """The words of a contract's line in the reader's language; nothing for a rule of the tariff."""
    if rule == OWN_CARRIAGE:
        return _("Carriage, by contract")
    if rule.startswith(OWN_REBATE):
        share = share_text(int(rule.removeprefix(OWN_REBATE)))
        return _("Volume rebate, %(share)s off the carriage") % {"share": share}
    return ""


def _rows(customers: Collection[str]) -> "QuerySet[Contract]":
    return Contract.objects.filter(customer__code__in=customers).select_related("customer__country")


def _agreed(rows: Collection[Contract]) -> list[Agreed]:
    """Contracts with their prices and rebates."""
    prices: dict[int, list[OwnPrice]] = {}
    rebates: dict[int, list[RebateStep]] = {}
    ids = [row.pk for row in rows]
    priced = ContractPrice.objects.filter(contract__in=ids).order_by("product", "zone", "up_to_weight_g")
    for step in priced.select_related("product"):
        own = OwnPrice(step.product.code, step.zone, step.up_to_weight_g, step.amount)
        prices.setdefault(step.contract_id, []).append(own)
    earned = ContractRebate.objects.filter(contract__in=ids).order_by("from_count")
    for pk, from_count, per_mille in earned.values_list("contract", "from_count", "per_mille"):
        rebates.setdefault(pk, []).append(RebateStep(from_count, per_mille))
    return [
        Agreed(
            row.customer_id, row.customer.country_id, row.currency, ZoneInfo(row.customer.country.time_zone),
            row.valid_from, row.credit_limit, row.payment_days, tuple(prices.get(row.pk, ())),
            tuple(rebates.get(row.pk, ())),
        )
        for row in rows
    ]  # fmt: skip
