"""How often each level was kept, and how wide that had to be.

>>> report = calibration({0.5: [10, 10, 10, 10], 0.8: [12, 12, 12, 12]}, [9, 10, 11, 15])
>>> [(kept.level, kept.share, kept.width) for kept in report.levels], report.mean_error
([(0.5, 0.5, 0.0), (0.8, 0.75, 2.0)], 1.75)
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

SURE = 1.959963984540054  # 95 in 100


@dataclass(frozen=True, slots=True)
class Kept:
    """One level: the share kept with its Wilson interval, and how far it lies beyond the lowest level."""

    level: float
    share: float
    low: float
    high: float
    width: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """``mean_error`` is the mean absolute error of the level nearest to one half."""

    count: int
    levels: tuple[Kept, ...]
    mean_error: float


def calibration(predicted: Mapping[float, Sequence[float]], happened: Sequence[float]) -> Calibration:
    """Compare what each level said with what happened. A level is kept when it was not exceeded."""
    if not predicted or not len(happened):
        raise ValueError("nothing was predicted, or nothing has happened: there is nothing to compare")
    true = np.asarray(happened, np.float64)
    said = {level: np.asarray(predicted[level], np.float64) for level in sorted(predicted)}
    if any(values.shape != true.shape for values in said.values()):
        raise ValueError("each level needs one prediction for each thing that happened")
    lowest = next(iter(said.values()))
    levels = []
    for level, values in said.items():
        kept = int((true <= values).sum())
        width = float((values - lowest).mean())
        levels.append(Kept(level, kept / len(true), *wilson(kept, len(true)), width))
    middle = said[min(said, key=lambda level: abs(level - 0.5))]
    return Calibration(len(true), tuple(levels), float(np.abs(true - middle).mean()))


def wilson(kept: int, count: int) -> tuple[float, float]:
    """Between which shares the true one lies, 95 times in 100.

    >>> tuple(round(bound, 3) for bound in wilson(8, 10))
    (0.49, 0.943)
    """
    if not 0 <= kept <= count or not count:
        raise ValueError("a share is of one thing at least, and of no more than all")
    share, z2 = kept / count, SURE * SURE
    middle = share + z2 / (2 * count)
    half = SURE * math.sqrt(share * (1 - share) / count + z2 / (4 * count * count))
    return max(0.0, (middle - half) / (1 + z2 / count)), min(1.0, (middle + half) / (1 + z2 / count))


def pinball(predicted: ArrayLike, happened: ArrayLike, p: float) -> float:
    """The mean loss that the true quantile makes smallest: too early costs ``p``, too late ``1 - p``.

    >>> pinball([10.0], [20.0], 0.8), round(pinball([20.0], [10.0], 0.8), 9)
    (8.0, 2.0)
    """
    over = np.asarray(happened, np.float64) - np.asarray(predicted, np.float64)
    return float(np.maximum(p * over, (p - 1) * over).mean())
