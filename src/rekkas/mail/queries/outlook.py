"""What was promised of items, by which way, what is to be expected now, and what became of the promise."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from rekkas.mail.choices import ARRIVED, DEPARTED, POSTED, Status, UnitKind
from rekkas.mail.models import Item, Run, Unit
from rekkas.mail.queries.custody import Position
from rekkas.mail.queries.history import Told
from rekkas.mail.queries.runs import run_named
from rekkas.network import queries as network
from rekkas.network.queries import Expectation, Question, Reason, Reasoned, Whereabouts

TRAVELS = frozenset(
    {Status.ACCEPTED, Status.IN_TRANSIT, Status.OUT_FOR_DELIVERY, Status.ATTEMPT_FAILED, Status.DELAYED,
     Status.DAMAGED}
)  # fmt: skip
LONG, SETTLED = timedelta(days=7), timedelta(days=3)  # what has lain for long was sorted some time ago


class PromiseState(TextChoices):
    """What became of a promise. Nothing is said of one that was not given, or of an item that was not delivered."""

    NONE = "", _("No promise")
    OPEN = "open", _("Still open")
    KEPT = "kept", _("Kept")
    MISSED = "missed", _("Missed")


@dataclass(frozen=True, slots=True)
class Here:
    """One item with all that was told of it."""

    item: Item
    position: Position
    story: Sequence[Told]


def promise_state(item: Item, position: Position, event_day: date | None, today: date) -> tuple[str, int]:
    """Kept, missed or still open, and by how many days it is late, or is so far."""
    if item.promise_date is None:
        return PromiseState.NONE.value, 0
    if position.status == Status.DELIVERED and event_day is not None:
        late = max(0, (event_day - item.promise_date).days)
        return (PromiseState.MISSED.value if late else PromiseState.KEPT.value), late
    if position.is_final:
        return PromiseState.NONE.value, 0
    return PromiseState.OPEN.value, max(0, (today - item.promise_date).days)


def ways_of(items: Mapping[int, Here]) -> dict[int, tuple[Reason, ...]]:
    """The path of each promise in words. None where the timetable would no longer give the promise that was given."""
    accepted = {
        pk: (here.item, told.event.happened_at)
        for pk, here in items.items()
        for told in here.story
        if told.event.code == POSTED and told.event.office_code == here.item.origin_id
    }
    return dict(zip(accepted, promised_ways(list(accepted.values())), strict=True))


def promised_ways(accepted: Sequence[tuple[Item, datetime]]) -> list[tuple[Reason, ...]]:
    """The same for items and the moment at which each was accepted. What has no promise is not asked of."""
    asked = [
        Question(item.origin_id, item.destination_id, at, item.product.carriage)
        for item, at in accepted
        if item.promise_date
    ]
    ways = iter(network.ways_for(asked) if asked else ())
    return [_still_promised(next(ways), item) if item.promise_date else () for item, _at in accepted]


def _still_promised(way: Reasoned, item: Item) -> tuple[Reason, ...]:
    return way.reasons if way.delivery_date == item.promise_date else ()


def expectations_of(items: Mapping[int, Here], *, at: datetime) -> dict[int, Expectation]:
    """When each item that is on its way is now to be expected; none for one that nobody can know of."""
    rides = {pk: run for pk, here in items.items() if (run := _ridden(here)) is not None}
    ended = _ended([run.pk for pk, run in rides.items() if items[pk].position.code == ARRIVED])
    places = {
        pk: place
        for pk, here in items.items()
        if (place := _place(here, rides.get(pk), ended, at)) is not None
    }
    found = network.expectations_for(list(places.values()), now=at) if places else []
    expected = {pk: one for pk, one in zip(places, found, strict=True) if one is not None}
    return expected | {pk: one for pk, here in items.items() if (one := _on_round(here, at)) is not None}


def _on_round(here: Here, at: datetime) -> Expectation | None:
    """What went out today is expected today, whatever the next round would be."""
    position, zone = here.position, here.item.destination.zone
    left = position.effective_at.astimezone(zone)
    if position.status != Status.OUT_FOR_DELIVERY or left.date() != at.astimezone(zone).date():
        return None
    return Expectation(left, left.date(), is_disturbed=False)


def _place(here: Here, run: Unit | None, ended: Mapping[int, str], at: datetime) -> Whereabouts | None:
    """Where it is, and since when; nothing where its way cannot be foretold."""
    position, item = here.position, here.item
    if (
        position.event is None
        or position.is_final
        or position.status not in TRAVELS
        or not position.office_code
    ):
        return None
    aboard = run is not None and ended.get(run.pk) != position.office_code
    since, is_handed_over = (position.effective_at, False) if aboard else _came(here)
    if at - since > LONG:
        since, is_handed_over = at - SETTLED, False
    return Whereabouts(
        position.office_code, item.destination_id, min(since, at), item.product.carriage,
        aboard=run_named(run.number) if run is not None and aboard else None, is_handed_over=is_handed_over,
    )  # fmt: skip


def _ridden(here: Here) -> Unit | None:
    """The run that it is aboard: one that left, or that stands at a stop where this was not put down."""
    position = here.position
    if position.code not in (DEPARTED, ARRIVED) or not position.inherited_from:
        return None
    units = (told.event.unit for told in reversed(here.story))
    found = next((unit for unit in units if unit.number == position.inherited_from), None)
    return found if found is not None and found.kind == UnitKind.RUN else None


def _ended(runs: Sequence[int]) -> dict[int, str]:
    """Where each run ends: what has come there is aboard no more."""
    rows = Run.objects.filter(pk__in=runs) if runs else Run.objects.none()
    return dict(rows.values_list("pk", "destination__code"))


def _came(here: Here) -> tuple[datetime, bool]:
    """Since when it is at its office, by the latest events said of it there; whether it was handed over there."""
    came, is_handed_over = here.position.effective_at, False
    for told in reversed(here.story):
        event = told.event
        if event.effective_at > here.position.effective_at:
            continue
        if event.office_code != here.position.office_code or event.code == DEPARTED:
            break
        came, is_handed_over = event.effective_at, event.code == POSTED
    return came, is_handed_over
