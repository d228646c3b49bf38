"""How much to shrink and how fast to forget: what would have served best on what came later.

The past is lived through again. At each turn only what had ended is known; what began until the next turn is
predicted and, later, compared. The mean pinball loss over the levels decides; among equals, the first named.

What began shortly before the end of the trial is known only if it was quick. Judging by it would favour whatever
says early; ``settle`` leaves it out: it is the time within which nearly everything ends.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np

from postkit.estimate.calibration import pinball
from postkit.estimate.experience import Observation, fit

LEVELS = (0.5, 0.8, 0.95)


@dataclass(frozen=True, slots=True)
class Choice:
    """What served best, with its loss on ``count`` observations that were not yet known."""

    shrinkage: float
    half_life: float | None
    loss: float
    count: int


def tune(
    observations: Sequence[Observation], *, since: float, until: float, every: float, settle: float = 0.0,
    shrinkages: Sequence[float], half_lives: Sequence[float | None] = (None,),
    levels: Sequence[float] = LEVELS, signed: bool = False,
) -> Choice:  # fmt: skip
    """The best pair on what began from ``since`` to ``until``, learning anew after each ``every``.

    What began in the last ``settle`` of it is learned from but not compared. What ended after ``until`` is not
    known, so it is neither learned from nor compared.
    """
    if not every > 0:
        raise ValueError("the time between two turns is more than 0")
    if not shrinkages or not half_lives:
        raise ValueError("name at least one shrinkage and one half-life to choose from")
    known = [row for row in observations if row.ended <= until]
    asked = sorted((row for row in known if since <= row.began < until - settle), key=lambda row: row.began)
    happened = np.array([row.value for row in asked])
    best: Choice | None = None
    for half_life in half_lives:
        said = _lived_through(known, asked, since, every, shrinkages, half_life, levels, signed)
        for shrinkage, values in zip(shrinkages, said, strict=True):
            good = ~np.isnan(values[:, 0]) if len(asked) else np.zeros(0, bool)
            if not good.any():
                continue
            loss = float(np.mean([pinball(values[good, i], happened[good], p) for i, p in enumerate(levels)]))
            if best is None or loss < best.loss:
                best = Choice(shrinkage, half_life, loss, int(good.sum()))
    if best is None:
        raise ValueError("nothing that began in this time had something known before it: name a later time")
    return best


def _lived_through(
    known: Sequence[Observation], asked: Sequence[Observation], since: float, every: float,
    shrinkages: Sequence[float], half_life: float | None, levels: Sequence[float], signed: bool,
) -> list[np.ndarray]:  # fmt: skip
    """For each shrinkage, one row of quantiles for each question; NaN where nothing was known yet."""
    said = [np.full((len(asked), len(levels)), np.nan) for _ in shrinkages]
    places = range(len(asked))
    for turn, those in groupby(places, key=lambda place: (asked[place].began - since) // every):
        rows = list(those)
        fitted = fit(
            known, half_life=half_life, at=since + turn * every, signed=signed,
            asked=(asked[row].path for row in rows),
        )  # fmt: skip
        if fitted.everything is None:
            continue
        for values, shrinkage in zip(said, shrinkages, strict=True):
            experience = fitted.with_shrinkage(shrinkage)
            for row in rows:
                values[row] = experience.quantiles(asked[row].path, levels)
    return said
