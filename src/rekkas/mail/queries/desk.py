"""What the pages of the desk show beyond the work lists: whole stories, contents, codes with their words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from rekkas.mail.choices import UnitKind
from rekkas.mail.models import EventCode, ReasonCode, Standing, Unit
from rekkas.mail.queries.custody import codes_in_force, contents_of, latest_unit
from rekkas.mail.queries.history import histories_of
from rekkas.mail.queries.tracking import Step, step_of
from rekkas.network.queries import offices_named

HEARD_LATE = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Line:
    """One event of a story: who said it, and whether it was heard later than it happened."""

    step: Step
    said_by: str
    is_late: bool


@dataclass(frozen=True, slots=True)
class Story:
    """One unit with all that was said of it, inherited or its own, and what lies in it now."""

    unit: Unit
    lines: tuple[Line, ...]
    contents: tuple[str, ...]
    within: str
    is_final: bool
    is_closed: bool


def story_of(number: str) -> Story:
    """Everything that was said of the latest unit with this number, for staff: also what the public is not shown."""
    unit = latest_unit(number)
    codes = codes_in_force()
    told = histories_of([unit.pk], codes)[unit.pk]
    offices = offices_named({one.event.office_code for one in told})
    standing = Standing.objects.select_related("container").get(pk=unit.pk)
    lines = []
    for one in told:
        step = step_of(one, codes, offices)
        late = step.recorded_at - step.at > HEARD_LATE
        lines.append(Line(step, one.event.actor_name, late))
    return Story(
        unit=unit, lines=tuple(lines), contents=tuple(contents_of(unit.pk).values()),
        within=getattr(standing.container, "number", ""), is_final=standing.is_final,
        is_closed=bool(standing.code),
    )  # fmt: skip


def contents_named(number: str, kind: UnitKind) -> tuple[str, ...]:
    """The numbers of what lies in a bag, dispatch or run now."""
    return tuple(contents_of(latest_unit(number, kind).pk).values())


def reason_labels(codes: Iterable[str]) -> list[tuple[str, str]]:
    """Reason and action codes with their words, in the order asked."""
    kept = ReasonCode.objects.in_bulk(list(codes))
    return [(code, kept[code].label) for code in codes if code in kept]


def scannable_codes() -> list[tuple[str, str]]:
    """The events that a person may say by a bare scan; those with a verb of their own are left to it."""
    rows = EventCode.objects.filter(by_hand=True).order_by("rank", "code")
    return [(row.code, f"{row.label} ({row.code})") for row in rows]


def all_reasons() -> list[tuple[str, str]]:
    return [(row.code, row.label) for row in ReasonCode.objects.filter(kind="reason").order_by("code")]
