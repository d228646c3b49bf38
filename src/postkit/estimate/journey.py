"""The day by which an item is likely there: its promised way, run through with what rides and doors have taught.

Idea: a promise is the plan. Some hundred particles travel it: at each office each takes the way of the table from
the minute at which it is there, and each ride is late by a draw from what that ride, that office, that region
have taught. A particle that misses its lorry waits for the next one, so that the price of a missed connection is
paid once and in full. At the last office the round that it makes is moved by what its doors have taught, in days.

Draws are stratified and belong to (seed, hop): the same question has the same answer. A higher level never
gives an earlier day.
"""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from postkit.estimate.experience import Experience
from postkit.promise import Profile

PARTICLES = 200
MOST_HOPS = 64
Path = Sequence[str]


def likely_days(
    profile: Profile, origin: int, destination: int, at: int, levels: Sequence[float], *,
    rides: Experience | None, ride_path: Callable[[str, str], Path],
    doors: Experience | None, door_path: Path, particles: int = PARTICLES, seed: int = 0,
) -> tuple[int, ...] | None:  # fmt: skip
    """The day (ordinal) by which it is delivered at each level of certainty; None where no way leads there.

    ``at`` is the hand-over, a UTC minute since 1970. ``ride_path`` gives the groups of a ride by the code of its
    trip and the office it reaches, from narrow to wide; lateness is in minutes, may be negative, and never lets a
    ride arrive before it has left. ``doors`` holds days after the round that could be made.
    """
    taken = int(profile.taken_in(np.array([origin]), np.array([at - profile.base]))[0])
    if taken < 0:
        return None
    office = np.full(particles, origin)
    minute = np.full(particles, taken)
    for hop in range(MOST_HOPS):
        moving = np.flatnonzero((office != destination) & (office >= 0))
        if not len(moving):
            break
        draws = _draws(particles, seed, hop)
        _one_ride(profile, destination, office, minute, moving, draws, rides, ride_path)
    there = np.flatnonzero(office == destination)
    if not len(there):
        return None
    row = profile.rounds(np.full(len(there), destination), minute[there])
    days = np.append(profile.round_day, np.iinfo(np.int32).max)[row].astype(np.int64)
    if doors is not None and doors.everything is not None:
        late = doors.distribution(door_path).quantiles(_draws(particles, seed, MOST_HOPS)[there].tolist())
        days = days + np.maximum(np.rint(np.array(late)), 0).astype(np.int64)
    whole = np.sort(np.concatenate([days, np.full(particles - len(there), np.iinfo(np.int32).max)]))
    found = [int(whole[min(int(np.ceil(level * particles)) - 1, particles - 1)]) for level in sorted(levels)]
    if found[-1] == np.iinfo(np.int32).max:
        return None
    by_level = dict(zip(sorted(levels), found, strict=True))
    return tuple(by_level[level] for level in levels)


def _draws(count: int, seed: int, hop: int) -> NDArray[np.float64]:
    """One draw in each of ``count`` equal parts of 0 to 1, in an order of its own for each hop."""
    return (np.random.default_rng([seed, hop]).permutation(count) + 0.5) / count


def _one_ride(
    profile: Profile, destination: int, office: NDArray[np.int64], minute: NDArray[np.int64],
    moving: NDArray[np.int64], draws: NDArray[np.float64], rides: Experience | None,
    ride_path: Callable[[str, str], Path],
) -> None:  # fmt: skip
    """Let the moving particles board and alight; those that no departure takes stay nowhere (-1)."""
    rows = profile.first_rows(office[moving], minute[moving])
    for row in np.unique(rows):
        those = moving[rows == row]
        boarded = _boarded(profile, int(row), destination)
        if boarded is None:
            office[those] = -1
            continue
        last = _alights(profile, boarded, destination)
        to = int(profile.to[last])
        arrives = np.full(len(those), int(profile.arr[last]))
        if rides is not None and rides.everything is not None:
            path = ride_path(profile.trips[profile.row_trip[last]], profile.offices[to])
            late = rides.distribution(path).quantiles(draws[those].tolist())
            arrives = arrives + np.rint(np.array(late)).astype(np.int64)
        minute[those] = np.maximum(arrives, int(profile.dep[boarded]) + 1)
        office[those] = to


def _boarded(profile: Profile, row: int, destination: int) -> int | None:
    while row < len(profile) and not profile.boards_at(row, destination):
        row = int(profile.later[row])
    return row if row < len(profile) else None


def _alights(profile: Profile, row: int, destination: int) -> int:
    while profile.to[row] != destination and profile.stays_at(row, destination):
        row = int(profile.after[row])
    return row
