"""How each parcel travels: as the simulator sends it, a bag for all that rides one run between the same stops."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from rekkas.network.queries import RouteLeg
from rekkas.operator.demo.parcels import Fate, Parcel
from rekkas.operator.demo.scene import Scene
from rekkas.operator.demo.travel import Journey, travel

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


def plan_journeys(scene: Scene, parcels: list[Parcel], seed: int) -> Journeys:
    """Send every parcel on its way, as far as the simulated network brings it before now."""
    sent = [parcel for parcel in parcels if parcel.fate is not Fate.LEFT_LYING]
    planner = _Planner(scene)
    for parcel, journey in zip(sent, travel(scene, sent, seed).values(), strict=True):
        planner.send(parcel, journey)
    return planner.journeys


class _Planner:
    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.journeys = Journeys()

    def send(self, parcel: Parcel, journey: Journey) -> None:
        arrived_at = self._carry(parcel, journey)
        if arrived_at is None:
            return
        self.journeys.arrivals.setdefault((parcel.office, arrived_at), []).append(parcel)
        day = journey.round_day
        if day is None:
            return
        self._round(parcel.office, day).parcels.append(parcel)
        if parcel.fate is Fate.SECOND_TRY:
            evening = self.scene.moment(day, 18 * 60)
            if (again := self.scene.round_after(parcel.office, evening)) is not None:
                self._round(parcel.office, again).second_tries.append(parcel)

    def _round(self, office: str, day: date) -> Round:
        return self.journeys.rounds.setdefault((office, day), Round(office, day))

    def _carry(self, parcel: Parcel, journey: Journey) -> datetime | None:
        """The moment at which it is at its delivery office; none when now comes first, or it went missing."""
        if parcel.counter.office.code == parcel.office:
            return parcel.accepted_at
        for rides, leg in enumerate(journey.rides):
            if not self._ride(parcel, leg, rides):
                return None
        return journey.arrived_at if journey.rides else None

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
