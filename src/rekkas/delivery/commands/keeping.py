"""Items on the shelf: where each lies, until when; and back to their senders."""

from collections.abc import Sequence
from datetime import timedelta

from postkit.text import clean_number
from rekkas.base.actors import Actor, Moment
from rekkas.base.command import command
from rekkas.delivery.commands.shelf import held_here, keep, lay, looked_at, scan_id
from rekkas.delivery.entries import Returned
from rekkas.delivery.errors import NotComingBack, NotWaiting
from rekkas.delivery.models import Kept
from rekkas.mail.choices import AWAITING, KEPT_AGAIN, RETURN_BEGUN
from rekkas.mail.commands import record_events, redirect_all, redirect_item
from rekkas.mail.scans import Scan
from rekkas.network.queries import office as known_office

NOT_COLLECTED = "unclaimed"
KEPT_AGAIN_DAYS = 5  # at least so long an item waits whose return was stopped


@command
def shelve_items(*, numbers: Sequence[str], shelf: str, office: str, by: Actor, at: Moment) -> int:
    """Say on which shelf items lie that wait here. Returns how many."""
    items, positions = held_here(numbers, office, {AWAITING}, by)
    lay(items, positions, office=office, shelf=shelf)
    return len(items)


@command
def return_items(
    *, numbers: Sequence[str], office: str, by: Actor, at: Moment, key: str | None = None
) -> list[Returned]:
    """Begin the return of items that nobody collected: they go to the office at which they were posted.

    One answer an item: one that cannot go back stays on its shelf and keeps no other from going.
    """
    held = looked_at(numbers, office, {AWAITING}, by)
    ways = {number: item.origin_id for number, item in held.items.items()}
    refused = {**held.refused, **redirect_all(ways, by=by, at=at)}
    going = [item for number, item in held.items.items() if number not in refused]
    record_events(
        scans=[
            Scan(scan_id(item, RETURN_BEGUN, at), item.unit.number, RETURN_BEGUN, at, office, "", NOT_COLLECTED)
            for item in going
        ],
        by=by, at=at,
    )  # fmt: skip
    # Nobody gets new tries by having a return begun and stopped: notes with wrong ones stay.
    Kept.objects.filter(unit__in=[item.pk for item in going], tries=0, document_tries=0).delete()
    return [
        Returned("declined", number, refused[number].code, str(refused[number]))
        if number in refused
        else Returned("returned", number)
        for number in dict.fromkeys(map(clean_number, numbers))
    ]


@command
def stop_return(*, number: str, office: str, by: Actor, at: Moment) -> None:
    """Keep an item here after all, as long as it has not left."""
    try:
        (item,), _positions = held_here([number], office, {RETURN_BEGUN}, by)
    except NotWaiting as refusal:
        raise NotComingBack(number=clean_number(number)) from refusal
    redirect_item(number=number, destination=office, by=by, at=at)
    record_events(
        scans=[
            Scan(scan_id(item, AWAITING, at), item.unit.number, AWAITING, at, office, action=KEPT_AGAIN)
        ],
        by=by, at=at,
    )  # fmt: skip
    today = at.astimezone(known_office(office).zone).date()
    keep([item], office=office, shelf="", at=at, at_least=today + timedelta(days=KEPT_AGAIN_DAYS))
