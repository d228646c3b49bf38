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
    low_standing: Any  # by row: the columns from low to high have other values; none where high is 0
    high_standing: Any
    low_aboard: Any
    high_aboard: Any
    row: Any  # three rows of the table, put together for one step
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
        *(np.zeros(rows + 1, np.int32) for _ in range(4)), np.zeros((3, width), np.uint16),
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
        o, low, high = board.office[row], pad.low_standing[row], pad.high_standing[row]
        begin, end = board.hand_from[row], board.hand_until[row]
        if begin < end and high > 0 and pad.place[o] < 0 and table.sends[o]:
            before, weights = pad.hours_in[-1], table.weights[o]
            for is_new in range(2):
                values = pad.standing[slot] if is_new else table.standing[row]
                change += charge_row(
                    values, weights, low, high, begin, end, places, late_1, late_2, 2.0 * is_new - 1.0,
                    pad.hours_in,
                )  # fmt: skip
            pad.hours_out[o] += pad.hours_in[-1] - before
    for at in range(pad.counts[1]):
        change += _charge_lists(
            pad.offices[at], pad.rows, pad.begins[at], pad.begins[at + 1],
            board, places, table, pad, True, late_1, late_2,
        )  # fmt: skip
    return change


@njit(cache=True, nogil=True, inline="always")
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


@njit(cache=True, nogil=True, inline="always")
def _charge_lists(
    o: int, rows: Any, begin: int, end: int, board: Board, places: Places, table: Table, pad: Pad,
    is_new: bool, late_1: float, late_2: float,
) -> float:  # fmt: skip
    """What all that is handed over at an office weighs, whose departures stand in a list; negative for the old."""
    none, change, at, before = len(board.dep), 0.0, begin, pad.hours_in[-1]
    if not table.sends[o]:
        return 0.0
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
        if is_new:
            values = _now(0, 0, len(values), pad.slot[row], values, pad.standing,
                          pad.low_standing[row], pad.high_standing[row], pad)  # fmt: skip
        change += charge_row(
            values, table.weights[o], 0, len(values), moment, until, places, late_1, late_2, sign, pad.hours_in
        )
        moment = until
    pad.hours_out[o] += pad.hours_in[-1] - before
    return change


@njit(cache=True, nogil=True, inline="always")
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


@njit(cache=True, nogil=True, inline="always")
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
        is_whole = pad.moved[row] > 0
        if pad.place[o] >= 0:
            is_whole = is_whole or following != pad.head[o]
            following = pad.head[o]
            pad.head[o] = row
        into = board.into[row]
        if is_whole:
            _work(row, onward, into, following, 0, table.standing.shape[1], board, places, table, pad)
            continue
        high = max(pad.high_aboard[onward], pad.high_standing[into], pad.high_standing[following])
        if high > 0:
            low = high
            if pad.high_aboard[onward]:
                low = min(low, pad.low_aboard[onward])
            if pad.high_standing[into]:
                low = min(low, pad.low_standing[into])
            if pad.high_standing[following]:
                low = min(low, pad.low_standing[following])
            _work(row, onward, into, following, low, high, board, places, table, pad)


@njit(cache=True, nogil=True, inline="always")
def _now(
    which: int, low: int, high: int, slot: int, old: Any, new: Any, new_low: int, new_high: int, pad: Pad
) -> Any:
    """The values of a row as the trial has them, from low to high."""
    if new_high <= low or new_low >= high or new_high == 0:
        return old
    if new_low <= low and new_high >= high:
        return new[slot]
    mixed = pad.row[which]
    for k in range(low, high):
        mixed[k] = old[k]
    for k in range(max(low, new_low), min(high, new_high)):
        mixed[k] = new[slot, k]
    return mixed


@njit(cache=True, nogil=True, inline="always")
def _work(
    row: int, onward: int, into: int, following: int, low: int, high: int,
    board: Board, places: Places, table: Table, pad: Pad,
) -> None:  # fmt: skip
    """One row of the sweep, some columns of it, into the pad; given up again where nothing came out new."""
    slot = pad.counts[0]
    stays = _now(0, low, high, pad.slot[onward], table.aboard[onward], pad.aboard,
                 pad.low_aboard[onward], pad.high_aboard[onward], pad)  # fmt: skip
    alights = _now(1, low, high, pad.slot[into], table.standing[into], pad.standing,
                   pad.low_standing[into], pad.high_standing[into], pad)  # fmt: skip
    waits = _now(2, low, high, pad.slot[following], table.standing[following], pad.standing,
                 pad.low_standing[following], pad.high_standing[following], pad)  # fmt: skip
    rides, best = pad.aboard[slot], pad.standing[slot]
    for k in range(low, high):
        rides[k] = min(stays[k], alights[k])
    k = table.column_of[board.to[row]]
    if low <= k < high:
        rides[k] = min(rides[k], round_after(board.to[row], board.arr[row], places))
    if board.boards[row]:
        for k in range(low, high):
            best[k] = min(rides[k], waits[k])
    else:
        for k in range(low, high):
            best[k] = waits[k]
    is_moved = pad.moved[row] & 1
    pad.low_aboard[row], pad.high_aboard[row] = _differing(rides, table.aboard[row], low, high, is_moved)
    pad.low_standing[row], pad.high_standing[row] = _differing(best, table.standing[row], low, high, is_moved)
    if pad.high_aboard[row] or pad.high_standing[row]:
        pad.slot[row] = slot
        pad.touched[slot] = row
        pad.counts[0] = slot + 1


@njit(cache=True, nogil=True, inline="always")
def _differing(new: Any, old: Any, low: int, high: int, is_moved: int) -> tuple[int, int]:
    """From which to which column a row differs; (0, 0) where it does not. A moved row always does."""
    if is_moved:
        return low, high
    while low < high and new[low] == old[low]:
        low += 1
    if low == high:
        return 0, 0
    while new[high - 1] == old[high - 1]:
        high -= 1
    return low, high


@njit(cache=True, nogil=True)
def end_trial(board: Board, places: Places, table: Table, pad: Pad, moved: Any, dep: Any, arr: Any, live: Any,
              is_kept: bool) -> None:  # fmt: skip
    """Keep the trial, or take it back: then dep, arr and live are what they were. The pad is clean again."""
    for slot in range(pad.counts[0]):
        row = pad.touched[slot]
        if is_kept:
            for k in range(pad.low_standing[row], pad.high_standing[row]):
                table.standing[row, k] = pad.standing[slot, k]
            for k in range(pad.low_aboard[row], pad.high_aboard[row]):
                table.aboard[row, k] = pad.aboard[slot, k]
        pad.slot[row] = -1
        pad.high_standing[row] = 0
        pad.high_aboard[row] = 0
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
