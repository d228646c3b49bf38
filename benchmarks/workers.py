"""Two workers against one: replications of the simulator. Wall time, since that is what a second worker buys."""

from datetime import date
from pathlib import Path
from time import perf_counter
from typing import Any

from benchmarks.table import Measured, benchmark
from postkit.executors import Processes, Serial, Threads
from postkit.network.synthetic import synthetic_network
from postkit.simulation import Demand, Report, Settings, Study, lay_out, replicated
from tests.postgres import temporary_folder

FIRST = date(2026, 3, 16)
REPLICATIONS = 8


def _study(folder: Path, seed: int) -> Study:
    network = synthetic_network(1_000, 16, seed=seed, trunk_capacity=2_000, local_capacity=200)
    ground = lay_out([(date.min, network)], FIRST, folder, days=7, warm_up=2, drain=12)
    return Study(ground, Settings(failed_share=0.1, breakdown_share=0.01), Demand(40_000), days=7, warm_up=2)


def _timed(executor: Any, study: Study, seed: int) -> tuple[float, list[Report]]:
    """The workers are up and the loops compiled before the clock starts."""
    with executor as workers:
        replicated(workers, study, workers.workers * 2, seed=0)
        started = perf_counter()
        found = replicated(workers, study, REPLICATIONS, seed=seed)
        return perf_counter() - started, found


@benchmark("network.workers.simulator", goal=1.8, unit="replications/s", peer="one worker, same results")
def simulator(seed: int) -> Measured:
    with temporary_folder() as folder:
        study = _study(folder, seed)
        alone, expected = _timed(Processes(1, study), study, seed)
        together, found = _timed(Processes(2, study), study, seed)
        assert found == expected, "two processes find something else than one"
        threads, found = _timed(Threads(2, study), study, seed)
        assert found == expected, "threads find something else than processes"
        here, found = _timed(Serial(study), study, seed)
        assert found == expected
    print(
        f"  one process {alone:.2f} s, two {together:.2f} s; two threads {threads:.2f} s, none {here:.2f} s"
    )
    return Measured(REPLICATIONS / together, REPLICATIONS / alone)
