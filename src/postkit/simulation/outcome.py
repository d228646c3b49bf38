"""What a simulation leaves behind: one row for each item, one for each leg, and counts by office and hour."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from postkit.promise.legs import Legs
from postkit.simulation.items import Items

CAUSES = (
    "", "vehicle full", "sorted late", "vehicle late", "vehicle broken down", "office closed", "nobody at home",
    "not enough time left",
)  # fmt: skip
LEFT, ARRIVED = 0, 1


@dataclass(frozen=True, slots=True)
class Trace:
    """What happened on the way, in the order in which it did: item, leg, left (0) or arrived (1), minute.

    What happens at the two ends of the way is in the outcome itself.
    """

    item: NDArray[np.int32]
    leg: NDArray[np.int32]
    kind: NDArray[np.int8]
    minute: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.item)


@dataclass(frozen=True, slots=True)
class Outcome:
    """By item, in the order given; moments are UTC minutes since 1970 and days ordinals, -1 for never.

    ``promised_*`` is what the table promised, -1 where it promises nothing. ``attempted`` and
    ``attempted_again`` are when the rounds with it left. ``cause`` is the first thing that made the item slip
    (a place in CAUSES), whether or not it came late in the end. ``state``: 0 on the way, 1 delivered,
    2 at the counter.
    By leg: items aboard as it left, those of them who stayed aboard at its end, those it left behind.
    ``standing`` counts the items in each office at the end of each hour of the window, ``unsorted`` those of
    them who wait for sorting beyond its ordinary time.
    """

    legs: Legs
    items: Items
    taken_in: NDArray[np.int64]
    promised_arrival: NDArray[np.int64]
    promised_day: NDArray[np.int64]
    arrived: NDArray[np.int64]
    attempted: NDArray[np.int64]
    attempted_again: NDArray[np.int64]
    delivered: NDArray[np.int64]
    day: NDArray[np.int64]
    attempts: NDArray[np.int8]
    rides: NDArray[np.int16]
    state: NDArray[np.int8]
    cause: NDArray[np.int8]
    dep: NDArray[np.int64]
    arr: NDArray[np.int64]
    is_cancelled: NDArray[np.bool_]
    load: NDArray[np.int32]
    through: NDArray[np.int32]
    left_behind: NDArray[np.int32]
    standing: NDArray[np.int32]
    unsorted: NDArray[np.int32]
    trace: Trace | None = None

    @property
    def is_missed(self) -> NDArray[np.bool_]:
        """Whether each item was promised and did not come by its day."""
        return (self.promised_day >= 0) & ((self.day < 0) | (self.day > self.promised_day))
