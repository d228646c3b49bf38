"""A good answer: greedy start, swap search, and forced swaps from which it descends again.

One search serves the three aims, because each is a table of costs that only grows with distance:

- **median** (Hakimi 1964): people times distance.
- **cover** (Church and ReVelle 1974): the people of a place, where the distance is more than the radius.
- **centre** (Hakimi 1964): 1 where the distance is more than r; the smallest r at which everyone can be reached
  is found by halving the range of distances, as Minieka (1970) reduced it to covering.

The floor is a cost too: more than any plan could save is added where a place would be left beyond it.

Sources: Whitaker, "A fast algorithm for the greedy interchange for large-scale clustering and median location
problems", INFOR 21 (1983); Resende and Werneck, "A fast swap-based local search procedure for location problems",
Annals of Operations Research 150 (2007); Church and ReVelle, "The maximal covering location problem", Papers of
the Regional Science Association 32 (1974); Hakimi, "Optimum locations of switching centers", Operations Research 12
(1964); Minieka, "The m-center problem", SIAM Review 12 (1970).
"""

from collections.abc import Callable

import numpy as np

from postkit.compiled import COMPILED
from postkit.location import kernels
from postkit.location.model import CENTRE, COVER, MEDIAN, Array, Plan, Question

ITERATIONS = 1000
WORK_BETWEEN_LOOKS = 20_000_000 if COMPILED else 100_000  # costs read between two questions whether to stop


def never() -> bool:
    return False


def search(
    question: Question,
    *,
    seed: int = 0,
    iterations: int = ITERATIONS,
    should_stop: Callable[[], bool] = never,
) -> Plan:
    """The best plan found in ``iterations`` descents; for ``centre``, in as many at each distance tried.

    The same seed and iterations give the same plan. ``should_stop`` is asked every few hundredths of a second;
    where it ends the search, the plan found by then is the answer.
    """
    rng = np.random.default_rng(seed)
    order = nearest_first(question)
    if question.aim == CENTRE:
        return _centre(question, order, rng, iterations, should_stop)
    chosen, _, moves = _run(question, costs_of(question), order, rng, iterations, should_stop)
    return plan_of(question, chosen, moves=moves)


def costs_of(question: Question) -> Array:
    """What it costs to send each customer (row) to each candidate (column), the floor left aside."""
    if question.aim == MEDIAN:
        return np.asarray(question.weights[:, None] * question.distance)
    if question.aim == COVER:
        return np.asarray(question.weights[:, None] * (question.distance > question.radius))
    return question.distance


def plan_of(question: Question, chosen: Array, *, moves: int = 0) -> Plan:
    """The plan that opens ``chosen``: everyone goes to the nearest, the first of several equally near."""
    sites = np.sort(np.asarray(chosen, dtype=np.int64))
    ways = question.distance[:, sites]
    assignment = sites[ways.argmin(axis=1)]
    nearest = ways.min(axis=1)
    if question.aim == MEDIAN:
        value = float(question.weights @ nearest)
    elif question.aim == COVER:
        value = float(question.weights[nearest <= question.radius].sum())
    else:
        value = float(nearest.max())
    beyond: tuple[int, ...] = ()
    if question.farthest is not None:
        beyond = tuple(np.flatnonzero(nearest > question.farthest).tolist())
    return Plan(tuple(sites.tolist()), value, assignment, beyond, moves=moves)


def nearest_first(question: Question) -> Array:
    """For each customer, as many candidates from the nearest on as hold two open ones almost always.

    Where few sites are open it is quicker to look at all of those, and the table stays empty.
    """
    customers, candidates = question.distance.shape
    if question.p**2 < 2 * candidates:
        return np.zeros((customers, 0), dtype=np.int32)
    width = min(candidates, 8 * candidates // question.p + 8)
    order = np.empty((customers, width), dtype=np.int32)
    for begin in range(0, customers, 1024):
        part = question.distance[begin : begin + 1024]
        order[begin : begin + 1024] = part.argsort(axis=1, kind="stable")[:, :width]
    return order


def _run(
    question: Question,
    costs: Array,
    order: Array,
    rng: np.random.Generator,
    iterations: int,
    should_stop: Callable[[], bool],
) -> tuple[Array, float, int]:
    """The cheapest choice found, its cost with the floor's, and the swaps made."""
    if question.farthest is not None:
        more_than_all = 1 + costs.max(axis=1).sum()
        costs = costs + more_than_all * (question.distance > question.farthest)
    by_site, worst = np.ascontiguousarray(costs.T), costs.max(axis=1)
    is_fixed = np.zeros(len(by_site), dtype=np.bool_)
    is_fixed[list(question.fixed)] = True
    working, kept, best = (_state(by_site, worst, order, is_fixed, question.p) for _ in range(3))
    working.chosen[: len(question.fixed)] = question.fixed
    kernels.greedy(by_site, worst, is_fixed, working.chosen, len(question.fixed))
    total, moves = kernels.settle(working), 0
    if len(question.fixed) < question.p:
        total, moves = kernels.descend(working, total, 0)
    kernels.copy(working, kept)
    kernels.copy(working, best)
    totals = np.array([total, total])
    at_once = max(1, WORK_BETWEEN_LOOKS // (4 * costs.size))
    free = len(question.fixed) < question.p < costs.shape[1]
    left = iterations if free else 0
    while left > 0 and totals[1] > 0 and not should_stop():
        draws = rng.random((min(at_once, left), kernels.DRAWS))
        moves += kernels.perturb(working, kept, best, draws, totals)
        left -= len(draws)
    return best.chosen, float(totals[1]), int(moves)


def _state(by_site: Array, worst: Array, order: Array, is_fixed: Array, p: int) -> kernels.State:
    """A state of its own over the costs that all share."""
    candidates, customers = by_site.shape

    def numbers(count: int) -> Array:
        return np.zeros(count, dtype=np.int64)

    return kernels.State(
        cost=by_site,
        worst=worst,
        order=order,
        is_fixed=is_fixed,
        chosen=numbers(p),
        place=numbers(candidates) - 1,
        nearest=numbers(customers),
        nearest_cost=np.zeros(customers),
        second=numbers(customers),
        second_cost=np.zeros(customers),
        loss=np.zeros(p),
        extra=np.zeros(p),
        touched=numbers(customers),
    )


def _centre(
    question: Question,
    order: Array,
    rng: np.random.Generator,
    iterations: int,
    should_stop: Callable[[], bool],
) -> Plan:
    """Halve the distances between what no plan can be below and the best plan known."""
    distance = question.distance
    chosen, _, moves = _run(question, distance, order, rng, 0, should_stop)
    best = plan_of(question, chosen)
    levels = levels_between(distance, float(distance.min(axis=1).max()), best.value)
    low, high = 0, len(levels) - 1
    while low < high and not should_stop():
        middle = (low + high) // 2
        unreached = (distance > levels[middle]).astype(np.float64)
        chosen, left, made = _run(question, unreached, order, rng, iterations, should_stop)
        moves += made
        plan = plan_of(question, chosen)
        if left == 0:
            best = plan
            high = int(np.searchsorted(levels, plan.value))
        else:
            low = middle + 1
    return plan_of(question, np.array(best.chosen), moves=moves)


def levels_between(distance: Array, low: float, high: float) -> Array:
    """The different distances from ``low`` to ``high``, ascending."""
    return np.unique(distance[(distance >= low) & (distance <= high)])
