"""The loops of the planner. All release the lock of the interpreter, so that threads work side by side.

Idea: the sweep of the promise, but in the moments at which rounds *leave*: what reaches d at a minute counts from
the departure of the round that it makes. That moment never falls as the arrival rises, so the earliest round
takes the place of the earliest arrival, and the mean of the table is the mean of the hours to the round.

Rows keep their place for good, whether they run (live) or not: a row is one leg of one trip on one day. Lists by
office and one order over all are ascending in (departure, row). Minutes count from the window's base.
"""

from typing import Any, NamedTuple

from postkit.compiled import njit

NEVER = 65535


class Board(NamedTuple):
    """The rows and how they hang together; `after`, `into` and `later` are the number of rows where there is none.

    `hand_from` and `hand_until` bound the hand-overs, of those of its office, that leave on the row at the earliest.
    """

    office: Any
    to: Any
    after: Any
    dep: Any
    arr: Any
    cut: Any
    boards: Any
    live: Any
    into: Any
    later: Any
    order: Any
    dep_first: Any
    dep_rows: Any
    arr_first: Any
    arr_rows: Any
    hand_from: Any
    hand_until: Any


class Places(NamedTuple):
    """What offices do to mail: handling and waves, closures, rounds, and what is handed over when, by day."""

    handling: Any
    wave_first: Any
    wave_start: Any
    wave_end: Any
    shut: Any
    round_first: Any
    round_cut: Any
    round_leaves: Any
    hand_first: Any
    hand_at: Any
    hand_day: Any
    hand_share: Any
    due: Any


class Table(NamedTuple):
    """When the round leaves, by row and column, for what stands there or has boarded; and the flows."""

    column_of: Any
    weights: Any
    sends: Any
    standing: Any
    aboard: Any


@njit(cache=True, nogil=True)
def cut_of(o: int, dep: int, places: Places) -> Any:
    """The latest minute at which an item may have come to office o to leave at dep."""
    cut = dep - places.handling[o]
    low, high = places.wave_first[o], places.wave_first[o + 1]
    if low < high:
        begin = low
        while low < high:
            middle = (low + high) // 2
            if places.wave_end[middle] <= dep:
                low = middle + 1
            else:
                high = middle
        cut = places.wave_start[low - 1] if low > begin else -(2**30)
    if places.shut[o, 0] <= dep and cut < places.shut[o, 1]:
        cut = min(cut, places.shut[o, 0] - places.handling[o])
    return cut


@njit(cache=True, nogil=True)
def is_open(o: int, dep: int, places: Places) -> bool:
    return not (places.shut[o, 0] <= dep < places.shut[o, 1])


@njit(cache=True, nogil=True)
def cut_all(board: Board, places: Places) -> None:
    for row in range(len(board.dep)):
        board.cut[row] = cut_of(board.office[row], board.dep[row], places)
        board.boards[row] = is_open(board.office[row], board.dep[row], places)


@njit(cache=True, nogil=True)
def link(board: Board, places: Places) -> None:
    """For each live row: the first that one who alights can board, the next of its office, and its hand-overs."""
    none = len(board.dep)
    for o in range(len(board.dep_first) - 1):
        begin, end = board.dep_first[o], board.dep_first[o + 1]
        moment = places.hand_first[o]
        for at in range(begin, end):
            row = board.dep_rows[at]
            board.later[row] = board.dep_rows[at + 1] if at + 1 < end else none
            board.hand_from[row] = moment
            while moment < places.hand_first[o + 1] and places.hand_at[moment] <= board.cut[row]:
                moment += 1
            board.hand_until[row] = moment
        at = begin
        for place in range(board.arr_first[o], board.arr_first[o + 1]):
            row = board.arr_rows[place]
            while at < end and board.cut[board.dep_rows[at]] < board.arr[row]:
                at += 1
            board.into[row] = board.dep_rows[at] if at < end else none


