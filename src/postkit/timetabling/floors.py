"""The floor under every commune: where a plan falls through it, what did it is undone, little by little."""

from collections.abc import Callable, Iterator

import numpy as np

from postkit.timetabling.grid import Floats, State
from postkit.timetabling.groups import sample
from postkit.timetabling.passes import lines_of
from postkit.timetabling.search import Search, Shared, limits_for
from postkit.timetabling.value import Value
from postkit.timetabling.worksheet import Move, Worksheet

STEPS = 60


def below(value: Value, today: Value, floor_h: float) -> tuple[list[int], list[int]]:
    """The offices whose hours rise by more than the floor allows: as origins, and as destinations."""
    found = []
    for now, was in ((value.out_h, today.out_h), (value.in_h, today.in_h)):
        with np.errstate(invalid="ignore"):
            found.append(np.flatnonzero(now - was > floor_h + 1e-9).tolist())
    return found[0], found[1]


def lifted(
    shared: Shared, state: State, value: Value, today: Value, worth: Callable[[State], Value], seed: int
) -> tuple[State, Value] | None:
    """A state near to this one under which every office keeps its floor; None where none is found.

    Columns of a worksheet stand for others, so what it sees may lie a little off: each attempt aims higher.
    """
    for attempt, part in enumerate((1.0, 0.9, 0.75, 0.5, 0.25, 0.0)):
        out, into = below(value, today, shared.rules.floor_h)
        if not out and not into:
            return state, value
        changed = _undo_some(shared, state, set(out), set(into), seed + attempt, part)
        if changed is not state:
            state, value = changed, worth(changed)
    out, into = below(value, today, shared.rules.floor_h)
    return None if out or into else (state, value)


def _undo_some(shared: Shared, state: State, out: set[int], into: set[int], seed: int, part: float) -> State:
    """Undo the changes that lift these offices at the least loss, until the worksheet sees none below."""
    exact = np.array(sorted(into), np.int64)
    columns, flows = sample(shared.grid, shared.regions, 64, exact, seed)
    limits = limits_for(shared, columns, flows, part)
    sheet = Worksheet(shared.grid, state, shared.rules, columns, flows)
    search = Search(shared, sheet, limits, range(len(shared.grid.network.trips)), seed)
    offices = np.array(sorted(out), np.int64)

    def excess(by_office: Floats, by_column: Floats) -> float:
        over = np.maximum(by_office[offices] - limits.out[offices], 0).sum()
        return float(over + np.maximum(by_column[: len(exact)] - limits.into[: len(exact)], 0).sum())

    for _ in range(STEPS):
        now = excess(sheet.by_office, sheet.by_column)
        if now <= 1e-9:
            break
        best, found = 0.0, None
        for move in undoings(shared, sheet.state, {int(shared.regions[o]) for o in out | into}):
            if not search.drives(move) or not search.may(move):
                continue
            loss = max(sheet.attempt(move), 1e-9)
            lift = now - excess(
                sheet.by_office + sheet.pad.hours_out, sheet.by_column + sheet.pad.hours_in[:-1]
            )
            sheet.drop()
            if lift > 1e-9 and lift / loss > best:
                best, found = lift / loss, move
        if found is None:
            break
        search.keep(found)
    return sheet.state if search.kept else state


def undoings(shared: Shared, state: State, centres: set[int]) -> Iterator[Move]:
    """For each change near some centres, the move that takes it back: lines, then trips, then waves."""
    network, today = shared.grid.network, shared.today
    near = [
        at for at, trip in enumerate(network.trips)
        if {network.index[stop.office] for stop in trip.stops} & centres
    ]  # fmt: skip
    for line in lines_of(shared, near):
        moved = [
            trip for trip in line
            if state.departs[trip] != today.departs[trip] or (state.runs[trip] != today.runs[trip]).any()
        ]  # fmt: skip
        if moved:
            yield as_of(today, moved)
    for centre in sorted(centres):
        if centre >= 0 and state.waves[centre] != today.waves[centre]:
            yield Move(waves=tuple((centre, at, starts) for at, starts in enumerate(today.waves[centre])))


def as_of(state: State, trips: list[int]) -> Move:
    """The move that lets some trips run as another state has them."""
    return Move(
        tuple(trips), tuple(state.departs[trips].tolist()), tuple(state.runs[trip] for trip in trips),
    )  # fmt: skip
