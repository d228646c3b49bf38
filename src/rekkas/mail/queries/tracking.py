"""What anyone may know of an item by its number: where it stands, who said so, and what is silent."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from typing import Any

from django.utils.translation import gettext as _

from postkit.s10 import judge
from postkit.text import clean_number
from rekkas.base.errors import InvalidInput
from rekkas.mail.choices import NOT_UNDERSTOOD, Status, UnitKind
from rekkas.mail.models import Event, Item, StrayScan, Unit
from rekkas.mail.projection import Codes
from rekkas.mail.queries.custody import Position, begun_by, codes_in_force, positions_of
from rekkas.mail.queries.history import Told, histories_of
from rekkas.mail.queries.outlook import Here, PromiseState, expectations_of, promise_state, ways_of
from rekkas.network.queries import Expectation, Reason, offices_named

AT_MOST = 100
LATEST_STEPS = 25  # an item may be scanned thousands of times: told are its first step and these


@dataclass(frozen=True, slots=True)
class Step:
    """One event on the way, in the reader's language. ``at`` carries the local offset that was said."""

    at: datetime
    offset_known: bool
    code: str
    raw_code: str
    status: str
    label: str
    reason_label: str
    action_label: str
    office_code: str
    office_name: str
    asserted_by: str
    inherited_from: str
    recorded_at: datetime
    clock: str


@dataclass(frozen=True, slots=True)
class Tracking:
    """The answer for one number. ``outcome`` is found, unknown or invalid; nothing here names a person.

    ``steps`` are the first and the latest; ``steps_left_out`` counts those between them. A number comes again
    after its period: ``earlier_posted_date`` and ``later_posted_date`` lead to the items that bore it.

    ``promise_date`` was fixed at acceptance and stays. ``promise_state`` is open, kept, missed or nothing, and
    ``days_late`` by how many days it was missed, or is overdue. ``expected_date`` is what is now to be expected
    from where the item is, with today's delays; ``way`` is the path of the promise in words, where it was asked.
    """

    number: str
    outcome: str
    problem: str = ""
    status: str = Status.UNKNOWN.value
    status_label: str = ""
    reason_label: str = ""
    raw_code: str = ""
    asserted_by: str = ""
    happened_at: datetime | None = None
    heard_at: datetime | None = None
    office_code: str = ""
    office_name: str = ""
    product_name: str = ""
    origin_name: str = ""
    destination_name: str = ""
    posted_at: datetime | None = None
    promise_date: date | None = None
    silent_for_h: int = 0
    next_expected: str = ""
    contradiction: bool = False
    waiting_scans: int = 0
    steps: tuple[Step, ...] = ()
    steps_left_out: int = 0
    earlier_posted_date: date | None = None
    later_posted_date: date | None = None
    promise_state: str = PromiseState.NONE.value
    days_late: int = 0
    expected_date: date | None = None
    expectation: Expectation | None = None
    way: tuple[Reason, ...] = ()
    origin_both: str = ""  # in both scripts, where both are known
    destination_both: str = ""


@dataclass(frozen=True, slots=True)
class _Borne:
    """The item that a number means, and the cycles of the number around it."""

    before: Unit | None = None
    unit: Unit | None = None
    after: Unit | None = None


