"""Distances on the globe, and how many people live near an access point.

Points are arrays of latitude and longitude in degrees, a row each; distances are metres. Without a road network
a way is the great circle times a detour: an approximation, and to be called so where it is shown.

>>> rabat_and_fes = np.array([[34.02, -6.84], [34.03, -5.00]])
>>> round(float(distances(rabat_and_fes, rabat_and_fes, detour=1.0)[0, 1]), -3)
170000.0
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from postkit.location.model import Array

EARTH_M = 6_371_008.8  # the mean radius of the IUGG
DETOUR = 1.3  # roads are longer than the great circle: plains; mountains rather 1.5
RADII_M = (1000, 3000, 5000, 10000)
CELLS_AT_ONCE = 2_000_000

Label = TypeVar("Label", bound=Hashable)


def distances(points: Array, others: Array, detour: float = DETOUR) -> Array:
    """Metres from each point (row) to each other (column)."""
    ours, theirs = _radians(points), _radians(others)
    metres = np.empty((len(ours), len(theirs)))
    step = max(1, CELLS_AT_ONCE // max(1, len(theirs)))
    for begin in range(0, len(ours), step):
        part = ours[begin : begin + step]
        half = np.sin((theirs[None, :, 0] - part[:, None, 0]) / 2) ** 2
        half += (
            np.cos(part[:, None, 0])
            * np.cos(theirs[None, :, 0])
            * (np.sin((theirs[None, :, 1] - part[:, None, 1]) / 2) ** 2)
        )
        metres[begin : begin + step] = 2 * EARTH_M * np.arcsin(np.sqrt(np.minimum(half, 1.0)))
    metres *= detour
    return metres


def nearest_m(points: Array, access: Array) -> Array:
    """Great-circle metres from each point to the nearest access point; infinite where there is none."""
    if not len(access):
        return np.full(len(points), np.inf)
    try:
        from scipy.spatial import cKDTree
    except ImportError:
        step = max(1, CELLS_AT_ONCE // len(access))
        parts = [
            distances(points[begin : begin + step], access, detour=1.0).min(axis=1)
            for begin in range(0, len(points), step)
        ]
        return np.concatenate(parts) if parts else np.zeros(0)
    chord, _ = cKDTree(_on_sphere(access)).query(_on_sphere(points))
    return np.asarray(2 * EARTH_M * np.arcsin(np.minimum(chord / 2, 1.0)))


@dataclass(frozen=True)
class Shares:
    """How many people there are, and which share of them has an access point within each radius in metres."""

    people: float
    within: dict[float, float]


@dataclass(frozen=True, eq=False)
class Coverage:
    """How far everyone is from the nearest access point, as the crow flies."""

    nearest_m: Array
    weights: Array
    radii: tuple[float, ...]

    @property
    def total(self) -> Shares:
        return self._shares(np.ones(len(self.weights), dtype=np.bool_))

    def by(self, labels: Sequence[Label]) -> dict[Label, Shares]:
        """The same for each region, commune or whatever ``labels`` names, a label a point, in order of first mention.

        A group in which nobody is known to live has no share and is left out.
        """
        if len(labels) != len(self.weights):
            raise ValueError(f"{len(self.weights)} points need as many labels, not {len(labels)}")
        members: dict[Label, list[int]] = {}
        for at, label in enumerate(labels):
            members.setdefault(label, []).append(at)
        return {
            label: self._shares(np.array(rows))
            for label, rows in members.items()
            if self.weights[rows].sum() > 0
        }

    def _shares(self, rows: Array) -> Shares:
        weights, ways = self.weights[rows], self.nearest_m[rows]
        people = float(weights.sum())
        if not people:
            return Shares(0.0, dict.fromkeys(self.radii, 0.0))
        return Shares(
            people, {radius: float(weights[ways <= radius].sum()) / people for radius in self.radii}
        )


def coverage(points: Array, weights: Array, access: Array, radii: Sequence[float] = RADII_M) -> Coverage:
    """Who lives how near to an access point. ``weights`` are the people at each point.

    >>> here, far = (34.0, -6.8), (35.0, -6.8)
    >>> found = coverage(np.array([here, far]), np.array([900, 100]), np.array([here]))
    >>> found.total.within[1000], found.by(["Rabat", "Larache"])["Larache"].within[10000]
    (0.9, 0.0)
    """
    points, access = (np.asarray(given, dtype=np.float64).reshape(-1, 2) for given in (points, access))
    people = np.asarray(weights, dtype=np.float64)
    if people.shape != (len(points),) or (people < 0).any():
        raise ValueError(f"weights are {len(points)} numbers, one for each point, and none is negative")
    return Coverage(nearest_m(points, access), people, tuple(radii))


def _radians(points: Array) -> Array:
    degrees = np.asarray(points, dtype=np.float64).reshape(-1, 2)
    if not np.isfinite(degrees).all() or (np.abs(degrees) > (90, 180)).any():
        raise ValueError("points are latitude and longitude in degrees, within 90 and 180")
    return np.radians(degrees)


def _on_sphere(points: Array) -> Array:
    """The points as unit vectors: the chord between two of them grows with the great circle."""
    north, east = _radians(points).T
    return np.column_stack((np.cos(north) * np.cos(east), np.cos(north) * np.sin(east), np.sin(north)))
