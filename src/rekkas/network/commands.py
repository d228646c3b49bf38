"""How the network comes in: from its pack, or by a correction made by hand."""

import hashlib
from dataclasses import dataclass
from uuid import uuid4

from postkit.pack import Pack, model
from rekkas.base.actors import Actor, Moment
from rekkas.base.command import command
from rekkas.network.models import Edition, Office, Trip
from rekkas.territory import queries as territory

BATCH = 2000
OFFICE_FIELDS = [
    "name", "name_ar", "kind", "locality", "hub", "latitude", "longitude", "opens_min", "closes_min",
    "open_days", "cut_off_min", "delivery_days", "closed_from", "closed_until", "retired",
]  # fmt: skip
TRIP_FIELDS = ["origin", "destination", "days", "departs_min", "duration_min", "mode", "retired"]


@dataclass(frozen=True, slots=True)
class LoadedNetwork:
    """What a load found in the pack; ``changed`` is false where all of it was there already."""

    changed: bool
    offices: int
    trips: int
    retired_offices: int
    retired_trips: int


@command
def load_network(*, pack: Pack, by: Actor, at: Moment) -> LoadedNetwork:
    """Take in the offices and trips of a country pack.

    Offices and trips that are no longer in the pack are retired, for mail has passed through them.
    Loading the same pack twice changes nothing.
    """
    digest = hashlib.sha256(repr((pack.offices, pack.trips)).encode()).hexdigest()
    iso = pack.country.iso
    kept = Edition.objects.select_for_update().filter(pk=iso).first()
    if kept and kept.pack_digest == digest:
        return LoadedNetwork(False, len(pack.offices), len(pack.trips), 0, 0)
    retired_offices = _load_offices(pack, iso)
    retired_trips = _load_trips(pack, iso)
    Edition.objects.update_or_create(pk=iso, defaults={"edition": uuid4(), "pack_digest": digest})
    return LoadedNetwork(True, len(pack.offices), len(pack.trips), retired_offices, retired_trips)


@command
def renew_network(*, country: str, by: Actor, at: Moment) -> None:
    """Have every process read a country's network again after it was corrected by hand.

    The next load of the pack then puts the pack's own offices and trips back.
    """
    territory.country(country)
    Edition.objects.update_or_create(pk=country, defaults={"edition": uuid4(), "pack_digest": ""})


def _load_offices(pack: Pack, iso: str) -> int:
    rows = [_office(given, iso) for given in pack.offices]
    in_use = set(Office.objects.filter(country=iso, retired=False).values_list("code", flat=True))
    Office.objects.bulk_create(
        rows, BATCH, update_conflicts=True, unique_fields=["code"], update_fields=OFFICE_FIELDS
    )
    gone = in_use - {row.code for row in rows}
    return Office.objects.filter(code__in=gone).update(retired=True) if gone else 0


def _load_trips(pack: Pack, iso: str) -> int:
    rows = [_trip(given, iso) for given in pack.trips]
    in_use = set(Trip.objects.filter(origin__country=iso, retired=False).values_list("code", flat=True))
    Trip.objects.bulk_create(
        rows, BATCH, update_conflicts=True, unique_fields=["code"], update_fields=TRIP_FIELDS
    )
    gone = in_use - {row.code for row in rows}
    return Trip.objects.filter(code__in=gone).update(retired=True) if gone else 0


def _office(given: model.Office, iso: str) -> Office:
    return Office(
        code=given.code, country_id=iso, name=given.name, name_ar=given.name_ar, kind=given.kind,
        locality_id=given.locality, hub_id=given.hub or None, latitude=given.latitude,
        longitude=given.longitude, opens_min=given.opens_min, closes_min=given.closes_min,
        open_days=given.open_days, cut_off_min=given.cut_off_min, delivery_days=given.delivery_days,
        closed_from=given.closed_from, closed_until=given.closed_until,
    )  # fmt: skip


def _trip(given: model.Trip, iso: str) -> Trip:
    return Trip(
        code=given.code, origin_id=given.origin, destination_id=given.destination, days=given.days,
        departs_min=given.departs_min, duration_min=given.duration_min, mode=given.mode,
    )  # fmt: skip
