"""Until when offices take in: as late as their last departure allows, and earlier only where that costs nobody.

A later cut-off delays no item: what is handed over between the old and the new is taken in at once instead of the
next day. An earlier one is set only where the last departure has moved before it, so that the paper at the counter
does not promise a departure that has gone; and only if no item of the office comes later for it.
"""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from postkit.timetabling.duties import DAY
from postkit.timetabling.grid import State, board_for, places_for
from postkit.timetabling.search import Shared
from postkit.timetabling.value import Value

SAME_H = 1e-6


def with_cut_offs(
    shared: Shared, state: State, value: Value, worth: Callable[[State], Value]
) -> tuple[State, Value]:
    """The state with better cut-offs, and its value; unchanged where nobody gains."""
    latest = _latest(shared, state)
    was = _latest(shared, shared.today)
    network, wanted = shared.grid.network, list(state.cut_offs)
    for at, site in enumerate(network.sites):
        if latest[at] < 0:
            continue
        last = min(int(latest[at]), site.closes_min)
        if last > wanted[at] or (last < wanted[at] <= was[at] and last >= site.opens_min):
            wanted[at] = last
    changed = replace(state, cut_offs=tuple(wanted))
    found = worth(changed)
    with np.errstate(invalid="ignore"):
        loses = (found.out_h > value.out_h + SAME_H) | (found.in_h > value.in_h + SAME_H)
    if loses.any():
        kept = [
            old if loses[at] else new
            for at, (old, new) in enumerate(zip(state.cut_offs, wanted, strict=True))
        ]
        changed = replace(state, cut_offs=tuple(kept))
        found = worth(changed)
        with np.errstate(invalid="ignore"):
            still = (found.out_h > value.out_h + SAME_H) | (found.in_h > value.in_h + SAME_H)
        if still.any() or found.weight > value.weight:
            return state, value
    return changed, found


def _latest(shared: Shared, state: State) -> NDArray[np.int64]:
    """The earliest over its open days of the latest minute of the day that still makes a departure; -1 for none."""
    grid = shared.grid
    places = places_for(grid, state)
    board = board_for(grid, state, places)
    found = np.full(len(places.handling), -1, np.int64)
    first = grid.margin
    for o, site in enumerate(grid.network.sites):
        rows = board.dep_rows[board.dep_first[o] : board.dep_first[o + 1]]
        cuts = board.cut[rows]
        by_day = []
        for day in range(7):
            if str(day + 1) in site.open_days:
                begins = grid.starts[first + day, 0]
                mine = cuts[(cuts >= begins) & (cuts < begins + DAY)]
                if len(mine):
                    by_day.append(int(mine.max() - begins))
        if by_day:
            found[o] = min(by_day)
    return found
