"""Mail sent through a network again and again: what simulations, comparisons and confirmations have in common."""

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from math import sqrt
from pathlib import Path
from statistics import mean, stdev
from tempfile import TemporaryDirectory

import numpy as np
from numpy.typing import NDArray

from postkit import simulation
from postkit.compiled import COMPILED
from postkit.executors import Stopped as MapStopped
from postkit.executors import Threads, seed_of
from postkit.network import Network
from postkit.network.model import CARRIAGES, legs_of
from postkit.promise import Legs
from postkit.simulation.compare import t_quantile
from postkit.simulation.replicate import opened
from postkit.simulation.whatif import FORMS
from rekkas.catalogue import queries as catalogue
from rekkas.mail import queries as mail
from rekkas.strategy.choices import Doing
from rekkas.strategy.entries import ComparisonParams, ImprovementParams, Measure, SimulationParams
from rekkas.strategy.errors import NothingToReplay, PlanningMissing, WhatIfMistaken
from rekkas.strategy.runs.made import ShouldStop, Stopped, Watch
from rekkas.strategy.runs.supposed import not_understood
from rekkas.strategy.runs.worlds import People, World, free_bytes, people_of, plan_of, refuse_too_large
from rekkas.territory import queries as territory

# What goes wrong on ordinary days where nothing was measured: assumptions, to be replaced by what scans teach.
LATE = {"road": (0.25, 20.0), "rail": (0.15, 25.0), "air": (0.2, 40.0)}  # share of legs, mean minutes
BREAKDOWN_SHARE, FAILED_SHARE = 0.002, 0.12
DRAIN_DAYS = 14
SWEEP_BYTES = 1024 * 4 * 2  # for each row, while promise tables are worked out
Plan = Sequence[tuple[date, Network]]
Mail = SimulationParams | ComparisonParams | ImprovementParams


@dataclass
class Job:
    """What the runs of one network share: its ground, and how each says how far it is."""

    study: simulation.Study
    delivered_by: NDArray[np.int32]
    recorded: simulation.Items | None
    should_stop: ShouldStop = lambda: False
    tell: Callable[[int, float], None] = field(default=lambda number, share: None)


def settings_of(disturbances: bool) -> simulation.Settings:
    """Capacities bind; with disturbances, vehicles are late and break down, and people are not at home."""
    if not disturbances:
        return simulation.Settings()
    return simulation.Settings(
        breakdown_share=BREAKDOWN_SHARE, failed_share=FAILED_SHARE,
        lateness={mode: simulation.Lateness.exponential(*late) for mode, late in LATE.items()},
    )  # fmt: skip


def supposed(
    texts: Iterable[str], plan: Plan, settings: simulation.Settings, first: date, days: int
) -> tuple[list[tuple[date, Network]], simulation.Settings]:
    """The plan and the settings under some suppositions. WhatIfMistaken says which of them cannot be."""
    found, changed = list(plan), settings
    for text in texts:
        try:
            change = simulation.parse(text)
            outside = simulation.outside([change], first, first + timedelta(days=days + DRAIN_DAYS))
            if outside is not None:
                raise outside
            versions = [(since, *simulation.apply([change], network, changed)) for since, network in found]
        except simulation.NotUnderstood as error:
            reason = not_understood(error.kind, error.given, error.right, "; ".join(FORMS.values()))
            raise WhatIfMistaken(said=text, reason=reason) from None
        found = [(since, network) for since, network, _ in versions]
        changed = versions[-1][2]
    return found, changed


def needed_bytes(plan: Plan, params: Mail, items: int, *, traces: bool = False) -> int:
    """About how much memory one run of so many items takes, its promise tables included."""
    days = params.warm_up + params.days
    window = days + DRAIN_DAYS
    legs = max(legs_of(network.trips) for _, network in plan) * window // 7 + 1
    offices = max(len(network.sites) for _, network in plan)
    tables = legs * min(offices, 1024) * SWEEP_BYTES // 1024 + legs * offices * 2 * days // window
    return tables + simulation.needed_bytes(
        items, offices, legs, carriages=len(CARRIAGES), days=window, traces=traces
    )


