"""Which machine does a task must not show: same results, same seeds, and a clear word when something breaks."""

import importlib.util
import os
import threading
import time
import warnings
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from postkit.executors import (
    Executor,
    Processes,
    Ray,
    Serial,
    Stopped,
    TaskFailed,
    Threads,
    WorkerDied,
    executor,
    seed_of,
)
from postkit.location import Question, search

TOWNS = np.random.default_rng(5).integers(0, 1000, (60, 2)).astype(float)
WAYS = np.hypot(*(TOWNS[:, None] - TOWNS[None, :]).transpose(2, 0, 1))


def place(p: int, seed: int, ways: np.ndarray[Any, Any]) -> tuple[tuple[int, ...], float, int]:
    """A task of the trade: compiled loops, chance from its seed, a large array that is shared."""
    plan = search(Question(ways, p), seed=seed, iterations=3)
    return plan.chosen, plan.value, plan.moves


def draw(given: object, seed: int, *shared: object) -> tuple[object, int]:
    return given, seed


def fail_at_three(number: int, seed: int, *shared: object) -> int:
    if number == 3:
        raise LookupError("no such office")
    return number


def die_at_two(number: int, seed: int, *shared: object) -> int:
    if number == 2:
        os._exit(1)
    return number


def read_process(number: int, seed: int, *shared: object) -> int:
    return os.getpid()


def unsendable(number: int, seed: int, *shared: object) -> object:
    return threading.Lock()


@pytest.fixture(scope="module")
def processes() -> Iterator[Processes]:
    with Processes(2, shared=WAYS) as workers:
        yield workers


INPUTS = [3, 9, 4, 20, 3, 12, 30]
EXPECTED = [place(p, seed_of(11, at), WAYS) for at, p in enumerate(INPUTS)]


def test_threads_give_what_one_worker_gives() -> None:
    with Serial(WAYS) as alone, Threads(3, WAYS) as many:
        assert alone.map(place, INPUTS, seed=11) == EXPECTED
        assert many.map(place, INPUTS, seed=11) == EXPECTED


def test_processes_give_what_one_worker_gives(processes: Processes) -> None:
    assert processes.map(place, INPUTS, seed=11) == EXPECTED


def test_processes_do_the_work_elsewhere_and_stay_for_the_next_map(processes: Processes) -> None:
    first = set(processes.map(read_process, range(6), seed=1))
    second = set(processes.map(read_process, range(6), seed=1))

    assert os.getpid() not in first
    assert len(first | second) <= 2


def test_a_seed_belongs_to_the_position_and_to_the_callers_seed() -> None:
    with Threads(4) as workers:
        seeds = [seed for _, seed in workers.map(draw, range(100), seed=1)]
        others = [seed for _, seed in workers.map(draw, range(100), seed=2)]

    assert len(set(seeds) | set(others)) == 200
    assert seeds == [seed_of(1, at) for at in range(100)]
    assert all(0 <= seed < 2**63 for seed in seeds)


def test_with_an_identity_a_seed_stays_with_its_input_wherever_it_stands() -> None:
    workers = Serial()

    whole = dict(workers.map(draw, ["FES", "RABAT", "SEFROU"], seed=1, identity=str))
    part = dict(workers.map(draw, ["SEFROU", "FES"], seed=1, identity=str))

    assert part == {town: whole[town] for town in ("SEFROU", "FES")}
    assert len(set(whole.values())) == 3


def test_results_stand_in_the_order_of_the_inputs_not_of_the_finish() -> None:
    gate = threading.Event()

    def first_waits(number: int, seed: int) -> int:
        if number == 0:
            assert gate.wait(10)
        else:
            gate.set()
        return number

    with Threads(2) as workers:
        assert workers.map(first_waits, [0, 1, 2], seed=0) == [0, 1, 2]


def test_a_map_over_nothing_is_nothing() -> None:
    with Threads(2) as workers:
        assert workers.map(draw, [], seed=0) == []


@pytest.mark.parametrize("kind", ["serial", "threads"])
def test_a_task_that_raises_is_named(kind: str) -> None:
    with executor(kind, 2) as workers, pytest.raises(TaskFailed, match=r"task 3 .* no such office") as failed:
        workers.map(fail_at_three, range(50), seed=0)

    assert failed.value.index == 3
    assert "fail_at_three" in failed.value.details


