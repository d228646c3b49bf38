"""A candidate tried on the table: the sweep once more, only over rows that something they read has changed.

The new values stand in the pad; the table is untouched until the candidate is kept. What a trial writes into the
board (the moved rows, and which row one who alights boards) it also writes down, to be able to take it back.
"""

from typing import Any, NamedTuple

import numpy as np

from postkit.compiled import njit
from postkit.timetabling.kernels import Board, Places, Table, charge_row, cut_of, is_open, round_after


class Pad(NamedTuple):
    """Room for one trial; clean between trials."""

    moved: Any  # uint8 by row
    slot: Any  # by row, -1 where its values are as they were
    new_standing: Any  # uint8 by row: its standing values differ
    new_aboard: Any
    standing: Any  # by slot and column
    aboard: Any
    touched: Any  # the row of each slot
    place: Any  # by office, -1 where no moved row calls
    offices: Any
    head: Any  # by office: the row that was worked on last
    rows: Any  # the departures of the offices where moved rows call
    begins: Any
    turned: Any  # rows with another `into`, and what it was
    turned_into: Any
    counts: Any  # slots, offices, turned
    hours_in: Any  # the change of minutes by column, and in all; then by origin
    hours_out: Any


def pad_for(board: Board, table: Table) -> Pad:
    rows, offices, width = len(board.dep), len(board.dep_first) - 1, table.standing.shape[1]
    return Pad(
        np.zeros(rows + 1, np.uint8), np.full(rows + 1, -1, np.int32),
        np.zeros(rows + 1, np.uint8), np.zeros(rows + 1, np.uint8),
        np.empty((rows, width), np.uint16), np.empty((rows, width), np.uint16), np.zeros(rows, np.int32),
        np.full(offices, -1, np.int32), np.zeros(offices, np.int32), np.zeros(offices, np.int32),
        np.zeros(rows, np.int32), np.zeros(offices + 1, np.int32),
        np.zeros(rows, np.int32), np.zeros(rows, np.int32), np.zeros(3, np.int64),
        np.zeros(width + 1), np.zeros(offices),
    )  # fmt: skip


@njit(cache=True, nogil=True)
def try_rows(
    board: Board, places: Places, table: Table, pad: Pad,
    moved: Any, dep: Any, arr: Any, live: Any, late_1: float, late_2: float,
) -> float:  # fmt: skip
    """By how much the weight of the table changes if these rows ran so. `moved` is ascending."""
    pad.hours_in[:] = 0.0
    pad.hours_out[:] = 0.0
    _gather(board, pad, moved)
    change = 0.0
    for at in range(pad.counts[1]):
        o = pad.offices[at]
        change += _charge_lists(
            o, board.dep_rows, board.dep_first[o], board.dep_first[o + 1],
            board, places, table, pad, False, late_1, late_2,
        )  # fmt: skip
    for at in range(len(moved)):
        row = moved[at]
        board.dep[row], board.arr[row], board.live[row] = dep[at], arr[at], live[at]
        board.cut[row] = cut_of(board.office[row], dep[at], places)
        board.boards[row] = is_open(board.office[row], dep[at], places)
    by_dep = np.argsort(dep, kind="mergesort")
    by_arr = np.argsort(arr, kind="mergesort")
    _relink(board, pad, moved, by_dep, by_arr)
    _resweep(board, places, table, pad, moved, by_dep)
    for slot in range(pad.counts[0]):
        row = pad.touched[slot]
        o = board.office[row]
        begin, end = board.hand_from[row], board.hand_until[row]
        if begin < end and pad.new_standing[row] and pad.place[o] < 0:
            before = pad.hours_in[-1]
            weights = table.weights[o]
            change += charge_row(
                o, pad.standing[slot], begin, end, places, weights, late_1, late_2, 1.0, pad.hours_in
            )
            change += charge_row(
                o, table.standing[row], begin, end, places, weights, late_1, late_2, -1.0, pad.hours_in
            )
            pad.hours_out[o] += pad.hours_in[-1] - before
    for at in range(pad.counts[1]):
        change += _charge_lists(
            pad.offices[at], pad.rows, pad.begins[at], pad.begins[at + 1],
            board, places, table, pad, True, late_1, late_2,
        )  # fmt: skip
    return change


