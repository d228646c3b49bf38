"""What happened to units, with what they inherit from the bags, dispatches and runs that held them."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from django.db import connection

from rekkas.base.bulk import among
from rekkas.mail.choices import OPENED
from rekkas.mail.models import Event
from rekkas.mail.projection import Codes

END = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Told:
    """An event as it concerns one unit. ``inherited_from`` is the id of the unit it was said of, if another."""

    event: Event
    inherited_from: int | None = None


def histories_of(unit_ids: Collection[int], codes: Codes) -> dict[int, list[Told]]:
    """Each unit's events, earliest first, in two reads, however many units and however deep they lie.

    Each event knows its unit: ``told.event.unit.number`` names what an inherited one was said of.
    """
    story = _Story(codes, defaultdict(list))
    for event in Event.objects.select_related("unit").filter(unit__in=_with_what_held(unit_ids)):
        story.own[event.unit_id].append(event)
    for events in story.own.values():
        events.sort(key=story.place)
    return {
        unit_id: sorted(story.told(unit_id, END), key=lambda told: told.event.effective_at)
        for unit_id in unit_ids
    }


def _with_what_held(unit_ids: Collection[int]) -> list[int]:
    """These units, and whatever any of them ever lay in."""
    if not unit_ids:
        return []
    condition, values = among("id", unit_ids)
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH RECURSIVE held (id) AS (SELECT id FROM mail_unit WHERE {condition} UNION "  # noqa: S608
            "SELECT container_id FROM mail_event JOIN held ON unit_id = held.id "
            "WHERE container_id IS NOT NULL) SELECT id FROM held",
            values,
        )
        return [found for (found,) in cursor.fetchall()]


@dataclass(frozen=True, slots=True)
class _Story:
    """The own events of units and of all that ever held them, in the order that decides standings."""

    codes: Codes
    own: dict[int, list[Event]]

    def place(self, event: Event) -> tuple[datetime, int, UUID]:
        return event.effective_at, self.codes.events[event.code].rank, event.scan_id

    def told(self, unit_id: int, until: datetime) -> Iterable[Told]:
        """Own events up to ``until``, and from being put into something to the next own event, its news."""
        container, put_in_at = None, until
        for event in self.own[unit_id]:
            if event.effective_at > until:
                break
            if not self.codes.events[event.code].is_note:  # a note moves nothing
                if container is not None:
                    yield from self._inherited(container, put_in_at, event.effective_at)
                container, put_in_at = event.container_id, event.effective_at
            yield Told(event)
        if container is not None:
            yield from self._inherited(container, put_in_at, until)

    def _inherited(self, container: int, put_in_at: datetime, until: datetime) -> Iterable[Told]:
        opened = (e.effective_at for e in self.own[container] if e.code == OPENED)
        until = min([until, *(at for at in opened if at >= put_in_at)])
        for told in self.told(container, until):
            if put_in_at <= told.event.effective_at:
                yield Told(told.event, told.inherited_from or container)
