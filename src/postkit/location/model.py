"""The question where to be, and its answer. See the package for units."""

from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np

Array = np.ndarray[Any, np.dtype[Any]]
Aim = Literal["median", "centre", "cover"]
Status = Literal["found", "optimal", "limit"]
MEDIAN: Aim = "median"
CENTRE: Aim = "centre"
COVER: Aim = "cover"


class Impossible(ValueError):
    """It is proven that no choice keeps the floor."""


@dataclass(frozen=True, eq=False)
class Question:
    """Which ``p`` of the candidates should be open?

    ``distance`` has a row for each customer and a column for each candidate. ``weights`` are people, one each
    where none are given. ``fixed`` are columns that stay open; they count among the ``p``. ``farthest`` is the
    floor: no customer, however small, may be farther than this. ``radius`` belongs to ``cover`` alone.
    """

    distance: Array
    p: int
    aim: Aim = MEDIAN
    weights: Array = field(default_factory=lambda: np.zeros(0))
    fixed: tuple[int, ...] = ()
    farthest: float | None = None
    radius: float | None = None

    def __post_init__(self) -> None:
        distance = np.ascontiguousarray(self.distance, dtype=np.float64)
        if distance.ndim != 2 or not distance.size:
            raise ValueError(
                "distance has a row for each customer and a column for each candidate, one at least"
            )
        if not np.isfinite(distance).all() or distance.min() < 0:
            raise ValueError("distances are finite and not negative: give what cannot be reached a large one")
        customers, candidates = distance.shape
        weights = np.asarray(self.weights, dtype=np.float64)
        weights = weights if weights.size else np.ones(customers)
        if weights.shape != (customers,) or not np.isfinite(weights).all() or weights.min() < 0:
            raise ValueError(f"weights are {customers} numbers, one for each customer, and none is negative")
        fixed = tuple(sorted({int(site) for site in self.fixed}))
        if fixed and not 0 <= fixed[0] <= fixed[-1] < candidates:
            raise ValueError(f"fixed sites are columns 0 to {candidates - 1}")
        if not max(1, len(fixed)) <= self.p <= candidates:
            raise ValueError(
                f"p is {self.p}; with {len(fixed)} fixed of {candidates} candidates it cannot be"
            )
        self._check_limits(distance)
        object.__setattr__(self, "distance", distance)
        object.__setattr__(self, "weights", weights)
        object.__setattr__(self, "fixed", fixed)

    def _check_limits(self, distance: Array) -> None:
        if self.aim not in (MEDIAN, CENTRE, COVER):
            raise ValueError(f"the aim is median, centre or cover, not {self.aim!r}")
        if (self.aim == COVER) != (self.radius is not None):
            raise ValueError("a radius belongs to the aim cover, and to it alone")
        if self.farthest is not None:
            nearest = distance.min(axis=1)
            worst = int(nearest.argmax())
            if nearest[worst] > self.farthest:
                raise Impossible(
                    f"customer {worst} has no candidate within {self.farthest:g}: add one, or lower the floor"
                )


@dataclass(frozen=True, eq=False)
class Plan:
    """An answer. ``chosen`` are columns, ascending; ``assignment`` gives each customer's nearest of them.

    ``value`` is the weighted distance (median), the largest distance (centre) or the weight within the radius
    (cover). ``beyond`` are the customers farther than the floor: none, where the floor is kept. ``bound`` says
    how good any answer can be; None where nobody proved one. ``moves`` counts the swaps that were made.
    """

    chosen: tuple[int, ...]
    value: float
    assignment: Array
    beyond: tuple[int, ...] = ()
    bound: float | None = None
    status: Status = "found"
    moves: int = 0

    @property
    def gap(self) -> float | None:
        """How far the value may at most be from the best there is, as a share of the value."""
        if self.bound is None:
            return None
        return abs(self.value - self.bound) / abs(self.value) if self.value else abs(self.bound)
