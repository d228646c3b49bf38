"""A tracking answer, told to the public: one sentence, the way so far, day by day, and what is not known."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from postkit.receptacle import kind_of
from rekkas.mail.queries import Step, Tracking
from rekkas.web.numbers import Mistake, mistake_in
from rekkas.web.promises import Days, days_of

HEARD_LATE = timedelta(hours=6)
DAYS_FROM_H = 72

SENTENCES = {
    "announced": _("The sender has announced it. The post does not have it yet."),
    "accepted": _("The post has it."),
    "in_transit": _("It is on its way."),
    "customs_hold": _("Customs are holding it."),
    "out_for_delivery": _("It is out for delivery."),
    "attempt_failed": _("It was brought and could not be handed over."),
    "ready_for_pickup": _("It is ready to be collected."),
    "delivered": _("It was delivered."),
    "returning": _("It is on its way back to the sender."),
    "returned": _("It was given back to the sender."),
    "delayed": _("It is delayed."),
    "lost": _("It is missing."),
    "damaged": _("It was damaged."),
    "destroyed": _("It was destroyed."),
    "cancelled": _("It was cancelled and will not travel."),
    "silent": _("There should have been news of it by now."),
    "unknown": _("The last news of it was not understood."),
}
ADVICE = {
    "announced": _("The first step appears here when the sender hands it over."),
    "attempt_failed": _("Look for the notice that was left, or ask at the delivery office with this number."),
    "ready_for_pickup": _("Bring this number and a proof of identity to the office named below."),
    "customs_hold": _(
        "The addressee may be asked for papers. The step below says why, when the reason is known."
    ),
    "lost": _("The sender can make a claim at any office, with the receipt."),
    "damaged": _("The sender can make a claim at any office, with the receipt."),
    "unknown": _("The code is shown below as it was received. Nothing is guessed."),
}
WAY = (
    pgettext_lazy("stage", "Accepted"),
    pgettext_lazy("stage", "On its way"),
    pgettext_lazy("stage", "Out for delivery"),
    pgettext_lazy("stage", "Delivered"),
)
STAGES = {
    "announced": 0, "accepted": 1, "in_transit": 2, "customs_hold": 2, "delayed": 2,
    "out_for_delivery": 3, "attempt_failed": 3, "ready_for_pickup": 3, "delivered": 4,
}  # fmt: skip
SAID_BY = {
    "person": _("a member of staff"),
    "device": _("a scanner"),
    "system": _("the post’s own system"),
    "partner": _("a partner post"),
}
WITHIN = {
    "receptacle": _("in the bag"),
    "dispatch": _("in the dispatch"),
    "run": _("on the run"),
}
ENDED = frozenset({"delivered", "returned", "destroyed", "cancelled"})


@dataclass(frozen=True, slots=True)
class Told:
    """One step as the timeline shows it."""

    at: datetime
    offset_known: bool
    clock_believed: bool
    label: str
    reason: str
    office_name: str
    said_by: Any
    inherited_from: str
    within: Any
    raw_code: str
    recorded_at: datetime
    heard_later: bool


@dataclass(frozen=True, slots=True)
class Day:
    """The steps of one day, latest first. ``left_out`` counts the steps after them that are not shown."""

    date: date
    steps: tuple[Told, ...]
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class Stage:
    label: Any
    state: str  # done, here, or nothing: still to come


@dataclass(frozen=True, slots=True)
class Journey:
    """All that one public page or card shows of an item. Nobody's name is among it."""

    item: Tracking
    sentence: Any
    advice: Any
    way: tuple[Stage, ...]
    days: tuple[Day, ...]
    latest: Told | None
    said_by: Any
    heard_at: datetime | None
    promise: str  # none, open, late, kept or missed
    expected: date | None  # where it is another day than the one promised
    is_disturbed: bool
    promised_way: Days
    silent_days: int
    mistake: Mistake | None


