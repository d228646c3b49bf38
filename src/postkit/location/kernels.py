"""The loops of the swap search. They know costs only: what a cost means is said in `search`.

For each customer the state remembers the nearest and the second nearest open site, so that what a swap is worth
is found in one pass over the customers (Whitaker 1983): opening a site gains what its new customers save, closing
one loses what its customers need more to reach their second. What each open site would lose is kept as a table and
brought up to date only when something moves, and a newcomer looks only at customers to whom it would be first
or second (Resende and Werneck 2007): that is what stays quick when many sites are open.

Open sites stand in places 0 to p-1; a site that opens takes the place of the one that closes. Chance is drawn
outside and handed in as numbers in [0, 1), so that compiled and plain runs are the same run.
"""

from typing import Any, NamedTuple

import numpy as np

from postkit.compiled import njit

Array = np.ndarray[Any, np.dtype[Any]]
KICKS = 4  # at most so many forced swaps part one descent from the next
DRAWS = 2 * KICKS + 3


class State(NamedTuple):
    """What is open, and who goes where. ``nearest`` and ``second`` are places; -1 where none is open."""

    cost: Array  # [site, customer]
    worst: Array  # [customer]: what it costs where nothing is open
    order: Array  # [customer, some]: sites from the cheapest on; empty where few are open
    is_fixed: Array  # [site]
    chosen: Array  # [place]: site
    place: Array  # [site]: place, -1 where it is closed
    nearest: Array  # [customer]
    nearest_cost: Array
    second: Array
    second_cost: Array
    loss: Array  # [place]: what closing it costs; infinite for the fixed
    extra: Array  # [place]: room to work in, all zero between calls
    touched: Array  # [customer]: room to work in


@njit(cache=True, nogil=True)
def look_up(s: Any, customer: int) -> None:
    """Find the two open sites that cost this customer least."""
    s.nearest[customer] = s.second[customer] = -1
    s.nearest_cost[customer] = s.second_cost[customer] = s.worst[customer]
    for at in range(s.order.shape[1]):
        site = s.order[customer, at]
        if s.place[site] >= 0:
            if s.nearest[customer] < 0:
                s.nearest[customer] = s.place[site]
                s.nearest_cost[customer] = s.cost[site, customer]
            else:
                s.second[customer] = s.place[site]
                s.second_cost[customer] = s.cost[site, customer]
                return
    s.nearest[customer] = -1
    s.nearest_cost[customer] = s.worst[customer]
    for place in range(s.chosen.shape[0]):
        cost = s.cost[s.chosen[place], customer]
        if s.nearest[customer] < 0 or cost < s.nearest_cost[customer]:
            s.second[customer] = s.nearest[customer]
            s.second_cost[customer] = s.nearest_cost[customer]
            s.nearest[customer] = place
            s.nearest_cost[customer] = cost
        elif s.second[customer] < 0 or cost < s.second_cost[customer]:
            s.second[customer] = place
            s.second_cost[customer] = cost


@njit(cache=True, nogil=True)
def count_losses(s: Any) -> int:
    """Bring the losses up to date; returns the place that is cheapest to close."""
    for place in range(s.chosen.shape[0]):
        s.loss[place] = np.inf if s.is_fixed[s.chosen[place]] else 0.0
    for customer in range(s.nearest.shape[0]):
        s.loss[s.nearest[customer]] += s.second_cost[customer] - s.nearest_cost[customer]
    return int(np.argmin(s.loss))


@njit(cache=True, nogil=True)
def total_of(s: Any) -> float:
    total = 0.0
    for customer in range(s.nearest_cost.shape[0]):
        total += s.nearest_cost[customer]
    return total


@njit(cache=True, nogil=True)
def settle(s: Any) -> float:
    """Work the whole state out from ``chosen``; returns the total cost."""
    s.place[:] = -1
    for place in range(s.chosen.shape[0]):
        s.place[s.chosen[place]] = place
    for customer in range(s.nearest.shape[0]):
        look_up(s, customer)
    count_losses(s)
    return float(total_of(s))


@njit(cache=True, nogil=True)
def best_to_close(s: Any, site: int, cheapest: int) -> tuple[float, int]:
    """What opening ``site`` saves in all, and the place it should take."""
    gain = 0.0
    count = 0
    cost = s.cost[site]
    for customer in range(cost.shape[0]):
        here = cost[customer]
        if here < s.second_cost[customer]:
            place = s.nearest[customer]
            if s.extra[place] == 0.0:
                s.touched[count] = place
                count += 1
            if here < s.nearest_cost[customer]:
                gain += s.nearest_cost[customer] - here
                s.extra[place] += s.second_cost[customer] - s.nearest_cost[customer]
            else:
                s.extra[place] += s.second_cost[customer] - here
    best = s.extra[cheapest] - s.loss[cheapest]
    closed = cheapest
    for at in range(count):
        place = s.touched[at]
        if s.extra[place] - s.loss[place] > best:
            best = s.extra[place] - s.loss[place]
            closed = place
    for at in range(count):
        s.extra[s.touched[at]] = 0.0
    return gain + best, closed


