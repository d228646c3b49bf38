"""A row of the benchmark table: what is measured, against whom, and what it must reach.

    @benchmark("mail.scans.postgresql", goal=0.4, unit="rows/s", peer="hand-written COPY")
    def scans(seed: int) -> Measured:
        return Measured(ours=41_000, peer=80_000)

A row runs once per seed, in a process of its own; the median counts. Where the last part of its name is
``sqlite`` or ``postgresql``, Django's database is a fresh one of that kind, migrated. ``goal`` bounds the
ratio of ours to the peer's, or our own value where there is no peer: from below where higher is better,
else from above. A row whose data lie elsewhere says so by raising NotMeasured: it then has no value and no fault.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from statistics import median
from typing import Literal, NamedTuple

DATABASES = ("sqlite", "postgresql")
SEEDS = (1, 2, 3)
Better = Literal["higher", "lower"]


class NotMeasured(Exception):
    """What the row needs is not on this machine. Its text says what."""


class Measured(NamedTuple):
    """One measurement. ``peer`` was measured on the same data, the same machine and in the same minute."""

    ours: float
    peer: float | None = None


@dataclass(frozen=True)
class Row:
    name: str
    measure: Callable[[int], Measured]
    goal: float
    unit: str
    better: Better
    peer: str
    seeds: tuple[int, ...]

    @property
    def database(self) -> str | None:
        last = self.name.rpartition(".")[2]
        return last if last in DATABASES else None


@dataclass(frozen=True)
class Result:
    """One line of the table, as it is written to bench.json. A row that crashed has no value.

    Nor has one that could not be measured here; ``lacks`` then says why.
    """

    name: str
    ours: float | None
    unit: str
    better: Better
    peer: str
    peer_value: float | None
    ratio: float | None
    goal: float
    holds: bool
    seeds: tuple[int, ...]
    lacks: str = ""


ROWS: dict[str, Row] = {}


def benchmark(
    name: str,
    *,
    goal: float,
    unit: str,
    better: Better = "higher",
    peer: str = "",
    seeds: Iterable[int] = SEEDS,
) -> Callable[[Callable[[int], Measured]], Callable[[int], Measured]]:
    """Enter a function into the table."""

    def enter(measure: Callable[[int], Measured]) -> Callable[[int], Measured]:
        if name in ROWS:
            raise ValueError(f"two benchmarks are called {name}")
        ROWS[name] = Row(name, measure, goal, unit, better, peer, tuple(seeds))
        return measure

    return enter


def crashed(row: Row) -> Result:
    return Result(row.name, None, row.unit, row.better, row.peer, None, None, row.goal, False, row.seeds)


def run_row(row: Row) -> Result:
    """Measure once per seed. One seed's two values belong together: the ratio is the median of the ratios."""
    try:
        measured = [Measured(*row.measure(seed)) for seed in row.seeds]
    except NotMeasured as why:
        return replace(crashed(row), lacks=str(why))
    ours = median(value.ours for value in measured)
    peers = [value.peer for value in measured if value.peer is not None]
    ratios = [value.ours / value.peer for value in measured if value.peer]
    ratio = median(ratios) if ratios else None
    reached = ours if ratio is None else ratio
    holds = reached >= row.goal if row.better == "higher" else reached <= row.goal
    return replace(
        crashed(row), ours=ours, peer_value=median(peers) if peers else None, ratio=ratio, holds=holds
    )