def check_size(world: World, params: Mail, free: int) -> None:
    """TooLarge, with the sizes, before anything is begun; NothingToReplay where that size is nothing."""
    refuse_too_large(needed_bytes(plan_of(world), params, items_in(world, params)), free)


def items_in(world: World, params: Mail) -> int:
    """How many items are handed over in all those days: those recorded, for a replay.

    Of mail made up there is more in a month, or at a peak, that has more.
    """
    if (span := replayed_span(world, params)) is not None:
        count = mail.posted_count(world.country, *span)
        if not count:
            raise NothingToReplay(day=span[0].date().isoformat())
        return count
    demand, first = demand_of(world, params, {}), params.first_day - timedelta(days=params.warm_up)
    return sum(demand.on(first + timedelta(days=later)) for later in range(params.warm_up + params.days))


def products_of(country: str) -> tuple[simulation.Product, ...]:
    """What is sold, in equal shares: no more is known of an empty post."""
    rows = catalogue.products_of(country)
    return tuple(
        simulation.Product(row.code, getattr(row, "carriage", "standard"), 1 / len(rows)) for row in rows
    ) or (simulation.Product("item"),)


def demand_of(world: World, params: Mail, people: Mapping[str, float]) -> simulation.Demand:
    """So many items a day, more of them or fewer at the peaks that the country's pack names."""
    peaks = tuple(
        simulation.Peak(peak.name, peak.first, peak.last, peak.per_mille / 1000)
        for peak in territory.peaks_of(world.country)
    )
    return simulation.Demand(params.items_per_day, products_of(world.country), people, peaks=peaks)


def replayed_span(world: World, params: Mail) -> tuple[datetime, datetime] | None:
    """Between which moments the mail was handed over that is to be replayed; None for no replay."""
    first = None if isinstance(params, ImprovementParams) else params.replay_from
    if first is None:
        return None
    since = datetime.combine(first, datetime.min.time(), world.held.zone)
    return since, since + timedelta(days=params.warm_up + params.days)


def recorded_items(world: World, params: Mail, study: simulation.Study) -> simulation.Items | None:
    """What was handed over in the days to be replayed, as if it were in the days of the study; None for no replay."""
    span = replayed_span(world, params)
    if span is None:
        return None
    legs, _ = opened(study.ground)
    later = study.ground.first - span[0].date()
    handed = [
        simulation.Handed(
            one.origin, one.destination, one.product, moved(one.at.astimezone(world.held.zone), later),
            one.number,
        )
        for one in mail.posted_between(world.country, *span)
        if {one.origin, one.destination} <= legs.index.keys()
    ]  # fmt: skip
    if not handed:
        raise NothingToReplay(day=span[0].date().isoformat())
    return simulation.replay(handed, products_of(world.country), legs.offices)


def moved(at: datetime, days: timedelta) -> datetime:
    """The same time of the wall clock so many days later."""
    return (at.replace(tzinfo=None) + days).replace(tzinfo=at.tzinfo)


def send_mail(
    world: World, plan: Plan, settings: simulation.Settings, params: Mail, *, seed: int, watch: Watch,
    should_stop: ShouldStop, span: tuple[float, float], free: int,
) -> list[simulation.Report]:  # fmt: skip
    """All runs of one network; the n-th sees the luck of the n-th of any other with the same seed."""
    begins, ends = span
    watch(Doing.PROMISES, begins)
    people = people_of(world)
    with TemporaryDirectory(prefix="rekkas-study-") as folder:
        ground = _laid_out(plan, params, Path(folder), should_stop)
        watch(Doing.ITEMS, begins + 0.2 * (ends - begins))
        demand = demand_of(world, params, people.at)
        study = simulation.Study(ground, settings, demand, params.days, params.warm_up)
        shares = [0.0] * params.replications

        def tell(number: int, share: float) -> None:
            shares[number] = max(shares[number], share)
            watch(Doing.SIMULATING, begins + (ends - begins) * (0.2 + 0.8 * sum(shares) / len(shares)))

        delivered_by = _delivered_by(ground.legs(), people)
        job = Job(study, delivered_by, recorded_items(world, params, study), should_stop, tell)
        try:
            with Threads(_threads(world, plan, params, free), shared=job) as workers:
                reports = workers.map(
                    _one_run, range(params.replications), seed=seed, should_stop=should_stop
                )
        except MapStopped:
            raise Stopped from None
        finally:
            opened.cache_clear()  # its tables are mapped from a folder that goes now
    if should_stop() or any(report is None for report in reports):
        raise Stopped
    return [report for report in reports if report is not None]


