"""What a version of the timetable does to the promise: every office to every other, before and after.

Idea: both tables are asked the same questions, mail handed over at a few moments of an ordinary week. A lane's
hours are the mean over those moments; what either timetable does not reach is counted, not averaged.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import isinf

import numpy as np
from numpy.typing import NDArray

from postkit.network import STANDARD, Network
from postkit.promise import minute_of
from rekkas.network.queries import HeldNetwork

MOMENTS = ((0, 10), (1, 16), (3, 10), (4, 10))  # weekday from Monday, hour on the wall
LANES_TOLD, ORIGINS_AT_ONCE = 20, 128
Hours = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Lane:
    """One way between two offices, in hours from hand-over to arrival."""

    origin: str
    destination: str
    was: float
    now: float

    @property
    def is_lost(self) -> bool:
        """Whether it was reached and is no more."""
        return isinf(self.now)

    @property
    def gain(self) -> float:
        return self.was - self.now


@dataclass(frozen=True, slots=True)
class Effects:
    """The promise before and after, over all lanes that both reach; ``gone`` are lanes that are lost."""

    mean_was: float
    mean_now: float
    median_was: float
    median_now: float
    lost: int
    found: int
    gaining: tuple[Lane, ...]
    losing: tuple[Lane, ...]
    gone: tuple[Lane, ...]


def effects_of(held: HeldNetwork, old: Network, new: Network, monday: date) -> Effects:
    """What changes for standard mail in the week of a Monday when one network takes the other's place."""
    before, after = (_hours(held, network, monday) for network in (old, new))
    both = np.isfinite(before) & np.isfinite(after)
    np.fill_diagonal(both, False)
    was, now = before[both], after[both]
    codes = [site.code for site in old.sites]
    gone = np.isfinite(before) & ~np.isfinite(after)
    gain = np.zeros_like(before)
    np.subtract(before, after, out=gain, where=both)
    if not was.size:
        was = now = np.zeros(1, np.float32)
    return Effects(
        float(was.mean()), float(now.mean()), float(np.median(was)), float(np.median(now)),
        int(gone.sum()),
        int((~np.isfinite(before) & np.isfinite(after)).sum()),
        tuple(_most(gain, before, after, codes)), tuple(_most(-gain, before, after, codes)),
        tuple(_most(gone.astype(np.float32), before, after, codes)),
    )  # fmt: skip


def _hours(held: HeldNetwork, network: Network, monday: date) -> Hours:
    """Mean hours between each two offices; infinite where one of the moments is not answered."""
    alone = HeldNetwork(held.offices, [(date.min, network)], held.zone, held.folder)
    profile = alone.week(monday, STANDARD).profile
    count = len(profile.offices)
    total = np.zeros((count, count), np.float32)
    ends = np.arange(count)
    for weekday, hour in MOMENTS:
        day = monday + timedelta(days=weekday)
        at = minute_of(datetime(day.year, day.month, day.day, hour, tzinfo=held.zone))
        for first in range(0, count, ORIGINS_AT_ONCE):
            origins = ends[first : first + ORIGINS_AT_ONCE]
            asked = np.repeat(origins, count), np.tile(ends, len(origins))
            arrives = profile.answers(*asked, np.full(asked[0].size, at)).arrives
            hours = np.where(arrives >= 0, (arrives - at) / 60, np.inf)
            total[origins] += hours.reshape(len(origins), count).astype(np.float32)
    return total / np.float32(len(MOMENTS))


def _most(gain: Hours, before: Hours, after: Hours, codes: Sequence[str]) -> list[Lane]:
    """The lanes with the largest gain, one for each destination, so that one office does not fill the list."""
    best = gain.argmax(axis=0)
    gains = gain[best, np.arange(len(codes))]
    order = np.argsort(-gains, kind="stable")[:LANES_TOLD]
    return [
        Lane(codes[best[to]], codes[to], float(before[best[to], to]), float(after[best[to], to]))
        for to in order.tolist()
        if gains[to] > 0
    ]