def journey_of(item: Tracking, *, at: datetime) -> Journey:
    """What is told of one item at this moment."""
    days = _days(item)
    latest = days[0].steps[0] if days else None
    here = latest.at.tzinfo if latest else UTC
    promise = _promise(item, at.astimezone(here).date())
    expected = _expected(item, promise)
    return Journey(
        item=item,
        sentence=SENTENCES.get(item.status, SENTENCES["unknown"]),
        advice=ADVICE.get(item.status, ""),
        way=_way(item.status),
        days=days,
        latest=latest,
        said_by=SAID_BY.get(item.asserted_by, item.asserted_by),
        heard_at=item.heard_at.astimezone(here) if item.heard_at else None,
        promise=promise,
        expected=expected,
        is_disturbed=expected is not None and item.expectation is not None and item.expectation.is_disturbed,
        promised_way=days_of(item.way),
        silent_days=round(item.silent_for_h / 24) if item.silent_for_h >= DAYS_FROM_H else 0,
        mistake=mistake_in(item.number) if item.outcome == "invalid" else None,
    )


def _days(item: Tracking) -> tuple[Day, ...]:
    """The way, latest first. Where steps are left out, the first stands apart from the latest."""
    if not item.steps_left_out:
        return tuple(_by_day(item.steps))
    return *_by_day(item.steps[1:]), *_by_day(item.steps[:1], item.steps_left_out)


def _by_day(steps: Sequence[Step], left_out: int = 0) -> Iterator[Day]:
    told = [_told(step) for step in reversed(_once(steps))]
    for day, of_day in groupby(told, key=lambda step: step.at.date()):
        yield Day(day, tuple(of_day), left_out)


def _once(steps: Sequence[Step]) -> list[Step]:
    """A dispatch and its bags opened in one go are one thing to the reader: the nearest to the item tells it."""
    told: list[Step] = []
    for step in steps:
        if told and (told[-1].code, told[-1].office_code, told[-1].at) == (
            step.code,
            step.office_code,
            step.at,
        ):
            told.pop()
        told.append(step)
    return told


def journeys_of(items: Sequence[Tracking], *, at: datetime) -> list[Journey]:
    return [journey_of(item, at=at) for item in items]


def _told(step: Step) -> Told:
    recorded_at = step.recorded_at.astimezone(step.at.tzinfo)
    return Told(
        at=recorded_at if step.clock else step.at,  # a clock that cannot be right orders nothing
        offset_known=step.offset_known,
        clock_believed=not step.clock,
        label=step.label,
        reason=" · ".join(str(text) for text in (step.reason_label, step.action_label) if text),
        office_name=step.office_name,
        said_by=SAID_BY.get(step.asserted_by, step.asserted_by),
        inherited_from=step.inherited_from,
        within=WITHIN.get(kind_of(step.inherited_from), "") if step.inherited_from else "",
        raw_code=step.raw_code,
        recorded_at=recorded_at,
        heard_later=recorded_at - step.at > HEARD_LATE,
    )


def _way(status: str) -> tuple[Stage, ...]:
    """The four stages of an ordinary journey; none where the item left it."""
    if status not in STAGES:
        return ()
    reached = STAGES[status]
    labels = list(WAY)
    if status == "ready_for_pickup":
        labels[2] = pgettext_lazy("stage", "To be collected")
    states = ["done" if place < reached or reached == len(WAY) else "" for place in range(1, len(WAY) + 1)]
    if 0 < reached < len(WAY):
        states[reached - 1] = "here"
    return tuple(Stage(label, state) for label, state in zip(labels, states, strict=True))


def _promise(item: Tracking, today: date) -> str:
    if item.promise_date is None:
        return "none"
    if item.status == "delivered" and item.happened_at:
        return "kept" if item.happened_at.date() <= item.promise_date else "missed"
    if item.status in ENDED:
        return "none"
    return "late" if today > item.promise_date else "open"


def _expected(item: Tracking, promise: str) -> date | None:
    """The day now expected beside the promise, as long as it is under way and that day is another."""
    if promise not in ("open", "late") or item.expected_date == item.promise_date:
        return None
    return item.expected_date
