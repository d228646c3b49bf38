"""What is handed over, where and when: the flows between offices and the hours of a week.

The hours are those of the simulator's demand, so that what the planner makes small is what the simulator measures.
"""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from postkit.network.model import Network
from postkit.simulation.demand import HOURS, WEEKDAYS, Demand, distance_km

HAND_OVER_EVERY = 30


def gravity(
    network: Network, people: Mapping[str, float], *, distance_power: float = 0.7, near_km: float = 25.0
) -> NDArray[np.float64]:
    """Flows that grow with the people at both offices and fall with the distance, as `postkit.simulation` draws
    them: an origin sends as much as it has people. Offices that are not named send and receive nothing."""
    mass = np.array([people.get(site.code, 0.0) for site in network.sites])
    if (mass < 0).any() or mass.sum() <= 0:
        raise ValueError("no office serves anybody: nothing would be handed over")
    places = np.radians([(site.latitude, site.longitude) for site in network.sites])
    flows = np.zeros((len(mass), len(mass)))
    for origin in np.flatnonzero(mass):
        pull = mass / (distance_km(places[origin], places) + near_km) ** distance_power
        flows[origin] = mass[origin] * pull / pull.sum()
    return np.asarray(flows / flows.sum(), np.float64)


def flows_of(demand: Demand, network: Network) -> NDArray[np.float64]:
    """The flows of a demand of the simulator."""
    people = dict(demand.people) or {
        site.code: 1.0 for site in network.sites if site.kind not in ("sorting", "exchange")
    }
    return gravity(network, people, distance_power=demand.distance_power, near_km=demand.near_km)


__all__ = ["HAND_OVER_EVERY", "HOURS", "WEEKDAYS", "flows_of", "gravity"]
