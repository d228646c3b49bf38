"""What can be boarded, by one kind of carriage: a row for each departure of a leg at an office.

``cut`` is the latest minute at which an item may have come to the office and still leave on the row. All that
handling, sorting waves and closures do to an item is in this one number; it never falls along an office's rows,
for what is ready for one departure is ready for the next. The rounds of a delivery office have one too.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from postkit.network.model import EXPRESS, STANDARD, Network, Site
from postkit.promise.clock import Ints, WallClock
from postkit.promise.legs import Legs, in_force

LONG_AGO = -(2**30)
_FAR = np.int64(2**32)
_SHIFT = np.int64(2**31)


@dataclass(frozen=True, slots=True)
class Events:
    """Rows by office and departure; ``first[o]`` to ``first[o + 1]`` are those of office o, M their number.

    ``after`` is the row on which the same run goes on, ``into`` the first row that one who alights can board,
    ``later`` the next row of the office; M where there is none. ``boards`` is false where the office is shut.
    Hand-over: by ``until`` an item is taken in, at ``opens`` at the earliest. Rounds: what came by
    ``round_cut`` goes out at ``round_leaves`` on ``round_day`` (an ordinal).
    """

    legs: Legs
    carriage: str
    office: Ints
    first: Ints
    dep: Ints
    cut: Ints
    to: Ints
    arr: Ints
    leg: Ints
    boards: NDArray[np.bool_]
    after: Ints
    into: Ints
    later: Ints
    row_of_leg: Ints
    intake_first: Ints
    intake_until: Ints
    intake_opens: Ints
    round_first: Ints
    round_cut: Ints
    round_leaves: Ints
    round_day: Ints

    def __len__(self) -> int:
        return len(self.dep)

    def rows_at(self, office: NDArray[np.integer], since: NDArray[np.integer]) -> NDArray[np.int64]:
        """For what stands at each office since a minute: the first row it can board, M where none leaves."""
        return first_at(self.office, self.cut, self.first, office, since)


def events_for(legs: Legs, carriage: str = STANDARD) -> Events:
    """The rows of one kind of carriage."""
    carried = np.array([trip.carries in ("all", carriage) for trip in legs.trips], bool)
    chosen = np.flatnonzero(carried[legs.trip]) if len(legs) else np.zeros(0, np.int64)
    leg = chosen[np.lexsort((legs.stop[chosen], legs.trip[chosen], legs.dep[chosen], legs.origin[chosen]))]
    count, offices = len(leg), len(legs.offices)
    office, dep = legs.origin[leg], legs.dep[leg]
    first = np.searchsorted(office, np.arange(offices + 1)).astype(np.int32)
    row_of_leg = np.full(len(legs) + 1, count, np.int32)
    row_of_leg[leg] = np.arange(count, dtype=np.int32)
    cuts = _Cuts(legs, carriage)
    cut, boards = cuts(office, dep)
    cut = rising(cut, office)
    later = np.arange(1, count + 1, dtype=np.int32)
    if count:
        later[first[1:][first[1:] > first[:-1]] - 1] = count
    to, arr = legs.to[leg], legs.arr[leg]
    return Events(
        legs, carriage, office, first, dep, cut, to, arr, leg.astype(np.int32), boards,
        row_of_leg[legs.next_leg[leg]], first_at(office, cut, first, to, arr).astype(np.int32), later, row_of_leg,
        *_intake(legs), *_rounds(legs, cuts),
    )  # fmt: skip


def first_at(
    owner: Ints, cut: Ints, first: Ints, office: NDArray[np.integer], since: NDArray[np.integer]
) -> NDArray[np.int64]:
    """The first row of each office whose cut is not before a minute; the number of rows where there is none."""
    keys = owner.astype(np.int64) * _FAR + (cut.astype(np.int64) + _SHIFT)
    asked = office.astype(np.int64) * _FAR + (since.astype(np.int64) + _SHIFT)
    found = np.searchsorted(keys, asked)
    rows: NDArray[np.int64] = np.where(found < first[office.astype(np.int64) + 1], found, len(cut))
    return rows


def rising(cut: NDArray[np.integer], owner: Ints) -> Ints:
    """Along the rows of each owner no cut is before an earlier one."""
    lifted = np.maximum.accumulate(owner.astype(np.int64) * _FAR + (cut.astype(np.int64) + _SHIFT))
    risen: Ints = (lifted - owner.astype(np.int64) * _FAR - _SHIFT).astype(np.int32)
    return risen


class _Cuts:
    """When an item must be at an office to leave it at a minute."""

    def __init__(self, legs: Legs, carriage: str) -> None:
        self.clock, self.base, self.plan, self.index = legs.clock, legs.base, legs.plan, legs.index
        days = range(-WallClock.MARGIN, legs.clock.days + WallClock.MARGIN)
        self.version = np.array([in_force(legs.plan, legs.clock.date(day)) for day in days])
        self.handling = np.zeros((len(legs.plan), len(legs.offices)), np.int32)
        for version, (_, network) in enumerate(legs.plan):
            for site in network.sites:
                self.handling[version, legs.index[site.code]] = site.handling(carriage)
        self.waves = {} if carriage == EXPRESS else self._waves()
        self.closures = list(_closures(legs))

    def __call__(
        self, office: NDArray[np.integer], moment: NDArray[np.integer]
    ) -> tuple[Ints, NDArray[np.bool_]]:
        """The cuts, and whether anybody may leave at all."""
        day = self.clock.days_of(moment.astype(np.int64) + self.base)
        version = self.version[np.clip(day + WallClock.MARGIN, 0, len(self.version) - 1)]
        handling = self.handling[version, office]
        cut = moment - handling
        open_then = np.ones(len(cut), bool)
        for place, (starts, ends) in self.waves.items():
            those = np.flatnonzero(office == place)
            best = np.searchsorted(ends, moment[those], side="right") - 1
            cut[those] = np.where(best >= 0, starts[best], LONG_AGO)
        for place, begins, ends_at in self.closures:
            here = office == place
            if place not in self.waves:  # no wave runs while it is shut, and no handling either
                those = np.flatnonzero(here & (moment >= begins) & (cut < ends_at))
                cut[those] = np.minimum(cut[those], begins - handling[those])
            open_then[here & (moment >= begins) & (moment < ends_at)] = False
        return cut.astype(np.int32), open_then

    def _waves(self) -> dict[int, tuple[Ints, Ints]]:
        """Of each office that sorts in waves: their starts and ends, by end; no start is before an earlier one."""
        found: dict[int, list[tuple[int, int]]] = {}
        for day in range(-WallClock.MARGIN, self.clock.days + WallClock.MARGIN):
            network = self.plan[self.version[day + WallClock.MARGIN]][1]
            on = self.clock.date(day)
            for site in network.sites:
                for wave in site.waves:
                    if str(on.isoweekday()) in wave.days and not site.is_shut(on):
                        starts = self.clock.at(day, wave.starts_min) - self.base
                        found.setdefault(self.index[site.code], []).append(
                            (starts + wave.duration_min, starts)
                        )
        waves = {}
        for place, pairs in found.items():
            pairs.sort()
            ends, starts_at = (np.array(column, np.int32) for column in zip(*pairs, strict=True))
            waves[place] = np.maximum.accumulate(starts_at).astype(np.int32), ends
        return waves


def _closures(legs: Legs) -> Iterable[tuple[int, int, int]]:
    """Office, first minute and end of each closure that touches the window."""
    for site in legs.plan[-1][1].sites:
        if site.closed_from is None:
            continue
        day = (site.closed_from - legs.clock.first).days
        last = (
            legs.clock.days if site.closed_until is None else (site.closed_until - legs.clock.first).days + 1
        )
        edge = legs.clock.days + WallClock.MARGIN
        if day < edge and last > -WallClock.MARGIN:
            begins = legs.clock.at(max(day, -WallClock.MARGIN), 0) - legs.base
            ends = legs.clock.at(min(last, edge), 0) - legs.base if last < edge else 2**30
            yield legs.index[site.code], begins if day >= -WallClock.MARGIN else LONG_AGO // 2, ends


def _open_days(
    legs: Legs, days: range, digits: Callable[[Site], str], minutes: Iterable[Callable[[Site], int]]
) -> tuple[Any, ...]:
    """Office and day of every day on which an office works, and the moments of some of its times on that day."""
    count = len(legs.offices)
    works = np.zeros((count, len(days)), bool)
    times = [np.zeros((count, len(days)), np.int64) for _ in minutes]
    dates = [legs.clock.date(day) for day in days]
    versions = np.array([in_force(legs.plan, day) for day in dates])
    for version in np.unique(versions):
        network: Network = legs.plan[version][1]
        those = np.flatnonzero(versions == version)
        working = np.array([dates[at] not in network.holidays for at in those])
        weekday = np.array([dates[at].isoweekday() for at in those])
        for site in network.sites:
            place = legs.index[site.code]
            on = np.array([str(digit) in digits(site) for digit in range(8)])
            works[place, those] = on[weekday] & working
            if site.closed_from is not None:
                works[place, those] &= np.array([not site.is_shut(dates[at]) for at in those])
            for time, minute in zip(times, minutes, strict=True):
                time[place, those] = minute(site)
    office, day = np.nonzero(works)
    at = day + days.start
    moments = [(legs.clock.at_each(at, time[office, day]) - legs.base).astype(np.int32) for time in times]
    first = np.searchsorted(office, np.arange(count + 1)).astype(np.int32)
    return first, office.astype(np.int32), at + legs.clock.first.toordinal(), *moments


def _intake(legs: Legs) -> tuple[Ints, Ints, Ints]:
    days = range(-WallClock.MARGIN, legs.clock.days)
    first, _, _, until, opens = _open_days(
        legs, days, lambda site: site.open_days, (lambda site: site.cut_off_min, lambda site: site.opens_min)
    )
    return first, until, opens


def _rounds(legs: Legs, cuts: _Cuts) -> tuple[Ints, Ints, Ints, Ints]:
    days = range(-1, legs.clock.days + WallClock.MARGIN)
    first, office, day, leaves = _open_days(
        legs, days, lambda site: site.delivery_days or site.open_days, (lambda site: site.given_out_min,)
    )
    return first, rising(cuts(office, leaves)[0], office), leaves, day.astype(np.int32)
