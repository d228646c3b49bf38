"""How each kind of study is run, by a worker or at the terminal. A run reads and computes; it writes no row."""

from collections.abc import Mapping
from typing import Any

from rekkas.strategy.choices import StudyKind
from rekkas.strategy.entries import PARAMS, Params, asked
from rekkas.strategy.runs import comparison, improvement, simulation, sites
from rekkas.strategy.runs.made import Made, ShouldStop, Stopped, Table, Watch
from rekkas.strategy.runs.worlds import free_bytes

__all__ = ["Made", "ShouldStop", "Stopped", "Table", "Watch", "check", "check_size", "run"]

RUNS: Mapping[str, Any] = {
    StudyKind.SIMULATION: simulation,
    StudyKind.COMPARISON: comparison,
    StudyKind.IMPROVEMENT: improvement,
    StudyKind.SITES: sites,
}


def kind_of(params: Params) -> str:
    """The kind of study that is asked so."""
    return next(kind for kind, shape in PARAMS.items() if type(params) is shape)


def check(country: str, params: Params) -> None:
    """Refuse what could not be run: a country without trips, a supposition about what is not there."""
    RUNS[kind_of(params)].check(country, params)


def check_size(country: str, params: Params) -> None:
    """Refuse, before it is begun, what would not fit in the memory of this machine."""
    RUNS[kind_of(params)].check_size(country, params, free_bytes())


def run(
    country: str, kind: str, params: Mapping[str, Any], *, seed: int, watch: Watch, should_stop: ShouldStop
) -> Made:
    """Run a study to its answer. Stopped where it was told to; a Refused says why there is none."""
    wanted = asked(kind, params)
    check(country, wanted)
    check_size(country, wanted)
    made: Made = RUNS[kind].run(country, wanted, seed=seed, watch=watch, should_stop=should_stop)
    return made
