"""How each service of a visit is done: by the verb whose rule it is. What that verb refuses, the visit refuses."""

from collections.abc import Mapping
from dataclasses import replace
from functools import singledispatch
from typing import Any
from uuid import UUID, uuid5

from django.utils.translation import gettext as _

from postkit.address import Address
from rekkas.bank.commands import deposit, withdraw
from rekkas.base.errors import InvalidInput, Refused
from rekkas.catalogue.queries import PriceLine
from rekkas.counter.choices import Service
from rekkas.counter.commands.accepting import postage_entry, take_parcels
from rekkas.counter.commands.accounts import owed_in_visit
from rekkas.counter.commands.declarations import check_contents, keep_declarations
from rekkas.counter.commands.done import Did, as_refusal
from rekkas.counter.commands.pricing import Desk, agree, judged
from rekkas.counter.entries import (
    AnnouncedLine,
    BillLine,
    DepositLine,
    Line,
    LineDone,
    MoneyOrderLine,
    OrderPaymentLine,
    ParcelEntry,
    PickUpLine,
    SendingLine,
    WithdrawalLine,
)
from rekkas.counter.errors import NotAnnounced
from rekkas.delivery.commands import deliver_items
from rekkas.delivery.entries import Handover
from rekkas.mail.errors import AlreadyDelivered
from rekkas.mail.queries import announced_items, items_numbered
from rekkas.money.choices import EntryKind
from rekkas.payments.commands import issue_money_order, pay_bill, pay_money_order
from rekkas.payments.queries.orders import order as known_order
from rekkas.payments.queries.rules import biller as known_biller


def do_sendings(desk: Desk, lines: Mapping[int, SendingLine | AnnouncedLine]) -> dict[int, Did | Refused]:
    """Take in everything that a visitor sends, together; one answer a line."""
    announced = announced_items([one.number for one in lines.values() if isinstance(one, AnnouncedLine)])
    parcels: dict[int, ParcelEntry] = {}
    answers: dict[int, Did | Refused] = {}
    desk.look_up(
        [
            desk.office.locality_id,
            *(one.destination for one in lines.values() if isinstance(one, SendingLine) and one.destination),
        ]
    )
    desk.look_abroad(one.country for one in lines.values() if isinstance(one, SendingLine))
    for place, line in lines.items():
        try:
            check_contents(line)
            parcels[place] = _parcel(desk, place, line, announced)
        except Refused as refusal:
            answers[place] = refusal
    prices = judged(desk, {place: (parcel, lines[place].amount) for place, parcel in parcels.items()})
    accounts = {} if answers else owed_in_visit(desk, parcels, prices)
    taken = take_parcels(
        list(parcels.values()),
        list(prices.values()),
        desk.office.code,
        accounts=accounts,
        by=desk.by,
        at=desk.at,
    )
    for (place, parcel), answer in zip(parcels.items(), taken, strict=True):
        price, line = prices[place], lines[place]
        if isinstance(price, Refused):
            answers[place] = price
        elif answer.outcome != "taken":
            answers[place] = as_refusal(answer.code, answer.message, answer.number)
        else:
            service = Service.SENDING if isinstance(line, SendingLine) else Service.ANNOUNCED
            done = LineDone(
                answer.number,
                answer.amount,
                answer.receipt,
                answer.promise_date,
                _measured(line) | ({"on_account": answer.on_account} if answer.on_account else {}),
            )
            entries = [postage_entry(parcel.key)] if answer.amount else []
            answers[place] = Did(service, done, parcel.product, reasons=price.lines, entries=entries)
    keep_declarations(desk, lines, answers)
    return answers


def _measured(line: SendingLine | AnnouncedLine) -> dict[str, str]:
    """How large an item was, where it was measured: in centimetres, as it was read."""
    if not isinstance(line, SendingLine) or line.size_mm is None:
        return {}
    return {"size_cm": " × ".join(f"{side / 10:g}" for side in line.size_mm)}


@singledispatch
def do(line: Line, desk: Desk, place: int) -> Did:
    """Do one line. Refused with the refusal of the verb that does it."""
    raise TypeError(type(line))


@do.register
def _bill(line: BillLine, desk: Desk, place: int) -> Did:
    taken = pay_bill(
        biller=line.biller, reference=line.reference, amount=line.due, currency=desk.currency,
        office=desk.office.code, again=line.again, visit=desk.number, by=desk.by, at=desk.at,
        key=str(desk.key_of(place)),
    )  # fmt: skip
    agree(desk, line.amount, taken.amount + taken.fee)
    reasons = [PriceLine("bill", known_biller(desk.office.country_id, line.biller).name, taken.amount)]
    if taken.fee:
        reasons.append(PriceLine("bill-fee", _("Fee"), taken.fee))
    done = LineDone(taken.number, line.amount)
    return Did(Service.BILL, done, line.biller, reasons=reasons, entries=[taken.entry])


@do.register
def _pay_in(line: DepositLine, desk: Desk, place: int) -> Did:
    moved = deposit(
        account=line.account, amount=line.amount, currency=desk.currency, office=desk.office.code, note=line.note,
        by=desk.by, at=desk.at, key=str(desk.key_of(place)),
    )  # fmt: skip
    return Did(Service.DEPOSIT, LineDone(moved.account, line.amount), entries=[moved.entry])


