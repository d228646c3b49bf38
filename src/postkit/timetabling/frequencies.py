"""Frequencies moved from one line to another: turns that hardly matter pay for turns that matter more."""

from collections.abc import Sequence

from postkit.timetabling.duties import cost_of
from postkit.timetabling.grid import State
from postkit.timetabling.search import Shared
from postkit.timetabling.worksheet import Move

Offer = tuple[float, int, Move]  # what is saved or lost, in minutes of the mean; the cost; the move
WORTH_IT = 1.2  # what is gained must be so much more than what is lost, for each was tried alone


def exchanged(shared: Shared, state: State, less: Sequence[Offer], more: Sequence[Offer]) -> State:
    """The state with the additions that others can pay for, the best for its money first.

    Vehicles, their hours in all, the cost, and the days on which offices are called at stay within today's.
    """
    giving = sorted(less, key=lambda offer: max(offer[0], 0.0) / max(1, offer[1]))
    touched: set[int] = set()
    for gain, cost, move in sorted(more, key=lambda offer: -offer[0] / max(1, offer[1])):
        used = set(move.trips)
        if used & touched:
            continue
        trial, lost = move.applied(state), 0.0
        for loss, saved, other in giving:
            if _fits(shared, trial) or lost + max(loss, 0.0) >= gain / WORTH_IT:
                break
            if saved and not set(other.trips) & (touched | used):
                after = other.applied(trial)
                if shared.serves(after.runs):
                    trial, lost, used = after, lost + max(loss, 0.0), used | set(other.trips)
        if cost >= 0 and _fits(shared, trial) and gain > WORTH_IT * lost:
            state, touched = trial, touched | used
    return state


def _fits(shared: Shared, state: State) -> bool:
    """Whether cost and paid hours are within today's, and every vehicle can drive so."""
    network, fleet = shared.grid.network, shared.fleet
    if cost_of(network, state.runs) > cost_of(network, shared.today.runs):
        return False
    total = 0
    for vehicle, today in enumerate(fleet.paid):
        paid = fleet.paid_for(vehicle, state)
        if paid is None:
            return False
        total += paid.week - today.week
    return total <= 0
