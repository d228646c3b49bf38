"""The loops of the simulation. They know rows, lists and minutes; what these mean is said in `run`.

Events are the real arrivals and departures of all legs, in order of time and arrivals first. What stands at an
office waits in the list of the very row that it will board: an item is looked at when it comes and when it
leaves, not at each departure in between. Lists are chains in one array (``LINK``), first in, first out.

An item is one row of ``record``: eight numbers side by side, so that touching an item costs one access to memory.
"""

from typing import Any, NamedTuple

import numpy as np

from postkit.compiled import njit

Array = np.ndarray[Any, np.dtype[Any]]

DEST, LINK, SINCE, CAUSE, KIND, READY, PLANNED, WHY = range(8)
CLASS_BITS, CLASS_MASK = 4, 15
FULL, SORTED_LATE, VEHICLE_LATE, VEHICLE_BROKEN, CLOSED, NOBODY_HOME, NO_TIME = range(1, 8)
ON_THE_WAY, DELIVERED, AT_COUNTER, REACHED = range(4)
NEXT, LOGGED = 0, 1
LEFT, ARRIVED = 0, 1
LEFT_BEHIND, FRESH = 0, 1
TAIL, COUNT, GONE = 2, 4, 5  # in a queue: the tails stand two places after the heads
NOBODY = -1

LOWEST = np.array([0] + [(at & -at).bit_length() - 1 for at in range(1, 256)], np.int8)


class World(NamedTuple):
    """What does not change. Rows of all kinds of carriage are numbered through, express first."""

    first: Array  # [class, office]: its first row; the row after its last stands in ``last``
    last: Array
    cut: Array  # [row]
    into: Array  # [row]: where one who alights on time looks first
    row_of: Array  # [class, leg], NOBODY where it carries none of them
    board: Array  # [destination, row / 8]: bits
    stay: Array  # [row, destination / 8]: bits
    origin: Array  # [leg]
    to: Array
    run: Array
    follows: Array
    planned_arr: Array
    capacity: Array  # [leg]: room for items
    why: Array
    is_cancelled: Array
    handling: Array  # [class, office]
    wave_first: Array  # [office + 1]
    wave_starts: Array
    wave_ends: Array
    wave_room: Array
    pace: Array  # [office]: minutes for one item; 0 for no limit
    limits_sorting: bool
    shut_first: Array  # [office + 1]
    shut_from: Array
    shut_until: Array


class State(NamedTuple):
    """What changes as time goes on."""

    record: Array  # [item, 8]
    place: Array  # [item]: where it is handed over
    status: Array  # [item]
    queue: Array  # [row, 8]: heads and tails of those left behind before and of the others, COUNT, GONE
    on_head: Array  # [leg]: those who will alight at its end
    on_tail: Array
    on_count: Array  # [run]
    load: Array  # [leg]: items aboard as it leaves
    through: Array  # [leg]: of them, how many stay aboard at its end
    left_behind: Array  # [leg]
    standing: Array  # [office, hour]: change in the number of items there
    unsorted: Array  # [office, hour]: change in the number that waits for sorting beyond its time
    wave_fill: Array
    wave_at: Array  # [office]: waves before it are full
    busy: Array  # [class, office]: until when sorting has work
    log: Array  # [entry, 4]: item, leg, kind, minute
    counts: Array


@njit(cache=True, nogil=True, forceinline=True)
def first_at(cut: Any, low: int, high: int, since: int) -> int:
    """The first of the rows whose cut is not before a minute; ``high`` where there is none."""
    while low < high:
        middle = (low + high) >> 1
        if cut[middle] < since:
            low = middle + 1
        else:
            high = middle
    return low


@njit(cache=True, nogil=True, forceinline=True)
def next_row(w: Any, s: Any, dest: int, row: int, last: int, even_gone: bool) -> int:
    """The first row from here on that leads to a destination and has not left, or may have."""
    if row >= last:
        return NOBODY
    at = row >> 3
    bits = int(w.board[dest, at]) & (255 << (row & 7)) & 255
    while True:
        while bits == 0:
            at += 1
            if at << 3 >= last:
                return NOBODY
            bits = int(w.board[dest, at])
        found = (at << 3) + int(LOWEST[bits])
        if found >= last:
            return NOBODY
        if even_gone or not s.queue[found, GONE]:
            return found
        bits &= bits - 1


@njit(cache=True, nogil=True, forceinline=True)
def is_shut(w: Any, office: int, minute: int) -> bool:
    for at in range(w.shut_first[office], w.shut_first[office + 1]):
        if w.shut_from[at] <= minute < w.shut_until[at]:
            return True
    return False


