"""A trip as an office sees it: it leaves there at a time, on some days, for the offices further on."""

from dataclasses import dataclass
from datetime import date, timedelta

from postkit.network import Trip
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


def calls_at(trip: Trip, office: str, offices: dict[str, Office]) -> list[Call]:
    """Each stop at which a trip leaves an office; none where it ends there or never comes."""
    return [
        call_of(trip, at, offices)
        for at, stop in enumerate(trip.stops[:-1])
        if stop.office == office
    ]  # fmt: skip


def call_of(trip: Trip, stop: int, offices: dict[str, Office]) -> Call:
    """One stop of a trip."""
    ends = tuple(later.office for later in trip.stops[stop + 1 :])
    return Call(trip, stop, offices[trip.stops[stop].office], offices[ends[-1]], ends)
