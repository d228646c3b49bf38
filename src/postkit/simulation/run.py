"""One simulation: items go where the promise's bits send them, and meet what the settings put in their way."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from postkit.promise.legs import Legs
from postkit.promise.table import Profile
from postkit.simulation import kernel
from postkit.simulation.draws import draws
from postkit.simulation.items import Items
from postkit.simulation.kernel import CLASS_BITS, State, World
from postkit.simulation.outcome import Outcome, Trace
from postkit.simulation.rounds import give_out
from postkit.simulation.running import Running, running
from postkit.simulation.settings import UNDISTURBED, Settings
from postkit.simulation.tables import (
    Array,
    minute_at,
    rounds_of,
    site_columns,
    state_of,
    world_of,
)  # fmt: skip

SLICES = 64
Progress = Callable[[float], None]
ShouldStop = Callable[[], bool]
Rounds = tuple[NDArray[np.int32], NDArray[np.int64], NDArray[np.int64]]


class Stopped(Exception):
    """Somebody asked the simulation to stop. There is no half outcome."""


class TooLarge(ValueError):
    """It would need more memory than there is to have."""

    def __init__(self, needed: int, available: int) -> None:
        self.needed, self.available = needed, available
        super().__init__(
            f"this simulation needs about {needed / 1e9:.1f} GB of memory and may have {available / 1e9:.1f} GB"
        )


def needed_bytes(
    items: int, offices: int, legs: int, *, carriages: int = 2, days: int = 21, traces: bool = False
) -> int:
    """About how much memory a simulation takes, the promise tables' bits included; told before it starts."""
    rows = legs * carriages
    per_item = 260 + (400 if traces else 0)  # measured: 190 to 230, and 160 to 390 for the trace
    tables = rows * (offices // 8 + 1) * 3 + rows * 40 + legs * 100
    return items * per_item + tables + offices * (days + 5) * 24 * 4 * 3


def refuse_too_large(needed: int, available: int) -> None:
    """TooLarge, with both sizes, where it does not fit."""
    if needed > available:
        raise TooLarge(needed, available)


def simulate(
    legs: Legs,
    profiles: Mapping[str, Profile],
    items: Items,
    settings: Settings = UNDISTURBED,
    *,
    seed: int,
    progress: Progress | None = None,
    should_stop: ShouldStop | None = None,
) -> Outcome:
    """Send the items through the network. The same arguments give the same outcome, on any machine and thread.

    ``profiles`` are the promise tables of these legs, by carriage. Items handed over after the days that a
    table serves travel as all others do, but have no promise. ValueError: an office, vehicle or carriage that
    is not known. Stopped: ``should_stop`` said so.
    """
    lacking = {product.carriage for product in items.products} - set(profiles)
    if lacking:
        raise ValueError(f"no promise table for {', '.join(sorted(lacking))} mail")
    run = running(legs, settings, seed)
    world, classes = world_of(legs, profiles, run, settings)
    kind = np.array([classes.index(product.carriage) for product in items.products], np.int32)[items.product]
    tables = [profiles[one] for one in classes]
    asked, taken = _taken_in(legs, tables, kind, items, settings)
    order = np.lexsort((items.identity, taken))[np.count_nonzero(taken < 0) :]
    state = state_of(world, legs, len(order), 0)
    record = state.record
    record[:, kernel.DEST], record[:, kernel.KIND] = items.destination[order], kind[order]
    record[:, kernel.SINCE], record[:, kernel.PLANNED] = taken[order], asked[order]
    record[:, kernel.LINK] = kernel.NOBODY
    state.place[:] = items.origin[order]
    state, logs = _play(world, state, run, settings.trace, progress, should_stop)
    is_there = state.status == kernel.REACHED
    rounds = _give_out(legs, world, state, tables, items, order, settings, seed)
    promised = _promised(legs, tables, kind, items)
    return _outcome(legs, items, promised, taken, order, run, state, is_there, rounds, logs)


def _taken_in(
    legs: Legs, tables: list[Profile], kind: NDArray[np.int32], items: Items, settings: Settings
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """When each item is taken in by its promise, and really: a shut office takes nothing in. -1: not in the window."""
    at = items.at - legs.base
    asked, really = np.full(len(items), -1, np.int64), at.copy()
    for shut in settings.shut:
        begins, ends = minute_at(legs, shut.since), minute_at(legs, shut.until + timedelta(days=1))
        here = (items.origin == legs.index.get(shut.office, -1)) & (really >= begins) & (really < ends)
        really[here] = ends
    taken = np.full(len(items), -1, np.int64)
    for place, table in enumerate(tables):
        those = (kind == place) & (at >= 0) & (at < legs.end)
        asked[those] = table.taken_in(items.origin[those], at[those])
        taken[those] = table.taken_in(items.origin[those], really[those])
    return asked, taken


def _play(
    world: World, state: State, run: Running, traces: bool, progress: Progress | None,
    should_stop: ShouldStop | None,
) -> tuple[State, list[Array]]:  # fmt: skip
    """Run the events in slices, so that somebody can watch and stop it."""
    count = len(run.dep)
    when = np.concatenate((run.arr, run.dep))
    what = np.concatenate((np.arange(count) * 2, np.arange(count) * 2 + 1)).astype(np.int32)
    order = np.lexsort((what, what & 1, when))
    when, what = when[order], what[order]
    logs: list[Array] = []
    if traces:
        state = state._replace(log=np.zeros((max(len(state.place) * 2, 1024), 4), np.int32))
    step, at = max(1, -(-len(when) // SLICES)), 0
    while at < len(when):
        if should_stop is not None and should_stop():
            raise Stopped
        end = min(len(when), at + step)
        reached = kernel.advance(world, state, when, what, at, end, traces)
        if traces and (reached < end or end == len(when)):
            logs.append(state.log[: state.counts[kernel.LOGGED]].copy())
            state.counts[kernel.LOGGED] = 0
        at = reached
        if progress is not None:
            progress(at / len(when))
    kernel.admit(world, state, np.iinfo(np.int32).max)
    return state, logs


def _give_out(
    legs: Legs, world: World, state: State, tables: list[Profile], items: Items, order: NDArray[np.int64],
    settings: Settings, seed: int,
) -> Rounds:  # fmt: skip
    """The rounds: for each item its row of the rounds and attempts, and what the rows say."""
    first, last, cut, leaves, day = rounds_of(tables)
    has_rounds = np.array([bool(site and site.delivery_days) for site in site_columns(legs)], bool)
    goes_out = has_rounds[items.destination[order]]
    identity = items.identity[order]
    fails, again = (
        goes_out & (draws(seed, purpose, identity) < settings.failed_share)
        for purpose in ("first attempt", "second attempt")
    )
    found = np.zeros((len(order), 3), np.int32)
    give_out(world, state, first, last, cut, leaves, fails, again, found)
    return found, np.append(leaves, -1).astype(np.int64), np.append(day, -1).astype(np.int64)


def _promised(
    legs: Legs, tables: list[Profile], kind: NDArray[np.int32], items: Items
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """What the tables promise for each item: its arrival, and its day."""
    arrives, day = np.full(len(items), -1, np.int64), np.full(len(items), -1, np.int64)
    at = items.at - legs.base
    for place, table in enumerate(tables):
        those = np.flatnonzero((kind == place) & (at >= 0) & (at < legs.end))
        found = table.answers(items.origin[those], items.destination[those], items.at[those])
        arrives[those], day[those] = found.arrives, found.day
    return arrives, day


def _outcome(
    legs: Legs, items: Items, promised: tuple[NDArray[np.int64], NDArray[np.int64]], taken: NDArray[np.int64],
    order: NDArray[np.int64], run: Running, state: State, is_there: NDArray[np.bool_], rounds: Rounds,
    logs: list[Array],
) -> Outcome:  # fmt: skip
    """Back into the order of the items, and into minutes since 1970."""
    found, leaves, day = rounds
    record, base = state.record, np.int64(legs.base)
    is_delivered = state.status == kernel.DELIVERED
    cause = record[:, kernel.CAUSE].copy()
    is_short = (promised[1][order] >= 0) & (state.status == kernel.ON_THE_WAY) & (cause == 0)
    cause[is_short] = kernel.NO_TIME

    def given(values: Any, kind_of: Any = np.int64, empty: int = -1) -> Any:
        column = np.full(len(items), empty, kind_of)
        column[order] = values
        return column

    tried, last = (np.where(found[:, at] >= 0, leaves[found[:, at]] + base, -1) for at in (2, 0))
    return Outcome(
        legs, items, np.where(taken < 0, -1, taken + base), *promised,
        given(np.where(is_there, record[:, kernel.SINCE] + base, -1)),
        given(tried), given(np.where(found[:, 1] > 1, last, -1)),
        given(np.where(is_delivered, last, -1)), given(np.where(is_delivered, day[found[:, 0]], -1)),
        given(found[:, 1], np.int8, 0), given(record[:, kernel.KIND] >> CLASS_BITS, np.int16, 0),
        given(state.status, np.int8, 0), given(cause, np.int8, 0),
        run.dep + base, run.arr + base, run.is_cancelled,
        state.load, state.through, state.left_behind,
        np.cumsum(state.standing, axis=1, dtype=np.int32), np.cumsum(state.unsorted, axis=1, dtype=np.int32),
        _trace(logs, order, legs.base) if logs else None,
    )  # fmt: skip


def _trace(logs: list[Array], order: NDArray[np.int64], base: int) -> Trace:
    whole = np.concatenate(logs)
    return Trace(
        order[whole[:, 0]].astype(np.int32), whole[:, 1].copy(), whole[:, 2].astype(np.int8),
        whole[:, 3] + np.int64(base),
    )  # fmt: skip