@njit(cache=True, nogil=True, forceinline=True)
def reopened(w: Any, office: int, kind: int, since: int) -> int:
    """From when what came at a minute counts as there: later where a sudden closure breaks its handling off."""
    for at in range(w.shut_first[office], w.shut_first[office + 1]):
        begins, ends = w.shut_from[at], w.shut_until[at]
        if since >= ends:
            continue
        low, high = w.wave_first[office], w.wave_first[office + 1]
        if high > low and kind == w.first.shape[0] - 1:
            wave = first_at(w.wave_starts, low, high, since)
            is_hit = wave < high and w.wave_starts[wave] < ends and w.wave_ends[wave] > begins
        else:
            is_hit = since + w.handling[kind, office] > begins
        if is_hit or since >= begins:
            since = ends
    return since


@njit(cache=True, nogil=True, forceinline=True)
def sorted_at(w: Any, s: Any, office: int, kind: int, since: int) -> int:
    """From when what came at a minute counts as there: later where sorting has more than it can do."""
    low, high = w.wave_first[office], w.wave_first[office + 1]
    if high > low and kind == w.first.shape[0] - 1:
        own = first_at(w.wave_starts, low, high, since)
        wave = max(own, s.wave_at[office])
        while wave < high and w.wave_room[wave] > 0 and s.wave_fill[wave] >= w.wave_room[wave]:
            wave += 1
        s.wave_at[office] = wave
        if wave >= high:
            return since if own >= high else int(w.wave_starts[high - 1]) + 1
        s.wave_fill[wave] += 1
        return since if wave == own else int(w.wave_starts[wave])
    if w.pace[office] <= 0.0:
        return since
    wait = max(0.0, s.busy[kind, office] - since)
    for other in range(kind, w.first.shape[0]):
        s.busy[other, office] = max(s.busy[other, office], float(since)) + w.pace[office]
    return since + int(wait)


@njit(cache=True, nogil=True, forceinline=True)
def join(s: Any, item: int, row: int, rank: int) -> None:
    """Wait for a row, behind those who do already."""
    s.record[item, LINK] = NOBODY
    if s.queue[row, rank] < 0:
        s.queue[row, rank] = item
    else:
        s.record[s.queue[row, TAIL + rank], LINK] = item
    s.queue[row, TAIL + rank] = item
    s.queue[row, COUNT] += 1


