"""Which forecaster is right for an office: the plain one, unless another was better on days that neither had seen.

Idea: go back to many days of the past, forecast from what was known then, compare with what came (a rolling origin).
No forecaster ever sees a day it is judged by. A model takes the baseline's place where its mean absolute error is
smaller by 2 % and the pinball loss of the level that it says suffices on nine days in ten is at most 5 % larger; that
level is learned on the older half of the origins and judged on the younger. Else, or with too little history, the
baseline stays. (99 in 100 is what an office holds cash for, but the few days in a year beyond it choose no model.)

Shapes and units: histories as in `postkit.cash.forecast`, errors in minor units; ``scale`` is the mean size of a need
in the weeks before an origin, so that the errors of a smaller past speak of a larger present. The same input gives
the same answer. Errors: none; a history that is too short is answered with the baseline and no scores.

>>> from postkit.cash.synthetic import office
>>> choice = choose(office(seed=5, days=800))
>>> choice.name, [score.name for score in choice.scores]
('ridge', ['seasonal-naive', 'baseline', 'ridge'])
>>> choose(office(seed=1, days=90))
Choice(name='baseline', scores=(), reason='too-little-history')
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from postkit.cash.forecast import FORECASTERS, Floats, Forecaster, History
from postkit.estimate.calibration import pinball

JUDGED_AT = 0.9
HORIZON = 6
FEWEST_DAYS = 104  # four months of six days a week: what the oldest origin knows
FEWEST_ORIGINS = 20
MOST_ORIGINS = 104  # two years
SCALE_DAYS = 48
BETTER_BY, WORSE_BY = 0.02, 0.05
PLAIN = "baseline"


class Trial(NamedTuple):
    """What was forecast and what came: a row an origin, the oldest first, a column a day ahead."""

    forecast: Floats
    came: Floats
    scale: Floats


@dataclass(frozen=True, slots=True)
class Score:
    """How a forecaster did on days it had not seen."""

    name: str
    mean_error: float
    pinball: float


@dataclass(frozen=True, slots=True)
class Choice:
    """``reason`` is model-better, model-not-better or too-little-history."""

    name: str
    scores: tuple[Score, ...]
    reason: str


def trial(
    history: History, forecaster: Forecaster, *, days_ahead: int = HORIZON, most: int = MOST_ORIGINS
) -> Trial:
    """Forecast from each of the last origins, which lie ``days_ahead`` apart, so that no day is counted twice."""
    last = len(history) - days_ahead
    origins = list(range(last, FEWEST_DAYS - 1, -days_ahead))[:most][::-1]
    forecast = [forecaster(history[:at], history[at : at + days_ahead]) for at in origins]
    came = [[day.need for day in history[at : at + days_ahead]] for at in origins]
    shape = (len(origins), days_ahead)
    return Trial(
        np.array(forecast, np.float64).reshape(shape),
        np.array(came, np.float64).reshape(shape),
        np.array([scale(history[:at]) for at in origins]),
    )


def scale(history: History) -> float:
    """The mean size of a need of late; at least one minor unit."""
    recent = [abs(day.need) for day in history[-SCALE_DAYS:]]
    return max(sum(recent) / max(len(recent), 1), 1.0)


def score(name: str, tried: Trial) -> Score:
    """The error over all origins, and the loss of the level that the older half taught, on the younger half."""
    half = len(tried.came) // 2
    error = tried.came - tried.forecast
    margin, _ = upper((error[:half] / tried.scale[:half, None]).ravel(), JUDGED_AT)
    level = tried.forecast[half:] + margin * tried.scale[half:, None]
    return Score(
        name, float(np.abs(error).mean()), pinball(level.ravel(), tried.came[half:].ravel(), JUDGED_AT)
    )


def choose(history: History, forecasters: Mapping[str, Forecaster] = FORECASTERS) -> Choice:
    """The baseline, unless another forecaster beats it on days that neither had seen."""
    if len(history) < FEWEST_DAYS + FEWEST_ORIGINS * HORIZON:
        return Choice(PLAIN, (), "too-little-history")
    scores = tuple(score(name, trial(history, made)) for name, made in forecasters.items())
    plain = next(found for found in scores if found.name == PLAIN)
    better = [
        found
        for found in scores
        if found.mean_error < (1 - BETTER_BY) * plain.mean_error
        and found.pinball <= (1 + WORSE_BY) * plain.pinball
    ]
    if not better:
        return Choice(PLAIN, scores, "model-not-better")
    return Choice(min(better, key=lambda found: found.mean_error).name, scores, "model-better")


def upper(errors: Floats, service: float) -> tuple[float, bool]:
    """What the errors do not exceed so often, and whether there were enough of them to say so.

    The rank counts one error more than there are, the next one, so that the promise holds for it too (split conformal
    prediction; Vovk, Gammerman and Shafer 2005). With fewer than 99 errors nothing can be said about 99 in 100: the
    largest is taken, and it is told.

    >>> upper(np.arange(1.0, 100.0), 0.99), upper(np.arange(1.0, 51.0), 0.99)
    ((99.0, True), (50.0, False))
    """
    if not 0 < service < 1 or not len(errors):
        raise ValueError("a service is between 0 and 1, and there is an error to learn from")
    rank = int(np.ceil((len(errors) + 1) * service - 1e-9))
    return float(np.sort(errors)[min(rank, len(errors)) - 1]), rank <= len(errors)
