"""Where a merchant hands parcels over."""

from collections.abc import Iterable
from typing import Any

from postkit.address import Address
from rekkas.network import queries as network
from rekkas.territory import queries as territory


def offices_to_hand_over_at(country: str, localities: Iterable[str]) -> dict[str, str]:
    """The office next to each of these localities that takes parcels in; a locality without one is absent."""
    held = network.held_network(country)
    if held is None:
        return {}
    found = {}
    for code, place in territory.held_localities(set(localities)).items():
        near = next((office.code for office, _way in network.taking_in(held, place, 1)), "")
        if near:
            found[code] = near
    return found


def sender_at(start: Any) -> Address:
    """An address from which a merchant sends, as it stands on a label."""
    place = start.locality
    return Address(
        name=start.name, street=start.street, locality=place.name, locality_ar=place.name_ar,
        locality_code=place.code, postcode=place.postcode, phone=start.phone,
    )  # fmt: skip
