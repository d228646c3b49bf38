"""The arrays that the loops read, made from the timetable, the promise tables and the settings."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

from postkit.network.model import CARRIAGES, STANDARD, Network, Site
from postkit.promise.clock import WallClock
from postkit.promise.legs import Legs, in_force
from postkit.promise.table import Profile
from postkit.simulation import kernel
from postkit.simulation.bits import turned
from postkit.simulation.kernel import NOBODY, State, World
from postkit.simulation.running import Running
from postkit.simulation.settings import Settings, Shut

Array = np.ndarray[Any, np.dtype[Any]]
CLASSES = (*(one for one in CARRIAGES if one != STANDARD), STANDARD)  # express is loaded first
UNLIMITED = 2**31 - 1
SLACK_DAYS = 5


def site_columns(legs: Legs) -> list[Site | None]:
    """The sites by place in ``legs.offices``, of the version in force at the end; none where it has it no more."""
    network: Network = legs.plan[in_force(legs.plan, legs.clock.date(legs.clock.days - 1))][1]
    known = {site.code: site for site in network.sites}
    return [known.get(code) for code in legs.offices]


def transposed(profiles: Sequence[Profile], rows: int, bases: Sequence[int]) -> Array:
    """The boarding bits by destination, so that the next departure to one is found along one line of memory."""
    offices = len(profiles[0].offices)
    found = np.zeros((-(-offices // 8) * 8, rows // 8), np.uint8)
    for base, profile in zip(bases, profiles, strict=True):
        turned(profile.board[: len(profile)], found, base // 8)
    return found


def world_of(
    legs: Legs, profiles: Mapping[str, Profile], run: Running, settings: Settings
) -> tuple[World, tuple[str, ...]]:
    """The world of the loops, and the carriages in the order of its classes."""
    classes = tuple(one for one in CLASSES if one in profiles)
    tables = [profiles[one] for one in classes]
    counts = [-(-len(table) // 8) * 8 for table in tables]
    bases = [0, *np.cumsum(counts).tolist()][: len(tables)]
    rows, offices = sum(counts), len(legs.offices)
    cut, into = np.zeros(rows, np.int32), np.zeros(rows, np.int32)
    stay = np.zeros((rows, tables[0].stay.shape[1]), np.uint8)
    row_of = np.full((len(tables), len(legs) + 1), NOBODY, np.int32)
    for kind, (base, table) in enumerate(zip(bases, tables, strict=True)):
        those = slice(base, base + len(table))
        cut[those], stay[those] = table.cut, table.stay[: len(table)]
        into[those] = (
            table.into + base
        )  # the row after the last is no row of the office: nothing is found there
        row_of[kind, table.leg] = np.arange(len(table)) + base
    sites = site_columns(legs)
    capacity = np.array([trip.capacity or UNLIMITED for trip in legs.trips] or [0], np.int64)
    shut = _shut(legs, settings.shut)
    return World(
        np.array([table.first[:-1] + base for base, table in zip(bases, tables, strict=True)], np.int32),
        np.array([table.first[1:] + base for base, table in zip(bases, tables, strict=True)], np.int32),
        cut, into, row_of, transposed(tables, rows, bases), stay,
        legs.origin, legs.to, legs.run, legs.next_leg, legs.arr,
        capacity[legs.trip] if settings.vehicles else np.full(len(legs), UNLIMITED, np.int64),
        run.why, run.is_cancelled,
        np.array([[site.handling(one) if site else 0 for site in sites] for one in classes],
                 np.int32).reshape(len(classes), offices),
        *_waves(legs, classes),
        np.array([60 / site.sorts_per_hour if site and site.sorts_per_hour else 0.0 for site in sites], float),
        settings.sorting, *shut,
    ), classes  # fmt: skip


def state_of(world: World, legs: Legs, items: int, log: int) -> State:
    """Everything empty, and nothing gone."""
    offices, hours = len(legs.offices), hours_of(legs)
    queue = np.full((len(world.cut), 8), NOBODY, np.int32)
    queue[:, kernel.COUNT :] = 0
    return State(
        np.zeros((items, 8), np.int32), np.zeros(items, np.int32), np.zeros(items, np.int8), queue,
        np.full(len(legs), NOBODY, np.int32), np.full(len(legs), NOBODY, np.int32),
        np.zeros(len(legs.run_trip), np.int32),
        np.zeros(len(legs), np.int32), np.zeros(len(legs), np.int32), np.zeros(len(legs), np.int32),
        np.zeros((offices, hours), np.int32), np.zeros((offices, hours), np.int32),
        np.zeros(len(world.wave_starts), np.int32), world.wave_first[:-1].copy(),
        np.zeros(world.handling.shape, np.float64), np.zeros((log, 4), np.int32), np.zeros(2, np.int64),
    )  # fmt: skip


def hours_of(legs: Legs) -> int:
    """How many hours are counted: the window, and the days in which its last vehicles and rounds end."""
    return legs.end // 60 + SLACK_DAYS * 24 + 1


def minute_at(legs: Legs, day: date) -> int:
    """The minute of the window at which a day begins; the nearest that is known where it is far away."""
    far = legs.clock.days + WallClock.MARGIN - 1
    place = min(max((day - legs.clock.first).days, -WallClock.MARGIN), far)
    return legs.clock.at(place, 0) - legs.base


def _shut(legs: Legs, closures: Iterable[Shut]) -> tuple[Array, Array, Array]:
    """Sudden closures by office, those that touch one another made into one."""
    spans: dict[int, list[list[int]]] = {}
    for shut in sorted(closures, key=lambda one: one.since):
        if shut.office not in legs.index:
            raise ValueError(f"{shut.office} is no office of the network")
        begins, ends = minute_at(legs, shut.since), minute_at(legs, shut.until + timedelta(days=1))
        own = spans.setdefault(legs.index[shut.office], [])
        if own and begins <= own[-1][1]:
            own[-1][1] = max(own[-1][1], ends)
        else:
            own.append([begins, ends])
    return _grouped(spans, len(legs.offices), 2)


def _waves(legs: Legs, classes: Sequence[str]) -> tuple[Array, Array, Array, Array]:
    """Of each office that sorts in waves: start, end and room of each, by end, as the promise counts them."""
    spans: dict[int, list[list[int]]] = {}
    if STANDARD in classes:
        for day in range(-WallClock.MARGIN, legs.clock.days + WallClock.MARGIN):
            on = legs.clock.date(day)
            for site in legs.plan[in_force(legs.plan, on)][1].sites:
                for wave in site.waves:
                    if str(on.isoweekday()) in wave.days and not site.is_shut(on):
                        starts = legs.clock.at(day, wave.starts_min) - legs.base
                        spans.setdefault(legs.index[site.code], []).append(
                            [starts + wave.duration_min, starts, wave.capacity]
                        )
    for own in spans.values():
        own.sort()
    first, ends, starts, room = _grouped(spans, len(legs.offices), 3)
    for office in spans:
        those = slice(first[office], first[office + 1])
        starts[those] = np.maximum.accumulate(starts[those])
    return first, starts, ends, room


def _grouped(spans: Mapping[int, list[list[int]]], offices: int, width: int) -> tuple[Any, ...]:
    """Rows by office: where each office's begin, and the columns."""
    each = np.array([len(spans.get(office, ())) for office in range(offices)], np.int64)
    first = np.concatenate(([0], np.cumsum(each))).astype(np.int32)
    rows = list(chain.from_iterable(spans[office] for office in sorted(spans)))
    columns = np.array(rows, np.int32).reshape(-1, width)
    return first, *(np.ascontiguousarray(columns[:, at]) for at in range(width))


def rounds_of(profiles: Sequence[Profile]) -> tuple[NDArray[np.int32], ...]:
    """The rounds of all classes, numbered through: first, last, cut, leaves, day."""
    sizes = [len(profile.round_cut) for profile in profiles]
    bases = [0, *np.cumsum(sizes).tolist()][: len(profiles)]
    pairs = list(zip(bases, profiles, strict=True))
    return (
        np.array([profile.round_first[:-1] + base for base, profile in pairs], np.int32),
        np.array([profile.round_first[1:] + base for base, profile in pairs], np.int32),
        *(np.concatenate([np.asarray(getattr(profile, name), np.int32) for profile in profiles])
          for name in ("round_cut", "round_leaves", "round_day")),
    )  # fmt: skip
