"""The best answer with its proof, for small cases, by HiGHS (the extra ``planning``).

Median and cover share one model, in which a customer has a variable for each step of cost that it may have to
climb, and climbs it unless a site below is open: far smaller than one variable for each customer and candidate
(Elloumi, "A tighter formulation of the p-median problem", Journal of Combinatorial Optimization 19, 2010). A step
that cannot be needed is left out: of any m - p + 1 candidates one is open, and a fixed site always is. Centre halves
the distances and asks each time whether p sites can reach everyone (Minieka 1970).

The bound is the solver's; the value is worked out again from the chosen sites. ``optimal`` is said only where the
two meet: a status after a time limit proves nothing.
"""

from dataclasses import dataclass, field, replace
from importlib import import_module
from itertools import pairwise
from typing import Any

import numpy as np

from postkit.location.model import CENTRE, MEDIAN, Array, Impossible, Plan, Question
from postkit.location.search import costs_of, levels_between, plan_of, search

AGREE = 1e-6  # the share by which value and bound may differ and still meet


def prove(question: Question, *, seconds: float = 60.0, seed: int = 0) -> Plan:
    """The best plan and its bound; where ``seconds`` of the solver are not enough, the best found so far.

    Impossible where no ``p`` sites keep the floor. ImportError where highspy is not installed.
    """
    start = search(question, seed=seed, iterations=100)
    if question.aim == CENTRE:
        return _prove_centre(question, start, seconds)
    model = _Model.of(question)
    answer = _solve(model, seconds, None if start.beyond else start.chosen)
    if answer.infeasible:
        raise Impossible(f"no {question.p} sites leave everybody within {question.farthest:g}")
    found = [plan for plan in (start, _read(question, answer)) if plan and not plan.beyond]
    if not found:
        return start
    bound = answer.bound if question.aim == MEDIAN else float(question.weights.sum()) - answer.bound
    best = min(found, key=lambda plan: plan.value if question.aim == MEDIAN else -plan.value)
    return _with_bound(best, bound)


def _with_bound(plan: Plan, bound: float) -> Plan:
    if abs(plan.value - bound) <= AGREE * max(1.0, abs(plan.value)):
        return replace(plan, bound=plan.value, status="optimal")
    return replace(plan, bound=bound, status="limit")


def _prove_centre(question: Question, start: Plan, seconds: float) -> Plan:
    """Halve the distances, with a proof for each that is too short."""
    distance = question.distance
    plan = start if not start.beyond else None
    farthest = float(distance.max()) if question.farthest is None else question.farthest
    levels = levels_between(distance, float(distance.min(axis=1).max()), plan.value if plan else farthest)
    low, high = 0, len(levels) - 1
    while low < high or plan is None:
        middle = (low + high) // 2
        answer = _solve(_Model.reaching(question, levels[middle]), seconds, None)
        seconds -= answer.seconds
        better = _read(question, answer)
        if better is not None:
            plan = better
            high = int(np.searchsorted(levels, better.value))
        elif not answer.infeasible:
            break
        elif middle == len(levels) - 1:
            raise Impossible(f"no {question.p} sites leave everybody within {question.farthest:g}")
        else:
            low = middle + 1
    return _with_bound(plan or start, float(levels[low]))


