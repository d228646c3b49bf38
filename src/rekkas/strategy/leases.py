"""How studies pass through the hands of workers: taken under a lease, held, finished, or given back.

These are acts of the machinery and no person's: they are no verbs, and the record of actions does not fill with
them. Whoever writes says by which lease. One whose lease went to another, or whose study was ended meanwhile,
writes nothing: of two workers that believe they have a study, one has it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q

from rekkas.base.errors import Refused
from rekkas.strategy.choices import StudyState
from rekkas.strategy.errors import Interrupted
from rekkas.strategy.models import WHOLE, Study

LEASE = timedelta(seconds=30)
TRIES = 3


@dataclass(frozen=True, slots=True)
class Taken:
    """A study in the hands of a worker."""

    number: int
    kind: str
    country: str
    params: dict[str, Any]
    seed: int
    lease: UUID


@dataclass(frozen=True, slots=True)
class Held:
    """Whether the worker still has the study, and whether somebody asked to cancel it."""

    is_mine: bool
    is_cancelled: bool


def take_next(*, lease: UUID, at: datetime) -> Taken | None:
    """Take the study that has waited longest; one whose worker went away is begun again, a few times."""
    if not _open_to_take(at).exists():  # a look costs no lock
        return None
    with transaction.atomic():
        rows = _open_to_take(at).select_for_update(skip_locked=True, of=("self",)).order_by("number")
        while (row := rows.first()) is not None:  # one at a time: what is locked is kept from others
            if row.cancel_asked:
                _end(row, StudyState.CANCELLED, at)
            elif row.attempts >= TRIES:
                _end(row, StudyState.FAILED, at, failure_of(Interrupted(times=TRIES)))
            else:
                row.state, row.lease, row.lease_until = StudyState.RUNNING, lease, at + LEASE
                row.attempts, row.begun_at = row.attempts + 1, at
                row.progress, row.doing = 0, ""
                row.save()
                return Taken(row.number, row.kind, row.country_id, row.params, row.seed, lease)
    return None


def renew(taken: Taken, *, at: datetime, doing: str, progress: int) -> Held:
    """Say how far it is, and hold it for another while."""
    mine = _mine(taken)
    held = mine.update(lease_until=at + LEASE, doing=doing, progress=min(max(progress, 0), WHOLE))
    return Held(bool(held), bool(held) and mine.filter(cancel_asked=True).exists())


def finish(taken: Taken, *, at: datetime, finishing: Callable[[], tuple[dict[str, Any], list[str]]]) -> bool:
    """Put the answer under the study, with all that ``finishing`` does; whether it was still this worker's to do.

    ``finishing`` gives the result and the names of its files. It is called in the transaction that makes the
    study done: there is no half result, and a study that was cancelled meanwhile leaves nothing behind.
    """
    with transaction.atomic():
        row = _mine(taken).select_for_update(of=("self",)).first()
        if row is None:
            return False
        if row.cancel_asked:
            _end(row, StudyState.CANCELLED, at)
            return False
        row.result, row.files = finishing()
        row.progress = WHOLE
        _end(row, StudyState.DONE, at)
        return True


def stop(taken: Taken, *, at: datetime) -> None:
    """End it as its asker wished: cancelled."""
    _end_mine(taken, StudyState.CANCELLED, at)


def fail(taken: Taken, refusal: Refused, *, at: datetime) -> None:
    """End it with the reason why it has no answer."""
    _end_mine(taken, StudyState.FAILED, at, failure_of(refusal))


def give_back(taken: Taken) -> None:
    """Let another worker begin it again: this one was told to stop, which is nobody's failure."""
    _mine(taken).update(
        state=StudyState.WAITING, lease=None, lease_until=None, attempts=F("attempts") - 1, progress=0, doing=""
    )  # fmt: skip


def failure_of(refusal: Refused) -> dict[str, Any]:
    """A refusal as it is kept: its code and its details. The words are made for whoever reads."""
    details = {name: value if isinstance(value, int | float) else str(value)
               for name, value in refusal.details.items()}  # fmt: skip
    return {"code": refusal.code, "details": details}


def _open_to_take(at: datetime) -> Any:
    return Study.objects.filter(Q(state=StudyState.WAITING) | Q(state=StudyState.RUNNING, lease_until__lt=at))


def _mine(taken: Taken) -> Any:
    return Study.objects.filter(number=taken.number, state=StudyState.RUNNING, lease=taken.lease)


def _end_mine(taken: Taken, state: StudyState, at: datetime, failure: dict[str, Any] | None = None) -> None:
    with transaction.atomic():
        row = _mine(taken).select_for_update(of=("self",)).first()
        if row is not None:
            _end(row, state, at, failure)


def _end(row: Study, state: StudyState, at: datetime, failure: dict[str, Any] | None = None) -> None:
    row.state, row.finished_at, row.failure = state, at, failure
    row.lease, row.lease_until, row.doing = None, None, ""
    row.save()
