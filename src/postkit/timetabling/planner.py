"""The planner itself: rounds of errands, each confirmed by the whole table before the next begins."""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from datetime import date
from importlib.util import find_spec
from typing import Any

import numpy as np
from numpy.typing import NDArray

from postkit.executors import Executor, Serial, Stopped
from postkit.network.model import STANDARD, Network
from postkit.timetabling.checking import faults_of_plan
from postkit.timetabling.cutoffs import with_cut_offs
from postkit.timetabling.duties import Served, fleet_of
from postkit.timetabling.errands import Done, Errand, name_of, run_errand
from postkit.timetabling.floors import below, lifted
from postkit.timetabling.frequencies import exchanged
from postkit.timetabling.grid import Grid, State, grid_for, network_at, state_of
from postkit.timetabling.groups import Group, groups_of
from postkit.timetabling.model import Improvement, Rules
from postkit.timetabling.passes import lines_of
from postkit.timetabling.report import improvement
from postkit.timetabling.search import LAST, Shared
from postkit.timetabling.value import Value, value_of

WINDOWS = (14, 21, 28)  # days of a window, as few as reach everybody
LONG = 21  # days of the window by which the answer is measured
CHUNKS = 4
FEW_BELOW = 10  # one office in so many may be lifted; where more fall through their floor, errands go singly
Opener = Callable[[Shared], AbstractContextManager[Any]]
Progress = Callable[[str, float, float], None]  # the phase, the share that is done, the hours so far


def improve(
    network: Network, flows: NDArray[Any], *, first_date: date, carriage: str = STANDARD, seed: int = 1,
    rules: Rules | None = None, iterations: int | None = None, rounds: int = 3,
    executor: Opener = Serial, should_stop: Callable[[], bool] | None = None, progress: Progress | None = None,
) -> Improvement:  # fmt: skip
    """A timetable with the vehicles, hours and cost of today under which the flows arrive sooner.

    ``flows`` are by origin and destination in the order of the network's offices; ``first_date`` begins the week
    whose hand-overs count. The search ends after ``rounds``, or after so many ``iterations`` (candidates), or
    soon after ``should_stop`` says so, with what it has by then: never worse than today. ``executor`` opens an
    executor over what its tasks share, such as ``lambda shared: Threads(2, shared)``; the answer does not depend
    on it. ValueError: no trips, no flow, flows of another shape, or a vehicle in two places at once today;
    ImportError without OR-Tools.
    """
    rules = rules or Rules()
    if find_spec("ortools") is None:
        raise ImportError("OR-Tools is not installed: the planner needs the extra planning")
    if not network.trips:
        raise ValueError("a network without trips has no timetable to improve")
    if rounds < 0 or (iterations is not None and iterations < 0):
        raise ValueError("a search has no negative number of rounds or iterations")
    today = state_of(network)
    fleet = fleet_of(network, today, rules)
    trunks, groups = groups_of(network, today)
    regions = np.full(len(network.sites), -1, np.int64)
    for group in groups:
        regions[list(group.offices)] = group.centre
        regions[group.centre] = group.centre
    served = Served(network)
    careful = _grid(network, flows, first_date, carriage, rules)
    plain = grid_for(network, flows, first_date, LONG, carriage)
    shared = Shared(careful, rules, fleet, today, regions, served, served.days(today.runs))
    with executor(shared) as workers:
        work = _Work(shared, workers, trunks, groups, seed, iterations, rounds, should_stop, progress)
        work.improve()
        # The search kept some slack; what is answered, and the floors, are those of the promise.
        work.shared = replace(shared, grid=plain)
        work.settle()
        return improvement(work.shared, work.state, work.today, work.value, workers, trunks, groups, seed,
                           work.tried, work.phases)  # fmt: skip


def _grid(network: Network, flows: NDArray[Any], first: date, carriage: str, rules: Rules) -> Grid:
    """The shortest window that reaches all that the longest does, with slack."""
    reached = None
    for days in reversed(WINDOWS):
        grid = grid_for(network, flows, first, days, carriage, rules.slack_min)
        value = value_of(grid, state_of(network), rules)
        if reached is not None and value.unreached > reached[1] + 1e-12:
            break
        reached = grid, value.unreached
    assert reached is not None  # noqa: S101 - WINDOWS is not empty
    return reached[0]


