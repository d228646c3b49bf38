"""When each leg really leaves and arrives: lateness, breakdowns, and vehicles that do not run."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from postkit.compiled import njit
from postkit.promise.legs import Legs
from postkit.simulation.draws import draws, identities, number_of
from postkit.simulation.settings import Settings

VEHICLE_LATE, VEHICLE_BROKEN = 3, 4


class Running(NamedTuple):
    """By leg: its real departure and arrival, why it is late (0: it is not), and whether it does not run."""

    dep: NDArray[np.int32]
    arr: NDArray[np.int32]
    why: NDArray[np.int8]
    is_cancelled: NDArray[np.bool_]


def running(legs: Legs, settings: Settings, seed: int) -> Running:
    """What chance and the settings make of the timetable. ValueError: a vehicle that the timetable lacks."""
    codes = np.array([number_of(trip.code) for trip in legs.trips] or [0], np.uint64)
    run_key = identities(codes[legs.run_trip], legs.run_day) if len(legs.run_trip) else np.zeros(0, np.uint64)
    own = np.zeros(len(legs), np.int32)
    if settings.lateness and len(legs):
        draw = draws(seed, "late", identities(run_key[legs.run], legs.stop))
        mode = np.array([trip.mode for trip in legs.trips])[legs.trip]
        for name, lateness in settings.lateness.items():
            those = mode == name
            own[those] = lateness.minutes(draw[those])
    is_broken = np.zeros(len(legs), bool)
    if settings.breakdown_share and len(legs):
        breaks = draws(seed, "breakdown", run_key) < settings.breakdown_share
        stops = np.array([len(trip.stops) - 1 for trip in legs.trips])[legs.run_trip]
        where = (draws(seed, "breakdown where", run_key) * stops).astype(np.int32)
        is_broken = breaks[legs.run] & (legs.stop == where[legs.run])
        own[is_broken] += settings.breakdown_min
    dep, arr, why = legs.dep.copy(), legs.arr.copy(), np.zeros(len(legs), np.int8)
    _carry(legs.dep, legs.arr, legs.next_leg, own, is_broken, dep, arr, why)
    return Running(dep, arr, why, cancelled(legs, settings))


def cancelled(legs: Legs, settings: Settings) -> NDArray[np.bool_]:
    """Whether each leg is of a vehicle that the settings say is broken on that day."""
    found = np.zeros(len(legs), bool)
    for broken in settings.broken:
        named = np.array([broken.vehicle in (trip.vehicle, trip.code) for trip in legs.trips], bool)
        if not named.any():
            raise ValueError(f"{broken.vehicle} is neither a vehicle nor a trip of the timetable")
        found |= named[legs.trip] & (legs.run_day[legs.run] == broken.on.toordinal())
    return found


@njit(cache=True, nogil=True)
def _carry(
    planned_dep: Any, planned_arr: Any, next_leg: Any, own: Any, is_broken: Any, dep: Any, arr: Any, why: Any
) -> None:  # fmt: skip
    """Lateness goes along the run; the time that a stop has to spare eats it up."""
    for leg in range(len(dep)):
        late = dep[leg] - planned_dep[leg]
        if is_broken[leg]:
            why[leg] = VEHICLE_BROKEN
        elif late + own[leg] > 0 and why[leg] == 0:
            why[leg] = VEHICLE_LATE
        arr[leg] = planned_arr[leg] + late + own[leg]
        follows = next_leg[leg]
        if follows >= 0 and arr[leg] > planned_dep[follows]:
            dep[follows] = arr[leg]
            why[follows] = why[leg]
