"""Parcels at the door: handed over, and their cash on its way to the bank."""

from datetime import datetime
from typing import Any

import msgspec

from rekkas.base.choices import Role
from rekkas.delivery.choices import Recipient, Shown
from rekkas.delivery.commands import await_collection, bank_cash, deliver_items, hand_over_cash, return_items
from rekkas.delivery.entries import BagCounted, Delivered, Handover, Identified
from rekkas.mail import commands as mail
from rekkas.mail.entries import ItemEntry
from rekkas.mail.scans import Scan
from tests import build
from tests.build import AGENCY, MONDAY, OUARZAZATE, YOUSSEF, ZAGORA, ZAGORA_OFFICE, later

COD = 35_000
SOON = later(0.01)
BAG, SAFE = f"courier:{ZAGORA_OFFICE}/youssef:MAD", f"vault:{ZAGORA_OFFICE}:MAD"
KARIM = build.staff("karim", Role.MANAGER, ZAGORA_OFFICE)


def parcels(*words: str, at: datetime = MONDAY, **changes: Any) -> list[str]:
    """The numbers of parcels taken over the counter, which have arrived where they are delivered."""
    taken = build.accepted(*words, at=at, **changes)
    return arrived(*(one.number for one in taken), at=later(0.01, at))


def arrived(*numbers: str, office: str = ZAGORA_OFFICE, at: datetime = SOON) -> list[str]:
    """The numbers, scanned in at an office."""
    scans = [Scan(build.key("EMG", one, office, at), one, "EMG", at, office) for one in numbers]
    mail.record_scans(scans=scans, by=build.BOSS, at=at)
    return list(numbers)


def to_be_posted(origin: str = AGENCY, **changes: Any) -> ItemEntry:
    """What a sender tells of an item with cash on delivery, before it is handed to the post."""
    sender = build.parcel().sender
    said = ItemEntry(
        key=build.key("to be posted"), product="parcel-cod", origin=origin, destination_locality=ZAGORA,
        sender=sender, addressee=sender, weight_g=100, happened_at=MONDAY, cod_amount=COD, customer="ATLAS",
    )  # fmt: skip
    return msgspec.structs.replace(said, **changes)


def bagged(number: str, *, until: str) -> str:
    """One bag with the item from Ouarzazate to Zagora: closed, arrived, received or opened. Returns its number."""
    arrived(number, office=OUARZAZATE, at=later(20))
    way: dict[str, Any] = {"office": OUARZAZATE, "by": build.BOSS, "at": later(21)}
    here: dict[str, Any] = {"office": ZAGORA_OFFICE, "by": build.BOSS, "at": later(24)}
    bag = mail.prepare_receptacle(destination=ZAGORA_OFFICE, **way)
    mail.fill_receptacle(receptacle=bag, numbers=[number], **way)
    mail.close_receptacle(receptacle=bag, **way)
    if until == "closed":  # and read by itself at the office, with all that is in it
        return arrived(bag, at=later(24))[0]
    dispatch = mail.close_dispatch(destination=ZAGORA_OFFICE, receptacles=[bag], **way)
    run = mail.depart_run(trip="MAT00003", date=later(21).date(), dispatches=[dispatch], **way)
    mail.arrive_run(run=run, **here)
    if until in {"received", "opened"}:
        mail.receive_dispatch(dispatch=dispatch, found=[bag], **here)
    if until == "opened":
        mail.open_receptacle(receptacle=bag, found=[number], **here)
    return bag


def handover(number: str, /, **changes: Any) -> Handover:
    """The addressee signs and pays."""
    said = Handover(number, later(25), Recipient.ADDRESSEE, "Amina Alaoui", COD, build.PNG)
    return msgspec.structs.replace(said, **changes)


BY_DOCUMENT = Identified(Shown.IDENTITY, "national-id", "2345")
BY_CODE = Identified(Shown.CODE)


def collected(number: str, /, **changes: Any) -> Handover:
    """The addressee comes to the office with a document, signs and pays."""
    return handover(number, **{"identified": BY_DOCUMENT, **changes})


def returned(*numbers: str) -> list[str]:
    """The numbers, which nobody collected at Zagora and which lie again where they were posted."""
    there: dict[str, Any] = {"numbers": numbers, "office": ZAGORA_OFFICE, "by": build.BOSS}
    await_collection(**there, at=later(21))
    assert {one.outcome for one in return_items(**there, at=later(22))} == {"returned"}
    return arrived(*numbers, office=AGENCY, at=later(24))


def to_sender(number: str, /, **changes: Any) -> Handover:
    """The sender comes with a document, signs and pays nothing."""
    said = {"recipient": Recipient.SENDER, "recipient_name": "Atlas Crafts", "cod_taken": 0, **changes}
    return collected(number, **said)


def taken_back(number: str) -> str:
    """The number of a parcel that nobody took and its sender has again."""
    assert outcomes(to_sender(*returned(number)), office=AGENCY, by=build.BOSS) == ["delivered"]
    return number


def deliver(*handovers: Handover, **changes: Any) -> list[Delivered]:
    said = {"office": ZAGORA_OFFICE, "by": YOUSSEF, "at": later(25), **changes}
    return deliver_items(handovers=handovers, **said)


def outcomes(*handovers: Handover, **changes: Any) -> list[str]:
    """What became of each: delivered, repeated, or the code it was declined with."""
    return [one.code or one.outcome for one in deliver(*handovers, **changes)]


def delivered(*words: str, **changes: Any) -> list[str]:
    """The numbers of parcels accepted and handed over against their cash."""
    numbers = parcels(*words, **changes)
    assert outcomes(*map(handover, numbers)) == ["delivered"] * len(numbers)
    return numbers


def hand_over(counted: int, **changes: Any) -> BagCounted:
    said = {
        "courier": "youssef",
        "currency": "MAD",
        "office": ZAGORA_OFFICE,
        "by": KARIM,
        "at": later(52),
        **changes,
    }
    return hand_over_cash(counted=counted, **said)


def bank(counted: int, **changes: Any) -> BagCounted:
    said = {"currency": "MAD", "office": ZAGORA_OFFICE, "by": KARIM, "at": later(53), **changes}
    return bank_cash(counted=counted, **said)


def banked(*words: str, **changes: Any) -> list[str]:
    """The numbers of parcels whose cash has reached the bank."""
    numbers = delivered(*words, **changes)
    hand_over(COD * len(numbers))
    bank(COD * len(numbers))
    return numbers
