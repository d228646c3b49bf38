"""Maps without a map service: the country's outline where its pack has one, and a point for each office.

A point is a line of no length with round ends: thousands of them are one path of a few kilobytes.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import cos, radians

WIDTH = 400
MARGIN = 12
Place = tuple[float, float]  # longitude, latitude


@dataclass(frozen=True, slots=True)
class Layer:
    """Points of one kind, drawn alike."""

    kind: str
    path: str


@dataclass(frozen=True, slots=True)
class Map:
    """A drawing of WIDTH units across; north is up in every language."""

    width: int
    height: int
    land: str
    layers: tuple[Layer, ...]


@dataclass(frozen=True, slots=True)
class _Projection:
    west: float
    north: float
    scale: float
    squeeze: float

    def __call__(self, place: Place) -> tuple[int, int]:
        longitude, latitude = place
        return (
            MARGIN + round((longitude - self.west) * self.squeeze * self.scale),
            MARGIN + round((self.north - latitude) * self.scale),
        )


def draw(outline: Sequence[Sequence[float]], kinds: Iterable[tuple[str, Sequence[Place]]]) -> Map | None:
    """The map that holds the outline and all points; none without a place to draw."""
    layers = [(kind, places) for kind, places in kinds if places]
    land = [(point[0], point[1]) for point in outline]
    everything = [*land, *(place for _, places in layers for place in places)]
    if not everything:
        return None
    west, east = min(x for x, _ in everything), max(x for x, _ in everything)
    south, north = min(y for _, y in everything), max(y for _, y in everything)
    squeeze = cos(radians((south + north) / 2))
    across, down = (east - west) * squeeze, north - south
    scale = (WIDTH - 2 * MARGIN) / max(across, down, 0.01)
    project = _Projection(west, north, scale, squeeze)
    return Map(
        width=2 * MARGIN + round(across * scale),
        height=2 * MARGIN + round(down * scale),
        land=_area([project(place) for place in land]),
        layers=tuple(Layer(kind, _points({project(place) for place in places})) for kind, places in layers),
    )


def _area(corners: Sequence[tuple[int, int]]) -> str:
    return "M" + "L".join(f"{x} {y}" for x, y in corners) + "z" if corners else ""


def _points(points: set[tuple[int, int]]) -> str:
    """Relative moves between neighbours: most are two digits."""
    path, last = [], (0, 0)
    for x, y in sorted(points):
        path.append(f"m{x - last[0]} {y - last[1]}h0")
        last = (x, y)
    return "".join(path)
