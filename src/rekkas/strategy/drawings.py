"""Pictures of the network as paths of SVG: offices and links, an office's day, and how far mail gets by which day.

Points are lines of no length with round ends, and all that is drawn alike is one path: two thousand offices and
as many links stay within some tens of kilobytes. North is up and time runs from left to right in every language.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from math import cos, radians

from postkit.network import Network, Site, Trip

WIDTH, MARGIN = 800, 14
Place = tuple[float, float]  # longitude, latitude
Ends = tuple[str, str]
LOAD_STEPS = (0.02, 0.08, 0.25, 0.6)  # shares of the heaviest link at which a line grows wider
ON_TIME_MIN, LATE_MIN = 5, 15
DAY_MIN = 24 * 60


@dataclass(frozen=True, slots=True)
class Frame:
    """What maps degrees to units of the drawing."""

    west: float
    north: float
    scale: float
    squeeze: float
    width: int
    height: int

    def point(self, place: Place) -> tuple[int, int]:
        longitude, latitude = place
        return (
            MARGIN + round((longitude - self.west) * self.squeeze * self.scale),
            MARGIN + round((self.north - latitude) * self.scale),
        )


@dataclass(frozen=True, slots=True)
class Link:
    """Two offices one after the other on some trip, both ways together."""

    ends: Ends
    runs: int
    load: float
    late_min: float | None
    tone: str
    width: int


@dataclass(frozen=True, slots=True)
class Path:
    """What is drawn alike: its class in the style sheet."""

    kind: str
    path: str


def frame_of(places: Iterable[Place], outline: Sequence[Sequence[float]] = ()) -> Frame | None:
    """The frame that holds everything; none where there is nothing."""
    everything = [*places, *((point[0], point[1]) for point in outline)]
    if not everything:
        return None
    west, east = min(x for x, _ in everything), max(x for x, _ in everything)
    south, north = min(y for _, y in everything), max(y for _, y in everything)
    squeeze = cos(radians((south + north) / 2))
    across, down = (east - west) * squeeze, north - south
    scale = (WIDTH - 2 * MARGIN) / max(across, down, 0.01)
    return Frame(
        west, north, scale, squeeze, 2 * MARGIN + round(across * scale), 2 * MARGIN + round(down * scale)
    )


def outline_path(frame: Frame, outline: Sequence[Sequence[float]]) -> str:
    corners = [frame.point((point[0], point[1])) for point in outline]
    return "M" + "L".join(f"{x} {y}" for x, y in corners) + "z" if corners else ""


def points_path(frame: Frame, places: Iterable[Place]) -> str:
    """Relative moves between neighbours: most are two digits."""
    path, last = [], (0, 0)
    for x, y in sorted({frame.point(place) for place in places}):
        path.append(f"m{x - last[0]} {y - last[1]}h0")
        last = (x, y)
    return "".join(path)


def links_of(
    trips: Iterable[Trip], loads: Mapping[str, float], late: Mapping[tuple[str, str], tuple[int, float]]
) -> list[Link]:
    """The links of a network, the heaviest first.

    ``loads`` are what a trip carries or how often it runs, by code; ``late`` is how often a trip was seen at an
    office and how late it came on the mean, in minutes.
    """
    load: dict[Ends, float] = defaultdict(float)
    runs: dict[Ends, int] = defaultdict(int)
    seen: dict[Ends, list[tuple[int, float]]] = defaultdict(list)
    for trip in trips:
        for here, there in pairwise(stop.office for stop in trip.stops):
            ends = (here, there) if here < there else (there, here)
            load[ends] += loads.get(trip.code, 0)
            runs[ends] += len(trip.days)
            if (trip.code, there) in late:
                seen[ends].append(late[trip.code, there])
    most = max(load.values(), default=0) or 1
    means = {ends: _mean(calls) for ends, calls in seen.items()}
    return [
        Link(
            ends, runs[ends], load[ends], means.get(ends), tone_of(means.get(ends)),
            1 + bisect_right(LOAD_STEPS, load[ends] / most),
        )
        for ends in sorted(load, key=lambda ends: (-load[ends], ends))
    ]  # fmt: skip


def room_of(trips: Sequence[Trip]) -> dict[str, float]:
    """What each trip can hold in an ordinary week; where a trip has no limit, how often each of them runs."""
    has_limits = all(trip.capacity for trip in trips)
    return {trip.code: float(len(trip.days) * (trip.capacity if has_limits else 1)) for trip in trips}


def _mean(calls: Sequence[tuple[int, float]]) -> float:
    return sum(runs * minutes for runs, minutes in calls) / sum(runs for runs, _minutes in calls)


def tone_of(late_min: float | None) -> str:
    """How lateness is coloured: quiet where nothing was recorded."""
    if late_min is None:
        return "quiet"
    return "good" if late_min < ON_TIME_MIN else "wait" if late_min < LATE_MIN else "bad"


def link_paths(frame: Frame, links: Iterable[Link], places: Mapping[str, Place]) -> list[Path]:
    """One path for each colour and width, the narrow ones first so that the wide lie on top."""
    lines: dict[tuple[int, str], list[str]] = defaultdict(list)
    for link in links:
        (x, y), (u, v) = (frame.point(places[end]) for end in link.ends)
        lines[link.width, link.tone].append(f"M{x} {y}l{u - x} {v - y}")
    return [Path(f"w{width} {tone}", "".join(parts)) for (width, tone), parts in sorted(lines.items())]


@dataclass(frozen=True, slots=True)
class Mark:
    """Something at an office on a day: from a minute on, for some minutes, on a row of the drawing.

    ``happened`` is when a run really came or left, in minutes of the day, where that was recorded.
    """

    row: str
    starts: int
    minutes: int
    code: str = ""
    other: str = ""
    happened: int | None = None
    cancelled: bool = False
    told_late: int = 0

    @property
    def late(self) -> int:
        return self.told_late if self.happened is None else self.happened - self.starts

    @property
    def tone(self) -> str:
        if self.cancelled:
            return "bad"
        return tone_of(self.late) if self.happened is not None or self.told_late else "moving"


def marks_of(network: Network, code: str, day: date) -> list[Mark]:
    """What the timetable lets happen at an office on a day, in the order of the clock."""
    site = network.site(code)
    marks = [*_calls(network.trips, code, day), *_of_site(site, day, network)]
    return sorted(marks, key=lambda mark: (mark.starts, mark.row, mark.code))


def _of_site(site: Site, day: date, network: Network) -> Iterable[Mark]:
    digit = str(day.isoweekday())
    if site.takes_in_on(day, network.holidays):
        yield Mark("open", site.opens_min, site.closes_min - site.opens_min)
        yield Mark("cut-off", site.cut_off_min, 0)
    if not site.is_shut(day):
        for wave in site.waves:
            if digit in wave.days:
                yield Mark("wave", wave.starts_min, wave.duration_min, other=str(wave.capacity or ""))
    if site.delivery_days and site.gives_out_on(day, network.holidays):
        yield Mark("round", site.rounds_leave_min, 0)


def _calls(trips: Iterable[Trip], code: str, day: date) -> Iterable[Mark]:
    for trip in trips:
        for at, stop in enumerate(trip.stops):
            if stop.office != code:
                continue
            for row, minute in (("arrival", stop.arrives_min), ("departure", stop.leaves_min)):
                if (row == "arrival" and at == 0) or (row == "departure" and at == len(trip.stops) - 1):
                    continue
                shift, starts = divmod(trip.departs_min + minute, DAY_MIN)
                if trip.runs_on(day - timedelta(days=shift)):
                    other = trip.origin if row == "arrival" else trip.destination
                    yield Mark(row, starts, 0, trip.code, other)
