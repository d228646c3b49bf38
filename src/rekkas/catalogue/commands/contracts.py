"""What is agreed with a customer about prices and payment: never changed, only followed by a later word."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from rekkas.base.actors import Actor, Moment, author_name
from rekkas.base.command import command
from rekkas.base.errors import InvalidInput
from rekkas.catalogue.choices import DOMESTIC_ZONES, Scope, Zone
from rekkas.catalogue.entries import ContractEntry, OwnPrice, RebateStep
from rekkas.catalogue.errors import (
    ContractTooEarly,
    NoContract,
    NotSoldHere,
    RebatesDoNotRise,
    StepTwice,
    UnknownProduct,
)
from rekkas.catalogue.models import Contract, ContractPrice, ContractRebate, Customer
from rekkas.catalogue.queries import contract_on, hold_customers, products_named
from rekkas.catalogue.queries import customer as known_customer

AMOUNT_AT_MOST = 10**12
PAYMENT_DAYS_AT_MOST, AHEAD_AT_MOST = 180, timedelta(days=366)
PRICES_AT_MOST, REBATES_AT_MOST, COUNT_AT_MOST, WHOLE = 200, 20, 10**8, 1_000
REASON_AT_MOST = 200


@command
def agree_contract(
    *, merchant: str, contract: ContractEntry, by: Actor, at: Moment, key: str | None = None
) -> str:
    """Agree with a customer what carriage costs them, what many parcels earn, and up to how much they pay later.

    It holds from a day on in the place of all that was agreed before, which stays to be read. Returns that day.
    """
    customer = known_customer(merchant)
    hold_customers([customer.code])
    _check_day(customer, contract.valid_from, at)
    _check_payment(contract)
    _check_rebates(contract.rebates)
    products = _check_prices(customer, contract.prices)
    row = Contract.objects.create(
        customer=customer, currency=customer.country.currency, valid_from=contract.valid_from,
        credit_limit=contract.credit_limit, payment_days=contract.payment_days, agreed_at=at,
        agreed_by=author_name(by),
    )  # fmt: skip
    ContractPrice.objects.bulk_create(
        ContractPrice(
            contract=row, product=products[own.product], zone=own.zone, up_to_weight_g=own.up_to_weight_g,
            amount=own.amount,
        )
        for own in contract.prices
    )  # fmt: skip
    ContractRebate.objects.bulk_create(
        ContractRebate(contract=row, from_count=step.from_count, per_mille=step.per_mille)
        for step in contract.rebates
    )
    return contract.valid_from.isoformat()


@command
def end_contract(
    *, merchant: str, last_date: date, reason: str, by: Actor, at: Moment, key: str | None = None
) -> str:
    """End what was agreed with a customer: after a last day they pay the tariff, at the counter. Returns that day.

    What is on account by then stays owed.
    """
    customer = known_customer(merchant)
    hold_customers([customer.code])
    reason = " ".join(reason.split())[:REASON_AT_MOST]
    if not reason:
        raise InvalidInput(field="reason", reason=_("it is empty."))
    after = last_date + timedelta(days=1)
    _check_day(customer, after, at)
    if contract_on(customer.code, last_date) is None:
        raise NoContract(customer=customer.name)
    Contract.objects.create(
        customer=customer, currency=customer.country.currency, valid_from=after, is_end=True, reason=reason,
        agreed_at=at, agreed_by=author_name(by),
    )  # fmt: skip
    return last_date.isoformat()


def _check_day(customer: Customer, day: date, at: Moment) -> None:
    today = at.astimezone(ZoneInfo(customer.country.time_zone)).date()
    if day < today:
        raise ContractTooEarly(today=today.isoformat())
    if day > today + AHEAD_AT_MOST:
        raise InvalidInput(field="valid_from", reason=_("it is more than a year ahead."))


def _check_payment(contract: ContractEntry) -> None:
    _check_between("credit_limit", contract.credit_limit, 0, AMOUNT_AT_MOST)
    _check_between("payment_days", contract.payment_days, 0, PAYMENT_DAYS_AT_MOST)
    if contract.payment_days and not contract.credit_limit:
        reason = _("whoever pays at the counter has no days to pay. Give a credit limit too.")
        raise InvalidInput(field="payment_days", reason=reason)


def _check_rebates(steps: Sequence[RebateStep]) -> None:
    if len(steps) > REBATES_AT_MOST:
        raise InvalidInput(field="rebates", reason=_("give at most %(most)s.") % {"most": REBATES_AT_MOST})
    for step in steps:
        _check_between("from_count", step.from_count, 1, COUNT_AT_MOST)
        _check_between("per_mille", step.per_mille, 1, WHOLE)
    rising = sorted(steps, key=lambda step: step.from_count)
    for before, step in pairwise(rising):
        if step.from_count == before.from_count or step.per_mille <= before.per_mille:
            raise RebatesDoNotRise(from_count=step.from_count)


def _check_prices(customer: Customer, prices: Sequence[OwnPrice]) -> dict[str, Any]:
    """Refuse steps that no parcel could ever have; the products by their codes."""
    if len(prices) > PRICES_AT_MOST:
        raise InvalidInput(field="prices", reason=_("give at most %(most)s.") % {"most": PRICES_AT_MOST})
    found = products_named(own.product for own in prices)
    seen: set[tuple[str, str, int]] = set()
    for own in prices:
        product = found.get((customer.country_id, own.product))
        if product is None:
            raise UnknownProduct(product=own.product)
        if product.retired:
            raise NotSoldHere(product=product.name, country=customer.country.name)
        if own.zone not in Zone.values or not _reaches(product.scope, own.zone):
            raise InvalidInput(field="zone", reason=_("nothing of this product goes there."))
        _check_between("up_to_weight_g", own.up_to_weight_g, 1, product.max_weight_g)
        _check_between("amount", own.amount, 0, AMOUNT_AT_MOST)
        step = own.product, own.zone, own.up_to_weight_g
        if step in seen:
            raise StepTwice(product=product.name, up_to_weight_g=own.up_to_weight_g)
        seen.add(step)
    return {code: product for (country, code), product in found.items() if country == customer.country_id}


def _reaches(scope: str, zone: str) -> bool:
    return zone == Zone.ANY or (scope == Scope.DOMESTIC) == (zone in DOMESTIC_ZONES)


def _check_between(field: str, value: int, least: int, most: int) -> None:
    if not least <= value <= most:
        said = _("it is not between %(least)s and %(most)s.") % {"least": least, "most": most}
        raise InvalidInput(field=field, reason=said)
