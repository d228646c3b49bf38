"""The loop of the rounds: what came to its last office goes out, is missed, goes out again."""

from typing import Any

from postkit.compiled import njit
from postkit.simulation.kernel import (
    AT_COUNTER,
    CAUSE,
    CLASS_MASK,
    CLOSED,
    DELIVERED,
    DEST,
    KIND,
    LINK,
    NOBODY,
    NOBODY_HOME,
    ON_THE_WAY,
    PLANNED,
    REACHED,
    READY,
    SINCE,
    WHY,
    first_at,
    hour_of,
    is_shut,
)  # fmt: skip


@njit(cache=True, nogil=True)
def give_out(
    w: Any, s: Any, first: Any, last: Any, cut: Any, leaves: Any, fails: Any, fails_again: Any, found: Any
) -> None:
    """The rounds. ``found`` gets for each item: the row of its last attempt, how many there were, the first's row."""
    r = s.record
    for item in range(len(s.place)):
        found[item, 0], found[item, 1], found[item, 2] = NOBODY, 0, NOBODY
        if s.status[item] != REACHED:
            continue
        s.status[item] = ON_THE_WAY
        kind, office = r[item, KIND] & CLASS_MASK, r[item, DEST]
        low, high = first[kind, office], last[kind, office]
        hoped = first_at(cut, low, high, r[item, PLANNED])
        met = first_at(cut, low, high, r[item, SINCE])
        row = first_at(cut, low, high, r[item, READY])
        cause = 0
        if met != hoped:
            cause = r[item, WHY]
        elif row != met:
            cause = r[item, LINK]
        for attempt in range(2):
            while row < high and is_shut(w, office, leaves[row]):
                row += 1
                cause = CLOSED if cause == 0 else cause
            if row >= high:
                break
            found[item, 0], found[item, 1] = row, attempt + 1
            if attempt == 0:
                found[item, 2] = row
            is_met = not fails[item] if attempt == 0 else not fails_again[item]
            if is_met:
                s.status[item] = DELIVERED
                s.standing[office, hour_of(s, leaves[row])] -= 1
                break
            cause = NOBODY_HOME if cause == 0 else cause
            if attempt == 0:
                row += 1
            else:
                s.status[item] = AT_COUNTER
        if r[item, CAUSE] == 0:
            r[item, CAUSE] = cause
