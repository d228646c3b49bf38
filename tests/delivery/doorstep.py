"""Parcels at the door: handed over, and their cash on its way to the bank."""

from typing import Any

import msgspec

from rekkas.base.choices import Role
from rekkas.delivery.choices import Recipient
from rekkas.delivery.commands import bank_cash, deliver_items, hand_over_cash
from rekkas.delivery.entries import Delivered, Handover
from rekkas.mail.commands import record_scans
from rekkas.mail.scans import Scan
from tests import build
from tests.build import YOUSSEF, ZAGORA_OFFICE, later

COD = 35_000
BAG, SAFE = f"courier:{ZAGORA_OFFICE}/youssef:MAD", f"vault:{ZAGORA_OFFICE}:MAD"
KARIM = build.staff("karim", Role.MANAGER, ZAGORA_OFFICE)


def parcels(*words: str, **changes: Any) -> list[str]:
    """The numbers of parcels taken over the counter, which have arrived where they are delivered."""
    return arrived(*(taken.number for taken in build.accepted(*words, **changes)))


def arrived(*numbers: str, hours: float = 0.01) -> list[str]:
    """The numbers, scanned in at the office of delivery."""
    scans = [Scan(build.key("EMG", one), one, "EMG", later(hours), ZAGORA_OFFICE) for one in numbers]
    record_scans(scans=scans, by=build.BOSS, at=later(hours))
    return list(numbers)


def handover(number: str, /, **changes: Any) -> Handover:
    """The addressee signs and pays."""
    said = Handover(number, later(25), Recipient.ADDRESSEE, "Amina Alaoui", COD, build.PNG)
    return msgspec.structs.replace(said, **changes)


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


def hand_over(counted: int, **changes: Any) -> int:
    said = {
        "courier": "youssef",
        "currency": "MAD",
        "office": ZAGORA_OFFICE,
        "by": KARIM,
        "at": later(52),
        **changes,
    }
    return hand_over_cash(counted=counted, **said)


def bank(counted: int, **changes: Any) -> int:
    said = {"currency": "MAD", "office": ZAGORA_OFFICE, "by": KARIM, "at": later(53), **changes}
    return bank_cash(counted=counted, **said)


def banked(*words: str, **changes: Any) -> list[str]:
    """The numbers of parcels whose cash has reached the bank."""
    numbers = delivered(*words, **changes)
    hand_over(COD * len(numbers))
    bank(COD * len(numbers))
    return numbers
