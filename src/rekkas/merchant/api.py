"""What merchants' machines are told: the journal, its statuses in the words of others too, and their contract."""

from datetime import date, datetime
from typing import Annotated, Any

import msgspec
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Query, Router

from rekkas.base.access import PUBLIC
from rekkas.base.api import HIGHEST, PAGE, Page, answer, author_of
from rekkas.base.openapi import door
from rekkas.catalogue.entries import OwnPrice, RebateStep
from rekkas.catalogue.errors import NoContract
from rekkas.mail.choices import Status
from rekkas.merchant import queries
from rekkas.merchant.choices import ChangeKind
from rekkas.merchant.queries import CHANGES_AT_MOST, ContractToday, words_of_others

router, contracts = Router(tags=["Changes"]), Router(tags=["Shipping"])


class ChangeShown(msgspec.Struct, frozen=True):
    """A change, as it is sent to endpoints too. What ``data`` holds is told in docs/domains/merchant-changes.md."""

    id: str
    number: int
    type: ChangeKind
    timestamp: datetime
    recorded_at: datetime
    data: dict[str, Any]


class ChangePage(msgspec.Struct, frozen=True):
    """Changes in their order. ``next_after`` is what to ask with next, also when nothing was new; ``last`` is the last
    change there is.
    """

    data: list[ChangeShown]
    next_after: int
    last: int


@router.get("/changes", **door("view.changes", gives=ChangePage, fails=(404,)))
def list_changes(
    request: HttpRequest,
    after: Annotated[int, Query(ge=0, lt=HIGHEST, description="The number of the last change that you have.")] = 0,
    limit: Annotated[int, Query(ge=1, le=CHANGES_AT_MOST, description="How many at most.")] = PAGE,
) -> HttpResponse:  # fmt: skip
    """What a merchant is told, from a change on, in the order of its numbers, which have no gap."""
    merchant = queries.merchant(author_of(request).customer or "")
    last = queries.last_change(merchant.pk)
    rows = queries.changes_after(merchant.pk, after, limit)
    said = [msgspec.Raw(row.body.encode()) for row in rows]
    next_after = rows[-1].number if rows else after
    return answer(
        {"data": said, "next_after": next_after, "last": max([last, *(row.number for row in rows[-1:])])}
    )


class StatusShown(msgspec.Struct, frozen=True):
    """A status, in the reader's language and in the words of others."""

    status: Status
    label: str
    words: dict[str, tuple[str, ...]]


@router.get("/statuses", **door(PUBLIC, gives=Page[StatusShown]))
def list_statuses(request: HttpRequest) -> HttpResponse:
    """The statuses a parcel can have, and what other systems call them."""
    known = words_of_others().statuses
    return answer(Page([StatusShown(one, str(one.label), known[one.value]) for one in Status]))


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


@contracts.get("/contract", **door("view.shipments", gives=ContractShown, fails=(404,)))
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
