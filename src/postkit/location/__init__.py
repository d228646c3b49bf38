"""Where to be: which places should have an agency, a relay point or a stop of the mobile agency.

Idea: a table of distances, people, a number of sites, and one of three aims. ``median``: the people's way, in all,
is shortest. ``centre``: the longest way is shortest. ``cover``: most people live within the radius. Sites that exist
can be held fixed; a floor says how far nobody may be. `search` finds a good plan at any size and needs numpy only
(compiled where numba is there); `prove` finds the best with its proof for small ones, by HiGHS.
`value_of` recomputes what a plan is worth and shares nothing with either. `coverage` says how many live near.

Shapes and units: ``distance[customer, candidate]`` in any unit, metres where `distances` made it; candidates are
columns, so that a subset of the places can be candidates. A plan names columns.

Errors: ValueError, said in a sentence; its kind Impossible where no choice can keep the floor.
ImportError where `prove` or `orlib` is asked for and highspy or scipy is not installed (extra ``planning``).

>>> import numpy as np
>>> along_the_road = np.array([[0.0], [1.0], [2.0], [10.0]])
>>> plan = search(Question(abs(along_the_road - along_the_road.T), p=2))
>>> plan.chosen, plan.value, plan.assignment.tolist()
((1, 3), 2.0, [1, 1, 1, 3])
"""

from postkit.location.checker import beyond_of, value_of
from postkit.location.exact import prove
from postkit.location.geography import Coverage, Shares, coverage, distances
from postkit.location.model import CENTRE, COVER, MEDIAN, Aim, Impossible, Plan, Question
from postkit.location.search import search

__all__ = [
    "CENTRE",
    "COVER",
    "MEDIAN",
    "Aim",
    "Coverage",
    "Impossible",
    "Plan",
    "Question",
    "Shares",
    "beyond_of",
    "coverage",
    "distances",
    "prove",
    "search",
    "value_of",
]
