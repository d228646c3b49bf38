"""Where something can be handed over near a place, in the network as a process holds it."""

from typing import Any

from rekkas.network.choices import OfficeKind
from rekkas.network.promises import HeldNetwork
from rekkas.territory import queries as territory

TAKE_IN = (OfficeKind.AGENCY, OfficeKind.DELIVERY)


def taking_in(held: HeldNetwork, point: Any, at_most: int) -> list[tuple[Any, int]]:
    """The offices that take mail in, with their distance from a town or an office, the nearest first."""
    here = (point.latitude, point.longitude)
    ways = (
        (round(territory.distance_m(here, (office.latitude, office.longitude))), office.code)
        for office in held.offices.values()
        if office.kind in TAKE_IN and not office.retired
    )
    return [(held.offices[code], way) for way, code in sorted(ways)[:at_most]]