@do.register
def _pay_out(line: WithdrawalLine, desk: Desk, place: int) -> Did:
    moved = withdraw(
        account=line.account, amount=-line.amount, currency=desk.currency, document=line.document,
        office=desk.office.code, by=desk.by, at=desk.at, key=str(desk.key_of(place)),
    )  # fmt: skip
    return Did(Service.WITHDRAWAL, LineDone(moved.account, line.amount), entries=[moved.entry])


@do.register
def _issue(line: MoneyOrderLine, desk: Desk, place: int) -> Did:
    issued = issue_money_order(
        order=line.order, code=desk.codes.get(place), office=desk.office.code, visit=desk.number, by=desk.by,
        at=desk.at, key=str(desk.key_of(place)),
    )  # fmt: skip
    agree(desk, line.amount, issued.amount + issued.fee)
    reasons = [
        PriceLine("order", _("Money order"), issued.amount),
        PriceLine("order-fee", _("Fee"), issued.fee),
    ]
    entry = known_order(issued.number).issue_entry
    done = LineDone(issued.number, line.amount, more={"expires_on": issued.expires_on.isoformat()})
    return Did(Service.MONEY_ORDER, done, line.order.product, reasons=reasons, entries=[entry])


@do.register
def _pay_order(line: OrderPaymentLine, desk: Desk, place: int) -> Did:
    paid = pay_money_order(
        token=line.token, office=desk.office.code, signature=line.signature, by=desk.by, at=desk.at,
        key=str(desk.key_of(place)),
    )  # fmt: skip
    agree(desk, line.amount, -paid.amount)
    return Did(Service.ORDER_PAYMENT, LineDone(paid.number, line.amount), entries=[paid.entry])


def do_pick_ups(desk: Desk, lines: Mapping[int, PickUpLine]) -> dict[int, Did | Refused]:
    """Hand out everything that waits for a visitor, together; one answer a line. Cash due goes into the till."""
    handovers = [
        Handover(
            line.number, desk.at, line.recipient, line.name, line.amount, line.signature, line.photo,
            line.identified,
        )
        for line in lines.values()
    ]  # fmt: skip
    results = deliver_items(
        handovers=handovers, office=desk.office.code, till=desk.till, by=desk.by, at=desk.at
    ) if handovers else []  # fmt: skip
    answers: dict[int, Did | Refused] = {}
    items = items_numbered([result.number for result in results if result.outcome == "delivered"])
    for (place, line), result in zip(lines.items(), results, strict=True):
        if result.outcome == "declined":
            answers[place] = as_refusal(result.code, result.message, result.number)
        elif (
            result.outcome != "delivered"
        ):  # by another line of this visit, or another act at this very moment
            answers[place] = AlreadyDelivered(number=result.number)
        else:
            entries = [cod_entry(items[result.number].key)] if line.amount else []
            answers[place] = Did(Service.PICK_UP, LineDone(result.number, line.amount), entries=entries)
    return answers


def cod_entry(item: UUID) -> UUID:
    """The key under which the ledger has the cash of an item, by the item's own key."""
    return uuid5(item, EntryKind.COD_COLLECTED.value)


def _parcel(
    desk: Desk, place: int, line: SendingLine | AnnouncedLine, announced: Mapping[str, Any]
) -> ParcelEntry:
    if isinstance(line, SendingLine):
        return ParcelEntry(
            key=desk.key_of(place), product=line.product, destination_locality=line.destination,
            sender=_placed(desk, line.sender, desk.office.locality_id),
            addressee=_abroad(desk, line) if line.country else _placed(desk, line.addressee, line.destination),
            weight_g=line.weight_g, number=line.number, declared_value=line.declared_value,
            cod_amount=line.cod_amount, customer=line.customer, reference=line.reference, country=line.country,
            exchange=desk.destination(line.country).exchange_id if line.country else "",
        )  # fmt: skip
    item = announced.get(line.number)
    if item is None:
        raise NotAnnounced(number=line.number)
    return ParcelEntry(
        key=desk.key_of(place), product=item.product.code,
        destination_locality=item.addressee.get("locality_code") or item.destination.locality_id,
        sender=Address.from_dict(item.sender), addressee=Address.from_dict(item.addressee), weight_g=line.weight_g,
        number=line.number, declared_value=item.declared_value, cod_amount=item.cod_amount,
        customer=item.customer_code, reference=item.reference,
    )  # fmt: skip


def _abroad(desk: Desk, line: SendingLine) -> Address:
    """An address in another country, whose name stands last and large, in the language of posts between countries."""
    there = desk.destination(line.country)
    if not line.addressee.locality.strip():
        raise InvalidInput(field="addressee.locality", reason=_("write the town."))
    return replace(line.addressee, country=(there.name_fr or there.name_en).upper(), locality_code="")


def _placed(desk: Desk, address: Address, code: str) -> Address:
    """An address with what the country knows of its locality."""
    place = desk.place(code)
    return replace(
        address,
        locality=place.name,
        locality_ar=place.name_ar,
        locality_code=place.code,
        postcode=place.postcode,
    )
