"""A candidate tried on the table: the sweep once more, only over rows that something they read has changed.

The new values stand in the pad; the table is untouched until the candidate is kept. What a trial writes into the
board (the moved rows, and which row one who alights boards) it also writes down, to be able to take it back.
"""

from typing import Any, NamedTuple

import numpy as np

from postkit.compiled import njit
from postkit.timetabling.kernels import NEVER, Board, Places, Table, charge_row, cut_of, is_open, round_after


class Pad(NamedTuple):
    """Room for one trial; clean between trials."""

    moved: Any  # uint8 by row
    slot: Any  # by row, -1 where its values are as they were
    low_standing: Any  # by row: the columns from low to high have other values; none where high is 0
    high_standing: Any
    low_aboard: Any
    high_aboard: Any
    row: Any  # a row of the table, as the trial has it
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
        np.zeros(rows + 1, np.int32), np.zeros(rows + 1, np.int32),
        np.zeros(rows + 1, np.int32), np.zeros(rows + 1, np.int32), np.zeros(width, np.uint16),
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
    change += _charge_rows(
        pad.counts[0], pad.touched, board.office, pad.low_standing, pad.high_standing, board.hand_from,
        board.hand_until, pad.place, table.sends, table.weights, pad.standing, table.standing,
        places.hand_day, places.hand_share, places.due, late_1, late_2, pad.hours_in, pad.hours_out,
    )  # fmt: skip
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
        if is_new and pad.high_standing[row] > 0:
            values = pad.row
            values[:] = table.standing[row]
            for k in range(pad.low_standing[row], pad.high_standing[row]):
                values[k] = pad.standing[pad.slot[row], k]
        change += charge_row(
            values,
            table.weights[o],
            0,
            len(values),
            moment,
            until,
            places,
            late_1,
            late_2,
            sign,
            pad.hours_in,
        )
        moment = until
    pad.hours_out[o] += pad.hours_in[-1] - before
    return change


@njit(cache=True, nogil=True)
def _charge_rows(
    count: int, touched: Any, office: Any, low_s: Any, high_s: Any, hand_from: Any, hand_until: Any, place: Any,
    sends: Any, weights: Any, new: Any, old: Any, hand_day: Any, hand_share: Any, due: Any,
    late_1: float, late_2: float, hours_in: Any, hours_out: Any,
) -> float:  # fmt: skip
    """The same for the rows with other values, at offices whose departures are as they were."""
    change = 0.0
    for slot in range(count):
        row = touched[slot]
        o, moment, until = office[row], hand_from[row], hand_until[row]
        if moment == until or high_s[row] == 0 or place[o] >= 0 or not sends[o]:
            continue
        minutes_out = 0.0
        while moment < until:
            day, share = hand_day[moment], 0.0
            while moment < until and hand_day[moment] == day:
                share += hand_share[moment]
                moment += 1
            due_1, due_2 = due[day, 0], due[day, 1]
            for k in range(low_s[row], high_s[row]):
                now, was, weight = 1.0 * new[slot, k], 1.0 * old[row, k], share * weights[o, k]
                minutes = weight * (now - was)
                hours_in[k] += minutes
                minutes_out += minutes
                change += weight * (
                    late_1 * (int(now >= due_1) - int(was >= due_1))
                    + late_2 * (int(now >= due_2) - int(was >= due_2))
                )
        change += minutes_out
        hours_out[o] += minutes_out
        hours_in[len(hours_in) - 1] += minutes_out
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
    # Taken out of their tuples once: a look into a tuple costs as much as a step of this loop.
    office, after, into_of, later, live, dep = (
        board.office, board.after, board.into, board.later, board.live, board.dep
    )  # fmt: skip
    order, is_moved, place, head = board.order, pad.moved, pad.place, pad.head
    low_s, high_s, low_a, high_a = pad.low_standing, pad.high_standing, pad.low_aboard, pad.high_aboard
    width = table.standing.shape[1]
    while True:
        while at >= 0 and is_moved[order[at]] & 1:
            at -= 1
        while mine >= 0 and not live[moved[by_dep[mine]]]:
            mine -= 1
        if at < 0 and mine < 0:
            break
        if at < 0 or (mine >= 0 and _is_after(dep, moved[by_dep[mine]], order[at])):
            row = moved[by_dep[mine]]
            mine -= 1
        else:
            row = order[at]
            at -= 1
        onward, following, into, low, high = after[row], later[row], into_of[row], width, 0
        if onward < none and not live[onward]:
            onward = none
        if place[office[row]] >= 0:
            if following != head[office[row]]:
                low, high = 0, width
                following = head[office[row]]
            head[office[row]] = row
        if is_moved[row]:
            low, high = 0, width
        if high_a[onward]:
            low, high = min(low, low_a[onward]), max(high, high_a[onward])
        if high_s[into]:
            low, high = min(low, low_s[into]), max(high, high_s[into])
        if high_s[following]:
            low, high = min(low, low_s[following]), max(high, high_s[following])
        if low < high:
            k, leaves = table.column_of[board.to[row]], NEVER
            if low <= k < high:
                leaves = round_after(board.to[row], board.arr[row], places)
            _work(
                row, onward, into, following, low, high, k, leaves, board.boards[row], is_moved[row] & 1,
                table.aboard, table.standing, pad.aboard, pad.standing, pad.slot, pad.counts, pad.touched,
                low_a, high_a, low_s, high_s,
            )  # fmt: skip


@njit(cache=True, nogil=True)
def _is_after(dep: Any, one: int, other: int) -> bool:
    return bool(dep[one] > dep[other] or (dep[one] == dep[other] and one > other))


@njit(cache=True, nogil=True)
def _work(
    row: int, onward: int, into: int, following: int, low: int, high: int, column: int, leaves: int,
    boards: bool, is_moved: int, aboard: Any, standing: Any, new_aboard: Any, new_standing: Any,
    slots: Any, counts: Any, touched: Any, low_a: Any, high_a: Any, low_s: Any, high_s: Any,
) -> None:  # fmt: skip
    """One row of the sweep, some columns of it, into the pad; given up again where nothing came out new."""
    slot, none = counts[0], high
    first_a, last_a, first_s, last_s = none, 0, none, 0
    on, off, on_slot, off_slot, wait_slot = onward, into, slots[onward], slots[into], slots[following]
    for k in range(low, high):
        value = new_aboard[on_slot, k] if low_a[on] <= k < high_a[on] else aboard[on, k]
        other = new_standing[off_slot, k] if low_s[off] <= k < high_s[off] else standing[off, k]
        if other < value:
            value = other
        if k == column and leaves < value:
            value = leaves
        new_aboard[slot, k] = value
        if value != aboard[row, k]:
            first_a, last_a = min(first_a, k), k + 1
        other = (
            new_standing[wait_slot, k]
            if low_s[following] <= k < high_s[following]
            else standing[following, k]
        )
        if not boards or other < value:
            value = other
        new_standing[slot, k] = value
        if value != standing[row, k]:
            first_s, last_s = min(first_s, k), k + 1
    if is_moved:
        # What stands there was worked out for another minute: all of it is new.
        first_a = first_s = low
        last_a = last_s = high
    low_a[row], high_a[row], low_s[row], high_s[row] = first_a, last_a, first_s, last_s
    if last_a or last_s:
        slots[row] = slot
        touched[slot] = row
        counts[0] = slot + 1


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
