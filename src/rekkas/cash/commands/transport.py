"""Cash between offices, and between an office and the bank: under seal, booked once however often it is sent."""

from uuid import NAMESPACE_OID, uuid5

from rekkas.base.actors import Actor, Moment
from rekkas.base.command import command
from rekkas.base.errors import NotAllowed, NotYourOffice
from rekkas.cash.choices import CaseKind, CountPurpose
from rekkas.cash.commands.asking import Found, ask, set_aside
from rekkas.cash.commands.hands import check_office, counted, enter, keep_count
from rekkas.cash.entries import Confirmed, Pieces
from rekkas.cash.errors import (
    NothingToSign,
    NotSurplus,
    OwnSignature,
    PouchKnown,
    PouchReceived,
    SentToItself,
    SlipTakenBack,
)
from rekkas.cash.models import Pouch
from rekkas.cash.queries import office_for_update, transit_of, vault_of
from rekkas.cash.queries import pouch as known_pouch
from rekkas.design.formats import money_text
from rekkas.money.choices import AccountKind, EntryKind
from rekkas.money.commands import post_all
from rekkas.money.entries import CENTRAL, Leg, account_code, entry_of, from_the_bank, to_the_bank
from rekkas.money.queries import balance, cod_held, entry_keyed, hold_accounts, reversal_of
from rekkas.network import queries as network


@command
def send_cash(
    *, pouch: str, seal: str, office: str, destination: str, currency: str, pieces: Pieces, by: Actor, at: Moment,
    key: str | None = None,
) -> str:  # fmt: skip
    """Send cash from a vault to another office, in a pouch under seal. Sent again it is still one pouch."""
    enter(office, by, at)
    network.office(destination)
    if destination == office:
        raise SentToItself(office=office)
    amount = counted(pieces, network.office(office).country_id, currency)
    if _is_repeat(pouch, seal, office, destination, currency, amount):
        return pouch
    legs = (Leg(vault_of(office, currency), transit_of(pouch, currency), amount, currency),)
    _post(EntryKind.CASH_SENT, pouch, legs, office, by, at)
    _seal(pouch, seal, office, destination, currency, pieces, by, at)
    return pouch


@command
def supply_cash(
    *, pouch: str, seal: str, destination: str, currency: str, pieces: Pieces, by: Actor, at: Moment,
    key: str | None = None,
) -> str:  # fmt: skip
    """Supply an office with cash from the bank, in a pouch under seal. Sent again it is still one pouch."""
    place = network.office(destination)
    amount = counted(pieces, place.country_id, currency)
    office_for_update(destination)
    if _is_repeat(pouch, seal, None, destination, currency, amount):
        return pouch
    reserve = account_code(AccountKind.RESERVE, CENTRAL, currency)
    legs = from_the_bank(reserve, transit_of(pouch, currency), amount, currency)
    _post(EntryKind.CASH_SUPPLIED, pouch, legs, destination, by, at)
    _seal(pouch, seal, None, destination, currency, pieces, by, at)
    return pouch


@command
def sign_pouch(*, pouch: str, office: str, by: Actor, at: Moment) -> str:
    """Put the second signature under a pouch where it was sealed or opened; without an office, at the treasury."""
    if office:
        enter(office, by, at)
    row = known_pouch(pouch, lock=True)
    if not office:
        check_office("", by)
        if not by.may("cash.supply_cash"):  # the treasury's end is signed by those who supply
            raise NotAllowed(who=by.name, verb="cash.supply_cash")
    is_origin = office == (row.origin_id or "")
    if not is_origin and (office != row.destination_id or row.is_on_the_road):
        raise NothingToSign(pouch=pouch)
    signed, witness = ("sent_by", "sent_witness") if is_origin else ("received_by", "received_witness")
    if getattr(row, witness):
        raise NothingToSign(pouch=pouch)
    if getattr(row, signed) == by.name:
        raise OwnSignature(who=by.name, pouch=pouch)
    setattr(row, witness, by.name)
    row.save(update_fields=(witness,))
    return pouch


