"""What the verbs of the shelf share: which items wait here, held until the transaction ends, and the note of each."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid5

from postkit.text import clean_number
from rekkas.base.actors import Actor, Moment
from rekkas.base.errors import Refused
from rekkas.delivery.errors import NotWaiting, ShelfTooLong
from rekkas.delivery.models import Kept
from rekkas.mail.errors import UnknownUnit
from rekkas.mail.queries import items_numbered, lies_at, positions_of, standings_for_update
from rekkas.network.queries import office as known_office

SHELF_AT_MOST = 24


@dataclass(frozen=True, slots=True)
class Held:
    """Items by number that may be done with what a verb does, where each is, and why the others may not."""

    items: Mapping[str, Any]
    positions: Mapping[int, Any]
    refused: Mapping[str, Refused]


def looked_at(numbers: Sequence[str], office: str, codes: Collection[str], by: Actor) -> Held:
    """Items that lie here and whose latest event is one of these: one answer a number, so many statements for all."""
    known_office(office)
    items = items_numbered(numbers)
    held = standings_for_update([item.unit_id for item in items.values()], by=by)
    positions = positions_of(held)
    refused: dict[str, Refused] = {}
    for number in map(clean_number, numbers):
        if number not in items:
            refused[number] = UnknownUnit(number=number)
            continue
        position = positions[items[number].unit_id]
        if position.code not in codes or not lies_at(position, office):
            refused[number] = NotWaiting(number=number)
    return Held({n: item for n, item in items.items() if n not in refused}, positions, refused)


def held_here(
    numbers: Sequence[str], office: str, codes: Collection[str], by: Actor
) -> tuple[list[Any], Mapping[int, Any]]:
    """The same for a verb that does all of them or none."""
    held = looked_at(numbers, office, codes, by)
    for refusal in held.refused.values():
        raise refusal
    return list(held.items.values()), held.positions


def keep(items: Iterable[Any], *, office: str, shelf: str, at: Moment, at_least: date | None = None) -> None:
    """Note on which shelf items wait, and until when: as long as their products say.

    Another stay has another code and is reminded of anew. Wrong codes are counted on: whoever guesses gets no new tries
    by having the item put on the shelf once more.
    """
    said = shelf_name(shelf)
    today = at.astimezone(known_office(office).zone).date()
    rows = [
        Kept(
            unit_id=item.pk, office_id=office, shelf=said, since=at,
            until=max(today + timedelta(days=item.product.kept_days), at_least or today),
        )
        for item in items
    ]  # fmt: skip
    Kept.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["unit"],
        update_fields=["office", "shelf", "since", "until", "proved_at", "reminded"],
    )  # fmt: skip


def lay(items: Iterable[Any], positions: Mapping[int, Any], *, office: str, shelf: str) -> None:
    """Note on which shelf items lie that wait already: since when and until when stays as it is."""
    said, zone = shelf_name(shelf), known_office(office).zone
    Kept.objects.bulk_create(
        [
            Kept(
                unit_id=item.pk, office_id=office, shelf=said, since=(since := positions[item.pk].effective_at),
                until=since.astimezone(zone).date() + timedelta(days=item.product.kept_days),
            )
            for item in items
        ],
        update_conflicts=True, unique_fields=["unit"], update_fields=["shelf"],
    )  # fmt: skip


def shelf_name(shelf: str) -> str:
    said = shelf.strip()
    if len(said) > SHELF_AT_MOST:
        raise ShelfTooLong
    return said


def scan_id(item: Any, code: str, at: Moment) -> UUID:
    return uuid5(item.key, f"{code} {at.isoformat()}")
