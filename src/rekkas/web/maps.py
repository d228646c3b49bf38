"""Maps without a map service: the country's outline where its pack has one, and a point for each office.

A point is a line of no length with round ends: thousands of them are one path of a few kilobytes.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import cos, radians

WIDTH = 400
MARGIN = 12
LEAST_ACROSS, LEAST_DOWN = 1.2, 0.8  # degrees: a town and its neighbours
AROUND = 0.3
LETTER, LINE, ABOVE = 6.5, 14, 6  # how wide a letter of a name is, how high a line, how far above its point
Place = tuple[float, float]  # longitude, latitude


@dataclass(frozen=True, slots=True)
class Layer:
    """Points of one kind, drawn alike."""

    kind: str
    path: str


@dataclass(frozen=True, slots=True)
class Name:
    """What a point is called, in the middle above it."""

    x: int
    y: int
    text: str


@dataclass(frozen=True, slots=True)
class Window:
    """The part of the globe that a map shows, in degrees."""

    west: float
    south: float
    east: float
    north: float

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        return self.south, self.west, self.north, self.east

    def wider(self, times: float) -> "Window":
        """The same middle, with more around it."""
        across, down = (self.east - self.west) * (times - 1) / 2, (self.north - self.south) * (times - 1) / 2
        return Window(
            max(self.west - across, -180), max(self.south - down, -90), min(self.east + across, 180),
            min(self.north + down, 90),
        )  # fmt: skip

    def holds(self, place: Place) -> bool:
        return self.west <= place[0] <= self.east and self.south <= place[1] <= self.north


@dataclass(frozen=True, slots=True)
class Map:
    """A drawing of WIDTH units across; north is up in every language."""

    width: int
    height: int
    land: str
    layers: tuple[Layer, ...]
    names: tuple[Name, ...] = ()
    is_part: bool = False  # of the country: the points are few, and drawn larger


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


def window_around(places: Sequence[Place]) -> Window:
    """These places with some land around them: never so little that nobody knows where it is.

    >>> window_around([(-7.0, 33.0), (-6.8, 33.1)])
    Window(west=-7.5, south=32.65, east=-6.3, north=33.45)
    """
    west, east = min(x for x, _ in places), max(x for x, _ in places)
    south, north = min(y for _, y in places), max(y for _, y in places)
    across, down = max(AROUND * (east - west), LEAST_ACROSS - (east - west)), max(
        AROUND * (north - south), LEAST_DOWN - (north - south)
    )  # fmt: skip
    return Window(
        round(west - across / 2, 4),
        round(south - down / 2, 4),
        round(east + across / 2, 4),
        round(north + down / 2, 4),
    )


def draw(
    outline: Sequence[Sequence[float]], kinds: Iterable[tuple[str, Sequence[Place]]], *,
    window: Window | None = None, names: Iterable[tuple[Place, str]] = (),
) -> Map | None:  # fmt: skip
    """The map that holds the outline and all points, or what lies in a window; none without a place to draw.

    Of names that would lie on each other the first is written.
    """
    layers = [
        (kind, [one for one in places if window is None or window.holds(one)]) for kind, places in kinds
    ]
    layers = [(kind, places) for kind, places in layers if places]
    land = [(point[0], point[1]) for point in outline]
    corners = [(window.west, window.south), (window.east, window.north)] if window else []
    everything = corners or [*land, *(place for _, places in layers for place in places)]
    if not everything:
        return None
    west, east = min(x for x, _ in everything), max(x for x, _ in everything)
    south, north = min(y for _, y in everything), max(y for _, y in everything)
    squeeze = cos(radians((south + north) / 2))
    across, down = (east - west) * squeeze, north - south
    scale = (WIDTH - 2 * MARGIN) / max(across, down, 0.01)
    project = _Projection(west, north, scale, squeeze)
    width, height = 2 * MARGIN + round(across * scale), 2 * MARGIN + round(down * scale)
    return Map(
        width=width,
        height=height,
        land=_area([project(place) for place in land]),
        layers=tuple(Layer(kind, _points({project(place) for place in places})) for kind, places in layers),
        is_part=window is not None,
        names=tuple(_apart([Name(*project(place), text) for place, text in names], width)),
    )


def _apart(names: list[Name], width: int) -> Iterator[Name]:
    """Those names that lie on no other, moved in from the edges."""
    written: list[tuple[float, int, float]] = []
    for name in names:
        half = len(name.text) * LETTER / 2
        x = min(max(name.x, round(half)), width - round(half))
        y = max(name.y - ABOVE, LINE)
        if all(abs(x - other) > half + room or abs(y - line) > LINE for other, line, room in written):
            written.append((x, y, half))
            yield Name(x, y, name.text)


def _area(corners: Sequence[tuple[int, int]]) -> str:
    return "M" + "L".join(f"{x} {y}" for x, y in corners) + "z" if corners else ""


def _points(points: set[tuple[int, int]]) -> str:
    """Relative moves between neighbours: most are two digits."""
    path, last = [], (0, 0)
    for x, y in sorted(points):
        path.append(f"m{x - last[0]} {y - last[1]}h0")
        last = (x, y)
    return "".join(path)
