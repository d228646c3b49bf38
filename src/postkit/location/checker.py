"""What a choice of sites is worth, worked out anew. It shares nothing with the search and the proof.

>>> import numpy as np
>>> question = Question(np.array([[0, 4], [3, 1], [5, 0]]), p=1, weights=np.array([10, 1, 1]))
>>> value_of(question, [0]), value_of(question, [1])
(8.0, 41.0)
"""

from collections.abc import Iterable

from postkit.location.model import CENTRE, MEDIAN, Question


def value_of(question: Question, chosen: Iterable[int]) -> float:
    """The value of a choice. ValueError where it is no answer to the question at all."""
    sites = list(chosen)
    if len(set(sites)) != question.p or len(sites) != question.p:
        raise ValueError(f"{len(set(sites))} different sites are chosen, not {question.p}")
    if missing := set(question.fixed) - set(sites):
        raise ValueError(f"fixed sites are closed: {sorted(missing)}")
    ways = _ways(question, sites)
    if question.aim == MEDIAN:
        return float(sum(weight * way for weight, way in zip(question.weights.tolist(), ways, strict=True)))
    if question.aim == CENTRE:
        return float(max(ways))
    radius = question.radius or 0.0
    return float(
        sum(weight for weight, way in zip(question.weights.tolist(), ways, strict=True) if way <= radius)
    )


def beyond_of(question: Question, chosen: Iterable[int]) -> tuple[int, ...]:
    """The customers that a choice leaves farther away than the floor allows."""
    if question.farthest is None:
        return ()
    ways = _ways(question, list(chosen))
    return tuple(customer for customer, way in enumerate(ways) if way > question.farthest)


def _ways(question: Question, sites: list[int]) -> list[float]:
    return [min(row) for row in question.distance[:, sites].tolist()]
