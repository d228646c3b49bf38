"""Which of many points on the globe is nearest, without a look at all of them.

Idea: points stand on a sphere in space, and space is parted in cubes of some 30 km. Only the cubes round a point are
looked into, ring by ring, until what was found is nearer than any further ring. A straight line through the globe is
longer where the way over the ground is longer, so that no pole and no date line needs a rule of its own.

Shapes and units: points are (latitude, longitude) in degrees, ways are metres over the ground on a sphere of the mean
radius. No errors: where nothing is near, nothing is found.

>>> towns = Grid([(34.01, -6.83), (33.59, -7.61), (-17.7, 179.9)])
>>> towns.nearest((34.0, -6.8), within_m=60_000), towns.nearest((30.0, -6.8), within_m=60_000)
((0, 2981), None)
>>> towns.nearest((-17.7, -179.9), within_m=60_000)
(2, 21186)
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import product
from math import asin, ceil, cos, floor, radians, sin, sqrt

EARTH_RADIUS_M = 6_371_000
CUBE_M = 30_000

Point = tuple[float, float]
_Cube = tuple[int, int, int]


def distance_m(one: Point, other: Point) -> float:
    """The way over the ground between two points (latitude, longitude), as the crow flies.

    >>> round(distance_m((34.0, -5.0), (34.0, -5.0))), round(distance_m((0.0, 0.0), (0.0, 1.0)) / 1000)
    (0, 111)
    """
    (latitude, longitude), (to_latitude, to_longitude) = map(radians, one), map(radians, other)
    half = sin((to_latitude - latitude) / 2) ** 2
    half += cos(latitude) * cos(to_latitude) * sin((to_longitude - longitude) / 2) ** 2
    return 2 * EARTH_RADIUS_M * asin(sqrt(min(1.0, half)))


class Grid:
    """Points in the cubes where they lie; never changed after it is made."""

    __slots__ = ("_cubes", "_points")

    def __init__(self, points: Sequence[Point]) -> None:
        self._points = tuple(points)
        cubes: dict[_Cube, list[int]] = defaultdict(list)
        for at, point in enumerate(self._points):
            cubes[_cube(point)].append(at)
        self._cubes = {cube: tuple(held) for cube, held in cubes.items()}

    def nearest(self, point: Point, within_m: float) -> tuple[int, int] | None:
        """The place of the nearest point in the order they were given, and whole metres to it."""
        best: tuple[float, int] | None = None
        middle = _cube(point)
        for ring in range(ceil(within_m / CUBE_M) + 1):
            if best is not None and best[0] <= (ring - 1) * CUBE_M:
                break
            ways = ((distance_m(point, self._points[at]), at) for at in self._held(middle, ring))
            best = min((best, *ways) if best else ways, default=None)
        if best is None or best[0] > within_m:
            return None
        return best[1], round(best[0])

    def _held(self, middle: _Cube, ring: int) -> Iterator[int]:
        for cube in _ring(middle, ring):
            yield from self._cubes.get(cube, ())


def _cube(point: Point) -> _Cube:
    latitude, longitude = map(radians, point)
    level = cos(latitude)
    x, y, z = (
        floor(part * EARTH_RADIUS_M / CUBE_M)
        for part in (level * cos(longitude), level * sin(longitude), sin(latitude))
    )
    return x, y, z


def _ring(middle: _Cube, ring: int) -> Iterable[_Cube]:
    """The cubes that lie so many steps away."""
    x, y, z = middle
    steps = range(-ring, ring + 1)
    return (
        (x + dx, y + dy, z + dz)
        for dx, dy, dz in product(steps, steps, steps)
        if max(abs(dx), abs(dy), abs(dz)) == ring
    )
