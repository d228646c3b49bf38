"""How a timetable changes: a version is drafted, revised, checked, and published from a day."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from uuid import uuid4
from zoneinfo import ZoneInfo

from postkit.network import Network
from postkit.network.check import Fault, faults_of
from postkit.network.files import FILES, Timing, read_timetable, timetable_files
from postkit.network.losses import losses_between
from postkit.network.model import DAY
from postkit.pack.reasons import Reason
from rekkas.base.actors import Actor, Moment
from rekkas.base.command import command
from rekkas.network.choices import TimetableState
from rekkas.network.days import AHEAD
from rekkas.network.errors import (
    BeginsTooFarOff,
    BeginsTooSoon,
    DayIsTaken,
    TimetableFaulty,
    TimetableInForce,
    TimetableIsKept,
    TimetableMistaken,
    TimetableOvertaken,
    UnknownFiles,
    UnknownTimetable,
    UnknownTrip,
)
from rekkas.network.mistakes import mistake_text, reason_text
from rekkas.network.models import Edition, Office, Timetable
from rekkas.network.promises import site_of
from rekkas.network.queries import network_in
from rekkas.network.versions import digest_of_files, next_number
from rekkas.territory import queries as territory


@command
def draft_timetable(
    *, country: str, name: str, based_on: int | None = None, files: Mapping[str, str] | None = None,
    by: Actor, at: Moment, key: str | None = None,
) -> int:  # fmt: skip
    """Begin a new version from another, or from the one in force; its number. Nothing changes for the mail."""
    _check_names(files or {})
    edition = _hold(country)
    parent = _version(country, based_on) if based_on is not None else _in_force(country, _today(country, at))
    kept = dict(parent.files) | dict(files or {})
    draft = Timetable(
        country_id=edition.pk, number=next_number(country), name=name, state=TimetableState.DRAFT, based_on=parent,
        files=kept, digest=digest_of_files(kept), drafted_by=by.name, drafted_at=at,
    )  # fmt: skip
    _read(draft)
    draft.save()
    return draft.number


@command
def revise_timetable(
    *, country: str, number: int, files: Mapping[str, str], by: Actor, at: Moment, key: str | None = None
) -> None:
    """Put other text in the place of some files of a draft. Text with a mistake is not kept."""
    _check_names(files)
    _hold(country)
    draft = _draft(country, number)
    draft.files = dict(draft.files) | dict(files)
    draft.digest = digest_of_files(draft.files)
    _read(draft)
    draft.save(update_fields=("files", "digest"))


@command
def change_trip(
    *, country: str, number: int, trip: str, departs_min: int, days: str, by: Actor, at: Moment,
    key: str | None = None,
) -> None:  # fmt: skip
    """Let a trip of a draft leave at another time, or on other days."""
    _hold(country)
    draft = _draft(country, number)
    network = _read(draft)
    if all(known.code != trip for known in network.trips):
        raise UnknownTrip(trip=trip)
    if reason := _wrong_departure(departs_min, days):
        told = f"{trip}: {reason_text(reason)}"
        raise TimetableMistaken(count=1, first=told, mistakes=[told])
    trips = tuple(
        replace(known, departs_min=departs_min, days=days) if known.code == trip else known
        for known in network.trips
    )
    _rewrite(draft, replace(network, trips=trips))


@command
def publish_timetable(
    *, country: str, number: int, valid_from: date, knowing_faults: bool = False, by: Actor, at: Moment,
    key: str | None = None,
) -> None:  # fmt: skip
    """Let a draft hold from a day to come, or from today.

    New faults are to be known to whoever publishes it, and so is that another version came between: this one
    would undo it.
    """
    edition = _hold(country)
    draft = _draft(country, number)
    today = _today(country, at)
    if valid_from < today:
        raise BeginsTooSoon(day=valid_from.isoformat(), today=today.isoformat())
    if valid_from > today + AHEAD:
        raise BeginsTooFarOff(day=valid_from.isoformat(), last=(today + AHEAD).isoformat())
    taken = Timetable.objects.filter(
        country=country, state=TimetableState.PUBLISHED, valid_from=valid_from
    ).first()
    if taken is not None:
        raise DayIsTaken(number=taken.number, day=valid_from.isoformat())
    before = _in_force(country, valid_from)
    if draft.based_on_id != before.pk and not knowing_faults:
        raise TimetableOvertaken(number=number, before=before.number)
    new = new_faults(_read(draft), network_in(before), valid_from)
    if new and not knowing_faults:
        raise TimetableFaulty(count=len(new))
    draft.state, draft.valid_from = TimetableState.PUBLISHED, valid_from
    draft.published_by, draft.published_at = by.name, at
    draft.save(update_fields=("state", "valid_from", "published_by", "published_at"))
    show_hours(country, today)
    _renew(edition)


@command
def withdraw_timetable(*, country: str, number: int, by: Actor, at: Moment, key: str | None = None) -> None:
    """Give up a draft, or a published version whose day has not come."""
    edition = _hold(country)
    version = _version(country, number, for_update=True)
    begins = version.valid_from if version.state == TimetableState.PUBLISHED else None
    if begins is not None and begins <= _today(country, at):
        raise TimetableInForce(number=number, day=begins.isoformat())
    version.state = TimetableState.WITHDRAWN
    version.save(update_fields=("state",))
    if begins is not None:  # a draft was never in force: what processes hold stays good
        _renew(edition)


@command
def put_in_force(*, country: str, by: Actor, at: Moment) -> bool:
    """Show the hours of offices as the timetable of today has them; whether any changed."""
    edition = _hold(country)
    changed = show_hours(country, _today(country, at))
    if changed:
        _renew(edition)
    return changed


def new_faults(new: Network, old: Network, first: date) -> list[Fault]:
    """The faults that one network has and the other has not: the ways that it loses, then what is wrong with it."""
    known = {(fault.kind, fault.code) for fault in faults_of(old, first=first)}
    wrong = [fault for fault in faults_of(new, first=first) if (fault.kind, fault.code) not in known]
    return losses_between(old, new) + wrong


def _wrong_departure(departs_min: int, days: str) -> Reason | None:
    if not 0 <= departs_min < DAY:
        return Reason("out-of-range", given=departs_min, low=0, high=DAY - 1)
    if not days or days != "".join(day for day in "1234567" if day in days):
        return Reason("not-shaped" if days else "empty-shape", given=days, right=Reason("days-as-digits"))
    return None


def _check_names(files: Mapping[str, str]) -> None:
    """A file of another name would be kept and never read: "Trips.csv" for "trips.csv"."""
    if strange := sorted(files.keys() - set(FILES)):
        raise UnknownFiles(files=", ".join(strange), known=", ".join(FILES))


def _hold(country: str) -> Edition:
    """One change of a country's network at a time."""
    edition = Edition.objects.select_for_update().filter(pk=territory.country(country).pk).first()
    if edition is None:
        raise UnknownTimetable(country=country, number=1)
    return edition


