"""A distribution of durations as weighted points, and the sum of several.

>>> one = Distribution.of([10, 20], [1, 1])
>>> one.quantile(0.5), one.quantile(0.51), one.mean
(10.0, 20.0, 15.0)
>>> combine([one, one]).quantiles((0.25, 0.5, 0.75, 0.76))
(20.0, 30.0, 30.0, 40.0)
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
TINY = 1e-12
MOST_CELLS = 1 << 15


@dataclass(frozen=True, slots=True, eq=False)
class Distribution:
    """Values in rising order, each once, with their weights; ``mass`` is the sum of the weights."""

    values: Floats
    weights: Floats

    @classmethod
    def of(cls, values: ArrayLike, weights: ArrayLike) -> "Distribution":
        """Out of values in any order; what has no weight is left out."""
        given, heavy = np.asarray(values, np.float64), np.asarray(weights, np.float64)
        if given.shape != heavy.shape or given.ndim != 1:
            raise ValueError("a distribution needs one weight for each value")
        if not (np.isfinite(given).all() and np.isfinite(heavy).all() and (heavy >= 0).all()):
            raise ValueError("the values of a distribution are numbers, and its weights are not negative")
        points, which = np.unique(given, return_inverse=True)
        sums: Floats = np.bincount(which, heavy, minlength=len(points)).astype(np.float64)
        if not sums.sum() > 0:
            raise ValueError("a distribution needs at least one value with a weight")
        return cls(points[sums > 0], sums[sums > 0])

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Distribution):
            return NotImplemented
        return np.array_equal(self.values, other.values) and np.array_equal(self.weights, other.weights)

    __hash__ = None  # type: ignore[assignment]

    @property
    def mass(self) -> float:
        return float(self.weights.sum())

    @property
    def mean(self) -> float:
        return float(self.values @ self.weights) / self.mass

    def quantile(self, p: float) -> float:
        """The smallest value that is not exceeded with probability ``p``."""
        return self.quantiles((p,))[0]

    def quantiles(self, levels: Sequence[float]) -> tuple[float, ...]:
        if not all(0 <= p <= 1 for p in levels):
            raise ValueError("the level of a quantile is from 0 to 1")
        below = np.cumsum(self.weights)
        wanted = np.asarray(levels) * below[-1] - TINY * below[-1]
        at = np.minimum(np.searchsorted(below, wanted), len(below) - 1)
        return tuple(float(value) for value in self.values[at])

    def share_within(self, value: float) -> float:
        """The probability of this value or less."""
        return float(self.weights[: np.searchsorted(self.values, value, side="right")].sum()) / self.mass

    def rank(self, value: float) -> float:
        """Where a value falls, from 0 to 1; one that is among the points counts half of its weight as below."""
        before = float(self.weights[: np.searchsorted(self.values, value, side="left")].sum()) / self.mass
        return (before + self.share_within(value)) / 2

    def condensed(self, points: int) -> "Distribution":
        """At most so many points: neighbours are drawn together at their mean. Mass and mean stay."""
        if len(self.values) <= points:
            return self
        middle = np.cumsum(self.weights) - self.weights / 2
        group = np.minimum((middle / self.mass * points).astype(np.int64), points - 1)
        weights = np.bincount(group, self.weights, minlength=points)
        sums = np.bincount(group, self.weights * self.values, minlength=points)
        return Distribution.of(sums[weights > 0] / weights[weights > 0], weights[weights > 0])

    def to_data(self) -> list[list[float]]:
        """Plain lists, to seven digits."""
        return [[float(f"{number:.7g}") for number in row] for row in (self.values, self.weights)]

    @classmethod
    def from_data(cls, data: Any) -> "Distribution":
        values, weights = data
        return cls.of(values, weights)


def combine(parts: Sequence[Distribution], *, step: float = 1.0) -> Distribution:
    """The distribution of the sum of independent parts, on a grid of ``step``.

    A value between two cells is shared between them so that the mean stays exact. A grid of more than
    32,768 cells is made coarser. P90 of the whole is less than the sum of the parts' P90: not everything
    goes wrong on the same day. Where delays do come together (a strike, a flood), this is too bright.
    """
    if not parts:
        raise ValueError("name at least one part to combine")
    if not step > 0:
        raise ValueError("the step of the grid is more than 0")
    span = sum(float(part.values[-1] - part.values[0]) for part in parts)
    width = max(step, span / MOST_CELLS)
    start, whole = 0, np.ones(1)
    for part in parts:
        first, cells = _on_grid(part, width)
        start, whole = start + first, _convolved(whole, cells)
    return Distribution.of((start + np.arange(len(whole))) * width, whole)


def _on_grid(part: Distribution, width: float) -> tuple[int, Floats]:
    place = part.values / width
    cell = np.floor(place + 1e-9).astype(np.int64)
    rest = np.clip(place - cell, 0, 1)
    rest[rest < 1e-9] = 0
    first = int(cell[0])
    count = int(cell[-1]) - first + 2
    mass = np.bincount(cell - first, part.weights * (1 - rest), minlength=count)
    mass += np.bincount(cell - first + 1, part.weights * rest, minlength=count)
    return first, mass / mass.sum()


def _convolved(one: Floats, other: Floats) -> Floats:
    if min(len(one), len(other)) <= 256:
        return np.asarray(np.convolve(one, other), np.float64)
    size = len(one) + len(other) - 1
    ringed = np.fft.irfft(np.fft.rfft(one, size) * np.fft.rfft(other, size), size)
    ringed[ringed < 1e-15] = 0  # what is left of the transform's rounding
    return np.asarray(ringed / ringed.sum(), np.float64)
