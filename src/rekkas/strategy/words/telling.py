"""What was asked, what is done, what changes and what went wrong: sentences out of codes."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from rekkas.base.errors import Refused
from rekkas.design.formats import day_text, weekday_text
from rekkas.strategy.choices import Aim, Doing
from rekkas.strategy.entries import (
    Changed,
    ComparisonParams,
    ImprovementParams,
    Params,
    SimulationParams,
    SitesParams,
)
from rekkas.strategy.words import numbers as say

# code: its words, its unit, and whether more of it is better
MEASURES: Mapping[str, tuple[Any, str, bool]] = {
    "hours to delivery": (gettext_lazy("Mean time from hand-over to delivery"), say.HOURS, False),
    "hours to arrival": (gettext_lazy("Mean time from hand-over to the last office"), say.HOURS, False),
    "P50 hours": (gettext_lazy("Half are delivered within"), say.HOURS, False),
    "P80 hours": (gettext_lazy("Eight in ten are delivered within"), say.HOURS, False),
    "P95 hours": (gettext_lazy("Nineteen in twenty are delivered within"), say.HOURS, False),
    "J+1": (gettext_lazy("Delivered by the next working day (J+1)"), say.SHARE, True),
    "J+2": (gettext_lazy("Delivered by the second working day (J+2)"), say.SHARE, True),
    "kept": (gettext_lazy("Promises kept"), say.SHARE, True),
    "unfinished": (gettext_lazy("Not yet there when the days looked at ended"), say.COUNT, False),
    "left behind": (gettext_lazy("Times an item did not fit in its vehicle"), say.COUNT, False),
    "cost": (gettext_lazy("Cost of the runs"), say.MONEY, False),
    "hours": (gettext_lazy("Mean time from hand-over to delivery"), say.HOURS, False),
    "j1": (gettext_lazy("Delivered by the next working day (J+1)"), say.SHARE, True),
    "j2": (gettext_lazy("Delivered by the second working day (J+2)"), say.SHARE, True),
    "unreached": (gettext_lazy("Mail that no way leads to"), say.SHARE, False),
    "runs": (gettext_lazy("Runs of a week"), say.COUNT, False),
    "vehicles": (gettext_lazy("Vehicles"), say.COUNT, False),
    "paid_h": (gettext_lazy("Hours of the drivers in a week"), say.HOURS, False),
}
MISSED = "missed: "
CAUSES: Mapping[str, Any] = {
    "vehicle full": gettext_lazy("The vehicle was full"),
    "sorted late": gettext_lazy("It waited for sorting"),
    "vehicle late": gettext_lazy("The vehicle was late"),
    "vehicle broken down": gettext_lazy("The vehicle broke down"),
    "office closed": gettext_lazy("The office was shut"),
    "nobody at home": gettext_lazy("Nobody was at home"),
    "not enough time left": gettext_lazy("The days looked at ended first"),
    "": pgettext_lazy("cause", "Not known"),
}
CHANGES: Mapping[str, Any] = {
    "departs": gettext_lazy("%(of)s (%(name)s) leaves at %(after)s instead of %(before)s."),
    "days": gettext_lazy("%(of)s (%(name)s) runs on %(after)s instead of %(before)s."),
    "vehicle": gettext_lazy("%(of)s (%(name)s) is driven by %(after)s instead of %(before)s."),
    "wave": gettext_lazy("A sorting wave at %(name)s starts at %(after)s instead of %(before)s."),
    "cut-off": gettext_lazy("%(name)s takes mail in until %(after)s instead of %(before)s."),
}
CLOCKS = frozenset({"departs", "wave", "cut-off"})


def measure_in_words(code: str) -> tuple[str, str, bool]:
    """A figure's words, its unit, and whether more of it is better."""
    if code.startswith(MISSED):
        cause = cause_in_words(code.removeprefix(MISSED))
        return _("Promises missed: %(cause)s") % {"cause": cause}, say.COUNT, False
    label, unit, up_is_good = MEASURES.get(code, (code, say.COUNT, True))
    return str(label), unit, up_is_good


def cause_in_words(cause: str) -> str:
    """Why an item came late."""
    return str(CAUSES.get(cause, cause))


def change_in_words(changed: Changed) -> str:
    """One change of a timetable as a sentence."""
    values = {"before": changed.before, "after": changed.after}
    if changed.what in CLOCKS:
        values = {end: say.clock(value) if isinstance(value, int) else value for end, value in values.items()}
    if changed.what == "days":
        values = {end: _days(str(value)) for end, value in values.items()}
    name = say.name(changed.name) if changed.name else changed.of
    sentence = CHANGES.get(changed.what, gettext_lazy("%(of)s: %(after)s instead of %(before)s."))
    return str(sentence) % {"of": changed.of, "name": name, **values}


def doing_in_words(code: str) -> str:
    """What a worker is at."""
    return str(Doing(code).label) if code in Doing.values else ""


def failure_in_words(failure: Mapping[str, Any] | None) -> tuple[str, str]:
    """The code and the sentence of why a study has no answer."""
    if not failure:
        return "", ""
    kind = next((kind for kind in _refusals(Refused) if kind.code == failure["code"]), Refused)
    try:
        return str(failure["code"]), str(kind(**failure["details"]))
    except KeyError:  # of an earlier version, with other details
        return str(failure["code"]), str(Refused.message)


def asked_in_words(params: Params, seed: int) -> list[tuple[str, str]]:
    """What a study was asked, setting by setting."""
    said: list[tuple[str, str]] = []
    if isinstance(params, SimulationParams | ComparisonParams | ImprovementParams):
        said.append((_("First day"), day_text(params.first_day)))
        if not isinstance(params, ImprovementParams):
            said.append((_("Days"), say.count(params.days)))
        said += [
            (_("Items a day"), say.count(params.items_per_day)),
            (_("Runs of the simulator"), say.count(params.replications)),
        ]
    if isinstance(params, SimulationParams | ComparisonParams):
        said.append((_("Disturbances"), _("yes") if params.disturbances else _("none")))
        if params.replay_from:
            said.append((_("Replay the mail from"), day_text(params.replay_from)))
    if isinstance(params, ImprovementParams):
        said.append((_("Rounds of the search"), say.count(params.rounds)))
        if params.iterations is not None:
            said.append((_("Steps of the search"), say.count(params.iterations)))
        said.append(
            (_("Minutes of search at most"), say.count(params.minutes) if params.minutes else _("no limit"))
        )
    if isinstance(params, SitesParams):
        said += [
            (_("New access points"), say.count(params.new)),
            (_("Aim"), str(Aim(params.aim).label)),
            (_("Distance"), say.kilometres(params.radius_m)),
        ]
    said.append((_("Seed"), str(seed)))
    return said


def _days(digits: str) -> str:
    return ", ".join(weekday_text(int(digit)) for digit in digits if digit in "1234567")


def _refusals(kind: type[Refused]) -> Iterator[type[Refused]]:
    for sub in kind.__subclasses__():
        yield sub
        yield from _refusals(sub)
