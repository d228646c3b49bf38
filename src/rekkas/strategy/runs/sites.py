"""Where to be: who lives how near to an access point today, and where new ones help most."""

from collections.abc import Sequence
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from postkit import location
from postkit.location.geography import RADII_M
from rekkas.network import queries as network
from rekkas.strategy.choices import Aim, Doing
from rekkas.strategy.entries import Chosen, Near, Place, Placed, SitesParams
from rekkas.strategy.errors import NothingToStudy, NoWayFound, PlanningMissing
from rekkas.strategy.runs.made import Made, ShouldStop, Stopped, Table, Watch
from rekkas.strategy.runs.worlds import refuse_too_large
from rekkas.territory import queries as territory

COMMUNES_SHOWN = 40
CANDIDATES_AT_MOST = 2_000  # of a country with more places, those where most people are farthest away
Floats = NDArray[np.float64]


def check(country: str, params: SitesParams) -> None:
    """NothingToStudy where nobody is known to live."""
    if not any(place.population for place in territory.localities_of(country)):
        raise NothingToStudy(country=territory.country(country).name)


def check_size(country: str, params: SitesParams, free: int) -> None:
    """TooLarge, with the sizes, where the table of distances would not fit."""
    customers = len(territory.localities_of(country)) if params.new else 0
    refuse_too_large(customers * min(customers, CANDIDATES_AT_MOST) * 8 * 7, free)


def run(country: str, params: SitesParams, *, seed: int, watch: Watch, should_stop: ShouldStop) -> Made:
    """Measure who lives how near now, choose the new places, and measure again."""
    watch(Doing.MEASURING, 0.02)
    places = [place for place in territory.localities_of(country) if place.population]
    regions = {row.code: Place(row.code, row.name, row.name_ar) for row in territory.regions_of(country)}
    points = np.array([(place.latitude, place.longitude) for place in places])
    people = np.array([place.population for place in places], float)
    access = _access_points(country)
    now = location.coverage(points, people, access)
    chosen, plan = np.zeros(0, int), None
    if params.new:
        watch(Doing.PLACING, 0.1)
        chosen, plan = _choose(points, people, now.nearest_m, params, seed, should_stop)
    watch(Doing.MEASURING, 0.9)
    then = location.coverage(points, people, np.vstack([access, points[chosen]]))
    named = [Place(place.code, place.name, place.name_ar) for place in places]
    of_region = [place.region_id for place in places]
    found = Placed(
        params=params, people=int(people.sum()), access_points=len(access),
        total=_near(Place("", ""), np.arange(len(places)), now, then),
        regions=tuple(
            _near(regions[code], _rows(of_region, code), now, then)
            for code in regions if code in set(of_region)
        ),
        communes=(), commune_count=len(places),
        chosen=_chosen(chosen, points, people, named, [regions[code] for code in of_region], now, then),
        value_now=_value(params, people, now.nearest_m), value_then=_value(params, people, then.nearest_m),
        bound=_bound(plan, params, people), is_proven=plan is not None and plan.status == "optimal",
    )  # fmt: skip
    order = np.argsort(-people * now.nearest_m, kind="stable")
    communes = [_near(named[at], np.array([at]), now, then) for at in order]
    result = msgspec.structs.replace(found, communes=tuple(communes[:COMMUNES_SHOWN]))
    tables = [_table("regions.csv", found.regions), _table("communes.csv", communes), _chosen_table(found)]
    return Made(result, tables)


def _access_points(country: str) -> Floats:
    rows = [
        (office.latitude, office.longitude)
        for kind in network.OPEN_TO_THE_PUBLIC
        for office in network.offices_of(country, kind)
    ]
    return np.array(rows, float).reshape(-1, 2)