@njit(cache=True, nogil=True)
def _gather(board: Board, pad: Pad, moved: Any) -> None:
    """Mark the moved rows and the offices where they call."""
    count = 0
    for at in range(len(moved)):
        row = moved[at]
        pad.moved[row] = 1
        for end in range(2):
            o = board.to[row] if end else board.office[row]
            if pad.place[o] < 0:
                pad.place[o] = count
                pad.offices[count] = o
                pad.head[o] = len(board.dep)
                count += 1
    pad.counts[0], pad.counts[1], pad.counts[2] = 0, count, 0


@njit(cache=True, nogil=True)
def _charge_lists(
    o: int, rows: Any, begin: int, end: int, board: Board, places: Places, table: Table, pad: Pad,
    is_new: bool, late_1: float, late_2: float,
) -> float:  # fmt: skip
    """What all that is handed over at an office weighs, whose departures stand in a list; negative for the old."""
    none, change, at, before = len(board.dep), 0.0, begin, pad.hours_in[-1]
    moment, last = places.hand_first[o], places.hand_first[o + 1]
    sign = 1.0 if is_new else -1.0
    while moment < last:
        while at < end and board.cut[rows[at]] < places.hand_at[moment]:
            at += 1
        row, until = none, last
        if at < end:
            row, until = rows[at], moment + 1
            while until < last and places.hand_at[until] <= board.cut[row]:
                until += 1
        values = table.standing[row]
        if is_new and pad.slot[row] >= 0:
            values = pad.standing[pad.slot[row]]
        change += charge_row(
            o, values, moment, until, places, table.weights[o], late_1, late_2, sign, pad.hours_in
        )
        moment = until
    pad.hours_out[o] += pad.hours_in[-1] - before
    return change


@njit(cache=True, nogil=True)
def _relink(board: Board, pad: Pad, moved: Any, by_dep: Any, by_arr: Any) -> None:
    """The departures of the offices where moved rows call, in order, and what their arrivals can board."""
    filled, turned, none = 0, 0, len(board.dep)
    for place in range(pad.counts[1]):
        o = pad.offices[place]
        begin = filled
        pad.begins[place] = begin
        at, end, mine = board.dep_first[o], board.dep_first[o + 1], 0
        while True:
            while at < end and pad.moved[board.dep_rows[at]] & 1:
                at += 1
            while mine < len(moved):
                row = moved[by_dep[mine]]
                if board.live[row] and board.office[row] == o:
                    break
                mine += 1
            if at == end and mine == len(moved):
                break
            take = at == end
            if at < end and mine < len(moved):
                other, row = board.dep_rows[at], moved[by_dep[mine]]
                take = (board.dep[row], row) < (board.dep[other], other)
            if take:
                pad.rows[filled] = moved[by_dep[mine]]
                mine += 1
            else:
                pad.rows[filled] = board.dep_rows[at]
                at += 1
            filled += 1
        for kind in range(2):
            found = begin
            count = len(moved) if kind else board.arr_first[o + 1] - board.arr_first[o]
            for at in range(count):
                row = moved[by_arr[at]] if kind else board.arr_rows[board.arr_first[o] + at]
                if (pad.moved[row] & 1) != kind or board.to[row] != o or not board.live[row]:
                    continue
                while found < filled and board.cut[pad.rows[found]] < board.arr[row]:
                    found += 1
                into = pad.rows[found] if found < filled else none
                if into != board.into[row]:
                    pad.turned[turned], pad.turned_into[turned] = row, board.into[row]
                    board.into[row] = into
                    pad.moved[row] |= 2
                    turned += 1
    pad.begins[pad.counts[1]] = filled
    pad.counts[2] = turned


