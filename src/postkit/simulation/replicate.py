"""Many simulations of one study, by whichever executor: the n-th of one scenario sees the luck of the n-th of another.

A study is plain data that can be sent to a process or another machine: the timetable, where its promise tables
lie, the demand and the settings. Its tables are mapped from their folder, and read once in each process.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from postkit.network.model import CARRIAGES, Network
from postkit.promise.events import events_for
from postkit.promise.legs import Legs, unroll
from postkit.promise.table import Profile, Table, digest_of
from postkit.simulation.demand import Demand, demanded
from postkit.simulation.items import Items
from postkit.simulation.reports import Report, report
from postkit.simulation.run import simulate
from postkit.simulation.settings import Settings

HOLIDAY_DAYS = 4  # what is handed over on the last day may be taken in after a feast
NOTHING = Demand(0)


@dataclass(frozen=True, slots=True)
class Ground:
    """A timetable over a window, and the folder in which its promise tables lie, one for each carriage."""

    plan: tuple[tuple[date, Network], ...]
    first: date
    days: int
    served_days: int
    folder: str
    carriages: tuple[str, ...] = CARRIAGES

    def legs(self) -> Legs:
        return unroll(self.plan, self.first, self.days)


@dataclass(frozen=True, slots=True)
class Study:
    """What is simulated: ``days`` days after ``warm_up`` days that are left out of the figures.

    ``items`` are replayed as they are in place of what ``demand`` would hand over.
    """

    ground: Ground
    settings: Settings
    demand: Demand = NOTHING
    days: int = 7
    warm_up: int = 0
    items: Items | None = None


def lay_out(
    plan: Sequence[tuple[date, Network]], first: date, folder: Path, *, days: int = 7, warm_up: int = 0,
    drain: int = 14, carriages: tuple[str, ...] = CARRIAGES,
) -> Ground:  # fmt: skip
    """Work the promise tables out for a study of so many days, and leave them in a folder."""
    served = warm_up + days + HOLIDAY_DAYS
    ground = Ground(tuple(plan), first, max(served, warm_up + days + drain), served, str(folder), carriages)
    legs = ground.legs()
    for carriage in carriages:
        events = events_for(legs, carriage)
        Table.build(events, served_days=ground.served_days).save(
            folder / digest_of(events, ground.served_days)
        )
    return ground


@lru_cache(maxsize=2)
def opened(ground: Ground) -> tuple[Legs, dict[str, Profile]]:
    """The legs and tables of a ground; kept, since the next task is of the same study."""
    legs = ground.legs()
    profiles = {}
    for carriage in ground.carriages:
        events = events_for(legs, carriage)
        table = Table.open(Path(ground.folder) / digest_of(events, ground.served_days))
        profiles[carriage] = Profile.of(events, table, served_days=ground.served_days)
    return legs, profiles


def replicate(number: int, seed: int, study: Study) -> Report:
    """One simulation of a study: a task for `postkit.executors`, which gives each number its seed."""
    legs, profiles = opened(study.ground)
    items = study.items
    if items is None:
        items = demanded(study.demand, legs, days=study.warm_up + study.days, seed=seed)
    outcome = simulate(legs, profiles, items, study.settings, seed=seed)
    begins = study.ground.first + timedelta(days=study.warm_up)
    return report(outcome, begins, begins + timedelta(days=study.days - 1))


def replicated(executor: Any, study: Study, count: int, *, seed: int, **watching: Any) -> list[Report]:
    """So many simulations. ``executor`` was opened with the study as what is shared."""
    found: list[Report] = executor.map(replicate, range(count), seed=seed, **watching)
    return found
