"""A simulation: days of mail through the network as it is, or as it might be."""

from datetime import UTC, datetime, timedelta

from postkit import simulation
from rekkas.catalogue import queries as catalogue
from rekkas.strategy.choices import Doing
from rekkas.strategy.entries import (
    BacklogRow,
    CauseRow,
    LaneRow,
    LoadRow,
    Place,
    Simulated,
    SimulationParams,
)
from rekkas.strategy.runs import mail
from rekkas.strategy.runs.made import Made, ShouldStop, Table, Watch
from rekkas.strategy.runs.worlds import World, free_bytes, people_of, plan_of, world_of

LANE_HEAD = (
    "origin", "destination", "product", "items", "mean_h", "p50_h", "p80_h", "p95_h", "j1", "j2"
)  # fmt: skip
LANES_SHOWN, LOADS_SHOWN, CENTRES_SHOWN = 30, 30, 12


def check(country: str, params: SimulationParams) -> None:
    """Refuse a country without trips or people, and suppositions about what is not there."""
    mail.need_compiled()
    world = world_of(country)
    people_of(world)
    mail.supposed(params.set, plan_of(world), simulation.Settings(), params.first_day, params.days)


def check_size(country: str, params: SimulationParams, free: int) -> None:
    mail.check_size(world_of(country), params, free)


def run(country: str, params: SimulationParams, *, seed: int, watch: Watch, should_stop: ShouldStop) -> Made:
    """Send the mail, as often as was asked, and say what became of it."""
    watch(Doing.READING, 0.0)
    world = world_of(country)
    settings = mail.settings_of(params.disturbances)
    plan, settings = mail.supposed(params.set, plan_of(world), settings, params.first_day, params.days)
    reports = mail.send_mail(
        world, plan, settings, params, seed=seed, watch=watch, should_stop=should_stop, span=(0.05, 0.95),
        free=free_bytes(),
    )  # fmt: skip
    watch(Doing.WRITING, 0.95)
    first = reports[0]
    lanes, loads = _lanes(world, first), _loads(world, first)
    measures = mail.measures_of(reports)
    backlog = _backlog(world, first, params)
    result = Simulated(
        params=params, items=first.items, currency=world.currency, measures=measures,
        lanes=tuple(lanes[:LANES_SHOWN]), backlog=tuple(backlog[:CENTRES_SHOWN]),
        loads=tuple(loads[:LOADS_SHOWN]), causes=_causes(first), lane_count=len(lanes), trip_count=len(loads),
    )  # fmt: skip
    return Made(result, _tables(result, lanes, loads, first, world))


def _lanes(world: World, report: simulation.Report) -> list[LaneRow]:
    def region(code: str) -> Place:
        return world.regions.get(code, Place(code, code or "–"))

    products = {
        row.code: Place(row.code, row.name_en, row.name_ar, row.name_fr)
        for row in catalogue.products_of(world.country)
    }

    def product(code: str) -> Place:
        return products.get(code, Place(code, code))

    rows = [
        LaneRow(
            region(lane.origin), region(lane.destination), product(lane.product), lane.items, lane.mean_h, lane.p50_h,
            lane.p80_h, lane.p95_h, *lane.within,
        )
        for lane in report.lanes
    ]  # fmt: skip
    return sorted(rows, key=lambda row: (-row.items, row.origin.code, row.destination.code, row.product.code))


def _loads(world: World, report: simulation.Report) -> list[LoadRow]:
    return [
        LoadRow(
            load.trip, world.office(load.origin), world.office(load.destination), load.runs, load.items,
            load.share, load.left_behind,
        )
        for load in report.loads
    ]  # fmt: skip


def _backlog(world: World, report: simulation.Report, params: SimulationParams) -> list[BacklogRow]:
    """The hours of the days asked about: what stood there before and after is warm-up and drain."""
    begins, ends = params.warm_up * 24, (params.warm_up + params.days) * 24
    rows = []
    for found in report.backlogs:
        standing = found.standing[begins:ends]
        peak = max(standing, default=0)
        hour = standing.index(peak) if standing else 0
        at = datetime.combine(params.first_day, datetime.min.time(), UTC) + timedelta(hours=hour + 1)
        rows.append(
            BacklogRow(
                world.office(found.office), peak, at.strftime("%Y-%m-%dT%H:%M"),
                max(found.unsorted[begins:ends], default=0), tuple(standing),
            )
        )  # fmt: skip
    return sorted(rows, key=lambda row: -row.peak)


def _causes(report: simulation.Report) -> tuple[CauseRow, ...]:
    total = sum(count for _, count in report.missed) or 1
    return tuple(CauseRow(cause, count, count / total) for cause, count in report.missed)


def _tables(
    result: Simulated, lanes: list[LaneRow], loads: list[LoadRow], report: simulation.Report, world: World
) -> list[Table]:
    return [
        Table("figures.csv", ["figure", "value", "low", "high"],
              [[row.code, row.value, row.low, row.high] for row in result.measures]),
        Table("lanes.csv", LANE_HEAD,
              [[row.origin.code, row.destination.code, row.product.code, row.items, row.mean_h, row.p50_h, row.p80_h,
                row.p95_h, row.j1, row.j2] for row in lanes]),
        Table("loads.csv", ["trip", "origin", "destination", "runs", "items", "share_of_capacity", "left_behind"],
              [[row.trip, row.origin.code, row.destination.code, row.runs, row.items, row.share, row.left_behind]
               for row in loads]),
        Table("backlog.csv", ["office", "name", "hour", "standing", "unsorted"],
              [[found.office, world.office(found.office).name, hour, standing, waiting]
               for found in report.backlogs
               for hour, (standing, waiting) in enumerate(zip(found.standing, found.unsorted, strict=True))]),
        Table("causes.csv", ["cause", "items", "share"],
              [[row.cause, row.items, row.share] for row in result.causes]),
    ]  # fmt: skip
