"""What is to be expected now: the way from where an item is, with today's delays, by a forward connection scan.

Idea: the table is the plan. What is known of today, a trip that is late or does not run, moves some legs; from one
office the legs of the next days are few, so they are simply gone through in the order in which they now leave.
Delays and cancellations only take ways away: as long as no run of the planned way is touched, that way is still the
best, and is read off the table a hundred times sooner (`planned`).

Source: Dibbelt, Pajor, Strasser, Wagner, Intriguingly Simple and Fast Transit Routing (2013).
Errors: KeyError for an office that is not in the network. None where nothing leads there within the window.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from postkit.promise.events import Events
from postkit.promise.table import Profile

CANCELLED = -1
LEGS_AT_ONCE = 2_000
Run = tuple[str, int]  # the code of a trip and the ordinal of its service day


@dataclass(frozen=True, slots=True)
class Expected:
    """Arrival at the last office and the round, as UTC minutes since 1970 and an ordinal; the runs ridden."""

    arrives: int
    leaves: int | None
    day: int | None
    runs: tuple[Run, ...]


def expected(
    events: Events, origin: str, destination: str, since: int, *,
    late: Mapping[Run, int] | None = None, aboard: Run | None = None, now: int = 0,
) -> Expected | None:  # fmt: skip
    """From ``origin``, where it stands since a minute; ``aboard`` when it left there on that run then.

    ``late`` gives minutes of delay by run, CANCELLED for one that does not run. A late vehicle leaves with what
    was made up for its planned departure. What left before ``now`` is gone.
    """
    legs = events.legs
    start, goal = legs.index[origin], legs.index[destination]
    ready, gone = since - legs.base, now - legs.base
    if start == goal and aboard is None:
        return _with_round(events, goal, ready, gone, ())
    reached = {start: ready} if aboard is None else {}
    came: dict[int, tuple[int, int]] = {}  # office: the leg it came by, and the first leg of that ride
    riding: dict[int, int] = {}  # run: the leg on which it was boarded
    best: int | None = None
    since_leg = ready - 2 * 24 * 60 if aboard else ready
    own = _left_on(events, start, ready, aboard) if aboard else -1
    for leg, dep, arr, run, here, there, cut, can_board in _as_they_leave(events, since_leg, late or {}):
        if best is not None and dep >= best:
            break
        if run not in riding:
            boards = here in reached and reached[here] <= cut and can_board and dep >= gone
            if not boards and leg != own:
                continue
            riding[run] = leg
        if arr < reached.get(there, 2**30):
            reached[there] = arr
            came[there] = leg, riding[run]
        if there == goal:
            best = arr if best is None else min(best, arr)
    if best is None:
        return None
    return _with_round(events, goal, best, gone, _runs(events, came, goal, start))


def planned(
    profile: Profile, origin: str, destination: str, since: int, *, aboard: Run | None = None, now: int = 0
) -> Expected | None:
    """The same where nothing is late, read off the table. None where it does not know, too: then scan."""
    start, goal = profile.place_of[origin], profile.place_of[destination]
    ready, gone = since - profile.base, now - profile.base
    rows = slice(int(profile.first[start]), int(profile.first[start + 1]))
    if aboard is not None:
        its = np.flatnonzero(profile.row_day[rows] == aboard[1]) + rows.start
        own = [int(at) for at in its if profile.trips[profile.row_trip[at]] == aboard[0]]
        row = min(own, key=lambda at: abs(int(profile.dep[at]) - ready), default=None)
        return None if row is None else _read_off(profile, goal, row, gone, is_aboard=True)
    if start == goal:
        return _with_round(profile, goal, ready, gone, ())
    first = max(int(np.searchsorted(profile.cut[rows], ready)), int(np.searchsorted(profile.dep[rows], gone)))
    return _read_off(profile, goal, rows.start + first, gone) if first < rows.stop - rows.start else None


def _read_off(
    profile: Profile, goal: int, row: int, gone: int, *, is_aboard: bool = False
) -> Expected | None:
    """Board where the table says to board, stay where it says to stay."""
    none, runs = len(profile), list[Run]()
    while row < none:
        while row < none and not (is_aboard or profile.boards_at(row, goal)):
            row = int(profile.later[row])
        if row >= none:
            return None
        is_aboard = False
        runs.append((profile.trips[profile.row_trip[row]], int(profile.row_day[row])))
        while profile.to[row] != goal and profile.stays_at(row, goal):
            row = int(profile.after[row])
        if profile.to[row] == goal:
            return _with_round(profile, goal, int(profile.arr[row]), gone, tuple(runs))
        row = int(profile.into[row])
    return None


def _as_they_leave(
    events: Events, since: int, late: Mapping[Run, int]
) -> Iterator[tuple[int, int, int, int, int, int, int, bool]]:
    """Legs of this carriage from a minute on, in the order in which they now leave.

    Of each its index, when it now leaves and arrives, its run, both offices, its cut, and whether it may be boarded.
    """
    legs = events.legs
    begin = int(np.searchsorted(legs.dep, since))
    chosen = np.flatnonzero(events.row_of_leg[begin:-1] < len(events)) + begin
    delay, runs_off = _delays(events, late)
    run = legs.run[chosen]
    dep, arr = legs.dep[chosen] + delay[run], legs.arr[chosen] + delay[run]
    order = np.argsort(dep, kind="stable")
    order = order[~runs_off[run[order]]]
    for start in range(0, len(order), LEGS_AT_ONCE):  # most ways end within the first few
        part = order[start : start + LEGS_AT_ONCE]
        leg = chosen[part]
        row = events.row_of_leg[leg]
        columns = (
            leg, dep[part], arr[part], run[part], legs.origin[leg], legs.to[leg], events.cut[row],
            events.boards[row],
        )  # fmt: skip
        yield from zip(*(column.tolist() for column in columns), strict=True)


def _delays(events: Events, late: Mapping[Run, int]) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """By run: how many minutes late it is, and whether it does not run at all."""
    legs = events.legs
    delay, runs_off = np.zeros(len(legs.run_trip), np.int64), np.zeros(len(legs.run_trip), bool)
    named = {code for code, _ in late}
    trips = [(at, trip.code) for at, trip in enumerate(legs.trips) if trip.code in named]
    for at, code in trips:
        own = np.flatnonzero(legs.run_trip == at)
        for run, day in zip(own.tolist(), legs.run_day[own].tolist(), strict=True):
            minutes = late.get((code, day), 0)
            delay[run], runs_off[run] = max(minutes, 0), minutes == CANCELLED
    return delay, runs_off


def _left_on(events: Events, office: int, since: int, run: Run) -> int:
    """The leg on which a run left an office: of two calls there the nearer in time. -1 for none."""
    legs = events.legs
    here = np.flatnonzero((legs.origin == office) & (legs.run_day[legs.run] == run[1])).tolist()
    own = [leg for leg in here if _name(events, leg) == run]
    return min(own, key=lambda leg: abs(int(legs.dep[leg]) - since), default=-1)


def _name(events: Events, leg: int) -> Run:
    legs = events.legs
    return legs.trips[legs.trip[leg]].code, int(legs.run_day[legs.run[leg]])


def _runs(events: Events, came: Mapping[int, tuple[int, int]], goal: int, start: int) -> tuple[Run, ...]:
    runs: list[Run] = []
    here = goal
    while here in came:
        leg, boarded = came[here]
        runs.append(_name(events, leg))
        here = int(events.legs.origin[boarded])
        if here == start or len(runs) > len(came):
            break
    return tuple(reversed(runs))


def _with_round(
    events: Events | Profile, office: int, since: int, gone: int, runs: tuple[Run, ...]
) -> Expected:
    rows = slice(int(events.round_first[office]), int(events.round_first[office + 1]))
    at = int(np.searchsorted(events.round_cut[rows], since))
    at = max(at, int(np.searchsorted(events.round_leaves[rows], gone)))
    base = events.base if isinstance(events, Profile) else events.legs.base
    if at == rows.stop - rows.start:
        return Expected(since + base, None, None, runs)
    return Expected(
        since + base, int(events.round_leaves[rows][at]) + base, int(events.round_day[rows][at]), runs
    )  # fmt: skip