def track(
    numbers: Sequence[str], *, at: datetime, posted: date | None = None, with_way: bool = False
) -> list[Tracking]:
    """Up to a hundred items at once, one answer each, in the order asked. A constant number of reads.

    A number means the latest item that bears it; with ``posted`` the one that bore it on that day. ``with_way``
    tells the path of each promise in words, too.
    """
    if len(numbers) > AT_MOST:
        raise InvalidInput(field="numbers", reason=_("at most %(n)s at once") % {"n": AT_MOST})
    asked = [clean_number(number) for number in numbers]
    borne = _borne_by(asked, posted)
    ids = [found.unit.pk for found in borne.values() if found.unit]
    related = ("product__country", "origin__country", "destination__country")
    items = {item.unit_id: item for item in Item.objects.select_related(*related).filter(pk__in=ids)}
    codes = codes_in_force()
    histories = histories_of(ids, codes)
    shown = {pk: [told for told in story if _shown(told, codes)] for pk, story in histories.items()}
    held_in = {told.event.container_id for story in histories.values() for told in story}
    positions = positions_of(ids, around=held_in)
    told_of = {pk: _first_and_latest(story) for pk, story in shown.items()}
    said = [told for story in told_of.values() for told in story]
    seen_at = {position.office_code for position in positions.values()}
    offices = offices_named(seen_at | {told.event.office_code for told in said})
    here = {pk: Here(items[pk], positions[pk], histories[pk]) for pk in ids}
    quiet = {pk for pk in ids if _silent_for_h(positions[pk], codes, at)}
    expected = expectations_of({pk: one for pk, one in here.items() if pk not in quiet}, at=at)
    ways = ways_of(here) if with_way else {}
    waiting = _waiting([number for number in asked if number and number not in borne])
    answers = []
    for number in asked:
        found = borne.get(number, _Borne())
        if found.unit is None:
            answers.append(_not_found(number, waiting.get(number, 0), found))
            continue
        pk = found.unit.pk
        answer = _found(items[pk], positions[pk], codes, offices, found, at)
        steps = tuple(step_of(told, codes, offices) for told in told_of[pk])
        answers.append(replace(
            answer, steps=steps, steps_left_out=len(shown[pk]) - len(steps),
            expectation=expected.get(pk), way=ways.get(pk, ()),
            expected_date=expected[pk].delivery_date if pk in expected else None,
            contradiction=_contradicts(shown[pk], codes),
        ))  # fmt: skip
    return answers


def _borne_by(numbers: Iterable[str], posted: date | None) -> dict[str, _Borne]:
    """What each number means, and which items bore it before and after. One read, however many cycles."""
    cycles: dict[str, list[Unit]] = {}
    for unit in Unit.objects.filter(number__in=numbers, kind=UnitKind.ITEM).order_by("cycle"):
        cycles.setdefault(unit.number, []).append(unit)
    borne = {}
    for number, units in cycles.items():
        begun = sum(posted is None or begun_by(unit, posted) for unit in units)
        borne[number] = _Borne(*[None, None, *units, None][begun : begun + 3])
    return borne


def _first_and_latest(story: list[Told]) -> list[Told]:
    return story if len(story) <= LATEST_STEPS + 1 else [story[0], *story[-LATEST_STEPS:]]


def _waiting(numbers: Sequence[str]) -> dict[str, int]:
    """How many scans wait for an item that is not known yet."""
    found: dict[str, int] = {}
    for number in StrayScan.objects.filter(barcode__in=numbers, joined_at=None).values_list(
        "barcode", flat=True
    ):
        found[number] = found.get(number, 0) + 1
    return found


def _not_found(number: str, waiting: int, borne: _Borne) -> Tracking:
    if borne.after:
        problem = _("No item had this number on that day.")
        return Tracking(number, "unknown", problem, later_posted_date=_day_of(borne.after, UTC))
    judged = judge(number)
    if len(number) == 13 and judged.outcome == "invalid":
        problem = _(
            "The number does not add up: one character was probably misread. Compare it with the receipt."
        )
        return Tracking(number, "invalid", problem)
    if waiting:
        problem = _("This item was scanned, but its sender's data has not reached us yet.")
    else:
        problem = _("We know nothing of this number yet. A new item appears after its first scan.")
    return Tracking(number, "unknown", problem, waiting_scans=waiting)


def _shown(told: Told, codes: Codes) -> bool:
    code = codes.events.get(told.event.code)
    return code is None or code.is_public or code.code == NOT_UNDERSTOOD


def _believed(event: Event) -> datetime:
    """When it happened; where the clock of the device cannot be right, when it was heard."""
    return event.effective_at if event.clock else event.happened_at


def local_moment(at: datetime, offset_min: int | None, office: Any) -> datetime:
    """A moment with the offset that was said; without one, by the clock of its office."""
    if offset_min is not None:
        return at.astimezone(timezone(timedelta(minutes=offset_min)))
    return at.astimezone(office.zone) if office is not None else at