def _laid_out(plan: Plan, params: Mail, folder: Path, should_stop: ShouldStop) -> simulation.Ground:
    first = params.first_day - timedelta(days=params.warm_up)
    if should_stop():
        raise Stopped
    return simulation.lay_out(plan, first, folder, days=params.days, warm_up=params.warm_up, drain=DRAIN_DAYS)


def _threads(world: World, plan: Plan, params: Mail, free: int) -> int:
    """As many runs at once as there are processors, and as there is room for."""
    room = free // max(1, needed_bytes(plan, params, items_in(world, params)))
    return max(1, min(os.cpu_count() or 1, params.replications, room)) if COMPILED else 1


def traced(
    world: World, plan: Plan, settings: simulation.Settings, params: Mail, *, seed: int
) -> tuple[simulation.Outcome, simulation.Settings]:
    """The first run once more, with every step of every item kept; and the settings it went by."""
    people = people_of(world)
    refuse_too_large(needed_bytes(plan, params, items_in(world, params), traces=True), free_bytes())
    settings = replace(settings, trace=True)
    with TemporaryDirectory(prefix="rekkas-study-") as folder:
        try:
            ground = _laid_out(plan, params, Path(folder), lambda: False)
            demand = demand_of(world, params, people.at)
            study = simulation.Study(ground, settings, demand, params.days, params.warm_up)
            legs, profiles = opened(ground)
            items = _items(
                Job(study, _delivered_by(legs, people), recorded_items(world, params, study)),
                seed_of(seed, 0),
            )
            return simulation.simulate(legs, profiles, items, settings, seed=seed_of(seed, 0)), settings
        finally:
            opened.cache_clear()


def _delivered_by(legs: Legs, people: People) -> NDArray[np.int32]:
    """The office whose rounds deliver what is for those who live by each office."""
    places = [legs.index.get(people.delivered_by.get(code, code), at) for code, at in legs.index.items()]
    return np.array(places, np.int32)


def _items(job: Job, seed: int) -> simulation.Items:
    if job.recorded is not None:
        return job.recorded
    study = job.study
    legs, _ = opened(study.ground)
    items = simulation.demanded(study.demand, legs, days=study.warm_up + study.days, seed=seed)
    return replace(items, destination=job.delivered_by[items.destination])


def _one_run(number: int, seed: int, job: Job) -> simulation.Report | None:
    """One run: the mail of its seed, delivered by the offices whose rounds serve those it is for."""
    study = job.study
    legs, profiles = opened(study.ground)
    items = _items(job, seed)
    try:
        outcome = simulation.simulate(
            legs, profiles, items, study.settings, seed=seed, should_stop=job.should_stop,
            progress=lambda share: job.tell(number, share),
        )  # fmt: skip
    except simulation.Stopped:
        return None
    begins = study.ground.first + timedelta(days=study.warm_up)
    found = simulation.report(outcome, begins, begins + timedelta(days=study.days - 1))
    job.tell(number, 1.0)
    return found


def measures_of(reports: Sequence[simulation.Report]) -> tuple[Measure, ...]:
    """The mean of each figure over the runs, and the interval in which it lies with 95 %."""
    runs = [simulation.figures(report) for report in reports]
    found = []
    for code in runs[0]:
        values = [run[code] for run in runs]
        if len(values) < 2:
            found.append(Measure(code, values[0]))
            continue
        middle = mean(values)
        reach = t_quantile(0.975, len(values) - 1) * stdev(values) / sqrt(len(values))
        found.append(Measure(code, middle, max(0.0, middle - reach), middle + reach))
    return tuple(found)


def need_compiled() -> None:
    """PlanningMissing where the loops would run as plain Python: a study would last for days."""
    if not COMPILED:
        raise PlanningMissing(library="numba")
