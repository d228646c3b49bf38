"""Two scenarios beside one another: is the difference more than luck?

Both are run several times, and the n-th run of one sees the same luck as the n-th run of the other. What counts is
the difference within each pair; its mean comes with a confidence interval (Student's t).

>>> before, after = [{"hours": h} for h in (30.0, 34.0, 32.0)], [{"hours": h} for h in (28.0, 31.5, 30.0)]
>>> found = compare(before, after)
>>> [round(x, 2) for x in (found[0].difference, found[0].low, found[0].high)], found[0].is_sure
([-2.17, -2.88, -1.45], True)
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import atan, pi, sqrt

REPLICATIONS = 10


@dataclass(frozen=True, slots=True)
class Difference:
    """One figure of both scenarios, and what the second changes, within an interval."""

    name: str
    before: float
    after: float
    difference: float
    low: float
    high: float

    @property
    def is_sure(self) -> bool:
        """Whether the interval holds no zero: chance alone would rarely do this."""
        return self.low > 0 or self.high < 0 or self.low == self.high != 0


def compare(
    before: Sequence[Mapping[str, float]], after: Sequence[Mapping[str, float]], *, level: float = 0.95
) -> list[Difference]:
    """Figure by figure, over paired runs; REPLICATIONS of them are enough for most purposes.

    ValueError: the runs are not paired, or fewer than two.
    """
    if len(before) != len(after) or len(before) < 2:
        raise ValueError(
            f"{len(before)} runs beside {len(after)}: as many of one as of the other, two at least"
        )
    found = []
    factor = t_quantile((1 + level) / 2, len(before) - 1) / sqrt(len(before))
    for name in before[0]:
        ours, theirs = [run[name] for run in before], [run[name] for run in after]
        pairs = [b - a for a, b in zip(ours, theirs, strict=True)]
        mean = sum(pairs) / len(pairs)
        spread = sqrt(sum((one - mean) ** 2 for one in pairs) / (len(pairs) - 1))
        found.append(
            Difference(
                name, sum(ours) / len(ours), sum(theirs) / len(theirs), mean,
                mean - factor * spread, mean + factor * spread,
            )
        )  # fmt: skip
    return found


def t_quantile(level: float, degrees: int) -> float:
    """Student's t: the value that a share ``level`` of draws stays below.

    >>> [round(t_quantile(0.975, n), 3) for n in (1, 9, 100)]
    [12.706, 2.262, 1.984]
    """
    if not 0.5 <= level < 1 or degrees < 1:
        raise ValueError("a level from 0.5 up to 1, and one degree of freedom at least")
    low, high = 0.0, 1e4
    for _ in range(80):
        middle = (low + high) / 2
        low, high = (middle, high) if _below(middle, degrees) < level else (low, middle)
    return (low + high) / 2


def _below(t: float, degrees: int) -> float:
    """The share of Student's t below a value: a finite sum (Abramowitz and Stegun 26.7.3 and 26.7.4)."""
    is_odd = degrees % 2
    sine, cosine = t / sqrt(degrees + t * t), sqrt(degrees / (degrees + t * t))
    term = cosine if is_odd else 1.0
    total = 0.0 if degrees == 1 else term
    for power in range(2 + is_odd, degrees, 2):
        term *= cosine * cosine * (power - 1) / power
        total += term
    inside = 2 / pi * (atan(t / sqrt(degrees)) + sine * total) if is_odd else sine * total
    return 0.5 + inside / 2
