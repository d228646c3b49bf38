"""A trip as an office sees it: it leaves there at a time, on some days, for the offices further on."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from postkit.network import Trip
from rekkas.network.choices import MovementKind
from rekkas.network.models import DAY_MIN, Office


@dataclass(frozen=True, slots=True)
class Call:
    """One stop at which a trip leaves. ``departs_min`` is on the office's clock, ``shift`` days after its service day.

    The service day is the one on which the trip left its first stop: it names the run. ``ends`` are the offices
    still to come; ``destination`` is the last of them.
    """

    trip: Trip
    stop: int
    origin: Office
    destination: Office
    ends: tuple[str, ...]

    @property
    def code(self) -> str:
        return self.trip.code

    @property
    def mode(self) -> str:
        return self.trip.mode

    @property
    def destination_id(self) -> str:
        return self.destination.code

    @property
    def departs_min(self) -> int:
        return (self.trip.departs_min + self.trip.stops[self.stop].leaves_min) % DAY_MIN

    @property
    def shift(self) -> int:
        return (self.trip.departs_min + self.trip.stops[self.stop].leaves_min) // DAY_MIN

    @property
    def duration_min(self) -> int:
        return self.trip.duration_min - self.trip.stops[self.stop].leaves_min

    @property
    def days(self) -> str:
        """The weekdays on which it leaves here."""
        return "".join(sorted(str((int(day) - 1 + self.shift) % 7 + 1) for day in self.trip.days))

    def service_day(self, day: date) -> date:
        """The day that names the run which leaves here on a day."""
        return day - timedelta(days=self.shift)

    def leaves_on(self, day: date) -> bool:
        return self.trip.runs_on(self.service_day(day))


def call_of(trip: Trip, stop: int, offices: dict[str, Office]) -> Call:
    """One stop of a trip."""
    ends = tuple(later.office for later in trip.stops[stop + 1 :])
    return Call(trip, stop, offices[trip.stops[stop].office], offices[ends[-1]], ends)


@dataclass(frozen=True, slots=True)
class PlannedMove:
    """When a run is to reach an office or to leave it; ``stop`` counts its stops, 0 for the first."""

    office: str
    kind: MovementKind
    stop: int
    at: datetime


def moves_of(trip: Trip, on: date, zone: ZoneInfo) -> tuple[PlannedMove, ...]:
    """The moves of the run of a service day, in order. It neither comes to its first stop nor leaves its last."""
    midnight = datetime.combine(on, datetime.min.time())
    begins = (midnight + timedelta(minutes=trip.departs_min)).replace(tzinfo=zone).astimezone(UTC)
    moves = [
        PlannedMove(stop.office, kind, at, begins + timedelta(minutes=minute))
        for at, stop in enumerate(trip.stops)
        for kind, minute in ((MovementKind.ARRIVED, stop.arrives_min), (MovementKind.LEFT, stop.leaves_min))
    ]
    return tuple(moves[1:-1])


def move_meant(planned: Iterable[PlannedMove], office: str, kind: str, at: datetime) -> PlannedMove | None:
    """The move of a run that somebody speaks of. Of two calls at one office, the one planned nearest to then."""
    here = (move for move in planned if (move.office, move.kind) == (office, kind))
    return min(here, key=lambda move: abs(move.at - at), default=None)