@njit(cache=True, nogil=True)
def _resweep(board: Board, places: Places, table: Table, pad: Pad, moved: Any, by_dep: Any) -> None:
    """From the last departure to the first, work on the rows of which something they read is new."""
    none, at, mine = len(board.dep), len(board.order) - 1, len(moved) - 1
    while True:
        while at >= 0 and pad.moved[board.order[at]] & 1:
            at -= 1
        while mine >= 0 and not board.live[moved[by_dep[mine]]]:
            mine -= 1
        if at < 0 and mine < 0:
            break
        take = at < 0
        if at >= 0 and mine >= 0:
            other, row = board.order[at], moved[by_dep[mine]]
            take = (board.dep[row], row) > (board.dep[other], other)
        if take:
            row = moved[by_dep[mine]]
            mine -= 1
        else:
            row = board.order[at]
            at -= 1
        o, onward, following = board.office[row], board.after[row], board.later[row]
        if onward < none and not board.live[onward]:
            onward = none
        is_new = pad.moved[row] > 0 or pad.new_standing[board.into[row]] or pad.new_aboard[onward]
        if pad.place[o] >= 0:
            is_new = is_new or following != pad.head[o]
            following = pad.head[o]
            pad.head[o] = row
        if is_new or pad.new_standing[following]:
            _work(row, onward, following, board, places, table, pad)


@njit(cache=True, nogil=True)
def _work(
    row: int, onward: int, following: int, board: Board, places: Places, table: Table, pad: Pad
) -> None:
    """One row of the sweep, into the pad; given up again where nothing came out new."""
    slot = pad.counts[0]
    into = board.into[row]
    stays = pad.aboard[pad.slot[onward]] if pad.new_aboard[onward] else table.aboard[onward]
    alights = pad.standing[pad.slot[into]] if pad.new_standing[into] else table.standing[into]
    waits = pad.standing[pad.slot[following]] if pad.new_standing[following] else table.standing[following]
    rides, best, was = pad.aboard[slot], pad.standing[slot], table.aboard[row]
    width = len(rides)
    for k in range(width):
        rides[k] = min(stays[k], alights[k])
    k = table.column_of[board.to[row]]
    if k >= 0:
        rides[k] = min(rides[k], round_after(board.to[row], board.arr[row], places))
    if board.boards[row]:
        for k in range(width):
            best[k] = min(rides[k], waits[k])
    else:
        for k in range(width):
            best[k] = waits[k]
    is_moved = pad.moved[row] & 1
    differs = False
    for k in range(width):
        differs |= rides[k] != was[k]
    pad.new_aboard[row] = is_moved or differs
    was, differs = table.standing[row], False
    for k in range(width):
        differs |= best[k] != was[k]
    pad.new_standing[row] = is_moved or differs
    if pad.new_aboard[row] or pad.new_standing[row]:
        pad.slot[row] = slot
        pad.touched[slot] = row
        pad.counts[0] = slot + 1


@njit(cache=True, nogil=True)
def end_trial(board: Board, places: Places, table: Table, pad: Pad, moved: Any, dep: Any, arr: Any, live: Any,
              is_kept: bool) -> None:  # fmt: skip
    """Keep the trial, or take it back: then dep, arr and live are what they were. The pad is clean again."""
    for slot in range(pad.counts[0]):
        row = pad.touched[slot]
        if is_kept:
            table.standing[row] = pad.standing[slot]
            table.aboard[row] = pad.aboard[slot]
        pad.slot[row] = -1
        pad.new_standing[row] = 0
        pad.new_aboard[row] = 0
    for at in range(pad.counts[2]):
        row = pad.turned[at]
        pad.moved[row] = 0
        if not is_kept:
            board.into[row] = pad.turned_into[at]
    for at in range(len(moved)):
        row = moved[at]
        pad.moved[row] = 0
        if not is_kept:
            board.dep[row], board.arr[row], board.live[row] = dep[at], arr[at], live[at]
            board.cut[row] = cut_of(board.office[row], dep[at], places)
            board.boards[row] = is_open(board.office[row], dep[at], places)
    for at in range(pad.counts[1]):
        pad.place[pad.offices[at]] = -1
