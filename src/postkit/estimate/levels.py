"""Levels that correct themselves: what was kept too rarely of late is asked for more carefully.

Where did each thing that happened fall in the distribution that had been said for it? Said rightly, these ranks lie
evenly between 0 and 1. When everything becomes slower they crowd towards 1, and P80 is kept less often than 80 times
in 100. The level that would have been kept 80 times in 100 is then taken instead, until it fits again. Old ranks
are forgotten by a half-life, the ``memory``; ``trust`` even ranks stand for the belief that nothing is wrong.

One correction serves all groups, so that it follows a bad season within weeks, where no single lane has enough
parcels to show it.

>>> slow = Levels.of([0.9, 0.95, 0.85, 0.99] * 10, trust=0.1)
>>> slow.corrected(0.5) > 0.85, Levels().corrected(0.5)
(True, 0.5)
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from postkit.estimate.distribution import Distribution, Floats
from postkit.estimate.experience import Observation, fit

TRUST = 10.0
FINENESS = 1001
_EVEN = np.linspace(0, 1, FINENESS)


@dataclass(frozen=True, slots=True)
class Levels:
    """Which level to ask for so that another is kept. Rising: a higher level stays the higher one."""

    ranks: Distribution | None = None
    trust: float = TRUST

    @classmethod
    def of(cls, ranks: ArrayLike, weights: ArrayLike | None = None, *, trust: float = TRUST) -> "Levels":
        if not trust > 0:
            raise ValueError("the trust in what is said is more than 0")
        given = np.asarray(ranks, np.float64)
        if not len(given):
            return cls(None, trust)
        heavy = np.ones(len(given)) if weights is None else np.asarray(weights, np.float64)
        return cls(Distribution.of(given, heavy), trust)

    def corrected(self, level: float) -> float:
        if self.ranks is None:
            return level
        below = np.concatenate([[0.0], np.cumsum(self.ranks.weights)])
        own = below[np.searchsorted(self.ranks.values, _EVEN, side="right")]
        kept = (own + self.trust * _EVEN) / (below[-1] + self.trust)
        return float(np.interp(level, kept, _EVEN))

    def to_data(self) -> Any:
        return {"trust": self.trust, "ranks": self.ranks.condensed(256).to_data() if self.ranks else None}

    @classmethod
    def from_data(cls, data: Any) -> "Levels":
        return cls(Distribution.from_data(data["ranks"]) if data["ranks"] else None, data["trust"])


@dataclass(frozen=True, slots=True)
class Walk:
    """What would have been said day by day: for each memory one row of quantiles for each observation.

    NaN where too little was known. ``levels`` are the corrections as they stand at the end.
    """

    said: dict[float | None, Floats]
    levels: dict[float | None, Levels]


def walk(
    observations: Sequence[Observation], *, every: float, shrinkage: float, half_life: float | None,
    memories: Sequence[float | None], levels: Sequence[float], fewest: int = 30, signed: bool = False,
) -> Walk:  # fmt: skip
    """Live through all observations, learning anew after each ``every``; a memory of None corrects nothing.

    What is said at a turn rests on nothing that ended after it began, the ranks included.
    """
    said = {memory: np.full((len(observations), len(levels)), np.nan) for memory in memories}
    ranks = np.full(len(observations), np.nan)
    ended = np.array([row.ended for row in observations])
    order = sorted(range(len(observations)), key=lambda index: observations[index].began)
    for turn, those in groupby(order, key=lambda index: observations[index].began // every):
        at, rows = turn * every, list(those)
        if (ended <= at).sum() < fewest:
            continue
        experience = fit(
            observations, shrinkage=shrinkage, half_life=half_life, at=at, signed=signed,
            asked=(observations[row].path for row in rows),
        )  # fmt: skip
        if experience.everything is None:
            continue
        asked = {
            memory: [_levels(ranks, ended, at, memory).corrected(level) for level in levels]
            for memory in memories
        }
        for row in rows:
            expected = experience.distribution(observations[row].path)
            ranks[row] = expected.rank(observations[row].value)
            for memory in memories:
                said[memory][row] = expected.quantiles(asked[memory])
    last = float(ended.max()) if len(ended) else 0.0
    return Walk(said, {memory: _levels(ranks, ended, last, memory) for memory in memories})


def _levels(ranks: Floats, ended: Floats, at: float, memory: float | None) -> Levels:
    """The correction as it was known at a moment. Age counts from the end here too."""
    if memory is None:
        return Levels()
    known = (ended <= at) & ~np.isnan(ranks)
    return Levels.of(ranks[known], np.exp2(-(at - ended[known]) / memory) + 1e-12)
