"""What a state is worth: the whole table, worked out in blocks of columns, exactly as the promise has it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from postkit.timetabling.grid import BLOCK, Floats, Grid, Ints, State, board_for, places_for, table_for
from postkit.timetabling.kernels import Board, Places, charge_all
from postkit.timetabling.model import Rules


@dataclass(frozen=True)
class Value:
    """``weight`` is what the search makes small, in minutes; hours are means, by office NaN where nothing flows."""

    weight: float
    hours: float
    j1: float
    j2: float
    unreached: float
    out_h: Floats
    in_h: Floats


def value_of(grid: Grid, state: State, rules: Rules, each: Callable[..., Iterable[Any]] = map) -> Value:
    """The value of a state. ``each`` maps blocks, as `map` does, perhaps side by side."""
    places = places_for(grid, state)
    board = board_for(grid, state, places)
    count = len(places.handling)
    blocks = [np.arange(at, min(at + BLOCK, count)) for at in range(0, count, BLOCK)]
    parts = list(each(lambda columns: _block(grid, board, places, columns, rules), blocks))
    weight = sum(part[0] for part in parts)
    by_office = np.sum([part[1] for part in parts], axis=0)
    by_column = np.concatenate([part[2] for part in parts])
    dues = np.sum([part[3] for part in parts], axis=0)
    own = own_round(grid, places)
    own_dues = own[1:] @ grid.own
    weight += own[0] @ grid.own + own_dues[0] * rules.late_1_h * 60 + own_dues[1] * rules.late_2_h * 60
    sent = grid.flows.sum(axis=1, dtype=np.float64) + grid.own
    received = grid.flows.sum(axis=0, dtype=np.float64) + grid.own
    posted = grid.flows.astype(np.float64).T @ grid.posted_at + grid.own * grid.posted_at
    by_office += own[0] * grid.own
    by_column += own[0] * grid.own
    with np.errstate(invalid="ignore", divide="ignore"):
        out_h = (by_office / sent - grid.posted_at) / 60
        in_h = (by_column - posted) / received / 60
    mean = (by_office.sum() - sent @ grid.posted_at) / 60
    late = dues[:2] + own_dues
    return Value(
        float(weight), float(mean), float(1 - late[0]), float(1 - late[1]), float(dues[2]), out_h, in_h
    )


def _block(grid: Grid, board: Board, places: Places, columns: NDArray[Any], rules: Rules) -> tuple[Any, ...]:
    table = table_for(board, places, columns, grid.flows[:, columns])
    by_office, by_column, dues = np.zeros(len(places.handling)), np.zeros(len(columns)), np.zeros(3)
    weight = charge_all(
        board, places, table, rules.late_1_h * 60, rules.late_2_h * 60, by_office, by_column, dues
    )
    return weight, by_office, by_column, dues


def own_round(grid: Grid, places: Places) -> Floats:
    """What is posted where it is delivered: the mean minute of its round, and the shares after J+1 and J+2."""
    found = np.zeros((3, len(places.handling)))
    for o in np.flatnonzero(grid.own > 0):
        hand = slice(places.hand_first[o], places.hand_first[o + 1])
        rounds = slice(places.round_first[o], places.round_first[o + 1])
        at = np.searchsorted(places.round_cut[rounds], places.hand_at[hand])
        leaves = np.append(places.round_leaves[rounds], 65535)[at]
        due, share = places.due[places.hand_day[hand]], places.hand_share[hand]
        found[:, o] = share @ leaves, share @ (leaves >= due[:, 0]), share @ (leaves >= due[:, 1])
    return found


__all__ = ["Ints", "Value", "own_round", "value_of"]
