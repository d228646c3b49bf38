"""Promise plus what was learned: the estimate beside a promise, never instead of it.

The timetable already knows weekends, cut-offs and distance. What is learned is only the rest: by how much what
happens differs from what was promised, early (negative) or late.

>>> seen = [Observation(minutes, ("BR0001>BR0002",)) for minutes in (-60, 0, 0, 120, 2880)]
>>> late = fit_lateness(seen)
>>> late.estimate(1000.0, ("BR0001>BR0002",), 0.5), late.estimate(1000.0, ("BR0001>BR0002",), 0.95)
(1000.0, 3880.0)
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from postkit.estimate.experience import SHRINKAGE, Experience, Observation, fit
from postkit.estimate.levels import Levels


@dataclass(frozen=True, slots=True)
class Lateness:
    """An experience of lateness in minutes, told as moments. A higher level is never an earlier moment."""

    experience: Experience
    levels: Levels = field(default_factory=Levels)

    def late(self, path: Sequence[str], levels: Sequence[float]) -> tuple[float, ...]:
        """By how many minutes the promise is missed, at each level as it has to be asked for today."""
        return self.experience.quantiles(path, [self.levels.corrected(level) for level in levels])

    def estimate(
        self, promised: float, path: Sequence[str], p: float, *, not_before: float | None = None
    ) -> float:
        """The minute by which it arrives with probability ``p``; never before ``not_before``."""
        return self.estimates(promised, path, (p,), not_before=not_before)[0]

    def estimates(
        self,
        promised: float,
        path: Sequence[str],
        levels: Sequence[float],
        *,
        not_before: float | None = None,
    ) -> tuple[float, ...]:
        moments = [promised + late for late in self.late(path, levels)]
        return tuple(moments if not_before is None else (max(moment, not_before) for moment in moments))

    def moments(
        self, promised: datetime, path: Sequence[str], levels: Sequence[float], *, not_before: datetime
    ) -> tuple[datetime, ...]:
        """The same on the clock."""
        late = self.late(path, levels)
        return tuple(max(not_before, promised + timedelta(minutes=minutes)) for minutes in late)

    def to_json(self) -> str:
        data = {"experience": json.loads(self.experience.to_json()), "levels": self.levels.to_data()}
        return json.dumps(data, ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> "Lateness":
        try:
            data = json.loads(text)
            return cls(Experience.from_json(json.dumps(data["experience"])), Levels.from_data(data["levels"]))
        except (KeyError, TypeError, json.JSONDecodeError) as error:
            raise ValueError(f"this is not a lateness written as JSON: {error!r}") from None


def fit_lateness(
    observations: Iterable[Observation], *, shrinkage: float = SHRINKAGE, half_life: float | None = None,
    at: float | None = None, longest: float | None = None,
) -> Lateness:  # fmt: skip
    """Learn from latenesses in minutes; see `fit` for what the rest means."""
    return Lateness(
        fit(observations, shrinkage=shrinkage, half_life=half_life, at=at, signed=True, longest=longest)
    )
