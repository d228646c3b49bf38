"""How much sooner mail arrives on the Morocco pack with the vehicles, hours and cost of today.

The simulator confirms it: both timetables get the same mail and the same luck, with capacities, breakdowns, late
running and failed attempts, and the whole interval of the paired difference must lie at the goal or beyond.
"""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from time import perf_counter

from benchmarks.table import Measured, benchmark
from postkit.executors import Processes
from postkit.network.model import Network
from postkit.network.pack import network_of
from postkit.pack import read_pack
from postkit.simulation import Demand, Lateness, Settings, Study, compare, figures, lay_out, replicated
from postkit.timetabling import Improvement, check_plan, flows_of, improve
from tests.postgres import temporary_folder

FIRST = date(2026, 9, 21)
MINUTES = 10
ITEMS_PER_DAY, REPLICATIONS = 60_000, 5
DISTURBED = Settings(
    breakdown_share=0.005, failed_share=0.08, lateness={"road": Lateness.exponential(0.2, 10.0)}
)


def country(name: str) -> tuple[Network, dict[str, float]]:
    """A pack's network, and how many people each of its offices serves."""
    folder = Path(__file__).parents[1] / "countries" / name
    pack, mistakes = read_pack({file.name: file.read_bytes() for file in folder.iterdir()})
    assert pack is not None
    assert not mistakes
    size = {locality.code: locality.population for locality in pack.localities}
    served = [office for office in pack.offices if office.kind in ("agency", "delivery")]
    count = Counter(office.locality for office in served)
    return network_of(pack), {
        office.code: size[office.locality] / count[office.locality] for office in served
    }


def simulated(
    networks: tuple[Network, Network], people: Mapping[str, float], seed: int
) -> dict[str, tuple[float, ...]]:
    """What the simulator finds with the one and with the other: by figure the two means and the interval."""
    reports = []
    for network in networks:
        with temporary_folder() as folder:
            ground = lay_out([(date.min, network)], FIRST, folder, days=7, warm_up=3, carriages=("standard",))
            study = Study(ground, DISTURBED, Demand(ITEMS_PER_DAY, people=people), days=7, warm_up=3)
            with Processes(2, study) as workers:
                reports.append([figures(one) for one in replicated(workers, study, REPLICATIONS, seed=seed)])
    return {row.name: (row.before, row.after, row.low, row.high) for row in compare(*reports)}


def _tell(plan: Improvement, minutes: float, found: dict[str, tuple[float, ...]]) -> None:
    before, after, low, high = found["hours to delivery"]
    kept = found["kept"]
    print(
        f"  {plan.before.hours:.1f} to {plan.after.hours:.1f} hours ({plan.shorter:.1%} less), "
        f"J+1 {plan.before.j1:.1%} to {plan.after.j1:.1%}, J+2 {plan.before.j2:.1%} to {plan.after.j2:.1%}; "
        f"cost {plan.after.cost / plan.before.cost:.4f}, duty hours {plan.after.paid_h / plan.before.paid_h:.4f}; "
        f"{len(plan.changes)} changes, {plan.evaluations} candidates, {minutes:.1f} minutes\n"
        f"  simulated: {before:.1f} to {after:.1f} hours, difference within [{low:.2f}, {high:.2f}]; "
        f"promises kept {kept[0]:.1%} to {kept[1]:.1%}"
    )


@benchmark("network.planner", goal=0.15, unit="of the hours, less", peer="")
def morocco(seed: int) -> Measured:
    network, people = country("morocco")
    flows = flows_of(Demand(ITEMS_PER_DAY, people=people), network)
    started = perf_counter()
    plan = improve(
        network, flows, first_date=FIRST, seed=seed, rounds=2, executor=lambda shared: Processes(2, shared)
    )
    minutes = (perf_counter() - started) / 60
    found = simulated((network, plan.network), people, seed)
    _tell(plan, minutes, found)
    assert minutes < MINUTES, f"{minutes:.1f} minutes"
    assert plan.after.cost <= plan.before.cost, "the plan costs more"
    faults = check_plan(network, plan.network, flows, first_date=FIRST)
    assert not faults, faults[:3]
    before, _, _, high = found["hours to delivery"]
    # The least that the interval leaves: what is sure, and not what was hoped for.
    return Measured(min(plan.shorter, -high / before))