@dataclass
class _Model:
    """A mixed-integer programme: the candidates' columns first, then the steps'."""

    candidates: int
    fixed: tuple[int, ...]
    offset: float = 0.0
    scale: float = 1.0  # costs of millions of people times metres are no numbers for a solver
    steps: list[float] = field(default_factory=list)  # what climbing each costs
    rows: list[tuple[Array, list[int], list[int]]] = field(
        default_factory=list
    )  # sites, steps, steps taken off
    least: list[float] = field(default_factory=list)

    @classmethod
    def of(cls, question: Question) -> "_Model":
        model = cls(question.distance.shape[1], question.fixed)
        costs = costs_of(question)
        model.scale = float(costs.max()) or 1.0
        for customer in range(len(costs)):
            model._climb(question, customer, costs[customer])
        model._open(question.p)
        return model

    @classmethod
    def reaching(cls, question: Question, radius: float) -> "_Model":
        """Everyone within the radius; no costs."""
        model = cls(question.distance.shape[1], question.fixed)
        for row in question.distance:
            model._need(np.flatnonzero(row <= radius), question.p)
        model._open(question.p)
        return model

    def _open(self, p: int) -> None:
        self.rows.append((np.arange(self.candidates), [], []))
        self.least.append(float(p))

    def _is_given(self, sites: Array, p: int) -> bool:
        """Whether one of them is open in any plan."""
        return len(sites) > self.candidates - p or bool(np.isin(sites, self.fixed).any())

    def _need(self, sites: Array, p: int) -> None:
        if not self._is_given(sites, p):
            self.rows.append((sites, [], []))
            self.least.append(1.0)

    def _climb(self, question: Question, customer: int, cost: Array) -> None:
        distance = question.distance[customer]
        allowed = np.arange(self.candidates)
        if question.farthest is not None:
            allowed = np.flatnonzero(distance <= question.farthest)
            self._need(allowed, question.p)
        levels = np.unique(cost[allowed])
        self.offset += float(levels[0])
        climbed: list[int] = []
        for lower, upper in pairwise(levels):
            if self._is_given(np.flatnonzero(cost <= lower), question.p):
                return
            step = len(self.steps)
            self.steps.append(float(upper - lower) / self.scale)
            self.rows.append((allowed[cost[allowed] == lower], [step], climbed))
            self.least.append(0.0 if climbed else 1.0)
            climbed = [step]


@dataclass(frozen=True)
class _Answer:
    chosen: Array | None
    bound: float
    infeasible: bool
    seconds: float


def _solve(model: _Model, seconds: float, start: tuple[int, ...] | None) -> _Answer:
    highspy: Any = import_module("highspy")
    solver = highspy.Highs()
    for option, value in (
        ("output_flag", False), ("time_limit", max(0.01, seconds)), ("mip_rel_gap", 0.0),
        ("mip_abs_gap", 1e-9), ("threads", 1), ("random_seed", 0),
    ):  # fmt: skip
        solver.setOptionValue(option, value)
    solver.passModel(_programme(highspy, model))
    if start is not None:
        values = np.zeros(model.candidates)
        values[list(start)] = 1.0
        solver.setSolution(model.candidates, np.arange(model.candidates, dtype=np.int32), values)
    solver.run()
    information = solver.getInfo()
    status = solver.getModelStatus()
    chosen = None
    if information.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible:
        chosen = np.flatnonzero(np.array(solver.getSolution().col_value[: model.candidates]) > 0.5)
    infeasible = status in (
        highspy.HighsModelStatus.kInfeasible,
        highspy.HighsModelStatus.kUnboundedOrInfeasible,
    )
    bound = model.offset + model.scale * max(0.0, float(information.mip_dual_bound))
    return _Answer(chosen, bound, infeasible, float(solver.getRunTime()))


def _read(question: Question, answer: _Answer) -> Plan | None:
    """The solver's plan, if it has one that holds."""
    if answer.chosen is None or len(answer.chosen) != question.p:
        return None
    plan = plan_of(question, answer.chosen)
    return None if plan.beyond else plan


def _programme(highspy: Any, model: _Model) -> Any:
    """The model in the solver's arrays. Only the sum of the open sites is an equation; a step is a share."""
    width = model.candidates + len(model.steps)
    lower, upper = np.zeros(width), np.ones(width)
    lower[list(model.fixed)] = 1.0
    columns: list[int] = []
    values: list[float] = []
    starts = [0]
    for sites, steps, off in model.rows:
        columns += [*sites.tolist(), *(model.candidates + step for step in [*steps, *off])]
        values += [1.0] * (len(sites) + len(steps)) + [-1.0] * len(off)
        starts.append(len(columns))
    most = np.full(len(model.rows), highspy.kHighsInf)
    most[-1] = model.least[-1]
    programme = highspy.HighsLp()
    programme.num_col_, programme.num_row_ = width, len(model.rows)
    programme.col_cost_ = np.concatenate((np.zeros(model.candidates), model.steps))
    programme.col_lower_, programme.col_upper_ = lower, upper
    programme.row_lower_, programme.row_upper_ = np.array(model.least), most
    programme.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    programme.a_matrix_.start_ = np.array(starts, dtype=np.int32)
    programme.a_matrix_.index_ = np.array(columns, dtype=np.int32)
    programme.a_matrix_.value_ = np.array(values)
    whole, share = highspy.HighsVarType.kInteger, highspy.HighsVarType.kContinuous
    programme.integrality_ = [whole] * model.candidates + [share] * len(model.steps)
    return programme
