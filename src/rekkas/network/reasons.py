"""The path of a promise in words: each step of the way as one sentence in the reader's language."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from postkit.promise import Step, Way, Why
from rekkas.design.formats import clock_text, day_text
from rekkas.network.promises import HeldNetwork, Question

HANDED_OVER = frozenset({Why.AT_ONCE, Why.BEFORE_OPENING})  # steps that speak of the moment asked about
DAYS_TOLD = 4  # why it did not go out on each of so many days


@dataclass(frozen=True, slots=True)
class Reason:
    """One step: what kind it is, the moment it speaks of, and the sentence."""

    why: str
    at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class Reasoned:
    """A promise with its path. ``trips`` are those ridden; dates and moments are None where nothing leads there."""

    arrives_at: datetime | None
    delivery_date: date | None
    rounds_leave_at: datetime | None
    trips: tuple[str, ...]
    reasons: tuple[Reason, ...]


def reasoned(network: HeldNetwork, question: Question, way: Way, holidays: Mapping[date, str]) -> Reasoned:
    """Put a way into words."""
    told = []
    # A minute that has begun counts as the next, but a clock on the wall still shows it.
    asked = question.at.astimezone(network.zone).replace(second=0, microsecond=0)
    for step in way.steps:
        at = asked if step.why in HANDED_OVER else network.clock(step.at)
        told.append(Reason(step.why.value, at, _sentence(network, step, at)))
    if way.arrives is not None and way.leaves is not None:
        between = _days_without(network, question.destination, way, holidays)
        told[-1:] = [*between, told[-1]]
    return Reasoned(
        network.clock(way.arrives) if way.arrives is not None else None,
        date.fromordinal(way.day) if way.day else None,
        network.clock(way.leaves) if way.leaves is not None else None,
        tuple(ride.trip for ride in way.rides),
        tuple(told),
    )


def _sentence(network: HeldNetwork, step: Step, at: datetime) -> str:
    until = network.clock(step.until)
    said = {
        "office": network.offices[step.office].shown_name,
        "to": network.offices[step.to].shown_name if step.to else "",
        "day": day_text(at.date()), "time": clock_text(at),
        "until_day": day_text(until.date()), "until": clock_text(until),
    }  # fmt: skip
    return _words(network, step) % said


def _words(network: HeldNetwork, step: Step) -> str:
    match step.why:
        case Why.AT_ONCE:
            return _("Handed over at %(office)s on %(day)s at %(time)s.")
        case Why.BEFORE_OPENING:
            return _("%(office)s is closed then; it takes the item in on %(until_day)s at %(until)s.")
        case Why.AFTER_CUT_OFF:
            return _("Missed the %(time)s cut-off at %(office)s; taken in on %(until_day)s at %(until)s.")
        case Why.MISSED:
            return _("Missed the %(time)s to %(to)s: it would have had to be at %(office)s by %(until)s.")
        case Why.RIDE:
            return _(
                "Leaves %(office)s on %(day)s at %(time)s; reaches %(to)s on %(until_day)s at %(until)s."
            )
        case Why.MISSED_ROUND:
            return _("Missed the round of %(day)s at %(time)s, for which it had to be there by %(until)s.")
        case Why.ROUND if network.offices[step.office].delivery_days:
            return _("Goes out from %(office)s with the round of %(day)s at %(time)s.")
        case Why.ROUND:
            return _("Can be collected at %(office)s on %(day)s, until %(time)s.")
        case _other:
            return _("No trips lead from %(office)s to where it goes.")


def _days_without(
    network: HeldNetwork, office: str, way: Way, holidays: Mapping[date, str]
) -> Iterator[Reason]:
    """The days on which it lies at its last office, and why it does not go out on them."""
    day = network.clock(way.arrives or 0).date() + timedelta(days=1)
    last = date.fromordinal(way.day or 1)
    told = 0
    while day < last and told < DAYS_TOLD:
        site = network.network_on(day).site(office)
        at = datetime.combine(day, datetime.min.time(), network.zone)
        said = {"day": day_text(day), "holiday": holidays.get(day, "")}
        if day in holidays:
            yield Reason("holiday", at, _("%(day)s is a public holiday: %(holiday)s.") % said)
        elif site.is_shut(day):
            yield Reason("closed", at, _("The office is closed on %(day)s.") % said)
        else:
            yield Reason("no-round", at, _("There is no round on %(day)s.") % said)
        day, told = day + timedelta(days=1), told + 1
