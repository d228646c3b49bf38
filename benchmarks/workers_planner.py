"""Two workers against one: evaluations of the planner. Wall time, since that is what a second worker buys."""

from time import perf_counter
from typing import Any

from benchmarks.planner import FIRST, country
from benchmarks.table import Measured, benchmark
from postkit.executors import Processes, Serial, Threads
from postkit.timetabling import Improvement, gravity, improve

ITERATIONS = 8_000


def _timed(executor: Any, name: str, seed: int) -> tuple[float, Improvement]:
    """The workers are up and the loops compiled before the clock starts: both are when the first phase is told."""
    network, people = country(name)
    flows = gravity(network, people)
    begun: list[float] = []
    plan = improve(
        network, flows, first_date=FIRST, seed=seed, rounds=1, iterations=ITERATIONS, executor=executor,
        progress=lambda phase, share, hours: begun.append(perf_counter()),
    )  # fmt: skip
    # From the end of the first phase to the end of the second: the centres, side by side.
    return begun[2] - begun[1], plan


@benchmark("network.workers.planner", goal=1.8, unit="evaluations/s", peer="one worker, same plan")
def planner(seed: int) -> Measured:
    alone, expected = _timed(lambda shared: Processes(1, shared), "morocco", seed)
    together, found = _timed(lambda shared: Processes(2, shared), "morocco", seed)
    assert found.network == expected.network, "two processes find another plan than one"
    small = [
        _timed(executor, "senegal", seed)[1].network
        for executor in (Serial, lambda shared: Threads(2, shared), lambda shared: Processes(3, shared))
    ]
    assert small[0] == small[1] == small[2], "the plan depends on who works on it"
    print(f"  one process {alone:.1f} s, two {together:.1f} s; {expected.evaluations} evaluations in all")
    return Measured(ITERATIONS / together, ITERATIONS / alone)
