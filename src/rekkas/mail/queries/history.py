"""What happened to units, with what they inherit from the bags, dispatches and runs that held them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from rekkas.mail.choices import NESTING, OPENED
from rekkas.mail.models import Event

END = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Told:
    """An event as it concerns one unit. ``inherited_from`` is the id of the unit it was said of, if another."""

    event: Event
    inherited_from: int | None = None


def histories_of(unit_ids: Collection[int]) -> dict[int, list[Told]]:
    """Each unit's events, earliest first: one read a level of nesting, however many units."""
    own: dict[int, list[Event]] = defaultdict(list)
    wanted, read = set(unit_ids), set[int]()
    for _ in NESTING:
        if not wanted:
            break
        for event in Event.objects.filter(unit__in=wanted).order_by("effective_at", "id"):
            own[event.unit_id].append(event)
        read |= wanted
        wanted = {e.container_id for unit in wanted for e in own[unit] if e.container_id is not None} - read
    return {unit_id: list(_told(unit_id, own, END)) for unit_id in unit_ids}


def _told(unit_id: int, own: dict[int, list[Event]], until: datetime) -> Iterable[Told]:
    """Own events up to ``until``, and between being put into something and the next own event, its news."""
    events = [event for event in own[unit_id] if event.effective_at <= until]
    for position, event in enumerate(events):
        yield Told(event)
        if (container := event.container_id) is None:
            continue
        following = events[position + 1].effective_at if position + 1 < len(events) else until
        yield from _inherited(container, event.effective_at, following, own)


def _inherited(
    container: int, put_in_at: datetime, until: datetime, own: dict[int, list[Event]]
) -> Iterable[Told]:
    opened = [e.effective_at for e in own[container] if e.code == OPENED and e.effective_at >= put_in_at]
    until = min([until, *opened[:1]])
    for told in _told(container, own, until):
        if put_in_at <= told.event.effective_at:
            yield Told(told.event, told.inherited_from or container)


def decided_at(events: Sequence[Told], final_codes: Collection[str]) -> datetime | None:
    """When a final event ended the story, if one did."""
    return next((told.event.effective_at for told in events if told.event.code in final_codes), None)