@njit(cache=True, nogil=True)
def round_after(o: int, arrives: int, places: Places) -> int:
    """When the round leaves that makes what came to an office by a minute; NEVER where none does."""
    low, end = places.round_first[o], places.round_first[o + 1]
    high = end
    while low < high:
        middle = (low + high) // 2
        if places.round_cut[middle] < arrives:
            low = middle + 1
        else:
            high = middle
    return places.round_leaves[low] if low < end else NEVER


@njit(cache=True, nogil=True)
def sweep(board: Board, places: Places, table: Table) -> None:
    """Fill the table, from the last departure to the first."""
    none, width = len(board.dep), table.standing.shape[1]
    for k in range(width):
        table.standing[none, k] = NEVER
        table.aboard[none, k] = NEVER
    for place in range(len(board.order) - 1, -1, -1):
        row = board.order[place]
        onward = board.after[row]
        if onward < none and not board.live[onward]:
            onward = none
        stays, alights = table.aboard[onward], table.standing[board.into[row]]
        rides, waits, best = table.aboard[row], table.standing[board.later[row]], table.standing[row]
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


@njit(cache=True, nogil=True)
def charge_row(
    values: Any, weights: Any, low: int, high: int, day_from: int, day_until: int, places: Places,
    late_1: float, late_2: float, sign: float, hours: Any,
) -> float:  # fmt: skip
    """What the hand-overs from one to another weigh, in minutes, that all leave on one row; of some columns.

    The minutes alone are added to `hours` by column, and in its last place.
    """
    total, late, moment = 0.0, 0.0, day_from
    while moment < day_until:
        day, share = places.hand_day[moment], 0.0
        while moment < day_until and places.hand_day[moment] == day:
            share += places.hand_share[moment]
            moment += 1
        due_1, due_2 = places.due[day, 0], places.due[day, 1]
        share *= sign
        for k in range(low, high):
            value, weight = values[k], share * weights[k]
            minutes = weight * value
            hours[k] += minutes
            total += minutes
            late += weight * (late_1 * (value >= due_1) + late_2 * (value >= due_2))
    hours[len(hours) - 1] += total
    return total + late


@njit(cache=True, nogil=True)
def charge_all(
    board: Board, places: Places, table: Table, late_1: float, late_2: float,
    by_office: Any, by_column: Any, dues: Any,
) -> Any:  # fmt: skip
    """The whole table: what it weighs; the minutes by origin and by column; the flow that is due and late."""
    total, none, width = 0.0, len(board.dep), table.standing.shape[1]
    for o in range(len(board.dep_first) - 1):
        moment = places.hand_first[o]
        for at in range(board.dep_first[o], board.dep_first[o + 1] + 1):
            is_end = at == board.dep_first[o + 1]
            row = none if is_end else board.dep_rows[at]
            until = places.hand_first[o + 1] if is_end else board.hand_until[row]
            while moment < until:
                day, share = places.hand_day[moment], 0.0
                while moment < until and places.hand_day[moment] == day:
                    share += places.hand_share[moment]
                    moment += 1
                for k in range(width):
                    value, weight = int(table.standing[row, k]), share * table.weights[o, k]
                    by_office[o] += weight * value
                    by_column[k] += weight * value
                    if value >= places.due[day, 0]:
                        dues[0] += weight
                    if value >= places.due[day, 1]:
                        dues[1] += weight
                    if value == NEVER:
                        dues[2] += weight
        total += by_office[o]
    return total + dues[0] * late_1 + dues[1] * late_2


@njit(cache=True, nogil=True)
def pair_minutes(board: Board, places: Places, table: Table, found: Any) -> None:
    """The mean minute of delivery by origin and column."""
    none = len(board.dep)
    for o in range(len(board.dep_first) - 1):
        moment = places.hand_first[o]
        for at in range(board.dep_first[o], board.dep_first[o + 1] + 1):
            is_end = at == board.dep_first[o + 1]
            row = none if is_end else board.dep_rows[at]
            until = places.hand_first[o + 1] if is_end else board.hand_until[row]
            share = 0.0
            while moment < until:
                share += places.hand_share[moment]
                moment += 1
            if share > 0.0:
                for k in range(found.shape[1]):
                    found[o, k] += share * table.standing[row, k]
