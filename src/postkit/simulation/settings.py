"""What a simulation takes into account, and what goes wrong in it.

Only what nobody knew beforehand is a setting: a lorry that breaks down, an office that shuts from one hour to
the next. What was announced (a closure, another cut-off, one more trip) is in the network, and the promise
knows it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from math import log

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Lateness:
    """How late a leg runs: minutes at even steps of probability, from the least to the most.

    Such quantiles can be read off recorded scans as they are.

    >>> Lateness((0, 0, 10)).minutes(np.array([0.25, 0.75, 0.999])).tolist()
    [0, 5, 9]
    """

    quantiles: tuple[float, ...]

    def __post_init__(self) -> None:
        if len(self.quantiles) < 2 or self.quantiles[0] < 0:
            raise ValueError("a lateness has two quantiles at least, and none below zero")
        if any(later < earlier for earlier, later in pairwise(self.quantiles)):
            raise ValueError("the quantiles of a lateness rise")

    @classmethod
    def exponential(cls, share: float, mean_min: float) -> "Lateness":
        """Late in a share of cases, and then by so much on average."""
        if not 0 <= share <= 1 or mean_min < 0:
            raise ValueError("a share lies between 0 and 1, and a mean is not negative")
        levels = [step / 200 for step in range(200)] + [0.999]
        late = [0.0 if level <= 1 - share else -mean_min * log((1 - level) / share) for level in levels]
        return cls(tuple(late))

    def minutes(self, draw: NDArray[np.float64]) -> NDArray[np.int32]:
        """Whole minutes, for each draw between 0 and 1."""
        return np.interp(draw, np.linspace(0, 1, len(self.quantiles)), self.quantiles).astype(np.int32)


@dataclass(frozen=True, slots=True)
class Shut:
    """An office that nobody expected to shut: what comes is put down, not handled; no round, no boarding.

    The last day is included.
    """

    office: str
    since: date
    until: date

    def __post_init__(self) -> None:
        if self.until < self.since:
            raise ValueError(f"{self.office}: shut until {self.until}, which is before {self.since}")


@dataclass(frozen=True, slots=True)
class Offline(Shut):
    """An office without connection: it works as ever, and its scans come afterwards."""


@dataclass(frozen=True, slots=True)
class Broken:
    """A vehicle, or a trip by its code, that does not run on a day."""

    vehicle: str
    on: date


@dataclass(frozen=True, slots=True)
class Settings:
    """``vehicles`` and ``sorting``: whether their capacities bind. Shares lie between 0 and 1."""

    vehicles: bool = True
    sorting: bool = True
    breakdown_share: float = 0.0
    breakdown_min: int = 180
    lateness: Mapping[str, Lateness] = field(default_factory=dict)
    failed_share: float = 0.0
    shut: tuple[Shut, ...] = ()
    broken: tuple[Broken, ...] = ()
    offline: tuple[Offline, ...] = ()
    trace: bool = False

    def __post_init__(self) -> None:
        if not (0 <= self.breakdown_share <= 1 and 0 <= self.failed_share <= 1):
            raise ValueError("a share lies between 0 and 1")
        if self.breakdown_min < 0:
            raise ValueError("a breakdown lasts no negative time")


UNDISTURBED = Settings(vehicles=False, sorting=False)