@njit(cache=True, nogil=True)
def swap(s: Any, site: int, closed: int) -> None:
    """Open ``site`` in the place of what stood there."""
    s.place[s.chosen[closed]] = -1
    s.chosen[closed] = site
    s.place[site] = closed
    for customer in range(s.nearest.shape[0]):
        cost = s.cost[site, customer]
        if s.nearest[customer] == closed:
            if cost <= s.second_cost[customer]:
                s.nearest_cost[customer] = cost
            else:
                look_up(s, customer)
        elif cost < s.nearest_cost[customer]:
            s.second[customer] = s.nearest[customer]
            s.second_cost[customer] = s.nearest_cost[customer]
            s.nearest[customer] = closed
            s.nearest_cost[customer] = cost
        elif cost <= s.second_cost[customer]:
            s.second[customer] = closed
            s.second_cost[customer] = cost
        elif s.second[customer] == closed:
            look_up(s, customer)


@njit(cache=True, nogil=True)
def descend(s: Any, total: float, start: int) -> tuple[float, int]:
    """Swap as long as some swap saves; returns the total and how many swaps were made."""
    sites = s.place.shape[0]
    moves = 0
    quiet = 0
    site = start
    cheapest = count_losses(s)
    while quiet < sites:
        quiet += 1
        if s.place[site] < 0:
            saved, closed = best_to_close(s, site, cheapest)
            if saved > 1e-12 * abs(total) + 1e-12:
                swap(s, site, closed)
                cheapest = count_losses(s)
                total = total_of(s)
                moves += 1
                quiet = 0
        site = (site + 1) % sites
    return total, moves


@njit(cache=True, nogil=True)
def kick(s: Any, draws: Any) -> None:
    """Force a few swaps: a site drawn at random opens, and a place drawn at random makes room."""
    for at in range(1 + int(draws[0] * KICKS)):
        site = int(draws[1 + 2 * at] * s.place.shape[0])
        place = int(draws[2 + 2 * at] * s.chosen.shape[0])
        if s.place[site] < 0 and not s.is_fixed[s.chosen[place]]:
            swap(s, site, place)


@njit(cache=True, nogil=True)
def copy(source: Any, target: Any) -> None:
    """Take over what is open and who goes where."""
    target.chosen[:] = source.chosen
    target.place[:] = source.place
    target.nearest[:] = source.nearest
    target.nearest_cost[:] = source.nearest_cost
    target.second[:] = source.second
    target.second_cost[:] = source.second_cost


@njit(cache=True, nogil=True)
def perturb(s: Any, kept: Any, best: Any, draws: Any, totals: Any) -> int:
    """Kick and descend once per row of ``draws``, from the plan that is kept.

    A result up to a few thousandths worse than the best is kept too, else one hollow would hold the search.
    ``totals`` carries the cost of what is kept and of the best; returns how many swaps were made.
    """
    moves = 0
    for row in range(draws.shape[0]):
        copy(kept, s)
        kick(s, draws[row])
        total, made = descend(s, total_of(s), int(draws[row, -1] * s.place.shape[0]))
        moves += made
        if total < totals[1]:
            totals[1] = total
            copy(s, best)
        if total <= totals[0] or total <= totals[1] * (1 + 0.004 * draws[row, -2] ** 3):
            totals[0] = total
            copy(s, kept)
        if totals[1] <= 0.0:
            break
    return moves


@njit(cache=True, nogil=True)
def greedy(cost: Any, worst: Any, is_open: Any, chosen: Any, count: int) -> None:
    """Fill ``chosen`` from place ``count`` on, each time by the site that saves most.

    Savings only shrink as sites open, so a saving worked out earlier is a bound: most are never worked out again.
    """
    now = worst.copy()
    for place in range(count):
        now = np.minimum(now, cost[chosen[place]])
    saves = np.full(cost.shape[0], np.inf)
    for site in range(cost.shape[0]):
        if is_open[site]:
            saves[site] = -np.inf
    for place in range(count, chosen.shape[0]):
        worked_out = -1
        while True:
            site = int(np.argmax(saves))
            if site == worked_out:
                break
            saving = 0.0
            for customer in range(now.shape[0]):
                if cost[site, customer] < now[customer]:
                    saving += now[customer] - cost[site, customer]
            saves[site] = saving
            worked_out = site
        chosen[place] = site
        saves[site] = -np.inf
        now = np.minimum(now, cost[site])