@njit(cache=True, nogil=True, forceinline=True)
def hour_of(s: Any, minute: int) -> int:
    return int(min(max(minute // 60, 0), s.standing.shape[1] - 1))


@njit(cache=True, nogil=True, forceinline=True)
def stand(w: Any, s: Any, item: int, office: int, planned: int, since: int, why: int, hint: int) -> None:
    """An item has come to an office: find out from when it counts as there, and where it waits.

    ``hint`` is the first row for one who came as planned, NOBODY where it must be looked up.
    """
    r = s.record
    kind, dest = r[item, KIND] & CLASS_MASK, r[item, DEST]
    ready, cause = since, 0
    if len(w.shut_from):
        ready = reopened(w, office, kind, since)
        cause = CLOSED if ready > since else 0
    if w.limits_sorting:
        done = sorted_at(w, s, office, kind, ready)
        if done > ready:
            s.unsorted[office, hour_of(s, since)] += 1
            s.unsorted[office, hour_of(s, done)] -= 1
            ready, cause = done, SORTED_LATE if cause == 0 else cause
    r[item, SINCE], r[item, READY], r[item, PLANNED] = since, ready, planned
    if dest == office:
        r[item, WHY], r[item, LINK] = why, cause
        s.status[item] = REACHED
        return
    low, last = w.first[kind, office], w.last[kind, office]
    if hint < 0 or ready != planned:
        hint = first_at(w.cut, low, last, ready)
    row = next_row(w, s, dest, hint, last, False)
    if ready != planned and r[item, CAUSE] == 0:
        hoped = next_row(w, s, dest, first_at(w.cut, low, last, planned), last, True)
        if row != hoped:
            met = next_row(w, s, dest, first_at(w.cut, low, last, since), last, True)
            r[item, CAUSE] = why if met != hoped else cause
    if row >= 0:
        join(s, item, row, FRESH)
    else:
        r[item, LINK] = NOBODY


@njit(cache=True, nogil=True, forceinline=True)
def board_row(w: Any, s: Any, leg: int, minute: int, kind: int, row: int, why_none: int, logs: bool) -> None:
    """Load those who wait for one row while there is room; the others look for a later one."""
    r, office, run = s.record, w.origin[leg], w.run[leg]
    last, aboard_before = w.last[kind, office], s.on_count[run]
    for rank in range(2):
        item = s.queue[row, rank]
        while item >= 0:
            following = r[item, LINK]
            if why_none == 0 and s.on_count[run] < w.capacity[leg]:
                s.on_count[run] += 1
                r[item, KIND] += 1 << CLASS_BITS
                take(w, s, item, kind, leg)
                if logs:
                    note(s, item, leg, LEFT, minute)
            else:
                s.left_behind[leg] += 1
                if r[item, CAUSE] == 0:
                    r[item, CAUSE] = why_none if why_none else FULL
                other = next_row(w, s, r[item, DEST], row + 1, last, False)
                if other >= 0:
                    join(s, item, other, LEFT_BEHIND)
                else:
                    r[item, LINK] = NOBODY
            item = following
        s.queue[row, rank] = NOBODY
    s.queue[row, COUNT] = 0
    s.standing[office, hour_of(s, minute)] -= s.on_count[run] - aboard_before


@njit(cache=True, nogil=True, forceinline=True)
def take(w: Any, s: Any, item: int, kind: int, leg: int) -> None:
    """Put an item on a vehicle, behind those who will alight with it: where, its bits say beforehand."""
    dest = s.record[item, DEST]
    while w.follows[leg] >= 0 and w.to[leg] != dest:
        if not int(w.stay[w.row_of[kind, leg], dest >> 3]) >> (dest & 7) & 1:
            break
        leg = w.follows[leg]
    s.record[item, LINK] = NOBODY
    if s.on_head[leg] < 0:
        s.on_head[leg] = item
    else:
        s.record[s.on_tail[leg], LINK] = item
    s.on_tail[leg] = item


@njit(cache=True, nogil=True, forceinline=True)
def note(s: Any, item: int, leg: int, kind: int, minute: int) -> None:
    at = s.counts[LOGGED]
    s.log[at, 0], s.log[at, 1], s.log[at, 2], s.log[at, 3] = item, leg, kind, minute
    s.counts[LOGGED] = at + 1


@njit(cache=True, nogil=True, forceinline=True)
def leave(w: Any, s: Any, leg: int, minute: int, logs: bool) -> None:
    """A leg leaves, or should have."""
    why_none = 0
    if w.is_cancelled[leg]:
        why_none = VEHICLE_BROKEN
    elif len(w.shut_from) and is_shut(w, w.origin[leg], minute):
        why_none = CLOSED
    for kind in range(w.first.shape[0]):
        row = w.row_of[kind, leg]
        if row >= 0:
            s.queue[row, GONE] = 1
            if s.queue[row, COUNT] > 0:
                board_row(w, s, leg, minute, kind, row, why_none, logs)
    s.load[leg] = s.on_count[w.run[leg]]


@njit(cache=True, nogil=True, forceinline=True)
def arrive(w: Any, s: Any, leg: int, minute: int, logs: bool) -> None:
    """A leg arrives: some alight, the others stay aboard."""
    r, run, office = s.record, w.run[leg], w.to[leg]
    item, count = s.on_head[leg], 0
    while item >= 0:
        following = r[item, LINK]
        count += 1
        if logs:
            note(s, item, leg, ARRIVED, minute)
        row = w.row_of[r[item, KIND] & CLASS_MASK, leg]
        stand(w, s, item, office, w.planned_arr[leg], minute, w.why[leg], w.into[row])
        item = following
    s.on_head[leg] = NOBODY
    s.on_count[run] -= count
    s.through[leg] = s.on_count[run]
    s.standing[office, hour_of(s, minute)] += count


@njit(cache=True, nogil=True, forceinline=True)
def admit(w: Any, s: Any, until: int) -> None:
    """Take in what is handed over by a minute."""
    item = s.counts[NEXT]
    while item < len(s.place) and s.record[item, SINCE] <= until:
        office, since = s.place[item], s.record[item, SINCE]
        s.standing[office, hour_of(s, since)] += 1
        stand(w, s, item, office, s.record[item, PLANNED], since, CLOSED, NOBODY)
        item += 1
    s.counts[NEXT] = item


@njit(cache=True, nogil=True)
def advance(w: Any, s: Any, when: Any, what: Any, begin: int, end: int, logs: bool) -> int:
    """Play the events from one place to another. Answers where it stopped: earlier where the log is full."""
    for at in range(begin, end):
        leg, minute = what[at] >> 1, when[at]
        is_departure = what[at] & 1
        if s.counts[NEXT] < len(s.place):
            admit(w, s, minute)
        if logs:
            need = s.on_count[w.run[leg]]
            if is_departure:
                need = 0
                for kind in range(w.first.shape[0]):
                    if w.row_of[kind, leg] >= 0:
                        need += s.queue[w.row_of[kind, leg], COUNT]
            if s.counts[LOGGED] + need > len(s.log):
                return at
        if is_departure:
            leave(w, s, leg, minute, logs)
        elif s.on_count[w.run[leg]] > 0:
            arrive(w, s, leg, minute, logs)
    return end
