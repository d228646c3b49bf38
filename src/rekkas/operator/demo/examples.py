"""What to look at first: three parcels that tell three stories."""

from collections.abc import Iterator

from rekkas.mail.choices import Status
from rekkas.mail.queries import Tracking, track
from rekkas.operator.demo.parcels import Fate
from rekkas.operator.demo.play import Played

LOOKED_AT = 100


def examples(played: Played) -> list[Tracking]:
    """One parcel delivered, one under way with cash to collect, one that nothing was heard of for long."""
    wanted = (
        (Fate.SECOND_TRY, (Status.DELIVERED,), True),
        (Fate.DELIVERED, (Status.IN_TRANSIT, Status.OUT_FOR_DELIVERY), True),
        (Fate.LEFT_LYING, (Status.SILENT, Status.ACCEPTED), False),
    )
    return [found for fate, statuses, cod in wanted if (found := _first(played, fate, statuses, cod))]


def _first(played: Played, fate: Fate, statuses: tuple[Status, ...], cod: bool) -> Tracking | None:
    """The first parcel with that story; among equals the one with most to tell."""
    told = list(_candidates(played, fate, statuses, cod))
    return max(told, key=lambda tracking: len(tracking.steps), default=None)


def _candidates(played: Played, fate: Fate, statuses: tuple[Status, ...], cod: bool) -> Iterator[Tracking]:
    """Some of the parcels, from both ends of the plan's time."""
    those = [p for p in played.parcels if p.fate is fate and bool(p.entry.cod_amount) >= cod]
    those.sort(key=lambda parcel: (parcel.accepted_at, parcel.key))
    if statuses[0] is Status.IN_TRANSIT:
        those.reverse()
    numbers = [played.numbers[parcel.key] for parcel in those[:LOOKED_AT]]
    yield from (found for found in track(numbers, at=played.settings.now) if found.status in statuses)
