"""The worker: it takes a study, runs it, says how far it is, and puts the answer down, one study after the other.

The work is done in a thread, and the lease is held from another: a loop that is long away in compiled code loses
nothing. A worker that is killed says nothing any more, so its lease runs out and the study is begun again.
"""

import logging
import os
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from shutil import rmtree
from typing import Any
from uuid import uuid4

import msgspec
from django.db import DatabaseError, connections
from django.utils import timezone

from rekkas.base.actors import system
from rekkas.base.errors import Refused
from rekkas.network.commands import draft_timetable
from rekkas.strategy import leases
from rekkas.strategy.choices import Doing
from rekkas.strategy.entries import Improved
from rekkas.strategy.errors import Broke
from rekkas.strategy.leases import Held, Taken
from rekkas.strategy.queries import folder_of
from rekkas.strategy.runs import Made, Stopped, run

log = logging.getLogger(__name__)
PAUSE_S, BEAT_S, LET_GO_S = 1.0, 1.0, 5.0
Clock = Callable[[], datetime]


@dataclass
class Watching:
    """What the work says of itself, and what it is told: read and written by two threads."""

    doing: str = ""
    share: float = 0.0
    told_to_stop: threading.Event = field(default_factory=threading.Event)

    def __call__(self, doing: Doing, share: float) -> None:
        self.doing, self.share = doing.value, share

    def should_stop(self) -> bool:
        return self.told_to_stop.is_set()


def work(
    *, parent: int = 0, once: bool = False, told_to_stop: threading.Event | None = None,
    between: Callable[[], None] = lambda: None,
) -> int:  # fmt: skip
    """Do the studies that wait, as they come; how many were done or ended. Stops when the parent has ended.

    ``between`` is called before each look for a study: what else a worker does, when it is due.
    """
    leave, count = told_to_stop or threading.Event(), 0
    while not leave.is_set() and (not parent or os.getppid() == parent):
        between()
        try:
            taken = leases.take_next(lease=uuid4(), at=timezone.now())
        except DatabaseError:
            if once:
                raise
            connections.close_all()  # a database that was away may be back
            taken = None
        if taken is not None:
            do_study(taken, leave, is_orphan=lambda: bool(parent) and os.getppid() != parent)
            count += 1
        elif once:
            break
        else:
            leave.wait(PAUSE_S)
    return count


def do_study(
    taken: Taken, leave: threading.Event, *, clock: Clock = timezone.now,
    is_orphan: Callable[[], bool] = lambda: False,
) -> None:  # fmt: skip
    """Run one study to its end, whatever that is."""
    watching, outcome = Watching(), Outcome()
    thread = threading.Thread(target=_work_on, args=(taken, watching, outcome), daemon=True)
    thread.start()
    held = Held(True, False)
    while thread.is_alive():
        thread.join(BEAT_S)
        held = _beat(taken, watching, clock, held)
        if leave.is_set() or is_orphan():
            watching.told_to_stop.set()
            leases.give_back(taken)
            thread.join(LET_GO_S)
            return
        if held.is_cancelled or not held.is_mine:
            watching.told_to_stop.set()
    try:
        _end(taken, outcome, held, clock)
    except DatabaseError:  # its lease runs out, and it is begun again
        log.exception("study %s: its end could not be put down", taken.number)
        connections.close_all()


def _beat(taken: Taken, watching: Watching, clock: Clock, held: Held) -> Held:
    """Renew the lease; a database that is away for a moment is asked again at the next beat."""
    try:
        return leases.renew(taken, at=clock(), doing=watching.doing, progress=round(watching.share * 1000))
    except DatabaseError:
        log.warning("study %s: its lease could not be renewed", taken.number)
        connections.close_all()
        return held


@dataclass
class Outcome:
    """How the work ended: with an answer, or with the reason why not."""

    made: Made | None = None
    refusal: Refused | None = None


def _work_on(taken: Taken, watching: Watching, outcome: Outcome) -> None:
    try:
        outcome.made = run(
            taken.country, taken.kind, taken.params, seed=taken.seed, watch=watching,
            should_stop=watching.should_stop,
        )  # fmt: skip
    except Stopped:
        pass
    except Refused as refusal:
        outcome.refusal = refusal
    except Exception as error:
        outcome.refusal = _broke(taken, error)
    finally:
        connections.close_all()


def _broke(taken: Taken, error: Exception) -> Broke:
    """What went wrong goes to the log, and a name for it to whoever asked."""
    trace = f"{taken.number}-{taken.lease.hex[:8]}"
    log.error("study %s broke (%s)", taken.number, trace, exc_info=error)
    return Broke(trace=trace, kind=type(error).__name__)


def _end(taken: Taken, outcome: Outcome, held: Held, clock: Clock) -> None:
    if not held.is_mine:
        return
    if outcome.refusal is not None:
        leases.fail(taken, outcome.refusal, at=clock())
    elif outcome.made is None or held.is_cancelled:
        leases.stop(taken, at=clock())
    else:
        _finish(taken, outcome.made, clock)


def _finish(taken: Taken, made: Made, clock: Clock) -> None:
    """Files beside their place, then all at once: place, draft and answer."""
    place = folder_of(taken.number)
    beside = place.with_name(f".{taken.number}-{taken.lease.hex}")
    try:
        names = made.write(beside)

        def finishing() -> tuple[dict[str, Any], list[str]]:
            result = with_draft(made, taken.country, f"study {taken.number}", at=clock())
            _put(beside, place)
            return result, names

        leases.finish(taken, at=clock(), finishing=finishing)
    except Refused as refusal:
        leases.fail(taken, refusal, at=clock())
    except OSError as error:  # a disk that is full, or not ours: another worker would fare no better
        leases.fail(taken, _broke(taken, error), at=clock())
    finally:
        rmtree(beside, ignore_errors=True)


def with_draft(made: Made, country: str, name: str, *, at: datetime) -> dict[str, Any]:
    """The answer as it is kept; the timetable that comes with it is drafted now, and named in it."""
    result = made.result
    if made.draft is not None and isinstance(result, Improved):
        number = draft_timetable(country=country, name=name, files=made.draft, by=system(name), at=at)
        result = msgspec.structs.replace(result, timetable=number)
    kept: dict[str, Any] = msgspec.to_builtins(result)
    return kept


def _put(beside: Path, place: Path) -> None:
    """What an earlier attempt may have left goes."""
    for left in place.parent.glob(f".{place.name}-*"):
        if left != beside:
            rmtree(left, ignore_errors=True)
    with suppress(FileNotFoundError):
        rmtree(place)
    if beside.is_dir():
        beside.rename(place)
