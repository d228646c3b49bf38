"""How far it is, how long it takes, and what it costs: sensible speeds and rates, not roads."""

from dataclasses import dataclass
from math import ceil

from postkit.pack import Office
from rekkas.operator.country_build.places import kilometres
from rekkas.operator.country_build.tariff import minor_units

DETOUR = 1.3  # roads are longer than the great circle
FLIES_BEYOND_KM = 1200
ROAD = ((15, 25), (65, 50), (None, 70))  # so many km in town at 25 km/h, then so many at 50, the others at 70
LOADING_MIN = 10
AIRPORTS_MIN = 150
FLIGHT_KM_PER_H = 700


@dataclass(frozen=True, slots=True)
class Vehicle:
    """What it holds, in items, and what it costs, in cents of purchasing power."""

    capacity: int
    per_km: int
    per_hour: int


VAN, LORRY, TRUNK_LORRY = Vehicle(1_500, 45, 900), Vehicle(4_000, 70, 1_000), Vehicle(12_000, 110, 1_100)
FREIGHT = Vehicle(6_000, 350, 2_000)  # room on another's aeroplane


def apart(one: Office, other: Office) -> float:
    return kilometres(one.latitude, one.longitude, other.latitude, other.longitude)


def mode_for(distance_km: float) -> str:
    return "air" if distance_km > FLIES_BEYOND_KM else "road"


def duration_min(distance_km: float) -> int:
    """How long the way takes with its loading, in steps of five minutes."""
    if mode_for(distance_km) == "air":
        minutes = AIRPORTS_MIN + distance_km * 60 / FLIGHT_KM_PER_H
    else:
        minutes, left = float(LOADING_MIN), distance_km * DETOUR
        for stretch, speed in ROAD:
            part = left if stretch is None else min(left, stretch)
            minutes += part * 60 / speed
            left -= part
    return ceil(round(minutes, 3) / 5) * 5


def leg_min(distance_km: float) -> int:
    """The drive alone from one stop of a run to the next."""
    return max(5, duration_min(distance_km) - LOADING_MIN)


def cost_of(vehicle: Vehicle, distance_km: float, minutes: int, currency: str) -> int:
    """One run, in minor units of local money; the vehicle and its driver are paid by kilometre and by hour."""
    driven_km = distance_km if vehicle is FREIGHT else distance_km * DETOUR
    return minor_units(round(driven_km * vehicle.per_km) + minutes * vehicle.per_hour // 60, currency)
