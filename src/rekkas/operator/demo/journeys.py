"""How each parcel travels: by the timetable, a bag for all that rides the same run between the same stops."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import pairwise

from rekkas.network.queries import RouteLeg, route_between
from rekkas.operator.demo.parcels import Fate, Parcel
from rekkas.operator.demo.scene import Scene

QUARTER = timedelta(minutes=15)
TOGETHER = timedelta(minutes=12)  # from the arrival of a lorry until its bags are open


@dataclass(slots=True)
class Load:
    """What one run of a trip carries from one of its stops to another: a bag in a dispatch."""

    leg: RouteLeg
    parcels: list[Parcel] = field(default_factory=list)
    unscanned: list[Parcel] = field(default_factory=list)
    missing: list[Parcel] = field(default_factory=list)

    @property
    def run(self) -> str:
        return f"{self.leg.trip}-{self.leg.run_date:%Y%m%d}"

    @property
    def name(self) -> str:
        return name_of(self.leg)


@dataclass(slots=True)
class Round:
    """One postman's round of one day."""

    office: str
    day: date
    parcels: list[Parcel] = field(default_factory=list)
    second_tries: list[Parcel] = field(default_factory=list)


@dataclass(slots=True)
class Journeys:
    """The loads and rounds that come of all parcels, and the parcels that came to each delivery office."""

    loads: dict[str, Load] = field(default_factory=dict)
    rounds: dict[tuple[str, date], Round] = field(default_factory=dict)
    arrivals: dict[tuple[str, datetime], list[Parcel]] = field(default_factory=dict)


def plan_journeys(scene: Scene, parcels: list[Parcel]) -> Journeys:
    """Send every parcel on its way, as far as the timetable brings it before now."""
    planner = _Planner(scene)
    for parcel in parcels:
        planner.send(parcel)
    return planner.journeys


class _Planner:
    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.journeys = Journeys()
        self.routes: dict[tuple[str, str, datetime, str], tuple[RouteLeg, ...]] = {}
        self.carriages = {product.code: product.carriage for product in scene.products}

    def send(self, parcel: Parcel) -> None:
        if parcel.fate is Fate.LEFT_LYING:
            return
        arrived_at = self._carry(parcel)
        if arrived_at is None:
            return
        self.journeys.arrivals.setdefault((parcel.office, arrived_at), []).append(parcel)
        day = self.scene.round_after(parcel.office, arrived_at)
        if day is None:
            return
        self._round(parcel.office, day).parcels.append(parcel)
        if parcel.fate is Fate.SECOND_TRY:
            evening = self.scene.moment(day, 18 * 60)
            if (again := self.scene.round_after(parcel.office, evening)) is not None:
                self._round(parcel.office, again).second_tries.append(parcel)

    def _round(self, office: str, day: date) -> Round:
        return self.journeys.rounds.setdefault((office, day), Round(office, day))

    def _carry(self, parcel: Parcel) -> datetime | None:
        """The moment at which it is at its delivery office; none when now comes first, or it went missing."""
        scene, ready = self.scene, parcel.accepted_at
        origin = parcel.counter.office.code
        stops = (origin, scene.hub(origin), scene.hub(parcel.office), parcel.office)
        if stops[0] == stops[-1]:
            return ready
        rides = 0
        for here, there in pairwise(stops):
            if here == there:
                continue
            legs = self._route(here, there, ready, self.carriages[parcel.entry.product])
            if not legs:
                return None
            for leg in legs:
                if not self._ride(parcel, leg, rides):
                    return None
                rides, ready = rides + 1, leg.arrives_at
        return ready

    def _route(self, origin: str, destination: str, ready: datetime, carriage: str) -> tuple[RouteLeg, ...]:
        """Asked by the quarter of an hour: what stands at an office together travels together."""
        since = ready + (midnight_before(ready) - ready) % QUARTER
        asked = origin, destination, since, carriage
        if asked not in self.routes:
            self.routes[asked] = route_between(*asked)
        return self.routes[asked]

    def _ride(self, parcel: Parcel, leg: RouteLeg, rides: int) -> bool:
        """Put it on a trip; whether it comes out at the other end before now."""
        if leg.departs_at >= self.scene.now:
            return False
        load = self.journeys.loads.setdefault(name_of(leg), Load(leg))
        if parcel.fate is Fate.UNSCANNED and rides == 0:
            load.unscanned.append(parcel)
        else:
            load.parcels.append(parcel)
        if parcel.fate is Fate.MISSING and (rides == 1 or leg.destination == parcel.office):
            load.missing.append(parcel)
            return False
        return leg.arrives_at + TOGETHER < self.scene.now


def name_of(leg: RouteLeg) -> str:
    """What rides together from one stop to another."""
    return f"{leg.trip}-{leg.run_date:%Y%m%d} {leg.origin} {leg.destination}"


def midnight_before(moment: datetime) -> datetime:
    """Midnight before a moment, on the same clock."""
    return moment.replace(hour=0, minute=0, second=0, microsecond=0)
