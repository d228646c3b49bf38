"""The network that a country pack describes.

Rows of a pack that was read without a mistake make a network without an error: `postkit.pack` has seen that
every trip calls in order at offices that are there.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from postkit.network.model import Network, Site, Stop, Trip, Wave
from postkit.pack import Office, Pack, TripDay, TripStop
from postkit.pack import Trip as PackTrip
from postkit.pack import Wave as PackWave


def network_of(pack: Pack) -> Network:
    """The pack's offices by code, its trips in the order of the file, its holidays."""
    regions = {locality.code: locality.region for locality in pack.localities}
    waves = waves_by_office(pack.waves)
    offices = sorted(pack.offices, key=lambda office: office.code)
    return Network(
        zone=pack.country.time_zone,
        sites=tuple(
            _site(office, regions[office.locality], waves.get(office.code, ())) for office in offices
        ),
        trips=trips_of(pack.trips, pack.stops, pack.trip_days),
        holidays=frozenset(holiday.date for holiday in pack.holidays),
    )


def _site(office: Office, region: str, waves: tuple[Wave, ...]) -> Site:
    return Site(
        code=office.code,
        opens_min=office.opens_min,
        closes_min=office.closes_min,
        open_days=office.open_days,
        cut_off_min=office.cut_off_min,
        handling_min=office.handling_min,
        express_min=office.express_min,
        delivery_days=office.delivery_days,
        rounds_leave_min=office.rounds_leave_min,
        closed_from=office.closed_from,
        closed_until=office.closed_until,
        waves=waves,
        sorts_per_hour=office.sorts_per_hour,
        latitude=office.latitude,
        longitude=office.longitude,
        kind=office.kind,
        region=region,
    )


def trips_of(
    trips: Iterable[PackTrip], stops: Iterable[TripStop], trip_days: Iterable[TripDay]
) -> tuple[Trip, ...]:
    """Each trip with its calls from first to last and the dates on which it differs."""
    between: dict[str, list[Stop]] = defaultdict(list)
    for stop in stops:
        between[stop.trip].append(Stop(stop.office, stop.arrives_min, stop.leaves_min))
    exceptions: dict[str, list[tuple[date, bool]]] = defaultdict(list)
    for day in trip_days:
        exceptions[day.trip].append((day.date, day.runs))
    return tuple(
        Trip(
            code=trip.code,
            days=trip.days,
            departs_min=trip.departs_min,
            stops=(
                Stop(trip.origin, 0, 0),
                *between[trip.code],
                Stop(trip.destination, trip.duration_min, trip.duration_min),
            ),
            mode=trip.mode,
            vehicle=trip.vehicle,
            capacity=trip.capacity,
            cost=trip.cost,
            carries=trip.carries,
            exceptions=tuple(sorted(exceptions[trip.code])),
        )
        for trip in trips
    )


def waves_by_office(waves: Iterable[PackWave]) -> dict[str, tuple[Wave, ...]]:
    """The waves of each office that has any, in the order of their hours."""
    found: dict[str, list[Wave]] = defaultdict(list)
    for wave in waves:
        found[wave.office].append(Wave(wave.days, wave.starts_min, wave.duration_min, wave.capacity))
    return {
        office: tuple(sorted(rows, key=lambda wave: (wave.starts_min, wave.days)))
        for office, rows in found.items()
    }
