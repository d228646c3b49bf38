"""A network as arrays that can be re-timed: one row for each leg of each trip on each day, whether it runs or not.

A `Grid` is what stays: rows, flows, what is handed over when. A `State` is what the planner decides: when each trip
leaves and on which days, when waves start, until when offices take in. Both together make a board for the kernels.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from postkit.network.model import STANDARD, Network, Site
from postkit.promise.clock import DAY, WallClock
from postkit.promise.events import events_for
from postkit.promise.legs import unroll
from postkit.timetabling.kernels import NEVER, Board, Places, Table, cut_all, cut_of, link, sweep
from postkit.timetabling.posting import HAND_OVER_EVERY, HOURS, WEEKDAYS

Ints = NDArray[np.int32]
Floats = NDArray[np.float64]
BLOCK = 64


@dataclass(frozen=True)
class State:
    """What can be decided. ``departs`` by trip; ``runs`` by trip and weekday (Monday first); ``vehicle`` by
    trip, as numbers that `vehicles_of` names; waves by site."""

    departs: Ints
    runs: NDArray[np.bool_]
    vehicle: Ints
    waves: tuple[tuple[int, ...], ...]
    cut_offs: tuple[int, ...]


def vehicles_of(network: Network) -> list[str]:
    """The vehicles by name, in the order of their first trips. A trip that names none stands by itself."""
    return list(dict.fromkeys(trip.vehicle or f"of {trip.code}" for trip in network.trips))


def state_of(network: Network) -> State:
    runs = [[str(digit) in trip.days for digit in range(1, 8)] for trip in network.trips]
    place = {name: at for at, name in enumerate(vehicles_of(network))}
    return State(
        np.array([trip.departs_min for trip in network.trips], np.int32),
        np.array(runs, bool).reshape(-1, 7),
        np.array([place[trip.vehicle or f"of {trip.code}"] for trip in network.trips], np.int32),
        tuple(tuple(wave.starts_min for wave in site.waves) for site in network.sites),
        tuple(site.cut_off_min for site in network.sites),
    )


def network_at(network: Network, state: State) -> Network:
    """The network as the state has it."""
    trips, names, was = [], vehicles_of(network), state_of(network).vehicle
    for at, trip in enumerate(network.trips):
        days = "".join(str(digit) for digit in range(1, 8) if state.runs[at, digit - 1])
        departs, vehicle = int(state.departs[at]), int(state.vehicle[at])
        if (departs, days) != (trip.departs_min, trip.days):
            trip = replace(trip, departs_min=departs, days=days)
        trips.append(trip if vehicle == was[at] else replace(trip, vehicle=names[vehicle]))
    return replace(network, trips=tuple(trips), sites=sites_at(network, state))


def sites_at(network: Network, state: State) -> tuple[Site, ...]:
    """Its offices as the state has them."""
    sites = []
    for site, starts, cut_off in zip(network.sites, state.waves, state.cut_offs, strict=True):
        was = tuple(wave.starts_min for wave in site.waves), site.cut_off_min
        if was != (starts, cut_off):
            waves = tuple(replace(wave, starts_min=at) for wave, at in zip(site.waves, starts, strict=True))
            site = replace(site, waves=waves, cut_off_min=cut_off)
        sites.append(site)
    return tuple(sites)


@dataclass(frozen=True)
class Grid:
    """The rows of a window. ``row_from[t]`` is where those of trip t begin: by day, and by leg within a day.

    ``flows`` are the shares of all that is posted, by origin and destination, their sum 1; ``posted_at`` is
    the mean minute of hand-over on the flow's mean, which is what hours count from.
    """

    network: Network
    carriage: str
    first: date
    days: int
    margin: int
    starts: Ints
    weekday: Ints
    forced: NDArray[np.int8]
    row_from: Ints
    legs: Ints
    office: Ints
    to: Ints
    after: Ints
    leave: Ints
    arrive: Ints
    flows: NDArray[np.float32]
    own: Floats
    posted_at: Floats
    is_carried: NDArray[np.bool_]

    @property
    def horizon(self) -> int:
        return int(self.starts[self.margin + self.days, 0])

    def rows_of(self, trip: int) -> NDArray[np.int64]:
        return np.arange(self.row_from[trip], self.row_from[trip + 1])

    def timed(self, trip: int, departs: int, runs: NDArray[np.bool_]) -> tuple[Ints, Ints, NDArray[np.uint8]]:
        """Departure, arrival and whether they run, for the rows of one trip."""
        rows = slice(self.row_from[trip], self.row_from[trip + 1])
        span = self.margin + self.days
        begins = np.repeat(self.starts[:span, departs], self.legs[trip])
        on = np.where(self.forced[trip] < 0, runs[self.weekday], self.forced[trip] > 0)
        dep, arr = begins + self.leave[rows], begins + self.arrive[rows]
        live = np.repeat(on, self.legs[trip]) & (dep >= 0) & (dep < self.horizon)
        return dep, arr, live.astype(np.uint8)


def grid_for(
    network: Network, flows: NDArray[Any], first: date, days: int, carriage: str = STANDARD, slack: int = 0
) -> Grid:
    """The grid of some days from a date on; hand-overs are those of the first seven.

    With ``slack``, mail counts as arrived so many minutes after its vehicle is due.
    """
    trips = network.trips
    leaves = max(trip.stops[-2].leaves_min for trip in trips)
    margin = min(WallClock.MARGIN, 1 + leaves // DAY)
    clock = WallClock(network.zone, first, days)
    base = clock.at(0, 0)
    span = range(-margin, days + 1)
    starts = np.stack([
        clock.at_each(np.full(DAY, day), np.arange(DAY)) - base for day in span
    ]).astype(np.int32)  # fmt: skip
    dates = [clock.date(day) for day in span][:-1]
    forced = np.full((len(trips), margin + days), -1, np.int8)
    place = {day: at for at, day in enumerate(dates)}
    for at, trip in enumerate(trips):
        for day, is_run in reversed(trip.exceptions):
            if day in place:
                forced[at, place[day]] = is_run
    legs = np.array([len(trip.stops) - 1 for trip in trips], np.int32)
    is_carried = np.array([trip.carries in ("all", carriage) for trip in trips], bool)
    row_from = np.concatenate(([0], np.cumsum(legs * (margin + days)))).astype(np.int32)
    index = network.index

    def each(values: list[list[int]]) -> Ints:
        return np.concatenate([np.tile(np.array(one, np.int32), margin + days) for one in values])

    leg_at = each([list(range(len(trip.stops) - 1)) for trip in trips])
    is_last = leg_at == np.repeat(legs - 1, legs * (margin + days))
    after = np.where(is_last, len(leg_at), np.arange(1, len(leg_at) + 1)).astype(np.int32)
    shares, own = _shares(network, flows)
    return Grid(
        network, carriage, first, days, margin, starts, np.array([day.weekday() for day in dates], np.int32),
        forced, row_from, legs,
        each([[index[stop.office] for stop in trip.stops[:-1]] for trip in trips]),
        each([[index[stop.office] for stop in trip.stops[1:]] for trip in trips]),
        after,
        each([[stop.leaves_min for stop in trip.stops[:-1]] for trip in trips]),
        each([[stop.arrives_min + slack for stop in trip.stops[1:]] for trip in trips]),
        shares, own, _posted_at(network, clock), is_carried,
    )  # fmt: skip


def _shares(network: Network, flows: NDArray[Any]) -> tuple[NDArray[np.float32], Floats]:
    count = len(network.sites)
    given = np.array(flows, np.float64)
    if given.shape != (count, count):
        raise ValueError(f"flows are {count} by {count}, one row and one column an office; not {given.shape}")
    if not np.isfinite(given).all() or (given < 0).any():
        raise ValueError("a flow is a number of items, zero or more")
    total = given.sum()
    if total <= 0:
        raise ValueError("there is no flow: nothing is posted, so there is nothing to shorten")
    given /= total
    own = given.diagonal().copy()
    np.fill_diagonal(given, 0.0)
    return given.astype(np.float32), own


@dataclass(frozen=True)
class Handed:
    """Hand-overs by office in the order in which they are taken in. ``share`` sums to one an office."""

    first: Ints
    at: Ints
    day: Ints
    share: Floats
    posted: Floats


def handed_over(network: Network, clock: WallClock, cut_offs: Sequence[int]) -> Handed:
    """The hand-overs of seven days from the first of the clock, each half hour in which people bring mail.

    What comes before an office opens, after its cut-off or on a day on which it is closed is taken in when it
    opens next.
    """
    base, span = clock.at(0, 0), np.arange(clock.days)
    dates = [clock.date(day) for day in span.tolist()]
    day, minute = np.divmod(np.arange(HAND_OVER_EVERY // 2, 7 * DAY, HAND_OVER_EVERY), DAY)
    weight = np.array(WEEKDAYS)[day] * np.array(HOURS)[minute // 60]
    day, minute, weight = day[weight > 0], minute[weight > 0], weight[weight > 0]
    moments = clock.at_each(day, minute) - base
    taken = []
    for site, cut_off in zip(network.sites, cut_offs, strict=True):
        works = np.array([site.takes_in_on(on, network.holidays) for on in dates])
        opens = np.where(works, clock.at_each(span, np.full(clock.days, site.opens_min)) - base, 2**30)
        nexts = np.append(np.minimum.accumulate(opens[::-1])[::-1], 2**30)
        in_time = works[day] & (minute <= cut_off)
        taken.append(np.where(in_time, np.maximum(moments, opens[day]), nexts[day + 1]))
    count, share = len(network.sites), weight / weight.sum()
    return Handed(
        (np.arange(count + 1) * len(day)).astype(np.int32), np.concatenate(taken).astype(np.int32),
        np.tile(day, count).astype(np.int32), np.tile(share, count), np.full(count, share @ moments),
    )  # fmt: skip


def _posted_at(network: Network, clock: WallClock) -> Floats:
    return handed_over(network, clock, [site.cut_off_min for site in network.sites]).posted


def clock_of(grid: Grid) -> WallClock:
    return WallClock(grid.network.zone, grid.first, grid.days)


def places_for(grid: Grid, state: State) -> Places:
    """What offices do to mail in this state. Rounds are those of the promise."""
    clock = clock_of(grid)
    network = replace(grid.network, sites=sites_at(grid.network, state), trips=grid.network.trips[:1])
    rounds = events_for(unroll([(date.min, network)], grid.first, grid.days), grid.carriage)
    rank = np.argsort(np.argsort([site.code for site in network.sites]))
    each = [slice(rounds.round_first[at], rounds.round_first[at + 1]) for at in rank]
    handed = handed_over(network, clock, state.cut_offs)
    base = clock.at(0, 0)
    waves = [_waves(site, clock, base) if grid.carriage == STANDARD else [] for site in network.sites]
    pairs = np.array([pair for one in waves for pair in one], np.int32).reshape(-1, 2)
    return Places(
        np.array([site.handling(grid.carriage) for site in network.sites], np.int32),
        _from_counts([len(one) for one in waves]),
        np.ascontiguousarray(pairs[:, 1]), np.ascontiguousarray(pairs[:, 0]),
        np.array([_shut(site, clock, base) for site in network.sites], np.int32).reshape(-1, 2),
        _from_counts([one.stop - one.start for one in each]),
        np.concatenate([rounds.round_cut[one] for one in each]),
        np.concatenate([rounds.round_leaves[one] for one in each]),
        handed.first, handed.at, handed.day, handed.share, _due(grid, network, clock, base),
    )  # fmt: skip


def _from_counts(counts: list[int]) -> Ints:
    return np.concatenate(([0], np.cumsum(counts))).astype(np.int32)


def _waves(site: Site, clock: WallClock, base: int) -> list[tuple[int, int]]:
    """End and start of each wave, by end; no start is before an earlier one."""
    found = []
    for day in range(-clock.MARGIN, clock.days + clock.MARGIN):
        on = clock.date(day)
        for wave in site.waves:
            if str(on.isoweekday()) in wave.days and not site.is_shut(on):
                starts = clock.at(day, wave.starts_min) - base
                found.append((starts + wave.duration_min, starts))
    found.sort()
    latest = -(2**30)
    for at, (ends, starts) in enumerate(found):
        latest = max(latest, starts)
        found[at] = ends, latest
    return found


def _shut(site: Site, clock: WallClock, base: int) -> tuple[int, int]:
    if site.closed_from is None:
        return 2**30, 2**30
    edge = clock.days + clock.MARGIN
    begins = (site.closed_from - clock.first).days
    ends = edge + 1 if site.closed_until is None else (site.closed_until - clock.first).days + 1
    if begins >= edge or ends <= -clock.MARGIN:
        return 2**30, 2**30
    return (
        clock.at(begins, 0) - base if begins >= -clock.MARGIN else -(2**29),
        clock.at(ends, 0) - base if ends < edge else 2**30,
    )


def _due(grid: Grid, network: Network, clock: WallClock, base: int) -> Ints:
    """By posting day: the minute from which a delivery is after J+1, and after J+2.

    J counts working days: those on which offices give out that receive at least half of the flow.
    """
    received = grid.flows.sum(axis=0) + grid.own
    due = []
    working = []
    for day in range(grid.days + clock.MARGIN):
        on = clock.date(day)
        gives = np.array([site.gives_out_on(on, network.holidays) for site in network.sites])
        working.append(received[gives].sum() >= received.sum() / 2)
    for posted in range(7):
        after = [day for day in range(posted + 1, len(working)) if working[day]][:2]
        after += [grid.days + clock.MARGIN - 1] * (2 - len(after))
        due.append([clock.at(day + 1, 0) - base for day in after])
    return np.array(due, np.int32)


def board_for(grid: Grid, state: State, places: Places) -> Board:
    """The rows as they run in this state."""
    count = len(grid.office)
    dep, arr = np.zeros(count, np.int32), np.zeros(count, np.int32)
    live = np.zeros(count, np.uint8)
    for trip in np.flatnonzero(grid.is_carried).tolist():
        rows = slice(grid.row_from[trip], grid.row_from[trip + 1])
        dep[rows], arr[rows], live[rows] = grid.timed(trip, int(state.departs[trip]), state.runs[trip])
    return board_of(grid, places, dep, arr, live)


def board_of(grid: Grid, places: Places, dep: Ints, arr: Ints, live: NDArray[np.uint8]) -> Board:
    """The board of rows that are timed."""
    count, offices = len(dep), len(places.handling)
    rows = np.flatnonzero(live)
    order = rows[np.argsort(dep[rows], kind="stable")].astype(np.int32)
    by_office = order[np.argsort(grid.office[order], kind="stable")]
    by_arrival = rows[np.argsort(arr[rows], kind="stable")]
    by_arrival = by_arrival[np.argsort(grid.to[by_arrival], kind="stable")].astype(np.int32)
    edges = np.arange(offices + 1)
    board = Board(
        grid.office, grid.to, grid.after, dep, arr, np.zeros(count, np.int32), np.zeros(count, np.bool_), live,
        np.full(count, count, np.int32), np.full(count, count, np.int32), order,
        np.searchsorted(grid.office[by_office], edges).astype(np.int32), by_office,
        np.searchsorted(grid.to[by_arrival], edges).astype(np.int32), by_arrival,
        np.zeros(count, np.int32), np.zeros(count, np.int32),
    )  # fmt: skip
    cut_all(board, places)
    link(board, places)
    return board


def table_for(board: Board, places: Places, columns: NDArray[Any], flows: NDArray[Any]) -> Table:
    """The table of some destinations, with the flows to each of them by origin."""
    width = len(columns)
    column_of = np.full(len(places.handling), -1, np.int32)
    column_of[columns] = np.arange(width)
    shape = len(board.dep) + 1, width
    table = Table(
        column_of, np.ascontiguousarray(flows, np.float32), (flows > 0).any(axis=1),
        np.full(shape, NEVER, np.uint16), np.full(shape, NEVER, np.uint16),
    )  # fmt: skip
    sweep(board, places, table)
    return table


def with_waves(grid: Grid, places: Places, site: int, starts: tuple[int, ...]) -> Places:
    """The places where the waves of one office start at other minutes."""
    clock, was = clock_of(grid), grid.network.sites[site]
    waves = tuple(replace(wave, starts_min=at) for wave, at in zip(was.waves, starts, strict=True))
    pairs = np.array(_waves(replace(was, waves=waves), clock, clock.at(0, 0)), np.int32).reshape(-1, 2)
    first, last = places.wave_first[site : site + 2]
    start, end = places.wave_start.copy(), places.wave_end.copy()
    end[first:last], start[first:last] = pairs.T
    rounds = slice(places.round_first[site], places.round_first[site + 1])
    cut = places.round_cut.copy()
    changed = places._replace(wave_start=start, wave_end=end, round_cut=cut)
    leaves = places.round_leaves[rounds]
    cut[rounds] = np.maximum.accumulate([cut_of(site, int(at), changed) for at in leaves] or [0])[
        : len(leaves)
    ]
    return changed
