"""Parcels that wait on the shelf of Zagora from Wednesday on, kept for fifteen days."""

from rekkas.base.choices import Role
from rekkas.delivery.commands import await_collection
from rekkas.delivery.queries import OnShelf, on_shelf
from rekkas.network.queries import office
from tests.build import ZAGORA_OFFICE, later, staff
from tests.delivery.doorstep import parcels

CLERK = staff("salma", Role.CLERK, ZAGORA_OFFICE)
WEDNESDAY = later(48)


def waiting(*words: str, shelf: str = "B2") -> list[str]:
    numbers = parcels(*words)
    await_collection(numbers=numbers, office=ZAGORA_OFFICE, shelf=shelf, by=CLERK, at=WEDNESDAY)
    return numbers


def seen(days: float = 0) -> list[OnShelf]:
    return on_shelf(office(ZAGORA_OFFICE), later(24 * days, WEDNESDAY))


def days_on(days: float) -> dict[str, object]:
    return {"office": ZAGORA_OFFICE, "by": CLERK, "at": later(24 * days, WEDNESDAY)}
