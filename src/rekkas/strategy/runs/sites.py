"""Where to be: who lives how near to an access point today, and where new ones help most."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, pi, radians, sin, sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from postkit import location
from postkit.location.geography import RADII_M
from rekkas.network import queries as network
from rekkas.strategy.choices import Aim, Doing
from rekkas.strategy.entries import Chosen, Near, Place, Placed, SitesParams
from rekkas.strategy.errors import NoSuchChoice, NothingToStudy, PlanningMissing
from rekkas.strategy.runs.made import Made, ShouldStop, Stopped, Table, Watch
from rekkas.strategy.runs.worlds import refuse_too_large
from rekkas.territory import queries as territory

COMMUNES_SHOWN = 40
CANDIDATES_AT_MOST = 1_500  # of a country with more points, those where most people are farthest away
DENSITY = 10_000  # people on a square kilometre of a town: an assumption
PEOPLE_A_POINT, POINTS_ABOUT = 20_000, 4_000
GOLDEN = pi * (3 - sqrt(5))
METRES_A_DEGREE = 111_195.0
# Without an outline: a town grows between neighbours that are seen less than OPEN apart, and a little beside each.
NEIGHBOURS_WITHIN_M, FEW, OPEN, BESIDE = 60_000, 3, radians(120), radians(10)
Floats = NDArray[np.float64]
Spread = tuple[float, float, float]  # latitude, longitude, metres from the centre of the place
AIMS: dict[str, location.Aim] = {
    Aim.MEDIAN: location.MEDIAN,
    Aim.CENTRE: location.CENTRE,
    Aim.COVER: location.COVER,
}


def check(country: str, params: SitesParams) -> None:
    """NothingToStudy where nobody is known to live."""
    if not any(place.population for place in territory.localities_of(country)):
        raise NothingToStudy(country=territory.country(country).name)


def check_size(country: str, params: SitesParams, free: int) -> None:
    """TooLarge, with the sizes, where the table of distances would not fit."""
    points = len(settled(territory.localities_of(country)).people) if params.new else 0
    refuse_too_large(points * min(points, CANDIDATES_AT_MOST) * 8 * 5, free)


@dataclass(frozen=True)
class Settled:
    """Where people live: points with people, and which of the places each point belongs to."""

    points: Floats
    people: Floats
    owner: NDArray[np.int64]
    away_m: Floats  # from the centre of its place


def settled(places: Sequence[Any], outline: Sequence[Sequence[float]] = ()) -> Settled:
    """The people of a place, spread evenly over a disc round its centre: a city is no point.

    The disc is as large as DENSITY makes it, less what lies outside the country: nobody lives in the sea. Where the
    outline is not known, a town grows only to the sides on which other places lie, as one at the coast does. These
    are assumptions, and told where results are shown.
    """
    total = sum(place.population for place in places)
    a_point = max(PEOPLE_A_POINT, total / POINTS_ABOUT)
    points: list[tuple[float, float]] = []
    people: list[float] = []
    owner: list[int] = []
    away: list[float] = []
    for at, place in enumerate(places):
        spread = _disc(place, max(1, round(place.population / a_point)))
        if outline:
            on_land = [point for point in spread if inside(point[0], point[1], outline)] or spread[:1]
        else:
            on_land = _towards(place, spread, places)
        points += [(latitude, longitude) for latitude, longitude, _ in on_land]
        away += [r for _, _, r in on_land]
        people += [place.population / len(on_land)] * len(on_land)
        owner += [at] * len(on_land)
    return Settled(np.array(points, float), np.array(people, float), np.array(owner), np.array(away, float))


def _disc(place: Any, count: int) -> list[Spread]:
    """Points evenly over the disc of a place, as seeds stand in a sunflower: latitude, longitude, metres away."""
    radius = 1000 * sqrt(place.population / DENSITY / pi)
    found = []
    for step in range(count):
        r = radius * sqrt((step + 0.5) / count) if count > 1 else 0.0
        north, east = r * cos(step * GOLDEN) / METRES_A_DEGREE, r * sin(step * GOLDEN) / METRES_A_DEGREE
        longitude = place.longitude + east / cos(radians(place.latitude))
        found.append((place.latitude + north, longitude, r))
    return found


def _towards(place: Any, spread: list[Spread], places: Sequence[Any]) -> list[Spread]:
    """The points of a place on whose side other places lie; all of them, where it has few neighbours."""
    if len(spread) == 1:
        return spread
    north, east = _from(place, [(other.latitude, other.longitude) for other in places])
    away = np.hypot(north, east)
    bearings = np.sort(np.arctan2(east, north)[(away > 0) & (away < NEIGHBOURS_WITHIN_M)])
    if len(bearings) < FEW:
        return spread
    north, east = _from(place, [point[:2] for point in spread])
    towards = np.arctan2(east, north)
    after = np.searchsorted(bearings, towards) % len(bearings)
    right, left = (bearings[after] - towards) % (2 * pi), (towards - bearings[after - 1]) % (2 * pi)
    kept = (left + right < OPEN) | (np.minimum(left, right) <= BESIDE)
    return [point for point, is_kept in zip(spread, kept, strict=True) if is_kept] or spread[:1]


def _from(place: Any, points: Sequence[tuple[float, float]]) -> tuple[Floats, Floats]:
    """How many metres north and east of a place the points (latitude, longitude) lie."""
    latitude, longitude = np.array(points, float).T
    east = (longitude - place.longitude) * cos(radians(place.latitude))
    return (latitude - place.latitude) * METRES_A_DEGREE, east * METRES_A_DEGREE


def inside(latitude: float, longitude: float, outline: Sequence[Sequence[float]]) -> bool:
    """Whether a point lies within an outline of longitudes and latitudes; everywhere, where there is none.

    >>> square = [(0, 0), (2, 0), (2, 2), (0, 2)]
    >>> inside(1, 1, square), inside(3, 1, square), inside(3, 1, ())
    (True, False, True)
    """
    crossed = False
    for (x1, y1), (x2, y2) in zip(outline, [*outline[1:], *outline[:1]], strict=True):
        if (y1 > latitude) != (y2 > latitude) and longitude < (x2 - x1) * (latitude - y1) / (y2 - y1) + x1:
            crossed = not crossed
    return crossed or not outline


def run(country: str, params: SitesParams, *, seed: int, watch: Watch, should_stop: ShouldStop) -> Made:
    """Measure who lives how near now, choose the new places, and measure again."""
    watch(Doing.MEASURING, 0.02)
    places = [place for place in territory.localities_of(country) if place.population]
    regions = {row.code: Place(row.code, row.name, row.name_ar) for row in territory.regions_of(country)}
    live = settled(places, territory.country(country).outline)
    access = _access_points(country)
    now = location.coverage(live.points, live.people, access)
    chosen, plan = np.zeros(0, int), None
    if params.new:
        watch(Doing.PLACING, 0.1)
        chosen, plan = _choose(live.points, live.people, now.nearest_m, params, seed, should_stop)
    watch(Doing.MEASURING, 0.9)
    then = location.coverage(live.points, live.people, np.vstack([access, live.points[chosen]]))
    if should_stop():
        raise Stopped
    named = [Place(place.code, place.name, place.name_ar) for place in places]
    of_region = np.array([place.region_id for place in places])[live.owner]
    communes = [_near(place, np.flatnonzero(live.owner == at), now, then) for at, place in enumerate(named)]
    gap = np.bincount(live.owner, live.people * np.minimum(now.nearest_m, 1e6), len(named))
    communes = [communes[at] for at in np.argsort(-gap, kind="stable")]
    result = Placed(
        params=params, people=round(live.people.sum()), access_points=len(access),
        total=_near(Place("", ""), np.arange(len(live.people)), now, then),
        regions=tuple(
            _near(place, np.flatnonzero(of_region == code), now, then)
            for code, place in regions.items() if code in of_region
        ),
        communes=tuple(communes[:COMMUNES_SHOWN]), commune_count=len(communes),
        chosen=_chosen(chosen, live, named, [regions[place.region_id] for place in places], now, then),
        value_now=_value(params, live.people, now.nearest_m),
        value_then=_value(params, live.people, then.nearest_m),
        bound=_bound(plan, params, live.people), is_proven=plan is not None and plan.status == "optimal",
    )  # fmt: skip
    tables = [_table("regions.csv", result.regions), _table("communes.csv", communes), _chosen_table(result)]
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
            distance, p=count + exists, aim=AIMS[params.aim], weights=people, fixed=(0,) if exists else (),
            farthest=params.farthest_m, radius=params.radius_m if params.aim == Aim.COVER else None,
        )  # fmt: skip
        if params.prove_s:
            plan = location.prove(question, seconds=params.prove_s, seed=seed)
        else:
            plan = location.search(question, seed=seed, iterations=params.iterations, should_stop=should_stop)
    except ImportError as error:
        raise PlanningMissing(library=error.name or "highspy") from None
    except location.Impossible:
        raise NoSuchChoice(
            count=int((ways.min(axis=1) > (params.farthest_m or 0)).sum()), metres=params.farthest_m
        ) from None
    if should_stop():
        raise Stopped
    if plan.beyond:
        raise NoSuchChoice(count=len(plan.beyond), metres=params.farthest_m)
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
    chosen: NDArray[Any], live: Settled, named: list[Place], regions: list[Place], now: location.Coverage,
    then: location.Coverage,
) -> tuple[Chosen, ...]:  # fmt: skip
    """Each new place with the people for whom it becomes the nearest, most first."""
    if not len(chosen):
        return ()
    nearest = location.distances(live.points, live.points[chosen], detour=1.0).argmin(axis=1)
    nearer = then.nearest_m < now.nearest_m
    rows = [
        Chosen(
            named[live.owner[at]], regions[live.owner[at]], round(float(live.points[at, 0]), 5),
            round(float(live.points[at, 1]), 5), round(float(live.people[nearer & (nearest == number)].sum())),
            round(float(min(now.nearest_m[at], 1e9))), round(float(live.away_m[at])),
        )
        for number, at in enumerate(chosen.tolist())
    ]  # fmt: skip
    return tuple(sorted(rows, key=lambda row: (-row.people, row.place.code)))


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
    head = ["code", "name", "region", "latitude", "longitude", "people", "nearest_m", "from_centre_m"]
    return Table("places.csv", head, [
        [row.place.code, row.place.name, row.region.code, row.latitude, row.longitude, row.people, row.nearest_m,
         row.from_centre_m]
        for row in found.chosen
    ])  # fmt: skip
