"""The estimate that learns: how long it really takes, out of what has happened.

Idea: where much has happened, what happened is the best estimate; where little has, a wider group speaks too.
Each observation is a duration (or a lateness) with a path of groups from narrow to wide, such as leg, office,
region, country. A group's distribution counts its own observations one by one, and its parent's distribution as
``shrinkage`` observations more. The result is a distribution, so that P50, P80 and P95 come from one source and
in order.

Parts: `fit` makes an `Experience`; `combine` adds legs and offices up to a whole (adding their P90 would be too
dark); `Lateness` is promise plus what was learned; `tune` chooses how much to shrink and how fast to forget, on
what came later; `Levels` corrects the levels by how they were kept of late; `calibration` tells how often each
level was kept.

Shapes and units: values in any one unit (minutes, or whole days); moments in any one unit too, which the
half-life shares. Everything is exact and deterministic: no sampling, no clock.

Errors: ValueError, said in a sentence. An observation that cannot be right is kept aside, never an error.

>>> seen = [Observation(30, ("A-B", "north")), Observation(34, ("A-B", "north")), Observation(90, ("C-D", "north"))]
>>> experience = fit(seen, shrinkage=1)
>>> experience.quantiles(("A-B", "north"), (0.5, 0.95))
(34.0, 90.0)
>>> experience.quantile(("C-D", "north"), 0.5)
90.0
>>> Experience.from_json(experience.to_json()) == experience
True
"""

from postkit.estimate.calibration import Calibration, Kept, calibration, wilson
from postkit.estimate.distribution import Distribution, combine
from postkit.estimate.experience import Experience, Observation, fit
from postkit.estimate.journey import likely_days
from postkit.estimate.lateness import Lateness, fit_lateness
from postkit.estimate.levels import Levels, Walk, walk
from postkit.estimate.tuning import Choice, tune

__all__ = [
    "Calibration",
    "Choice",
    "Distribution",
    "Experience",
    "Kept",
    "Lateness",
    "Levels",
    "Observation",
    "Walk",
    "calibration",
    "combine",
    "fit",
    "fit_lateness",
    "likely_days",
    "tune",
    "walk",
    "wilson",
]
