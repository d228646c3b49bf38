"""How long one still waits in a hall with several desks, and who is called next.

Two ideas, both small enough to say aloud:

* **Who is next.** Each ticket has a place on one line of time: the minute at which it was taken, moved back by its
  priority (1 is called earliest). Whoever waits longest on that line is next. A ticket is therefore overtaken by more
  urgent ones only for a while, never for ever: nobody starves, and two tickets never change their order.
* **How long still.** All desks together call somebody ``desks`` times as often as one does. Until the ticket with so
  many others before it is called, so many services must end. Services in a hall differ about as much as their mean, so
  the time until then has the sum of their means as its mean and the sum of their squares as its variance (a gamma
  distribution where all are alike: its median lies a third of a service below its mean). Four in five is that of a
  normal distribution with the same two, which is a little too long for short queues: better than a little too short.

Minutes throughout. What is given is plain numbers; nothing here knows a clock.

>>> wait([4.0, 4.0, 4.0], desks=1, busy=1)       # three before, one is being served, one desk
Wait(likely=15, nearly=23)
>>> wait([4.0, 4.0, 4.0], desks=2, busy=2)
Wait(likely=8, nearly=12)
>>> wait([], desks=2, busy=1)                    # a desk is free
Wait(likely=0, nearly=0)
>>> wait([4.0], desks=0) is None                 # nobody serves: nobody knows
True
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil, sqrt

AGEING_MIN = 5  # one step of priority is worth so many minutes of waiting
FOUR_IN_FIVE = 0.8416  # of the standard normal distribution
GUESS_WEIGHS = 8  # the first guess counts like so many services
GUESS_MIN = 4.0  # what is left of a service of which nothing is known
SHORTEST_MIN, LONGEST_MIN = 0.5, 60.0  # what a service takes where nobody forgot to end it


@dataclass(frozen=True, slots=True)
class Wait:
    """Whole minutes: half of all wait no longer than ``likely``, four in five no longer than ``nearly``."""

    likely: int
    nearly: int


def stands_at(taken_at: datetime, priority: int) -> datetime:
    """Where a ticket stands on the line of time: the earliest is called next.

    >>> nine = datetime(2026, 3, 2, 9)
    >>> stands_at(nine, 1) < stands_at(nine, 5)                              # a more urgent one overtakes
    True
    >>> stands_at(nine, 5) < stands_at(nine + timedelta(minutes=21), 1)      # but not one that waits so long already
    True
    """
    return taken_at + timedelta(minutes=AGEING_MIN * priority)


def learned(guess: float, services: Iterable[float]) -> float:
    """The mean of services as they were, drawn to the first guess while there are few.

    >>> learned(4, [])
    4.0
    >>> learned(4, [6] * 8)
    5.0
    """
    kept = [min(max(one, SHORTEST_MIN), LONGEST_MIN) for one in services]
    return (guess * GUESS_WEIGHS + sum(kept)) / (GUESS_WEIGHS + len(kept))


def wait(before: Sequence[float], *, desks: int, busy: int | None = None) -> Wait | None:
    """How long until a ticket is called that has others ``before`` it, each with the minutes that its service takes.

    ``busy`` desks serve somebody now; where it is not said, all do.
    """
    if desks <= 0:
        return None
    served = desks if busy is None else min(busy, desks)
    ends = len(before) + 1 - (desks - served)
    if ends <= 0:
        return Wait(0, 0)
    means = [*before, GUESS_MIN]  # with what is left of those who are served now
    whole, squares = sum(means), sum(one * one for one in means)
    share = ends / len(means) / desks
    return Wait(
        ceil(share * (whole - squares / whole / 3)), ceil(share * (whole + FOUR_IN_FIVE * sqrt(squares)))
    )