def _renew(edition: Edition) -> None:
    edition.edition = uuid4()
    edition.save(update_fields=("edition",))


def _today(country: str, at: Moment) -> date:
    return at.astimezone(ZoneInfo(territory.country(country).time_zone)).date()


def _version(country: str, number: int, *, for_update: bool = False) -> Timetable:
    rows = Timetable.objects.select_for_update(of=("self",)) if for_update else Timetable.objects.all()
    found = rows.filter(country=country, number=number).select_related("country").first()
    if found is None:
        raise UnknownTimetable(country=country, number=number)
    return found


def _draft(country: str, number: int) -> Timetable:
    draft = _version(country, number, for_update=True)
    if draft.state != TimetableState.DRAFT:
        raise TimetableIsKept(number=number)
    return draft


def _in_force(country: str, day: date) -> Timetable:
    rows = Timetable.objects.filter(country=country, state=TimetableState.PUBLISHED).select_related("country")
    found = rows.filter(valid_from__lte=day).order_by("-valid_from").first()
    if found is None:
        raise UnknownTimetable(country=country, number=1)
    return found


def _read(version: Timetable) -> Network:
    """What a version says; all its mistakes at once where it has any."""
    offices = Office.objects.filter(country=version.country_id).select_related("locality").order_by("code")
    found, mistakes = read_timetable(version.files, [site_of(row) for row in offices])
    if found is None:
        told = [mistake_text(mistake) for mistake in mistakes]
        raise TimetableMistaken(count=len(told), first=told[0], mistakes=told)
    return found.network(territory.country(version.country_id).time_zone)


def _rewrite(draft: Timetable, network: Network) -> None:
    draft.files = timetable_files(network)
    draft.digest = digest_of_files(draft.files)
    _read(draft)
    draft.save(update_fields=("files", "digest"))


def show_hours(country: str, today: date) -> bool:
    """Write the timings of the version in force into the rows of the offices that differ."""
    wanted = {site.code: site for site in network_in(_in_force(country, today)).sites}
    fields = [field for field in Timing.__dataclass_fields__ if field != "office"]
    changed = []
    for office in Office.objects.filter(country=country):
        site = wanted[office.code]
        if any(getattr(office, field) != getattr(site, field) for field in fields):
            for field in fields:
                setattr(office, field, getattr(site, field))
            changed.append(office)
    Office.objects.bulk_update(changed, fields, batch_size=500)
    return bool(changed)
