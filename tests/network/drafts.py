"""A small country with its timetable, and what a draft of it takes."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

from rekkas.base.actors import Actor, system
from rekkas.network import queries
from rekkas.network.commands import draft_timetable

ENGINEER: Actor = system("engineer")
TUESDAY = datetime(2026, 3, 10, 10, tzinfo=UTC)
NEXT_MONDAY = date(2026, 3, 16)
VAN = "MAT00001"  # from Rabat Agdal to the sorting centre, 17:30


def draft(name: str = "Earlier vans") -> int:
    return draft_timetable(country="MA", name=name, by=ENGINEER, at=TUESDAY)


def promised(at: datetime) -> date | None:
    return queries.promise_for(origin="MA0005", destination="MA0004", at=at).delivery_date


def departures(number: int) -> Iterator[tuple[str, int]]:
    network = queries.network_in(queries.timetable("MA", number))
    return ((trip.code, trip.departs_min) for trip in network.trips)
