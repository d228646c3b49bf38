"""What was agreed with a merchant, for their machines."""

from datetime import date

import msgspec
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router

from rekkas.base.api import answer, author_of
from rekkas.base.openapi import door
from rekkas.catalogue.entries import OwnPrice, RebateStep
from rekkas.catalogue.errors import NoContract
from rekkas.merchant import queries
from rekkas.merchant.queries import ContractToday

router = Router(tags=["Shipping"])


class ContractShown(msgspec.Struct, frozen=True):
    """The contract that holds today. Amounts are in the currency's smallest unit.

    ``credit_limit`` of 0: what is sent is paid at the counter. ``credit_owed`` is to be invoiced, or invoiced and not
    paid. Rebates are thousandths off the carriage: ``rebate_per_mille`` is that of this month, by the parcels of the
    month before.
    """

    valid_from: date
    currency: str
    credit_limit: int
    credit_owed: int
    credit_left: int
    payment_days: int
    prices: tuple[OwnPrice, ...]
    rebates: tuple[RebateStep, ...]
    accepted_last_month: int
    accepted_this_month: int
    rebate_per_mille: int


@router.get("/contract", **door("view.shipments", gives=ContractShown, fails=(404,)))
def show_contract(request: HttpRequest) -> HttpResponse:
    """The contract of the merchant whose key asks: own prices, the rebate of this month, credit that is left."""
    merchant = queries.merchant(author_of(request).customer or "")
    today = queries.contract_today(merchant.customer, timezone.now())
    if today is None:
        raise NoContract(customer=merchant.customer.name)
    return answer(_shown(today))


def _shown(today: ContractToday) -> ContractShown:
    agreed, credit = today.agreed, today.credit
    return ContractShown(
        agreed.valid_from, agreed.currency, agreed.credit_limit, credit.owed if credit else 0,
        credit.left if credit else 0, agreed.payment_days, agreed.prices, agreed.rebates, today.accepted_before,
        today.accepted_now, today.earned,
    )  # fmt: skip