def step_of(told: Told, codes: Codes, offices: dict[str, Any]) -> Step:
    event = told.event
    office, code = offices.get(event.office_code), codes.events[event.code]
    reason, action = codes.reasons.get(event.reason), codes.reasons.get(event.action)
    return Step(
        at=local_moment(event.happened_at, event.offset_min, office), offset_known=event.offset_min is not None,
        code=event.code, raw_code=event.raw_code, status=codes.status_of(event.code, event.reason),
        label=code.label, reason_label=reason.label if reason else event.reason,
        action_label=action.label if action else event.action, office_code=event.office_code,
        office_name=office.shown_name if office else event.office_code, asserted_by=event.actor_kind,
        inherited_from=event.unit.number if told.inherited_from else "", recorded_at=event.recorded_at,
        clock=event.clock,
    )  # fmt: skip


def _found(
    item: Item, position: Position, codes: Codes, offices: dict[str, Any], borne: _Borne, at: datetime
) -> Tracking:
    unit, zone = position.unit, item.origin.zone
    event, office = position.event, offices.get(position.office_code)
    silent_for_h = _silent_for_h(position, codes, at)
    status = Status.SILENT.value if silent_for_h else position.status
    happened_at = local_moment(_believed(event), event.offset_min, office) if event else None
    state, days_late = promise_state(
        item,
        position,
        happened_at.date() if happened_at else None,
        at.astimezone(item.destination.zone).date(),
    )
    reason = codes.reasons.get(event.reason) if event else None
    return Tracking(
        number=unit.number, outcome="found", status=status, status_label=str(Status(status).label),
        reason_label=reason.label if reason else (event.reason if event else ""),
        raw_code=event.raw_code if event else "", asserted_by=event.actor_kind if event else "",
        happened_at=happened_at,
        heard_at=event.recorded_at if event else None, office_code=position.office_code,
        office_name=office.shown_name if office else position.office_code,
        product_name=item.product.name, origin_name=item.origin.shown_name,
        destination_name=item.destination.shown_name, origin_both=item.origin.full_name,
        destination_both=item.destination.full_name, posted_at=unit.opened_at.astimezone(zone),
        promise_date=item.promise_date, promise_state=state, days_late=days_late, silent_for_h=silent_for_h,
        next_expected="" if position.is_final else _next_expected(position.status),
        earlier_posted_date=_day_of(borne.before, zone), later_posted_date=_day_of(borne.after, zone),
    )  # fmt: skip


def _silent_for_h(position: Position, codes: Codes, at: datetime) -> int:
    """For how many hours nothing was heard, if that is longer than its latest event allows."""
    code, quiet = codes.events.get(position.code), at - position.effective_at
    if position.event is None or code is None or not code.silence_h or position.is_final:
        return 0
    return int(quiet.total_seconds()) // 3600 if quiet > timedelta(hours=code.silence_h) else 0


def _day_of(unit: Unit | None, zone: tzinfo) -> date | None:
    return unit.opened_at.astimezone(zone).date() if unit else None


def _contradicts(story: Iterable[Told], codes: Codes) -> bool:
    """Whether something else was said to happen after the item's story had ended."""
    own = [told.event.code for told in story if not told.inherited_from]
    end = next((place for place, code in enumerate(own) if codes.events[code].is_final), len(own))
    return len(set(own[end:])) > 1


def _next_expected(status: str) -> str:
    """What should be heard next, in words."""
    return {
        Status.ANNOUNCED: _("The sender hands the item to the post."),
        Status.ACCEPTED: _("The item leaves for its destination."),
        Status.IN_TRANSIT: _("The item arrives at the next office."),
        Status.CUSTOMS_HOLD: _("Customs decide."),
        Status.OUT_FOR_DELIVERY: _("The postman delivers the item today."),
        Status.ATTEMPT_FAILED: _("The item is presented again, or waits at the office."),
        Status.READY_FOR_PICKUP: _("The addressee collects the item."),
        Status.RETURNING: _("The item arrives back at its sender."),
    }.get(Status(status), "")
