"""What anyone may know of an item by its number: where it stands, who said so, and what is silent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from typing import Any

from django.utils.translation import gettext as _

from postkit.s10 import judge
from postkit.text import clean_number
from rekkas.base.errors import InvalidInput
from rekkas.mail.choices import NOT_UNDERSTOOD, Status, UnitKind
from rekkas.mail.models import Item, StrayScan, Unit
from rekkas.mail.projection import Codes
from rekkas.mail.queries.custody import Position, codes_in_force, positions_of
from rekkas.mail.queries.history import Told, histories_of
from rekkas.network.queries import offices_named

AT_MOST = 100


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
    """The answer for one number. ``outcome`` is found, unknown or invalid; nothing here names a person."""

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


def track(numbers: Sequence[str], *, at: datetime) -> list[Tracking]:
    """Up to a hundred items at once, one answer each, in the order asked. A constant number of reads."""
    if len(numbers) > AT_MOST:
        raise InvalidInput(field="numbers", reason=_("at most %(n)s at once") % {"n": AT_MOST})
    asked = [clean_number(number) for number in numbers]
    units = {
        unit.number: unit
        for unit in Unit.objects.filter(number__in=asked, kind=UnitKind.ITEM).order_by("cycle")
    }
    ids = [unit.pk for unit in units.values()]
    related = ("product__country", "origin__country", "destination__country")
    items = {item.unit_id: item for item in Item.objects.select_related(*related).filter(pk__in=ids)}
    codes = codes_in_force()
    histories = histories_of(ids, codes)
    said = [told for history in histories.values() for told in history]
    positions = positions_of(ids, around={told.event.container_id for told in said})
    offices = offices_named({told.event.office_code for told in said})
    names = _numbers_of([told.inherited_from for told in said if told.inherited_from])
    waiting = _waiting([number for number in asked if number not in units])
    answers = []
    for number in asked:
        unit = units.get(number)
        if unit is None:
            answers.append(_not_found(number, waiting.get(number, 0)))
            continue
        steps = tuple(
            _step(told, codes, offices, names) for told in histories[unit.pk] if _shown(told, codes)
        )
        answers.append(_found(items[unit.pk], positions[unit.pk], steps, codes, offices, unit, at))
    return answers


def _numbers_of(ids: Sequence[int]) -> dict[int, str]:
    return dict(Unit.objects.filter(pk__in=ids).values_list("pk", "number")) if ids else {}


def _waiting(numbers: Sequence[str]) -> dict[str, int]:
    """How many scans wait for an item that is not known yet."""
    found: dict[str, int] = {}
    for number in StrayScan.objects.filter(barcode__in=numbers, joined_at=None).values_list(
        "barcode", flat=True
    ):
        found[number] = found.get(number, 0) + 1
    return found


def _not_found(number: str, waiting: int) -> Tracking:
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


def _local(at: datetime, offset_min: int | None, office: Any) -> datetime:
    if offset_min is not None:
        return at.astimezone(timezone(timedelta(minutes=offset_min)))
    return at.astimezone(office.zone) if office is not None else at


def _step(told: Told, codes: Codes, offices: dict[str, Any], names: dict[int, str]) -> Step:
    event = told.event
    office, code = offices.get(event.office_code), codes.events[event.code]
    reason, action = codes.reasons.get(event.reason), codes.reasons.get(event.action)
    return Step(
        at=_local(event.happened_at, event.offset_min, office), offset_known=event.offset_min is not None,
        code=event.code, raw_code=event.raw_code, status=codes.status_of(event.code, event.reason),
        label=code.label, reason_label=reason.label if reason else event.reason,
        action_label=action.label if action else event.action, office_code=event.office_code,
        office_name=office.shown_name if office else event.office_code, asserted_by=event.actor_kind,
        inherited_from=names.get(told.inherited_from or 0, ""), recorded_at=event.recorded_at, clock=event.clock,
    )  # fmt: skip


def _found(
    item: Item, position: Position, steps: tuple[Step, ...], codes: Codes, offices: dict[str, Any], unit: Unit,
    at: datetime,
) -> Tracking:  # fmt: skip
    event, code, office = position.event, codes.events.get(position.code), offices.get(position.office_code)
    status, silent_for_h = position.status, 0
    quiet = at - position.effective_at
    if (
        event
        and code
        and code.silence_h
        and not position.is_final
        and quiet > timedelta(hours=code.silence_h)
    ):
        status, silent_for_h = Status.SILENT.value, int(quiet.total_seconds()) // 3600
    reason = codes.reasons.get(event.reason) if event else None
    return Tracking(
        number=unit.number, outcome="found", status=status, status_label=str(Status(status).label),
        reason_label=reason.label if reason else (event.reason if event else ""),
        raw_code=event.raw_code if event else "", asserted_by=event.actor_kind if event else "",
        happened_at=_local(event.happened_at, event.offset_min, office) if event else None,
        heard_at=event.recorded_at if event else None, office_code=position.office_code,
        office_name=office.shown_name if office else position.office_code,
        product_name=item.product.name, origin_name=item.origin.shown_name,
        destination_name=item.destination.shown_name, posted_at=unit.opened_at.astimezone(item.origin.zone),
        promise_date=item.promise_date, silent_for_h=silent_for_h,
        next_expected="" if position.is_final else _next_expected(position.status),
        contradiction=_contradicts(steps, codes), steps=steps,
    )  # fmt: skip


def _contradicts(steps: tuple[Step, ...], codes: Codes) -> bool:
    """Whether something else was said to happen after the item's story had ended."""
    own = [step.code for step in steps if not step.inherited_from]
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
