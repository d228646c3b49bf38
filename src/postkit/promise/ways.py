"""The way of a promise and its reasons: what was missed, what is ridden, which round goes out.

Plain facts come out; the words are made where they are read. All moments are UTC minutes since 1970.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from postkit.promise.table import NEVER, Profile

A_DAY = 24 * 60
LATEST_MISSED = 8 * 60  # what left long before nobody would say to have missed


class Why(StrEnum):
    """What each step of a way says."""

    AT_ONCE = "at-once"
    BEFORE_OPENING = "before-opening"
    AFTER_CUT_OFF = "after-cut-off"
    MISSED = "missed"
    RIDE = "ride"
    ROUND = "round"
    MISSED_ROUND = "missed-round"
    UNREACHED = "unreached"


@dataclass(frozen=True, slots=True)
class Step:
    """One reason. ``at`` is when it happens or would have; ``until`` is when it ends, or by when one had to be there.

    RIDE: leaves ``office`` at ``at`` by ``trip`` and is at ``to`` at ``until``. MISSED and MISSED_ROUND: leaves
    at ``at``, and what is there by ``until`` catches it. ROUND: leaves at ``at``. The first step is the
    hand-over: given at ``at``, taken in at ``until``.
    """

    why: Why
    office: str
    at: int
    until: int
    to: str = ""
    trip: str = ""
    run_day: int = 0


@dataclass(frozen=True, slots=True)
class Way:
    """The steps from hand-over to the round that delivers; ``rows`` are those ridden, leg by leg."""

    steps: tuple[Step, ...]
    rows: tuple[int, ...]
    arrives: int | None
    leaves: int | None
    day: int | None

    @property
    def rides(self) -> tuple[Step, ...]:
        return tuple(step for step in self.steps if step.why is Why.RIDE)


def way(profile: Profile, origin: int, destination: int, at: int, *, is_taken_in: bool = False) -> Way:
    """The way of one question. ``is_taken_in`` when it stands at the origin since then, whatever the counter says.

    What cannot be reached ends with UNREACHED.
    """
    here = np.array([origin])
    since = np.array([at - profile.base])
    taken = int((since if is_taken_in else profile.taken_in(here, since))[0])
    steps = [_hand_over(profile, origin, at, taken)]
    if taken < 0:
        return Way((*steps, _unreached(profile, origin, destination, at)), (), None, None, None)
    rows: list[int] = []
    arrives = taken
    if origin != destination:
        for step, ridden in _journey(profile, origin, destination, taken):
            steps.append(step)
            rows += ridden
        if steps[-1].why is Why.UNREACHED:
            return Way(tuple(steps), tuple(rows), None, None, None)
        arrives = int(profile.arr[rows[-1]])
    round_steps = _round(profile, destination, arrives)
    last = round_steps[-1]
    found = last.why is Why.ROUND
    day = int(profile.round_day[_round_row(profile, destination, arrives)]) if found else None
    return Way(
        (*steps, *round_steps), tuple(rows), arrives + profile.base, last.at if found else None, day
    )  # fmt: skip


def latest_hand_over(profile: Profile, origin: int, destination: int, day: int) -> int | None:
    """The latest minute of the served days at which a hand-over is still delivered by a day (ordinal); else None.

    The answer is the last moment, not the only one: every earlier moment is delivered by then too.
    """
    rounds = slice(profile.round_first[destination], profile.round_first[destination + 1])
    in_time = np.flatnonzero(profile.round_day[rounds] <= day)
    if not len(in_time):
        return None
    arrive_by = int(profile.round_cut[rounds][in_time[-1]])
    stand_by = arrive_by if origin == destination else _stand_by(profile, origin, destination, arrive_by)
    if stand_by is None:
        return None
    taken = slice(profile.intake_first[origin], profile.intake_first[origin + 1])
    opens, until = profile.intake_opens[taken], profile.intake_until[taken]
    possible = np.flatnonzero(opens <= stand_by)
    if not len(possible):
        return None
    latest = min(int(until[possible[-1]]), stand_by)
    return latest + profile.base if latest >= 0 else None


def _stand_by(profile: Profile, origin: int, destination: int, arrive_by: int) -> int | None:
    rows = np.arange(profile.first[origin], profile.first[origin + 1])
    places = profile.place[rows]
    rows, places = rows[places >= 0], places[places >= 0]
    good = np.flatnonzero(profile.soonest[places, destination] <= min(arrive_by, NEVER - 1))
    return int(profile.cut[rows[good[-1]]]) if len(good) else None


def _hand_over(profile: Profile, origin: int, at: int, taken: int) -> Step:
    office, base = profile.offices[origin], profile.base
    if taken < 0:
        return Step(Why.AFTER_CUT_OFF, office, at, at)
    if taken == at - base:
        return Step(Why.AT_ONCE, office, at, at)
    days = slice(profile.intake_first[origin], profile.intake_first[origin + 1])
    before = profile.intake_until[days][profile.intake_until[days] < at - base]
    missed = int(before[-1]) if len(before) else -A_DAY
    recent = at - base - missed < A_DAY and (at - base) // A_DAY == missed // A_DAY
    return Step(
        Why.AFTER_CUT_OFF if recent else Why.BEFORE_OPENING, office, missed + base if recent else at, taken + base
    )  # fmt: skip


def _journey(
    profile: Profile, here: int, destination: int, since: int
) -> Iterator[tuple[Step, tuple[int, ...]]]:
    """Each missed departure and each ride, with the rows ridden."""
    none, base = len(profile), profile.base
    row = int(_first(profile, here, since))
    while True:
        missed = _missed(profile, here, destination, row, since)
        if missed is not None:
            yield _missed_step(profile, here, missed), ()
        while row < none and not profile.boards_at(row, destination):
            row = int(profile.later[row])
        if row == none:
            yield _unreached(profile, here, destination, since + base), ()
            return
        ridden = [row]
        while profile.to[ridden[-1]] != destination and profile.stays_at(ridden[-1], destination):
            ridden.append(int(profile.after[ridden[-1]]))
        last = ridden[-1]
        here, since = int(profile.to[last]), int(profile.arr[last])
        yield (
            Step(
                Why.RIDE, profile.offices[profile.office[row]], int(profile.dep[row]) + base, since + base,
                profile.offices[here], profile.trips[profile.row_trip[row]], int(profile.row_day[row]),
            ),
            tuple(ridden),
        )  # fmt: skip
        if here == destination:
            return
        row = int(profile.into[last])


def _missed(profile: Profile, here: int, destination: int, row: int, since: int) -> int | None:
    """The last departure before that would have led there, if it left not long ago."""
    for before in range(row - 1, int(profile.first[here]) - 1, -1):
        if since - int(profile.cut[before]) > LATEST_MISSED:
            return None
        if profile.boards_at(before, destination):
            return before
    return None


def _missed_step(profile: Profile, here: int, row: int) -> Step:
    base = profile.base
    return Step(
        Why.MISSED, profile.offices[here], int(profile.dep[row]) + base, int(profile.cut[row]) + base,
        profile.offices[profile.to[row]], profile.trips[profile.row_trip[row]], int(profile.row_day[row]),
    )  # fmt: skip


def _first(profile: Profile, office: int, since: int) -> int:
    rows = slice(profile.first[office], profile.first[office + 1])
    at = int(profile.first[office]) + int(np.searchsorted(profile.cut[rows], since))
    return at if at < profile.first[office + 1] else len(profile)


def _round_row(profile: Profile, office: int, since: int) -> int:
    return int(profile.rounds(np.array([office]), np.array([since]))[0])


def _round(profile: Profile, office: int, since: int) -> list[Step]:
    """The round it goes out on, after the one that it just missed."""
    code, base, row = profile.offices[office], profile.base, _round_row(profile, office, since)
    steps = []
    before = row - 1 if row < len(profile.round_cut) else int(profile.round_first[office + 1]) - 1
    if before >= profile.round_first[office] and since - int(profile.round_cut[before]) < LATEST_MISSED:
        leaves, cut = int(profile.round_leaves[before]) + base, int(profile.round_cut[before]) + base
        steps.append(Step(Why.MISSED_ROUND, code, leaves, cut))
    if row < len(profile.round_cut):
        leaves = int(profile.round_leaves[row]) + base
        return [*steps, Step(Why.ROUND, code, leaves, leaves)]
    return [*steps, _unreached(profile, office, office, since + base)]


def _unreached(profile: Profile, here: int, destination: int, at: int) -> Step:
    return Step(Why.UNREACHED, profile.offices[here], at, at, profile.offices[destination])
