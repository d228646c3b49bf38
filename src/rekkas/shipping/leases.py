"""How parts of tables pass through the hands of workers: taken under a lease, worked off, or let go.

As with studies (decision 0021) these are acts of the machinery: who lost a lease writes nothing. Several workers take
parts of one table side by side.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from rekkas.shipping.choices import BatchState, PartTask
from rekkas.shipping.models import Batch, BatchPart

LEASE = timedelta(seconds=60)
TRIES = 3
WORKING = (BatchState.CHECKING, BatchState.MAKING)


@dataclass(frozen=True, slots=True)
class TakenPart:
    """A part in the hands of a worker. ``is_given_up``: others failed at it too often."""

    batch: Batch
    pk: int
    place: int
    task: str
    lease: UUID
    is_given_up: bool


def take_part(*, lease: UUID, at: datetime) -> TakenPart | None:
    """Take the part that waits longest; one whose worker went away is taken again."""
    if not _waiting(at).exists():  # a look costs no lock
        return None
    with transaction.atomic():
        rows = _waiting(at).select_for_update(skip_locked=True, of=("self",)).select_related("batch")
        row = rows.order_by("batch", "place").defer("body").first()
        if row is None:
            return None
        row.lease, row.lease_until, row.attempts = lease, at + LEASE, row.attempts + 1
        row.save(update_fields=["lease", "lease_until", "attempts"])
        return TakenPart(row.batch, row.pk, row.place, row.task, lease, row.attempts > TRIES)


def is_held(taken: TakenPart) -> bool:
    """Whether a part is still this worker's, kept from others until the end of the transaction."""
    return mine(taken).select_for_update().first() is not None


def mine(taken: TakenPart) -> Any:
    return BatchPart.objects.filter(pk=taken.pk, lease=taken.lease, task=taken.task)


def let_go(taken: TakenPart) -> None:
    """Let another worker have it at once."""
    mine(taken).update(lease=None, lease_until=None)


def part_done(taken: TakenPart) -> None:
    """Nothing is to be done with it any more."""
    mine(taken).update(task="", lease=None, lease_until=None, attempts=0)


def end_worked_off(at: datetime) -> None:
    """Put tables of which no part waits any more into their next state. Whoever finished the last part may be gone."""
    if not Batch.objects.filter(state__in=WORKING).exists():  # a look costs no lock
        return
    for state, after, task in (
        (BatchState.CHECKING, BatchState.CHECKED, PartTask.CHECK),
        (BatchState.MAKING, BatchState.MADE, PartTask.MAKE),
    ):
        waiting = BatchPart.objects.filter(task=task).values("batch")
        Batch.objects.filter(state=state).exclude(pk__in=waiting).update(state=after, finished_at=at)


def _waiting(at: datetime) -> Any:
    is_free = Q(lease=None) | Q(lease_until__lt=at)
    return BatchPart.objects.filter(~Q(task="") & is_free, batch__state__in=WORKING)
