"""What has happened, group by group, and what it lets one expect.

Shrinkage: with own observations of mass W and the parent's distribution P, a group expects
(own + k P) / (W + k). A group of two parcels follows its region; one of two thousand follows itself.

Forgetting: with a half-life, an observation weighs half as much for each half-life since it *ended*. Counting
from the end matters: what began lately is known only if it was quick, while what ended lately was quick and slow
as both are. Under steady traffic that takes the bias out.
"""

import json
import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from postkit.estimate.distribution import Distribution, Floats

SHRINKAGE = 15.0
FAR = 20.0  # interquartile ranges from the median
ENOUGH = 20  # observations, before one is called far from the others
POINTS = 256

Group = tuple[int, str]  # the level, counted from the wide end, and the name


@dataclass(frozen=True, slots=True)
class Observation:
    """One duration. ``path`` names its groups from narrow to wide; a name means one group at its level.

    ``began`` and ``ended`` are moments: when the question was asked, and when the answer was known.
    """

    value: float
    path: tuple[str, ...] = ()
    began: float = 0.0
    ended: float = 0.0


@dataclass(frozen=True, slots=True)
class Experience:
    """The distributions of all groups. ``aside`` counts what could not be right, by reason."""

    everything: Distribution | None
    groups: dict[Group, Distribution] = field(default_factory=dict)
    shrinkage: float = SHRINKAGE
    aside: dict[str, int] = field(default_factory=dict)

    def distribution(self, path: Sequence[str]) -> Distribution:
        """What to expect under a path from narrow to wide; groups that nothing is known of change nothing."""
        if self.everything is None:
            raise ValueError("nothing has been observed, so nothing can be expected")
        parts, shares = [self.everything], [1 / self.everything.mass]
        for level, name in enumerate(reversed(path)):
            if (own := self.groups.get((level, name))) is None:
                continue
            whole = own.mass + self.shrinkage
            shares = [share * self.shrinkage / whole for share in shares]
            parts.append(own)
            shares.append(1 / whole)
        if self.shrinkage == 0:
            return Distribution.of(parts[-1].values, parts[-1].weights * shares[-1])
        return Distribution.of(
            np.concatenate([part.values for part in parts]),
            np.concatenate([part.weights * share for part, share in zip(parts, shares, strict=True)]),
        )

    def quantile(self, path: Sequence[str], p: float) -> float:
        return self.distribution(path).quantile(p)

    def quantiles(self, path: Sequence[str], levels: Sequence[float]) -> tuple[float, ...]:
        return self.distribution(path).quantiles(levels)

    def mass(self, path: Sequence[str]) -> float:
        """How many observations, after forgetting, the narrowest group of a path has of its own."""
        own = self.groups.get((len(path) - 1, path[0])) if path else self.everything
        return own.mass if own else 0.0

    def with_shrinkage(self, shrinkage: float) -> "Experience":
        return replace(self, shrinkage=_right_shrinkage(shrinkage))

    def to_json(self) -> str:
        """Plain JSON; its length grows with the groups, not with what was observed in them."""
        return json.dumps(
            {
                "shrinkage": self.shrinkage,
                "aside": self.aside,
                "everything": self.everything.to_data() if self.everything else None,
                "groups": [[level, name, *own.to_data()] for (level, name), own in self.groups.items()],
            },
            ensure_ascii=False,
            separators=(",", ":"),
        )

    @classmethod
    def from_json(cls, text: str) -> "Experience":
        try:
            data = json.loads(text)
            whole = data["everything"]
            return cls(
                Distribution.from_data(whole) if whole else None,
                {(level, name): Distribution.of(*own) for level, name, *own in data["groups"]},
                _right_shrinkage(data["shrinkage"]),
                dict(data["aside"]),
            )
        except (KeyError, TypeError, json.JSONDecodeError) as error:
            raise ValueError(f"this is not an experience written as JSON: {error!r}") from None


def fit(
    observations: Iterable[Observation], *, shrinkage: float = SHRINKAGE, half_life: float | None = None,
    at: float | None = None, signed: bool = False, longest: float | None = None, points: int = POINTS,
    asked: Iterable[Sequence[str]] | None = None,
) -> Experience:  # fmt: skip
    """Learn from observations.

    ``half_life`` forgets by age at the moment ``at`` (the latest end, where none is given); what ended after
    ``at`` is not known yet and not used. Aside go what is no number, a negative duration (unless ``signed``),
    what is longer than ``longest``, and what lies 20 interquartile ranges from the median. Where the paths that
    will be ``asked`` are known, other groups are not built: the same answers, sooner.
    """
    if half_life is not None and not half_life > 0:
        raise ValueError("a half-life is more than 0")
    rows = [row for row in observations if at is None or row.ended <= at]
    values = np.array([row.value for row in rows], np.float64)
    reasons = _reasons(values, signed, longest)
    kept = [index for index, reason in enumerate(reasons) if not reason]
    aside = dict(sorted(Counter(reason for reason in reasons if reason).items()))
    if not kept:
        return Experience(None, {}, _right_shrinkage(shrinkage), aside)
    ended = np.array([rows[index].ended for index in kept])
    weights = np.ones(len(kept))
    if half_life is not None:
        weights = np.exp2(-((ended.max() if at is None else at) - ended) / half_life)
        weights = np.maximum(weights, 1e-12)  # what is very old never weighs nothing at all
    wanted = None if asked is None else {group for path in asked for group in enumerate(reversed(path))}
    members: dict[Group, list[int]] = {}
    for place, index in enumerate(kept):
        for group in enumerate(reversed(rows[index].path)):
            if wanted is None or group in wanted:
                members.setdefault(group, []).append(place)
    good = values[kept]
    groups = {
        group: Distribution.of(good[places], weights[places]).condensed(points)
        for group, places in sorted(members.items())
    }
    return Experience(
        Distribution.of(good, weights).condensed(points), groups, _right_shrinkage(shrinkage), aside
    )


def _reasons(values: Floats, signed: bool, longest: float | None) -> list[str]:
    """Why each value is kept aside; empty for those that are not."""
    reasons = np.full(len(values), "", dtype="<U12")
    finite = np.isfinite(values)
    reasons[~finite] = "no-number"
    good = finite.copy()
    if not signed:
        reasons[good & (values < 0)] = "negative"
        good &= ~(values < 0)
    if longest is not None:
        reasons[good & (np.abs(values) > longest)] = "too-long"
        good &= ~(np.abs(values) > longest)
    if good.sum() >= ENOUGH:
        low, middle, high = np.quantile(values[good], (0.25, 0.5, 0.75))
        if high > low:
            reasons[good & (np.abs(values - middle) > FAR * (high - low))] = "far-off"
    return [str(reason) for reason in reasons]


def _right_shrinkage(shrinkage: float) -> float:
    if not (math.isfinite(shrinkage) and shrinkage >= 0):
        raise ValueError("shrinkage is a number of observations, 0 or more")
    return float(shrinkage)
