"""A timetable unrolled week by week, with the table of each week in the data folder.

A week and the two after it are unrolled over their real dates. The table of a week lies in the data folder under
the digest of the very rows that it was worked out of, and every process maps the same file: a week whose rows are
the same shares it, and one whose rows changed cannot find it. A table that is not whole, because a disk was full or
a process was killed, is worked out again; where nothing can be written, each process has its own in memory.
"""

import logging
import os
from collections import OrderedDict
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from shutil import rmtree
from threading import Lock
from uuid import uuid4

from postkit.network import Network
from postkit.promise import Events, Profile, Table, digest_of, events_for, monday_of, unroll

WINDOW_DAYS, LONGEST_DAYS = 21, 42
WEEKS_HELD, TABLES_KEPT = 12, 24
SMALL_BYTES = 1_000_000  # a table below that is worked out sooner than it is read
UNFINISHED_S = 3600  # whoever writes a table for longer was killed
SEEN = "soonest.npy"  # when this file was touched says when the table was last needed
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Week:
    """A week of one carriage: its rows, and the table of them."""

    events: Events
    profile: Profile


class Weeks:
    """The weeks of a plan that were asked of lately. Safe to share by threads."""

    def __init__(self, plan: Sequence[tuple[date, Network]], folder: Path | None) -> None:
        self._plan, self._folder = plan, folder
        self._weeks: OrderedDict[tuple[date, str, int], Week] = OrderedDict()
        self._lock, self._building = Lock(), Lock()

    def of(self, day: date, carriage: str, days: int) -> Week:
        """The week in which a day lies, with what follows it; worked out at the first question."""
        key = monday_of(day), carriage, days
        if (held := self._held(key)) is not None:
            return held
        with self._building:  # one at a time, while questions of weeks that are held go on
            if (held := self._held(key)) is not None:
                return held
            events = events_for(unroll(self._plan, key[0], days), carriage)
            week = Week(events, Profile.of(events, table_of(events, self._folder)))
            with self._lock:
                self._weeks[key] = week
                while len(self._weeks) > WEEKS_HELD:
                    self._weeks.popitem(last=False)
            return week

    def _held(self, key: tuple[date, str, int]) -> Week | None:
        with self._lock:
            if key in self._weeks:
                self._weeks.move_to_end(key)
            return self._weeks.get(key)


def table_of(events: Events, folder: Path | None) -> Table:
    """The table of these rows; ``folder`` is where tables lie, None for memory alone."""
    if folder is None or len(events) * len(events.legs.offices) * 2 < SMALL_BYTES:
        return Table.build(events)
    place = folder / digest_of(events)
    if (found := _mapped(place)) is not None:
        return found
    table = Table.build(events)
    try:
        _drop(place)
        table.save(place)
        _keep_few(folder)
    except OSError:
        log.exception("table %s could not be kept; this process has it in memory", place.name)
    return _mapped(place) or table


def _mapped(place: Path) -> Table | None:
    """The table that lies there; None where there is none, or not a whole one."""
    try:
        table = Table.open(place)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, EOFError):
        log.warning("table %s is not whole; it is worked out again", place.name)
        return None
    with suppress(OSError):  # it may have gone meanwhile; what is mapped stays
        os.utime(place / SEEN)
    return table


def _keep_few(folder: Path) -> None:
    """Drop the tables that were not needed for longest, and what was left half written. What is mapped stays."""
    ages = sorted(((_needed_at(place), place) for place in folder.iterdir()), reverse=True)
    tables = [place for _, place in ages if not place.name.startswith(".")]
    newest = ages[0][0] if ages else 0.0
    left = [
        place for age, place in ages if place.name.startswith(".") and newest - age > UNFINISHED_S
    ]  # fmt: skip
    for place in (*tables[TABLES_KEPT:], *left):
        _drop(place)


def _needed_at(place: Path) -> float:
    for sign in (place / SEEN, place):
        with suppress(OSError):
            return sign.stat().st_mtime
    return 0.0


def _drop(place: Path) -> None:
    """Out of everybody's way first: what is half deleted is never found under its digest."""
    aside = place.with_name(f".gone-{uuid4().hex}")
    with suppress(FileNotFoundError):
        place.rename(aside)
        rmtree(aside, ignore_errors=True)
