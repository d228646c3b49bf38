"""How the network comes in: from its pack, or by a correction made by hand."""

import hashlib
from dataclasses import dataclass
from datetime import date
from uuid import uuid4
from zoneinfo import ZoneInfo

from postkit.network.files import timetable_files
from postkit.pack import Pack, model
from rekkas.base.actors import Actor, Moment
from rekkas.base.command import command
from rekkas.network.choices import TimetableState
from rekkas.network.commands.timetables import show_hours
from rekkas.network.models import Edition, Office, Service, Timetable
from rekkas.network.versions import digest_of_files, next_number, trip_codes
from rekkas.territory import queries as territory

BATCH = 2000
EVER = date(2000, 1, 1)  # the first timetable of a country holds for all that is older than Rekkas, too
OFFICE_FIELDS = [
    "name", "name_ar", "kind", "locality", "hub", "latitude", "longitude", "opens_min", "closes_min",
    "open_days", "cut_off_min", "delivery_days", "handling_min", "express_min", "rounds_leave_min",
    "sorts_per_hour", "closed_from", "closed_until", "services", "retired",
]  # fmt: skip

SERVICE_FIELDS = ["place", "name_en", "name_fr", "name_ar", "name_zgh", "pictogram", "kinds"]


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
    """Take in the offices of a country pack, and its trips as a version of the timetable that holds from today.

    Offices that are no longer in the pack are retired, for mail has passed through them. Loading the same pack
    twice changes nothing. A timetable that the pack brought before is not brought again: what was published
    since by hand stays in force, whatever else the pack corrects.
    """
    said = pack.offices, pack.services, pack.trips, pack.stops, pack.trip_days, pack.waves
    digest = hashlib.sha256(repr(said).encode()).hexdigest()
    iso = pack.country.iso
    kept = Edition.objects.select_for_update().filter(pk=iso).first()
    if kept and kept.pack_digest == digest:
        return LoadedNetwork(False, len(pack.offices), len(pack.trips), 0, 0)
    _load_services(pack, iso)
    retired_offices = _load_offices(pack, iso)
    files = timetable_files(pack)
    brought = digest_of_files(files)
    is_new = kept is None or kept.timetable_digest != brought
    retired_trips = _publish(pack, files, brought, by, at) if is_new else 0
    Edition.objects.update_or_create(
        pk=iso, defaults={"edition": uuid4(), "pack_digest": digest, "timetable_digest": brought}
    )
    show_hours(iso, at.astimezone(ZoneInfo(pack.country.time_zone)).date())
    return LoadedNetwork(True, len(pack.offices), len(pack.trips), retired_offices, retired_trips)


@command
def renew_network(*, country: str, by: Actor, at: Moment) -> None:
    """Have every process read a country's network again after it was corrected by hand.

    The next load of the pack then puts the pack's own offices and trips back.
    """
    territory.country(country)
    Edition.objects.update_or_create(pk=country, defaults={"edition": uuid4(), "pack_digest": ""})


def _load_services(pack: Pack, iso: str) -> None:
    rows = [
        Service(
            country_id=iso, code=given.code, place=place, name_en=given.name_en, name_fr=given.name_fr,
            name_ar=given.name_ar, name_zgh=given.name_zgh, pictogram=given.pictogram, kinds="|".join(given.kinds),
        )
        for place, given in enumerate(pack.services)
    ]  # fmt: skip
    Service.objects.bulk_create(
        rows, BATCH, update_conflicts=True, unique_fields=["country", "code"], update_fields=SERVICE_FIELDS
    )
    Service.objects.filter(country=iso).exclude(code__in=[row.code for row in rows]).delete()


def _load_offices(pack: Pack, iso: str) -> int:
    rows = [_office(given, iso) for given in pack.offices]
    in_use = set(Office.objects.filter(country=iso, retired=False).values_list("code", flat=True))
    Office.objects.bulk_create(
        rows, BATCH, update_conflicts=True, unique_fields=["code"], update_fields=OFFICE_FIELDS
    )
    gone = in_use - {row.code for row in rows}
    return Office.objects.filter(code__in=gone).update(retired=True) if gone else 0


def _publish(pack: Pack, files: dict[str, str], digest: str, by: Actor, at: Moment) -> int:
    """Let the pack's timetable hold from today, unless it does; how many trips it no longer has."""
    iso = pack.country.iso
    today = at.astimezone(ZoneInfo(pack.country.time_zone)).date()
    published = Timetable.objects.filter(country=iso, state=TimetableState.PUBLISHED)
    before = published.filter(valid_from__lte=today).order_by("-valid_from").first()
    if before is not None and before.digest == digest:
        return 0
    since = today if before is not None else EVER
    published.filter(valid_from=since).update(state=TimetableState.WITHDRAWN)
    Timetable.objects.create(
        country_id=iso, number=next_number(iso), name="pack", state=TimetableState.PUBLISHED, valid_from=since,
        based_on=before, files=files, digest=digest, drafted_by=by.name, drafted_at=at, published_by=by.name,
        published_at=at,
    )  # fmt: skip
    return len(trip_codes(before.files) - trip_codes(files)) if before is not None else 0


def _office(given: model.Office, iso: str) -> Office:
    return Office(
        code=given.code, country_id=iso, name=given.name, name_ar=given.name_ar, kind=given.kind,
        locality_id=given.locality, hub_id=given.hub or None, latitude=given.latitude,
        longitude=given.longitude, opens_min=given.opens_min, closes_min=given.closes_min,
        open_days=given.open_days, cut_off_min=given.cut_off_min, delivery_days=given.delivery_days,
        handling_min=given.handling_min, express_min=given.express_min, rounds_leave_min=given.rounds_leave_min,
        sorts_per_hour=given.sorts_per_hour, closed_from=given.closed_from, closed_until=given.closed_until,
        services="|".join(given.services),
    )  # fmt: skip
