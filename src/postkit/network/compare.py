"""What is different between two networks, trip by trip and office by office.

Idea: two versions of a timetable are compared as a dispatcher reads them: this trip leaves twenty minutes later,
that one no longer runs, this office's cut-off has moved. Each difference is one `Change` with a stable kind and
its facts; the words are made where the reader's language is known.

Kinds and their facts (`was` and `now` wherever one value took another's place):

======================  ==================================================================================
trip-added              days, departs_min, origin, destination
trip-removed            days, departs_min, origin, destination
trip-earlier, -later    minutes, was, now: minutes after midnight; a trip moved over midnight took its days along
trip-days               was, now: weekday digits
trip-dates              was, now: the dates that differ, each as "2026-03-20 1"
trip-stops              was, now: office codes parted by blanks
trip-running            was, now: minutes from the first stop to the last; or the minutes at a stop between
trip-vehicle, -mode, -capacity, -cost, -carries
office-added            kind
office-removed          kind
cut-off, rounds         minutes (later is positive), was, now: minutes after midnight
handling, express       minutes (longer is positive), was, now
delivery-days, open-days, hours, closure, waves, sorting       was, now
======================  ==================================================================================

>>> from postkit.network.model import Site, Stop
>>> sites = Site("A"), Site("B")
>>> def at(departs_min):
...     return Network("UTC", sites, (Trip("T", "135", departs_min, (Stop("A", 0, 0), Stop("B", 9, 9))),))
>>> changes_between(at(1200), at(1180))
[Change(kind='trip-earlier', code='T', facts={'minutes': 20, 'was': 1200, 'now': 1180})]
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain

from postkit.network.model import DAY, Network, Site, Trip, Wave


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: its kind, the code of the trip or office, and the facts."""

    kind: str
    code: str
    facts: dict[str, int | str] = field(default_factory=dict, hash=False)


def changes_between(old: Network, new: Network) -> list[Change]:
    """Every difference, trips first, each sort by code. Where an office lies, its kind and region are none.

    Nothing for a network and itself.
    """
    return [*_trips(old, new), *_sites(old, new)]


def _trips(old: Network, new: Network) -> Iterator[Change]:
    before = {trip.code: trip for trip in old.trips}
    after = {trip.code: trip for trip in new.trips}
    for code in sorted(before.keys() | after.keys()):
        if code not in after:
            yield Change("trip-removed", code, _described(before[code]))
        elif code not in before:
            yield Change("trip-added", code, _described(after[code]))
        elif before[code] != after[code]:
            yield from _trip(before[code], after[code])


def _described(trip: Trip) -> dict[str, int | str]:
    return {
        "days": trip.days,
        "departs_min": trip.departs_min,
        "origin": trip.origin,
        "destination": trip.destination,
    }


def _trip(old: Trip, new: Trip) -> Iterator[Change]:
    later = new.departs_min - old.departs_min
    days = "".join(sorted(new.days))
    over_midnight = DAY if later < 0 else -DAY
    if later and days == _shifted(old.days, 1 if over_midnight > 0 else -1) != "".join(sorted(old.days)):
        later += over_midnight
    elif days != "".join(sorted(old.days)):
        yield Change("trip-days", new.code, {"was": old.days, "now": new.days})
    if later:
        facts: dict[str, int | str] = {
            "minutes": abs(later), "was": old.departs_min, "now": new.departs_min
        }  # fmt: skip
        yield Change("trip-later" if later > 0 else "trip-earlier", new.code, facts)
    if old.exceptions != new.exceptions:
        yield Change("trip-dates", new.code, {"was": _dates(old), "now": _dates(new)})
    if (was := _offices(old)) != (now := _offices(new)):
        yield Change("trip-stops", new.code, {"was": was, "now": now})
    elif old.stops != new.stops:
        yield Change("trip-running", new.code, _running(old, new))
    for name in ("vehicle", "mode", "capacity", "cost", "carries"):
        if getattr(old, name) != getattr(new, name):
            yield Change(f"trip-{name}", new.code, {"was": getattr(old, name), "now": getattr(new, name)})


def _shifted(days: str, by: int) -> str:
    return "".join(sorted(str((int(day) - 1 + by) % 7 + 1) for day in days))


def _dates(trip: Trip) -> str:
    return ", ".join(f"{day.isoformat()} {int(runs)}" for day, runs in trip.exceptions)


def _offices(trip: Trip) -> str:
    return " ".join(stop.office for stop in trip.stops)


def _running(old: Trip, new: Trip) -> dict[str, int | str]:
    if old.duration_min != new.duration_min:
        return {"was": old.duration_min, "now": new.duration_min}

    def minutes(trip: Trip) -> str:
        return " ".join(f"{stop.office} {stop.arrives_min}-{stop.leaves_min}" for stop in trip.stops)

    return {"was": minutes(old), "now": minutes(new)}


def _sites(old: Network, new: Network) -> Iterator[Change]:
    before = {site.code: site for site in old.sites}
    after = {site.code: site for site in new.sites}
    for code in sorted(before.keys() | after.keys()):
        if code not in after:
            yield Change("office-removed", code, {"kind": before[code].kind})
        elif code not in before:
            yield Change("office-added", code, {"kind": after[code].kind})
        elif before[code] != after[code]:
            yield from chain(_moved(before[code], after[code]), _other(before[code], after[code]))


def _moved(old: Site, new: Site) -> Iterator[Change]:
    for kind, was, now in (
        ("cut-off", old.cut_off_min, new.cut_off_min),
        ("rounds", old.rounds_leave_min, new.rounds_leave_min),
        ("handling", old.handling_min, new.handling_min),
        ("express", old.express_min, new.express_min),
    ):
        if was != now:
            yield Change(kind, new.code, {"minutes": now - was, "was": was, "now": now})


def _other(old: Site, new: Site) -> Iterator[Change]:
    for kind, was, now in (
        ("delivery-days", old.delivery_days, new.delivery_days),
        ("open-days", old.open_days, new.open_days),
        ("hours", f"{old.opens_min}-{old.closes_min}", f"{new.opens_min}-{new.closes_min}"),
        ("closure", _closure(old), _closure(new)),
        ("waves", _waves(old.waves), _waves(new.waves)),
        ("sorting", old.sorts_per_hour, new.sorts_per_hour),
    ):
        if was != now:
            yield Change(kind, new.code, {"was": was, "now": now})


def _closure(site: Site) -> str:
    return f"{site.closed_from or ''} {site.closed_until or ''}".strip()


def _waves(waves: tuple[Wave, ...]) -> str:
    """Each wave as its days, start, duration and capacity: "123456 1080+120/8000"."""
    return ", ".join(f"{w.days} {w.starts_min}+{w.duration_min}/{w.capacity}" for w in waves)
