"""What is wrong with a timetable, and what differs between two, as sentences in the reader's language."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from postkit.network.check import Fault
from postkit.network.compare import Change
from rekkas.design.formats import day_text, reader_locale
from rekkas.network.choices import Carriage, Mode

DAY_MIN = 24 * 60
OFFICES, DAYS = frozenset({"origin", "destination", "at", "wanted", "office"}), frozenset({"days"})
OF_OFFICES = frozenset({
    "reached-no-more", "reaches-no-more", "lane-no-more",
    "office-without-trips", "office-cannot-send", "office-cannot-receive", "cut-off-outside-hours",
    "cut-off-after-departure", "wave-in-vain", "office-without-delivery", "office-added", "office-removed",
    "cut-off", "rounds", "handling", "express", "delivery-days", "open-days", "hours", "closure", "waves", "sorting",
})  # fmt: skip

FAULTS: Mapping[str, Any] = {
    "office-without-trips": gettext_lazy("No trip calls at %(code)s."),
    "office-cannot-send": gettext_lazy(
        "From %(code)s, %(offices)s offices of the network cannot be reached."
    ),
    "office-cannot-receive": gettext_lazy(
        "%(code)s cannot be reached from %(offices)s offices of the network."
    ),
    "vehicle-overlap": gettext_lazy(
        "Vehicle %(code)s would leave with trip %(next)s at %(leaves_min)s on %(date)s while it still drives trip "
        "%(trip)s, until %(arrives_min)s."
    ),
    "vehicle-elsewhere": gettext_lazy(
        "Vehicle %(code)s ends trip %(trip)s at %(at)s, and trip %(next)s leaves from %(wanted)s on %(date)s."
    ),
    "cut-off-outside-hours": gettext_lazy(
        "The cut-off of %(code)s is at %(cut_off_min)s, and it is open from %(opens_min)s to %(closes_min)s."
    ),
    "cut-off-after-departure": gettext_lazy(
        "At %(code)s (%(days)s) the cut-off is at %(cut_off_min)s, but only what is handed over by %(latest_min)s "
        "takes a trip of the day."
    ),
    "wave-in-vain": gettext_lazy(
        "At %(code)s nothing leaves after the sorting wave of %(starts_min)s to %(ends_min)s (%(days)s) before the "
        "next one ends."
    ),
    "trip-at-closed-office": gettext_lazy(
        "Trip %(code)s calls at %(office)s on %(date)s, when it is closed."
    ),
    "trip-never-runs": gettext_lazy("Trip %(code)s never runs from %(first)s to %(last)s."),
    "trip-goes-round": gettext_lazy("Trip %(code)s drives from %(origin)s to %(destination)s twice."),
    "office-without-delivery": gettext_lazy("%(code)s is a delivery office and has no day of delivery."),
    "reached-no-more": gettext_lazy(
        "%(code)s can no longer be reached from %(offices)s offices (%(carriage)s)."
    ),
    "reaches-no-more": gettext_lazy(
        "From %(code)s, %(offices)s offices can no longer be reached (%(carriage)s)."
    ),
    "lane-no-more": gettext_lazy("From %(code)s, %(destination)s can no longer be reached (%(carriage)s)."),
    "lanes-lost": gettext_lazy(
        "In all, %(lanes)s ways from an office to another are lost (%(carriage)s); the largest losses are named."
    ),
}
CHANGES: Mapping[str, Any] = {
    "trip-added": gettext_lazy(
        "New: %(code)s leaves %(origin)s for %(destination)s at %(departs_min)s (%(days)s)."
    ),
    "trip-removed": gettext_lazy(
        "Gone: %(code)s left %(origin)s for %(destination)s at %(departs_min)s (%(days)s)."
    ),
    "trip-earlier": gettext_lazy(
        "Trip %(code)s leaves %(minutes)s min earlier, at %(now)s instead of %(was)s."
    ),
    "trip-later": gettext_lazy("Trip %(code)s leaves %(minutes)s min later, at %(now)s instead of %(was)s."),
    "trip-days": gettext_lazy("Trip %(code)s runs %(now)s instead of %(was)s."),
    "trip-dates": gettext_lazy("Trip %(code)s has other exceptions: %(now)s instead of %(was)s."),
    "trip-stops": gettext_lazy("Trip %(code)s calls at %(now)s instead of %(was)s."),
    "trip-running": gettext_lazy("Trip %(code)s takes other minutes: %(now)s instead of %(was)s."),
    "trip-vehicle": gettext_lazy("Trip %(code)s is driven by %(now)s instead of %(was)s."),
    "trip-mode": gettext_lazy("Trip %(code)s goes by %(now)s instead of %(was)s."),
    "trip-capacity": gettext_lazy("Trip %(code)s holds %(now)s items instead of %(was)s."),
    "trip-cost": gettext_lazy("A run of %(code)s costs %(now)s instead of %(was)s, in smallest units."),
    "trip-carries": gettext_lazy("Trip %(code)s carries %(now)s instead of %(was)s."),
    "office-added": gettext_lazy("New office: %(code)s."),
    "office-removed": gettext_lazy("Office no more: %(code)s."),
    "cut-off": gettext_lazy("The cut-off of %(code)s is at %(now)s instead of %(was)s."),
    "rounds": gettext_lazy("The rounds of %(code)s leave at %(now)s instead of %(was)s."),
    "handling": gettext_lazy("Handling at %(code)s takes %(now)s min instead of %(was)s."),
    "express": gettext_lazy("Handling of express mail at %(code)s takes %(now)s min instead of %(was)s."),
    "delivery-days": gettext_lazy("%(code)s delivers %(now)s instead of %(was)s."),
    "open-days": gettext_lazy("%(code)s is open %(now)s instead of %(was)s."),
    "hours": gettext_lazy("The hours of %(code)s are %(now)s instead of %(was)s."),
    "closure": gettext_lazy("The closure of %(code)s is %(now)s instead of %(was)s."),
    "waves": gettext_lazy("The sorting waves of %(code)s are %(now)s instead of %(was)s."),
    "sorting": gettext_lazy("%(code)s sorts %(now)s items an hour instead of %(was)s."),
}
CLOCKS = frozenset({"trip-earlier", "trip-later", "cut-off", "rounds"})
WEEKS = frozenset({"trip-days", "delivery-days", "open-days"})


def fault_text(fault: Fault, named: Callable[[str], str]) -> str:
    """One fault as a sentence; ``named`` gives the name of an office."""
    return _told(FAULTS, fault, named)


def change_text(change: Change, named: Callable[[str], str]) -> str:
    """One difference as a sentence."""
    return _told(CHANGES, change, named)


def days_words(days: str) -> str:
    """Weekday digits as people say them."""
    if set(days) >= set("1234567"):
        return _("every day")
    names = reader_locale().days["stand-alone"]["abbreviated"]
    return ", ".join(str(names[int(day) - 1]) for day in sorted(days)) or _("on no day")


CARRIED: Mapping[str, Any] = {"all": gettext_lazy("all mail"), **dict(Carriage.choices)}
# Codes that have a name in the reader's language.
LABELS: Mapping[str, Mapping[str, Any]] = {
    "trip-mode": dict(Mode.choices),
    "trip-carries": CARRIED,
}


def clock_words(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}" if 0 <= minute <= DAY_MIN else _("the day before")


def _told(words: Mapping[str, Any], said: Fault | Change, named: Callable[[str], str]) -> str:
    facts = {name: _fact(said.kind, name, value, named) for name, value in said.facts.items()}
    code = named(said.code) if said.kind in OF_OFFICES else said.code
    return str(words[said.kind]) % {**facts, "code": code}


def _fact(kind: str, name: str, value: int | str, named: Callable[[str], str]) -> str:
    if isinstance(value, int):
        is_clock = name.endswith("_min") or (kind in CLOCKS and name in ("was", "now"))
        return clock_words(value) if is_clock else str(value)
    if name in DAYS or (kind in WEEKS and name in ("was", "now")):
        return days_words(value)
    if name in OFFICES:
        return named(value)
    if name in ("date", "first", "last"):
        return day_text(date.fromisoformat(value))
    if name == "carriage":
        return str(CARRIED[value])
    if kind in LABELS:
        return str(LABELS[kind].get(value, value))
    if kind == "trip-stops":
        return " – ".join(named(code) for code in value.split())
    return value or _("none")
