"""Items over the counter: priced, promised, their postage taken, a proof of posting for each."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID, uuid5

import msgspec

from rekkas.base.actors import Actor, Moment
from rekkas.base.bulk import insert_all
from rekkas.base.command import command
from rekkas.base.errors import Refused
from rekkas.cash.queries import hold_open_till
from rekkas.catalogue.queries import Price, PriceQuestion, prices_for
from rekkas.counter.commands.accounts import hold_credit, owed_in_batch
from rekkas.counter.entries import Accepted, ParcelEntry
from rekkas.counter.models import Receipt
from rekkas.mail.commands import accept_items
from rekkas.mail.entries import ItemEntry, ItemResult
from rekkas.money.choices import AccountKind, EntryKind
from rekkas.money.commands import post_all
from rekkas.money.entries import TransferEntry, account_code
from rekkas.network.queries import check_open
from rekkas.network.queries import office as known_office

RECEIPT_COLUMNS = (
    "number", "item_number", "office_id", "clerk", "at", "lines", "amount", "currency", "promise_date",
    "on_account",
)  # fmt: skip


@command
def accept_parcels(
    *, parcels: Sequence[ParcelEntry], office: str, by: Actor, at: Moment, key: str | None = None
) -> list[Accepted]:
    """Take parcels over the counter: price them, promise their arrival, take the postage, give receipts.

    One answer a parcel; a parcel that cannot be taken does not hold up the others. Postage goes into the clerk's till,
    which is open: where nothing is to be paid, or all was taken before, none is needed. A merchant with credit owes it
    on account, as far as their limit goes.
    """
    here = known_office(office)
    check_open(here, at)
    owing = {parcel.customer for parcel in parcels if not parcel.pays_now}
    credit = hold_credit(owing, here.country, day_at(here, at))
    prices = priced(parcels, here, at)
    accounts = owed_in_batch(credit, parcels, prices, _answered(parcels, office) if credit.limits else set())
    return take_parcels(parcels, prices, office, accounts=accounts, by=by, at=at)


def take_parcels(
    parcels: Sequence[ParcelEntry],
    prices: Sequence[Price | Refused],
    office: str,
    *,
    accounts: Mapping[UUID, str],
    by: Actor,
    at: Moment,
) -> list[Accepted]:
    """Take parcels at prices that were looked at; one with a refusal for a price is answered by it.

    ``accounts`` are those that owe the price of a parcel, by its key; whatever is on none goes into the till.
    """
    items = [
        ItemEntry(
            key=parcel.key, product=parcel.product, origin=office, sender=parcel.sender, number=parcel.number,
            destination_locality=parcel.destination_locality, addressee=parcel.addressee,
            weight_g=parcel.weight_g, happened_at=at, declared_value=parcel.declared_value,
            cod_amount=parcel.cod_amount, customer=parcel.customer, reference=parcel.reference,
            destination_office=parcel.exchange,
        )
        for parcel, price in zip(parcels, prices, strict=True)
        if isinstance(price, Price)
    ]  # fmt: skip
    taken = iter(accept_items(items=items, by=by, at=at))
    results = [next(taken) if isinstance(price, Price) else _declined(price) for price in prices]
    fresh = [
        (parcel, price, result)
        for parcel, price, result in zip(parcels, prices, results, strict=True)
        if isinstance(price, Price) and result.outcome == "taken"
    ]
    _take_postage(fresh, office, accounts, by, at)
    insert_all(
        "counter_receipt", RECEIPT_COLUMNS, [_receipt(*each, office, accounts, by, at) for each in fresh]
    )
    kept = Receipt.objects.filter(item_number__in=[result.number for result in results])
    receipts = {row.number.rpartition("-")[2]: row for row in kept}
    return [
        _answer(result, receipts.get(mark_of(parcel.key)))
        for parcel, result in zip(parcels, results, strict=True)
    ]


def day_at(here: Any, at: Moment) -> date:
    """The day at an office: by it contracts hold."""
    return at.astimezone(here.zone).date()


def _answered(parcels: Sequence[ParcelEntry], office: str) -> set[UUID]:
    """Those that were taken before: asked again, they owe nothing once more."""
    numbers = {f"{office}-{mark_of(parcel.key)}": parcel.key for parcel in parcels}
    known = Receipt.objects.filter(number__in=list(numbers)).values_list("number", flat=True)
    return {numbers[number] for number in known}


def priced(parcels: Sequence[ParcelEntry], here: Any, at: Moment) -> list[Price | Refused]:
    return prices_for(
        [
            PriceQuestion(
                product=parcel.product, country=here.country_id, weight_g=parcel.weight_g,
                origin_locality=here.locality_id, destination_locality=parcel.destination_locality,
                cod_amount=parcel.cod_amount, declared_value=parcel.declared_value,
                destination_country=parcel.country, customer=parcel.customer,
            )
            for parcel in parcels
        ],
        day=day_at(here, at),
    )  # fmt: skip


def _take_postage(
    fresh: Sequence[tuple[ParcelEntry, Price, ItemResult]], office: str, accounts: Mapping[UUID, str], by: Actor,
    at: Moment,
) -> None:  # fmt: skip
    """Postage goes into the clerk's open till, which nobody closes meanwhile: what comes after would be a question.

    What goes onto an account waits there to be invoiced.
    """
    paid = [price for parcel, price, _result in fresh if price.amount and parcel.key not in accounts]
    currencies = sorted({price.currency for price in paid})
    tills = {currency: hold_open_till(office, by, at, currency) for currency in currencies}
    entries = [
        TransferEntry(
            key=postage_entry(parcel.key), source=account_code(AccountKind.INCOME, "postage", price.currency),
            target=accounts.get(parcel.key) or tills[price.currency], amount=price.amount, currency=price.currency,
            kind=EntryKind.POSTAGE, happened_at=at, subject=result.subject, office=office,
        )
        for parcel, price, result in fresh
        if price.amount
    ]  # fmt: skip
    post_all(transfers=entries, by=by, at=at)


def postage_entry(key: UUID) -> UUID:
    """The key under which the ledger has the postage of an item."""
    return uuid5(key, "postage")


def mark_of(key: UUID) -> str:
    """What a receipt's number takes from a key: an item's number may come again, this does not.

    >>> mark_of(UUID(int=1 << 80))
    '000000010000'
    """
    return key.hex[:12].upper()


def _receipt(
    parcel: ParcelEntry,
    price: Price,
    result: ItemResult,
    office: str,
    accounts: Mapping[UUID, str],
    by: Actor,
    at: Moment,
) -> tuple[Any, ...]:
    lines = [{"rule": line.rule, "label": line.label, "amount": line.amount} for line in price.lines]
    return (
        f"{office}-{mark_of(parcel.key)}", result.number, office, by.till or by.name, at,
        msgspec.json.encode(lines).decode(), price.amount, price.currency,
        result.promise_date.isoformat() if result.promise_date else None,
        parcel.customer if parcel.key in accounts else "",
    )  # fmt: skip


def _declined(refusal: Refused) -> ItemResult:
    return ItemResult("declined", code=refusal.code, message=str(refusal))


def _answer(result: ItemResult, receipt: Receipt | None) -> Accepted:
    if result.declined or receipt is None:
        return Accepted("declined", number=result.number, code=result.code, message=result.message)
    return Accepted(
        result.outcome,
        result.number,
        receipt.number,
        receipt.amount,
        receipt.currency,
        result.promise_date,
        on_account=receipt.on_account,
    )
