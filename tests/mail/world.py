"""The small country at work: items on their way in, scans of them, and bags that travel between its offices."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import uuid4

import msgspec

from postkit.address import Address
from postkit.s10 import make
from rekkas.base.actors import Actor
from rekkas.base.choices import Role
from rekkas.mail import commands as mail
from rekkas.mail.entries import ItemEntry, ItemResult
from rekkas.mail.models import Standing
from rekkas.mail.queries import Position, Tracking, latest_unit, positions_of, track
from rekkas.mail.scans import Scan, ScanResult
from tests import build
from tests.build import AGENCY, BOSS, HUB, MONDAY, OUARZAZATE, ZAGORA, ZAGORA_OFFICE, later

SCANNER = build.device()
HEARD = later(100)  # when a batch of scans reaches the post, if the test does not say
PROMISED = date(2026, 3, 4)  # by the lorries of Monday evening, that night and Tuesday morning, out at 10:00
LEGS = {
    (AGENCY, HUB): "MAT00001",
    (HUB, OUARZAZATE): "MAT00002",
    (OUARZAZATE, ZAGORA_OFFICE): "MAT00003",
}


def sorter(office: str) -> Actor:
    return build.staff("sorter", Role.MANAGER, office)


def entry(word: object = "one", **changes: Any) -> ItemEntry:
    """An item handed in at Casablanca for Zagora."""
    plain = ItemEntry(
        key=build.key("item", word), product="parcel", origin=AGENCY, destination_locality=ZAGORA,
        sender=Address(name="Driss"), addressee=Address(name="Amina Alaoui"), weight_g=1_200,
        happened_at=MONDAY,
    )  # fmt: skip
    return msgspec.structs.replace(plain, **changes)


def accept(*entries: ItemEntry, at: datetime = MONDAY) -> list[ItemResult]:
    return mail.accept_items(items=entries, by=BOSS, at=at)


def posted(*words: object, **changes: Any) -> list[str]:
    """The numbers of items just accepted."""
    results = accept(*(entry(word, **changes) for word in words or ("one",)))
    assert {result.outcome for result in results} == {"taken"}
    return [result.number for result in results]


def s10(serial: int) -> str:
    """A number that another post gave."""
    return str(make("RB", serial, "GB"))


def scan(barcode: str, code: str = "EMG", hours: float = 1, **changes: Any) -> Scan:
    """One reading at Zagora, so many hours after Monday morning."""
    plain = Scan(uuid4(), barcode, code, later(hours), ZAGORA_OFFICE)
    return msgspec.structs.replace(plain, **changes)


def record(*scans: Scan, by: Actor = SCANNER, at: datetime = HEARD) -> list[ScanResult]:
    return mail.record_scans(scans=scans, by=by, at=at)


def outcomes(results: Sequence[ScanResult]) -> list[tuple[str, str]]:
    return [(result.outcome.value, result.why) for result in results]


def where(number: str) -> Position:
    """Where a unit is, by its own news or its container's."""
    unit = latest_unit(number)
    return positions_of([unit.pk])[unit.pk]


def standing(number: str) -> Standing:
    return Standing.objects.select_related("container").get(unit=latest_unit(number))


def told(number: str, *, at: datetime = HEARD) -> Tracking:
    (found,) = track([number], at=at)
    return found


def new_bag(origin: str = AGENCY, destination: str = HUB, hours: float = 8) -> str:
    return mail.prepare_receptacle(office=origin, destination=destination, by=sorter(origin), at=later(hours))


def fill(bag: str, *numbers: str, office: str = AGENCY, hours: float = 8) -> list[ScanResult]:
    return mail.fill_receptacle(
        receptacle=bag, numbers=numbers, office=office, by=sorter(office), at=later(hours)
    )


def closed_bag(*numbers: str, origin: str = AGENCY, destination: str = HUB, hours: float = 8) -> str:
    bag = new_bag(origin, destination, hours)
    fill(bag, *numbers, office=origin, hours=hours)
    mail.close_receptacle(receptacle=bag, office=origin, by=sorter(origin), at=later(hours))
    return bag


def closed_dispatch(*bags: str, origin: str = AGENCY, destination: str = HUB, hours: float = 8.5) -> str:
    return mail.close_dispatch(
        office=origin, destination=destination, receptacles=bags, by=sorter(origin), at=later(hours)
    )


def dispatch_of(number: str, destination: str, origin: str = HUB, hours: float = 12) -> str:
    """A dispatch with one bag with one item that lies there."""
    bag = closed_bag(number, origin=origin, destination=destination, hours=hours)
    return closed_dispatch(bag, origin=origin, destination=destination, hours=hours)


def departed(*dispatches: str, origin: str = AGENCY, destination: str = HUB, hours: float = 9) -> str:
    return mail.depart_run(
        trip=LEGS[origin, destination], date=later(hours).date(), office=origin, dispatches=dispatches,
        by=sorter(origin), at=later(hours),
    )  # fmt: skip


def arrived(run: str, office: str = HUB, hours: float = 10) -> None:
    mail.arrive_run(run=run, office=office, by=sorter(office), at=later(hours))


def received(
    dispatch: str, found: Sequence[str] | None = None, office: str = HUB, hours: float = 11
) -> list[str]:
    return mail.receive_dispatch(
        dispatch=dispatch, office=office, found=found, by=sorter(office), at=later(hours)
    )


def opened(bag: str, found: Sequence[str] | None = None, office: str = HUB, hours: float = 12) -> list[str]:
    return mail.open_receptacle(
        receptacle=bag, office=office, found=found, by=sorter(office), at=later(hours)
    )
