"""Where candidates are tried: a state, its table over some columns, and room for one trial at a time.

What a trial answers is exact for the flows to those columns. A worksheet belongs to one thread.
"""

from copy import copy
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from postkit.timetabling.grid import (
    Floats,
    Grid,
    State,
    board_for,
    board_of,
    places_for,
    table_for,
    with_waves,
)  # fmt: skip
from postkit.timetabling.kernels import Table, charge_all
from postkit.timetabling.model import Rules
from postkit.timetabling.trial import end_trial, pad_for, try_rows


@dataclass(frozen=True)
class Move:
    """One candidate: trips that would leave at other minutes, or run on other days; waves that would start at
    others, as (site, wave, minute); trips that would have other vehicles."""

    trips: tuple[int, ...] = ()
    departs: tuple[int, ...] = ()
    runs: tuple[NDArray[np.bool_], ...] | None = None
    waves: tuple[tuple[int, int, int], ...] = ()
    vehicles: tuple[int, ...] | None = None

    def applied(self, state: State) -> State:
        changed = state.departs.copy()
        changed[list(self.trips)] = self.departs
        runs = state.runs
        if self.runs is not None:
            runs = state.runs.copy()
            runs[list(self.trips)] = self.runs
        waves = list(state.waves)
        for site, wave, starts in self.waves:
            waves[site] = (*waves[site][:wave], starts, *waves[site][wave + 1 :])
        vehicle = state.vehicle
        if self.vehicles is not None:
            vehicle = state.vehicle.copy()
            vehicle[list(self.trips)] = self.vehicles
        return State(changed, runs, vehicle, tuple(waves), state.cut_offs)


class Worksheet:
    """Tries moves from a state; ``weight`` is what the table over its columns weighs now.

    ``flows`` are by origin and column: those of `grid`, or more where a column stands for its neighbours.
    """

    def __init__(
        self, grid: Grid, state: State, rules: Rules, columns: NDArray[Any], flows: NDArray[Any] | None = None
    ) -> None:
        self.grid, self.rules, self.columns = grid, rules, columns
        self.late = rules.late_1_h * 60.0, rules.late_2_h * 60.0
        self.flows = grid.flows[:, columns] if flows is None else flows
        self.tried = 0
        self.begin(state)

    def begin(self, state: State) -> None:
        """Work the table out afresh, for another state."""
        self.state = state
        self.places = places_for(self.grid, state)
        self.board = board_for(self.grid, state, self.places)
        self.table = table_for(self.board, self.places, self.columns, self.flows)
        self.pad = pad_for(self.board, self.table)
        self.by_office, self.by_column = np.zeros(len(self.places.handling)), np.zeros(len(self.columns))
        self.weight = charge_all(
            self.board, self.places, self.table, *self.late, self.by_office, self.by_column, np.zeros(3)
        )

    def attempt(self, move: Move) -> float:
        """By how much the weight would change. End it with `keep` or `drop` before the next."""
        self.tried += 1
        self._move, self._places = move, self.places
        for site in sorted({site for site, _, _ in move.waves}):
            starts = move.applied(self.state).waves[site]
            self._places = with_waves(self.grid, self._places, site, starts)
        self._rows, dep, arr, live = self._timed(move)
        board = self.board
        self._was = board.dep[self._rows], board.arr[self._rows], board.live[self._rows]
        self._change = try_rows(
            board, self._places, self.table, self.pad, self._rows, dep, arr, live, *self.late
        )
        return float(self._change)

    def _timed(self, move: Move) -> tuple[NDArray[Any], ...]:
        """The rows that the move changes, ascending, and how they would run."""
        board, grid = self.board, self.grid
        is_moved = np.zeros(len(board.dep), bool)
        blocks = []
        for at, trip in enumerate(move.trips):
            if grid.is_carried[trip]:
                runs = self.state.runs[trip] if move.runs is None else move.runs[at]
                rows = slice(grid.row_from[trip], grid.row_from[trip + 1])
                dep, arr, live = grid.timed(trip, move.departs[at], runs)
                differs = (dep != board.dep[rows]) | (live != board.live[rows])
                is_moved[rows] = differs & ((live > 0) | (board.live[rows] > 0))
                blocks.append((np.arange(rows.start, rows.stop), dep, arr, live))
        for site in {site for site, _, _ in move.waves}:
            first, last = board.dep_first[site : site + 2]
            is_moved[board.dep_rows[first:last]] = True
            if self.table.column_of[site] >= 0:
                first, last = board.arr_first[site : site + 2]
                is_moved[board.arr_rows[first:last]] = True
        found = np.flatnonzero(is_moved)
        dep, arr, live = board.dep[found], board.arr[found], board.live[found]
        for mine, leaves, arrives, on in blocks:
            those = is_moved[mine]
            place = np.searchsorted(found, mine[those])
            dep[place], arr[place], live[place] = leaves[those], arrives[those], on[those]
        return found, dep, arr, live

    def narrow(self, low: int, high: int) -> "Worksheet":
        """A worksheet of some neighbouring columns of this one: quicker, for moves that only concern those.

        It reads this one's board: neither may have a trial under way while the other has, and it is of no use
        after this one has kept a move.
        """
        part = copy(self)
        part.columns, part.flows = self.columns[low:high], self.flows[:, low:high]
        column_of = np.full_like(self.table.column_of, -1)
        column_of[part.columns] = np.arange(high - low)
        weights, standing, aboard = (
            np.ascontiguousarray(one[:, low:high])
            for one in (self.table.weights, self.table.standing, self.table.aboard)
        )
        part.table = Table(column_of, weights, (weights > 0).any(axis=1), standing, aboard)
        part.pad = self.pad._replace(
            row=np.zeros(high - low, np.uint16), hours_in=np.zeros(high - low + 1),
            standing=np.empty((len(standing) - 1, high - low), np.uint16),
            aboard=np.empty((len(standing) - 1, high - low), np.uint16),
        )  # fmt: skip
        part.by_column = self.by_column[low:high]
        return part

    def stays_above(self, limit_out: Floats, limit_in: Floats) -> bool:
        """Whether under the trial no office has more minutes than its limit, unless it has no more than now."""
        out, into = self.pad.hours_out, self.pad.hours_in[:-1]
        return not (
            ((self.by_office + out > limit_out) & (out > 1e-9)).any()
            or ((self.by_column + into > limit_in) & (into > 1e-9)).any()
        )

    def drop(self) -> None:
        end_trial(self.board, self.places, self.table, self.pad, self._rows, *self._was, False)

    def keep(self) -> None:
        self.by_column += self.pad.hours_in[:-1]
        self.by_office += self.pad.hours_out
        self.weight += self._change
        end_trial(self.board, self.places, self.table, self.pad, self._rows, *self._was, True)
        self.places, self.state = self._places, self._move.applied(self.state)
        board = self.board
        self.board = board_of(self.grid, self.places, board.dep, board.arr, board.live)