def test_a_task_that_raises_in_a_process_is_named_with_its_trace(processes: Processes) -> None:
    with pytest.raises(TaskFailed, match="task 3 failed: LookupError: no such office") as failed:
        processes.map(fail_at_three, range(50), seed=0)

    assert "fail_at_three" in failed.value.details
    assert processes.map(fail_at_three, [1, 2], seed=0) == [1, 2]


def test_a_result_that_cannot_be_sent_is_named(processes: Processes) -> None:
    with pytest.raises(TaskFailed, match="task 0 failed"):
        processes.map(unsendable, [0], seed=0)


def test_a_task_without_a_name_is_refused_before_anything_begins(processes: Processes) -> None:
    with pytest.raises(ValueError, match="a function of a module"):
        processes.map(lambda number, seed, shared: number, [1], seed=0)


def test_a_worker_that_dies_is_told_and_the_next_map_has_new_ones() -> None:
    with Processes(1) as workers:
        with pytest.raises(WorkerDied, match="tasks under way: 2") as died:
            workers.map(die_at_two, range(20), seed=0)

        assert died.value.indices == (2,)
        assert workers.map(die_at_two, [0, 1], seed=0) == [0, 1]


@pytest.mark.parametrize("kind", ["serial", "threads"])
def test_a_stopped_map_begins_nothing_more(kind: str) -> None:
    begun: list[int] = []
    told: list[tuple[int, int]] = []

    def note(number: int, seed: int) -> None:
        begun.append(number)

    with executor(kind, 2) as workers, pytest.raises(Stopped, match="of 1000 tasks"):
        workers.map(
            note,
            range(1000),
            seed=0,
            progress=lambda *at: told.append(at),
            should_stop=lambda: len(told) >= 5,
        )

    assert 5 <= len(told) <= 7
    assert len(begun) <= len(told) + 2


def test_a_map_is_stopped_while_its_tasks_are_still_at_work() -> None:
    stop = threading.Event()

    def wait_for_stop(number: int, seed: int) -> None:
        stop.set()
        time.sleep(0.05)

    with Threads(1) as workers, pytest.raises(Stopped):
        workers.map(wait_for_stop, range(3), seed=0, should_stop=stop.is_set)


def test_progress_counts_up_to_all() -> None:
    told: list[tuple[int, int]] = []

    with Threads(3) as workers:
        workers.map(draw, range(9), seed=0, progress=lambda *at: told.append(at))

    assert told == [(done, 9) for done in range(1, 10)]


@pytest.mark.parametrize(
    ("kind", "workers", "message"),
    [
        ("threads", 0, "0 workers"),  # nobody would ever begin
        ("oxen", 2, "not 'oxen'"),  # a name that is none
    ],
)
def test_what_is_no_executor_is_refused(kind: str, workers: int, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        executor(kind, workers)


def test_each_executor_is_one_to_a_type_checker(processes: Processes) -> None:
    kinds: list[Executor] = [Serial(), processes]

    assert [kind.workers for kind in kinds] == [1, 2]


@pytest.mark.slow
@pytest.mark.skipif(importlib.util.find_spec("ray") is None, reason="Ray is not installed: extra ray")
def test_two_nodes_of_ray_give_what_one_worker_gives() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Ray's own, about its own future
        import ray
        from ray.cluster_utils import Cluster

        cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 1, "include_dashboard": False})
        try:
            cluster.add_node(num_cpus=1)
            with Ray(address=cluster.address, shared=WAYS) as workers:
                assert workers.workers == 2
                assert workers.map(place, INPUTS, seed=11) == EXPECTED
                with pytest.raises(TaskFailed, match="task 3 failed: LookupError: no such office"):
                    workers.map(fail_at_three, range(6), seed=0)
                with pytest.raises(WorkerDied, match="tasks under way: 2"):
                    workers.map(die_at_two, range(6), seed=0)
                assert workers.map(place, INPUTS[:2], seed=11) == EXPECTED[:2]
            assert not ray.is_initialized()
        finally:
            cluster.shutdown()
