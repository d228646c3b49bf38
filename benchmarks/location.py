"""Where to be: the p-median instances of OR-Library beside their optima, and beside spopt and HiGHS.

The instances are not part of the repository: they are looked for in a folder beside it, or where REKKAS_LOCATION
says. Where they are absent the rows say so.
"""

import csv
import os
from pathlib import Path
from time import perf_counter, process_time
from typing import NamedTuple

from benchmarks.table import Measured, NotMeasured, benchmark
from postkit.location import Plan, Question, prove, search, value_of

BESIDE = Path(__file__).resolve().parents[2] / "shared" / "data" / "location"
SECONDS = 2.0
PEERS_SECONDS = 10.0
BESIDE_PEERS = (
    "pmed1",
    "pmed2",
    "pmed3",
    "pmed4",
    "pmed5",
    "pmed6",
    "pmed10",
)  # those of 100 nodes, and two of 200


class Instance(NamedTuple):
    name: str
    question: Question
    optimum: float


def instances() -> list[Instance]:
    from postkit.location.orlib import read

    folder = Path(os.environ.get("REKKAS_LOCATION", BESIDE))
    values = folder / "optimal_values.csv"
    if not values.exists():
        raise NotMeasured(
            "the instances pmed1 to pmed20 of OR-Library are not here; name their folder in REKKAS_LOCATION"
        )
    with values.open(newline="") as file:
        rows = list(csv.DictReader(file))
    warm_up()
    return [
        Instance(
            row["instance"],
            read((folder / "pmed" / f"{row['instance']}.txt").read_text()),
            float(row["optimal_value"]),
        )
        for row in rows
    ]


def warm_up() -> None:
    """Compiled once, before anything is timed: few sites and many, since a table of its own serves the many."""
    from postkit.location.orlib import read

    for p in (1, 4):
        search(read(f"5 4 {p}  1 2 3  2 3 4  3 4 5  4 5 6"), iterations=2)


@benchmark("network.location", goal=0.1, unit="% gap", better="lower")
def gap_to_the_optimum(seed: int) -> Measured:
    """The mean gap over all instances, each searched for two seconds."""
    gaps = []
    for name, question, optimum in instances():
        ends, cpu = perf_counter() + SECONDS, process_time()
        plan = search(
            question, seed=seed, iterations=10**9, should_stop=lambda ends=ends: perf_counter() >= ends
        )
        took, cpu = perf_counter() - ends + SECONDS, process_time() - cpu
        value = value_of(question, plan.chosen)
        gaps.append(100 * (value / optimum - 1))
        print(
            f"  {name:7} n {len(question.distance):3} p {question.p:3} optimum {optimum:5.0f} ours {value:5.0f} "
            f"gap {gaps[-1]:.3f} % {took:.2f} s {cpu:.2f} CPU-s, {plan.moves} swaps",
            flush=True,
        )
    print(f"  seed {seed}: mean gap {sum(gaps) / len(gaps):.4f} %, worst {max(gaps):.3f} %", flush=True)
    return Measured(sum(gaps) / len(gaps))


@benchmark("network.location.spopt", goal=0.02, unit="s", better="lower", peer="spopt (CBC)")
def seconds_to_a_plan_as_good_as_spopts(seed: int) -> Measured:
    """In all, over the instances that spopt finishes within its limit. A worse plan of ours does not count."""
    ours = theirs = 0.0
    for name, question, optimum in instances():
        if name not in BESIDE_PEERS:
            continue
        began = perf_counter()
        plan = search(question, seed=seed, iterations=200)
        mine = perf_counter() - began
        value, took, said = spopts(question)
        print(
            f"  {name:7} optimum {optimum:.0f}; ours {plan.value:.0f} in {mine:.3f} s; spopt {said} "
            f"in {took:.1f} s; HiGHS {highs(question)}",
            flush=True,
        )
        if value is not None:
            assert value_of(question, plan.chosen) <= value, f"{name}: spopt's plan is better"
            ours, theirs = ours + mine, theirs + took
    return Measured(ours, theirs)


def spopts(question: Question) -> tuple[float | None, float, str]:
    """What spopt's plan is worth by our own checker, None where it did not finish; its time; in words."""
    import pulp
    from spopt.locate import PMedian

    began = perf_counter()
    model = PMedian.from_cost_matrix(question.distance, question.weights, p_facilities=question.p)
    solver = pulp.PULP_CBC_CMD(msg=False, timeLimit=PEERS_SECONDS, threads=1)
    try:
        model = model.solve(solver, results=False)
    except RuntimeError as told:
        return None, perf_counter() - began, f"nothing ({str(told).split('.')[0]})"
    took = perf_counter() - began
    chosen = [at for at, site in enumerate(model.fac_vars) if site.varValue > 0.5]
    if len(chosen) != question.p:
        return None, took, f"{len(chosen)} sites instead of {question.p}"
    value = value_of(question, chosen)
    said = f"{value:.0f} ({pulp.LpStatus[model.problem.status]})"
    # A status after the limit proves nothing: pulp calls what CBC had by then optimal.
    return (value if model.problem.solutionTime < PEERS_SECONDS else None), took, said


def highs(question: Question) -> str:
    began = perf_counter()
    plan: Plan = prove(question, seconds=PEERS_SECONDS)
    return f"{plan.value:.0f} ({plan.status}, bound {plan.bound:.0f}) in {perf_counter() - began:.1f} s"
