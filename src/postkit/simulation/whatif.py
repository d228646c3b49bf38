"""What if an office closed, a lorry broke down, a trip were added? Changes in words, and what they do.

Announced changes are made to the network, so that the promise knows them; sudden ones are settings of the
simulation, and promises are missed by them.

    close-office=MA0123@2026-11-24..2026-11-26    announced; the last day included; without dates: for good
    shut-office=MA0123@2026-11-24                 sudden
    offline-office=MA0123@2026-11-24              it works, its scans come later
    move-cut-off=MA0123@16:30
    move-rounds=MA0123@08:30
    add-trip=N1@12345@17:00@MA0001>40>MA0002>35>MA0003    minutes of driving between the calls
    repeat-trip=MAT00001@06:00                    the same way once more, at another time
    cancel-trip=MAT00001                          it runs no more
    break-vehicle=MAV001@2026-11-24               sudden; a lorry, or a trip by its code

>>> parse("move-cut-off=MA0123@16:30")
MoveCutOff(office='MA0123', at=990)
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from postkit.network.model import DAY, Network, Site, Stop, Trip
from postkit.simulation.settings import Broken, Offline, Settings, Shut

STOP_MIN = 10


class NotUnderstood(ValueError):
    """A change that cannot be made. ``kind`` says what was wrong, ``given`` what was said, ``right`` what would do.

    ``kind`` is one of: change, form, office, trip, vehicle, date, time, days, minutes, code.
    """

    def __init__(self, kind: str, given: str, right: str) -> None:
        self.kind, self.given, self.right = kind, given, right
        super().__init__(f"{given!r}: {right}")


@dataclass(frozen=True, slots=True)
class CloseOffice:
    office: str
    since: date | None
    until: date | None

    def apply(self, network: Network, settings: Settings) -> tuple[Network, Settings]:
        site = _site(network, self.office)
        changed = replace(site, closed_from=self.since or date.min, closed_until=self.until)
        return _with_site(network, changed), settings


@dataclass(frozen=True, slots=True)
class ShutOffice:
    office: str
    since: date
    until: date

    def apply(self, network: Network, settings: Settings) -> tuple[Network, Settings]:
        _site(network, self.office)
        return network, replace(settings, shut=(*settings.shut, Shut(self.office, self.since, self.until)))


@dataclass(frozen=True, slots=True)
class OfflineOffice:
    office: str
    since: date
    until: date

    def apply(self, network: Network, settings: Settings) -> tuple[Network, Settings]:
        _site(network, self.office)
        added = Offline(self.office, self.since, self.until)
        return network, replace(settings, offline=(*settings.offline, added))


@dataclass(frozen=True, slots=True)
class MoveCutOff:
    office: str
    at: int

    def apply(self, network: Network, settings: Settings) -> tuple[Network, Settings]:
        return _with_site(network, replace(_site(network, self.office), cut_off_min=self.at)), settings


@dataclass(frozen=True, slots=True)
class MoveRounds:
    office: str
    at: int

    def apply(self, network: Network, settings: Settings) -> tuple[Network, Settings]:
        return _with_site(network, replace(_site(network, self.office), rounds_leave_min=self.at)), settings


@dataclass(frozen=True, slots=True)
class AddTrip:
    trip: Trip

    def apply(self, network: Network, settings: Settings) -> tuple[Network, Settings]:
        for stop in self.trip.stops:
            _site(network, stop.office)
        return _with_trip(network, self.trip), settings


@dataclass(frozen=True, slots=True)
class RepeatTrip:
    code: str
    at: int

    def apply(self, network: Network, settings: Settings) -> tuple[Network, Settings]:
        like = _trip(network, self.code)
        code = f"{self.code}-{self.at // 60:02d}{self.at % 60:02d}"
        return _with_trip(network, replace(like, code=code, departs_min=self.at, vehicle="")), settings


@dataclass(frozen=True, slots=True)
class CancelTrip:
    code: str

    def apply(self, network: Network, settings: Settings) -> tuple[Network, Settings]:
        gone = _trip(network, self.code)
        return replace(network, trips=tuple(trip for trip in network.trips if trip is not gone)), settings


@dataclass(frozen=True, slots=True)
class BreakVehicle:
    vehicle: str
    on: date

    def apply(self, network: Network, settings: Settings) -> tuple[Network, Settings]:
        own = [trip for trip in network.trips if self.vehicle in (trip.vehicle, trip.code)]
        if not own:
            known = sorted({trip.vehicle for trip in network.trips if trip.vehicle})
            raise NotUnderstood("vehicle", self.vehicle, f"no vehicle or trip is called so{_such_as(known)}")
        if not any(trip.runs_on(self.on) for trip in own):
            raise NotUnderstood("date", str(self.on), f"{self.vehicle} does not run on that day")
        return network, replace(settings, broken=(*settings.broken, Broken(self.vehicle, self.on)))


Change = (
    CloseOffice | ShutOffice | OfflineOffice | MoveCutOff | MoveRounds | AddTrip | RepeatTrip | CancelTrip
    | BreakVehicle
)  # fmt: skip

FORMS = {
    "close-office": "close-office=CODE@2026-11-24..2026-11-26",
    "shut-office": "shut-office=CODE@2026-11-24..2026-11-26",
    "offline-office": "offline-office=CODE@2026-11-24..2026-11-26",
    "move-cut-off": "move-cut-off=CODE@16:30",
    "move-rounds": "move-rounds=CODE@08:30",
    "add-trip": "add-trip=CODE@12345@17:00@OFFICE>40>ANOTHER",
    "repeat-trip": "repeat-trip=CODE@06:00",
    "cancel-trip": "cancel-trip=CODE",
    "break-vehicle": "break-vehicle=VEHICLE@2026-11-24",
}


def parse(text: str) -> Change:
    """The change that a text asks for. NotUnderstood says what was given and what would be right."""
    verb, sign, rest = text.strip().partition("=")
    if verb not in FORMS or not sign:
        raise NotUnderstood("change", text, f"a change is one of {'; '.join(FORMS.values())}")
    parts = [part.strip() for part in rest.split("@")]
    wanted = {"add-trip": (4,), "cancel-trip": (1,), "close-office": (1, 2)}.get(verb, (2,))
    if len(parts) not in wanted or not all(parts):
        raise NotUnderstood("form", text, f"write it as {FORMS[verb]}")
    name = parts[0]
    if verb == "close-office":
        return CloseOffice(name, *(_span(parts[1]) if len(parts) == 2 else (None, None)))
    if verb == "shut-office":
        return ShutOffice(name, *_span(parts[1]))
    if verb == "offline-office":
        return OfflineOffice(name, *_span(parts[1]))
    if verb == "move-cut-off":
        return MoveCutOff(name, _time(parts[1]))
    if verb == "move-rounds":
        return MoveRounds(name, _time(parts[1]))
    if verb == "repeat-trip":
        return RepeatTrip(name, _time(parts[1]))
    if verb == "cancel-trip":
        return CancelTrip(name)
    if verb == "break-vehicle":
        return BreakVehicle(name, _date(parts[1]))
    return AddTrip(_new_trip(text, *parts))


def apply(changes: Iterable[Change], network: Network, settings: Settings) -> tuple[Network, Settings]:
    """The network and the settings after the changes, one after the other. NotUnderstood names what is not known."""
    for change in changes:
        network, settings = change.apply(network, settings)
    return network, settings


def outside(changes: Iterable[Change], first: date, last: date) -> NotUnderstood | None:
    """The refusal of the first change that no day of the window would see; none where all are seen."""
    for change in changes:
        begins: date | None = None
        ends: date | None = None
        if isinstance(change, CloseOffice | ShutOffice | OfflineOffice):
            begins, ends = change.since, change.until
        elif isinstance(change, BreakVehicle):
            begins = ends = change.on
        if begins is not None and ends is not None and (ends < first or begins > last):
            return NotUnderstood("date", str(begins), f"the simulation runs from {first} to {last}")
    return None


def _new_trip(text: str, code: str, days: str, departs: str, way: str) -> Trip:
    steps = [step.strip() for step in way.split(">")]
    if len(steps) < 3 or len(steps) % 2 == 0:
        raise NotUnderstood("form", text, f"write it as {FORMS['add-trip']}")
    stops, minute = [Stop(steps[0], 0, 0)], 0
    for driving, office in zip(steps[1::2], steps[2::2], strict=True):
        if not driving.isdecimal() or not 0 < int(driving) <= 4 * DAY:
            raise NotUnderstood("minutes", driving, "minutes of driving are a whole number above zero")
        arrives = minute + int(driving)
        is_last = len(stops) == len(steps) // 2
        minute = arrives if is_last else arrives + STOP_MIN
        stops.append(Stop(office, arrives, minute))
    if not days or set(days) - set("1234567"):
        raise NotUnderstood("days", days, "days are digits from 1 for Monday to 7 for Sunday, such as 12345")
    try:
        return Trip(code, "".join(sorted(set(days))), _time(departs), tuple(stops))
    except NotUnderstood:
        raise
    except ValueError as error:
        raise NotUnderstood("form", text, str(error)) from error


def _span(text: str) -> tuple[date, date]:
    """One day, or the first and the last."""
    begins, dots, ends = text.partition("..")
    since = _date(begins)
    until = _date(ends) if dots else since
    if until < since:
        raise NotUnderstood("date", text, "the last day is before the first")
    return since, until


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise NotUnderstood("date", text, "no day is called so; write it as 2026-11-24") from None


def _time(text: str) -> int:
    hours, colon, minutes = text.strip().partition(":")
    if not (colon and hours.isdecimal() and minutes.isdecimal() and len(minutes) == 2):
        raise NotUnderstood("time", text, "write a time of day as 16:30")
    if int(hours) > 23 or int(minutes) > 59:
        raise NotUnderstood("time", text, "a day's times run from 00:00 to 23:59")
    return int(hours) * 60 + int(minutes)


def _site(network: Network, code: str) -> Site:
    if code not in network.index:
        raise NotUnderstood("office", code, f"no office has that code{_such_as(network.index, code)}")
    return network.site(code)


def _trip(network: Network, code: str) -> Trip:
    for trip in network.trips:
        if trip.code == code:
            return trip
    known = [trip.code for trip in network.trips]
    raise NotUnderstood("trip", code, f"no trip has that code{_such_as(known, code)}")


def _with_site(network: Network, site: Site) -> Network:
    return replace(network, sites=tuple(site if one.code == site.code else one for one in network.sites))


def _with_trip(network: Network, trip: Trip) -> Network:
    if any(one.code == trip.code for one in network.trips):
        raise NotUnderstood("code", trip.code, "a trip with that code is there already; give it another")
    return replace(network, trips=(*network.trips, trip))


def _such_as(known: Iterable[str], near: str = "") -> str:
    """A few codes that would be right: those that begin as the given one does, if any do."""
    codes: Sequence[str] = sorted(known)
    alike = [code for code in codes if near and code[:3] == near[:3]] or codes
    return f"; there are {', '.join(alike[:3])} …" if alike else ""