@dataclass
class _Work:
    """The state so far, and what it took."""

    shared: Shared
    workers: Executor
    trunks: Group
    groups: Sequence[Group]
    seed: int
    iterations: int | None
    rounds: int
    should_stop: Callable[[], bool] | None
    progress: Progress | None
    tried: int = 0
    phases: list[tuple[str, float]] = field(default_factory=list)
    states: list[State] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.state = self.shared.today
        self.today = self.value = self.worth(self.state)
        self._tell("today", 0.0)

    def worth(self, state: State) -> Value:
        """By the whole table: its blocks side by side, in threads of this process while the workers wait."""
        with ThreadPoolExecutor(min(self.workers.workers, os.cpu_count() or 1)) as threads:
            return value_of(self.shared.grid, state, self.shared.rules, threads.map)

    def improve(self) -> None:
        phases = 2 * self.rounds + 2
        for turn in range(self.rounds):
            stage = min(turn, LAST)
            before = self.value.weight
            self._phase(f"trunks {turn + 1}", (2 * turn + 1) / phases, self._lines(turn, stage))
            self._phase(f"centres {turn + 1}", (2 * turn + 2) / phases, self._centres(turn, stage))
            if turn == 0 and self.shared.rules.moves_days and not self._is_over():
                self._move_frequencies()
            if self._is_over() or (stage == LAST and before - self.value.weight < 1e-3 * before):
                break

    def settle(self) -> None:
        """By the promise itself: lift who is below the floor, set cut-offs, and never be worse than today.

        Where that fails, the state of an earlier phase is settled instead; at last today's.
        """
        shared = self.shared
        self.today = self.worth(shared.today)
        network, rules = shared.grid.network, shared.rules
        for state in [*reversed(self.states), shared.today]:
            found = lifted(shared, state, self.worth(state), self.today, self.worth, self.seed)
            if found is not None and found[1].weight <= self.today.weight:
                self.state, self.value = found
                if not list(faults_of_plan(network, network_at(network, self.state), rules)):
                    break
        self._tell("floors", 1 - 0.5 / (2 * self.rounds + 2))
        if rules.moves_cut_offs:
            self.state, self.value = with_cut_offs(shared, self.state, self.value, self.worth)
            self._tell("cut-offs", 1.0)

    def _is_over(self) -> bool:
        spent = self.iterations is not None and self.tried >= self.iterations
        return spent or (self.should_stop is not None and self.should_stop())

    def _tell(self, phase: str, share: float) -> None:
        self.phases.append((phase, self.value.hours))
        if self.progress is not None:
            self.progress(phase, share, self.value.hours)

    def _lines(self, turn: int, stage: int) -> list[Errand]:
        lines = lines_of(self.shared, self.trunks.trips)
        return [
            Errand("lines", f"lines {turn} {at}", self.state, self.trunks, tuple(chunk), stage)
            for at in range(CHUNKS)
            if (chunk := lines[at::CHUNKS])
        ]

    def _centres(self, turn: int, stage: int) -> list[Errand]:
        errands = [
            Errand("centre", f"centre {turn} {group.centre}", self.state, group, (), stage)
            for group in self.groups if group.trips
        ]  # fmt: skip
        # The longest first, so that workers end together.
        return sorted(errands, key=lambda errand: -len(errand.group.trips))

    def _phase(self, name: str, share: float, errands: list[Errand]) -> None:
        """Map errands; keep what all of them found together, or else what the whole table confirms one by one."""
        if self._is_over() or not errands:
            return
        found = self._map(errands)
        together = self.state
        for done in found:
            together = _applied(together, done)
        if not self._take(together):
            for done in found:
                if done.kept:
                    self._take(_applied(self.state, done))
        self._tell(name, share)

    def _take(self, state: State) -> bool:
        """Go on from a state, or from one near to it under which all floors hold, if it is better."""
        value = self.worth(state)
        if value.weight >= self.value.weight:
            return False
        out, into = below(value, self.today, self.shared.rules.floor_h)
        if len(out) + len(into) > len(value.out_h) // FEW_BELOW:
            return False
        found = lifted(self.shared, state, value, self.today, self.worth, self.seed)
        if found is None or found[1].weight >= self.value.weight:
            return False
        self.state, self.value = found
        self.states.append(self.state)
        return True

    def _map(self, errands: list[Errand]) -> list[Done]:
        """Iterations that are left are shared out by the number of trips."""
        if self.iterations is not None:
            left, trips = self.iterations - self.tried, [max(1, _size(errand)) for errand in errands]
            errands = [
                replace(errand, trials=max(1, left * size // sum(trips)))
                for errand, size in zip(errands, trips, strict=True)
            ]
        try:
            found = self.workers.map(
                run_errand, errands, seed=self.seed, identity=name_of, should_stop=self.should_stop
            )
        except Stopped:  # what is confirmed stands
            return []
        self.tried += sum(done.tried for done in found)
        return found

    def _move_frequencies(self) -> None:
        """Give up turns that hardly matter, and drive others that matter more for the money."""
        give = [Errand("give up", "give up", self.state, self.trunks)] if self.trunks.trips else []
        give += [
            Errand("give up", f"give up {group.centre}", self.state, group)
            for group in self.groups
            if group.trips
        ]
        add = [
            Errand("add", f"add {group.centre}", self.state, group) for group in self.groups if group.trips
        ]
        found = self._map(give + add)
        less = [offer for done in found[: len(give)] for offer in done.offers]
        more = [offer for done in found[len(give) :] for offer in done.offers]
        state = exchanged(self.shared, self.state, less, more)
        self._take(state)
        self._tell("frequencies", 2 / (2 * self.rounds + 2))


def _applied(state: State, done: Done) -> State:
    for move in done.kept:
        state = move.applied(state)
    return state


def _size(errand: Errand) -> int:
    return sum(map(len, errand.lines)) if errand.kind == "lines" else len(errand.group.trips)


__all__ = ["Opener", "Progress", "improve"]