@command
def receive_cash(
    *, pouch: str, seal: str, office: str, pieces: Pieces, by: Actor, at: Moment, key: str | None = None
) -> Confirmed:
    """Take the cash of a pouch into the vault, counted. However often it is sent, a pouch is booked once.

    What differs from what was sealed is a question; the same count again gets the first answer.
    """
    held = enter(office, by, at)
    row = known_pouch(pouch, lock=True)
    if row.destination_id != office:
        raise NotYourOffice(yours=office, office=row.destination_id)
    amount = counted(pieces, network.office(office).country_id, row.currency)
    if not row.is_on_the_road:
        if row.received_amount != amount:
            raise PouchReceived(pouch=pouch, who=row.received_by)
        return _received(row)
    vault, transit = vault_of(office, row.currency), transit_of(pouch, row.currency)
    keep_count(vault, CountPurpose.POUCH, pouch, pieces, by, at)
    if came := min(amount, row.amount):
        _post(EntryKind.CASH_RECEIVED, pouch, (Leg(transit, vault, came, row.currency),), office, by, at)
    if amount != row.amount:
        found = Found(CaseKind.POUCH, vault, pouch, row.sent_by, row.currency, amount - row.amount)
        row.case = ask(held, found, by=by, at=at)
        set_aside(row.case, transit if amount < row.amount else vault, at=at)
    row.received_by, row.received_at, row.received_amount = by.name, at, amount
    row.received_pieces, row.seal_found = pieces, seal
    row.save()
    return _received(row)


@command
def bank_surplus(
    *, slip: str, office: str, currency: str, pieces: Pieces, by: Actor, at: Moment, key: str | None = None
) -> int:
    """Pay cash of a vault into the bank, once for the number of the bank's slip. Returns how much.

    Cash on delivery is not among it: that is banked item by item.
    """
    enter(office, by, at)
    amount = counted(pieces, network.office(office).country_id, currency)
    vault = vault_of(office, currency)
    hold_accounts([vault])
    key_of_slip = uuid5(NAMESPACE_OID, f"{EntryKind.CASH_BANKED.value} {office} {slip}")
    before = entry_keyed(key_of_slip)
    if before is not None and reversal_of(before) is not None:
        raise SlipTakenBack(slip=slip)
    if before is None:
        bound = sum(place.amount for place in cod_held(vault).values())
        free = balance(vault) - bound
        if amount > free:
            raise NotSurplus(held=money_text(bound, currency), free=money_text(max(free, 0), currency))
        keep_count(vault, CountPurpose.POUCH, slip, pieces, by, at)
    reserve = account_code(AccountKind.RESERVE, CENTRAL, currency)
    legs = to_the_bank(vault, reserve, amount, currency)
    _post(EntryKind.CASH_BANKED, f"{office} {slip}", legs, office, by, at, subject=slip)
    return amount


def _is_repeat(
    pouch: str, seal: str, origin: str | None, destination: str, currency: str, amount: int
) -> bool:
    row = Pouch.objects.filter(number=pouch).first()
    if row is None:
        return False
    if (row.seal, row.origin_id, row.destination_id, row.currency, row.amount) != (
        seal, origin, destination, currency, amount,
    ):  # fmt: skip
        raise PouchKnown(pouch=pouch)
    return True


def _seal(
    pouch: str, seal: str, origin: str | None, destination: str, currency: str, pieces: Pieces, by: Actor,
    at: Moment,
) -> None:  # fmt: skip
    count = keep_count(transit_of(pouch, currency), CountPurpose.POUCH, pouch, pieces, by, at)
    Pouch.objects.create(
        number=pouch, seal=seal, origin_id=origin, destination_id=destination, currency=currency,
        amount=count.amount, pieces=count.pieces, sent_by=by.name, sent_at=at,
    )  # fmt: skip


def _post(
    kind: EntryKind,
    number: str,
    legs: tuple[Leg, ...],
    office: str,
    by: Actor,
    at: Moment,
    *,
    subject: str = "",
) -> None:
    """Once for the number of the pouch or slip, whoever sends it and however often."""
    entry = entry_of(
        legs, key=uuid5(NAMESPACE_OID, f"{kind.value} {number}"), kind=kind, happened_at=at,
        subject=subject or number, office=office,
    )  # fmt: skip
    post_all(transfers=[entry], by=by, at=at)


def _received(row: Pouch) -> Confirmed:
    counted_amount = row.received_amount or 0
    return Confirmed(
        row.number, counted_amount, counted_amount - row.amount, row.case.number if row.case else ""
    )