def _choose(
    points: Floats, people: Floats, nearest: Floats, params: SitesParams, seed: int, should_stop: ShouldStop
) -> tuple[NDArray[Any], location.Plan | None]:
    """The new places. All that exist are one candidate, which is fixed: how far the nearest of them is."""
    worth = people * np.minimum(nearest, 1e6)
    candidates = np.sort(np.argsort(-worth, kind="stable")[:CANDIDATES_AT_MOST])
    count = min(params.new, len(candidates))
    ways = location.distances(points, points[candidates], detour=1.0)
    exists = bool(np.isfinite(nearest).all())
    distance = np.column_stack([nearest, ways]) if exists else ways
    try:
        question = location.Question(
            distance, p=count + exists, aim=params.aim.value, weights=people, fixed=(0,) if exists else (),
            farthest=params.farthest_m, radius=params.radius_m if params.aim == Aim.COVER else None,
        )  # fmt: skip
        if params.prove_s:
            plan = location.prove(question, seconds=params.prove_s, seed=seed)
        else:
            plan = location.search(question, seed=seed, iterations=params.iterations, should_stop=should_stop)
    except ImportError as error:
        raise PlanningMissing(library=error.name or "highspy") from None
    except location.Impossible:
        raise NoWayFound(reason=f"some live farther than {params.farthest_m} m from every place") from None
    if should_stop():
        raise Stopped
    if plan.beyond:
        raise NoWayFound(reason=f"{len(plan.beyond)} places stay farther than {params.farthest_m} m")
    columns = np.array([column - exists for column in plan.chosen if column >= exists], int)
    return candidates[columns], plan


def _value(params: SitesParams, people: Floats, nearest: Floats) -> float:
    """What the aim counts, by the ways measured: worked out apart from the search."""
    near = np.where(np.isfinite(nearest), nearest, 1e9)
    if params.aim == Aim.MEDIAN:
        return float(people @ near / people.sum())
    if params.aim == Aim.CENTRE:
        return float(near.max())
    return float(people[near <= params.radius_m].sum())


def _bound(plan: location.Plan | None, params: SitesParams, people: Floats) -> float | None:
    if plan is None or plan.bound is None:
        return None
    return plan.bound / float(people.sum()) if params.aim == Aim.MEDIAN else plan.bound


def _rows(labels: Sequence[str], label: str) -> NDArray[Any]:
    return np.array([at for at, found in enumerate(labels) if found == label])


def _near(place: Place, rows: NDArray[Any], now: location.Coverage, then: location.Coverage) -> Near:
    people = now.weights[rows]
    total = float(people.sum()) or 1.0

    def shares(found: location.Coverage) -> tuple[float, ...]:
        return tuple(
            round(float(people[found.nearest_m[rows] <= radius].sum()) / total, 4) for radius in RADII_M
        )

    farthest = float(then.nearest_m[rows].max())
    return Near(place, int(people.sum()), shares(now), shares(then),
                round(farthest) if np.isfinite(farthest) else -1)  # fmt: skip


def _chosen(
    chosen: NDArray[Any], points: Floats, people: Floats, named: list[Place], regions: list[Place],
    now: location.Coverage, then: location.Coverage,
) -> tuple[Chosen, ...]:  # fmt: skip
    """Each new place with the people for whom it becomes the nearest, most first."""
    if not len(chosen):
        return ()
    ways = location.distances(points, points[chosen], detour=1.0)
    nearer = then.nearest_m < now.nearest_m
    serves = [float(people[nearer & (ways.argmin(axis=1) == at)].sum()) for at in range(len(chosen))]
    rows = [
        Chosen(named[at], regions[at], float(points[at, 0]), float(points[at, 1]), int(served),
               round(float(min(now.nearest_m[at], 1e9))))
        for at, served in zip(chosen.tolist(), serves, strict=True)
    ]  # fmt: skip
    return tuple(sorted(rows, key=lambda row: -row.people))


def _table(name: str, rows: Sequence[Near]) -> Table:
    radii = [f"{radius // 1000}km" for radius in RADII_M]
    head = [
        "code",
        "name",
        "people",
        *(f"now_{r}" for r in radii),
        *(f"then_{r}" for r in radii),
        "farthest_m",
    ]
    return Table(
        name, head,
        [[row.place.code, row.place.name, row.people, *row.now, *row.then, row.farthest_m] for row in rows],
    )  # fmt: skip


def _chosen_table(found: Placed) -> Table:
    head = ["code", "name", "region", "latitude", "longitude", "people", "nearest_m"]
    return Table("places.csv", head, [
        [row.place.code, row.place.name, row.region.code, row.latitude, row.longitude, row.people, row.nearest_m]
        for row in found.chosen
    ])  # fmt: skip
