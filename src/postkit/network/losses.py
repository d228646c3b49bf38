"""What a version of the timetable loses: the ways from office to office that there were and are no more.

Idea: without regard to time, which offices can be reached from each is one row of bits, and the row of an office
is the union of those that its trips lead to. A lane is lost where the old network has a bit and the new one has
not. Lanes are told by the office that loses most of them, as origin or as destination, until all are told or there
are enough: an office whose only trip goes is one sentence, not a sentence for each other office.

Kinds of `Fault` (see `check`) and their facts; `carriage` is "all" where every carriage loses the lane:

=================  ===============================================================================
reached-no-more    carriage, offices: from how many offices it can no longer be reached
reaches-no-more    carriage, offices: how many offices can no longer be reached from it
lane-no-more       carriage, destination: from this office to that one no way is left
lanes-lost         carriage, lanes: how many are lost in all, those beyond the ones named included
=================  ===============================================================================

>>> from datetime import date
>>> from postkit.network.model import Site, Stop
>>> way = Trip("T", "135", 360, (Stop("A", 0, 0), Stop("B", 60, 60)))
>>> old = Network("UTC", (Site("A"), Site("B")), (way,))
>>> losses_between(old, Network("UTC", old.sites, ()))
[Fault(kind='lane-no-more', code='A', facts={'carriage': 'all', 'destination': 'B'})]
"""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from postkit.network.check import Fault
from postkit.network.model import CARRIAGES, Network, Trip

NAMED = 20
Lanes = NDArray[np.bool_]  # by origin and destination


def losses_between(old: Network, new: Network, *, at_most: int = NAMED) -> list[Fault]:
    """What is lost when one network takes the other's place, the largest losses first; over the offices of both."""
    codes = [site.code for site in old.sites if site.code in new.index]
    if not codes:
        return []
    lost = {
        carriage: _reached(old.trips, codes, carriage) & ~_reached(new.trips, codes, carriage)
        for carriage in CARRIAGES
    }
    by_all = np.logical_and.reduce(list(lost.values()))
    told = _told("all", by_all, codes, at_most)
    for carriage, lanes in lost.items():
        told += _told(carriage, lanes & ~by_all, codes, at_most)
    return told


def _reached(trips: Sequence[Trip], codes: Sequence[str], carriage: str) -> Lanes:
    """Which offices something of a carriage can be brought to from each, itself left out."""
    place, count = {code: at for at, code in enumerate(codes)}, len(codes)
    onward: list[set[int]] = [set() for _ in codes]
    for trip in trips:
        if trip.carries in ("all", carriage):
            calls = [place[stop.office] for stop in trip.stops if stop.office in place]
            for here, there in pairwise(calls):
                onward[here].add(there)
    rows = [1 << at for at in range(count)]  # unions of whole rows: a country's takes some milliseconds
    changed = True
    while changed:
        changed = False
        for at, ways in enumerate(onward):
            row = rows[at]
            for there in ways:
                row |= rows[there]
            if row != rows[at]:
                rows[at], changed = row, True
    wide = (count + 7) // 8
    packed = np.frombuffer(b"".join(row.to_bytes(wide, "little") for row in rows), np.uint8)
    reached = np.unpackbits(packed.reshape(count, wide), axis=1, count=count, bitorder="little").astype(bool)
    np.fill_diagonal(reached, False)
    return reached


def _told(carriage: str, lost: Lanes, codes: Sequence[str], at_most: int) -> list[Fault]:
    left, count, told = lost.copy(), int(lost.sum()), list[Fault]()
    while left.any() and len(told) < at_most:
        sent, received = left.sum(axis=1), left.sum(axis=0)
        origin, destination = int(sent.argmax()), int(received.argmax())
        if received[destination] > 1 and received[destination] >= sent[origin]:
            facts = {"offices": int(received[destination])}
            told.append(_fault("reached-no-more", codes[destination], carriage, **facts))
            left[:, destination] = False
        elif sent[origin] > 1:
            told.append(_fault("reaches-no-more", codes[origin], carriage, offices=int(sent[origin])))
            left[origin] = False
        else:
            destination = int(left[origin].argmax())
            told.append(_fault("lane-no-more", codes[origin], carriage, destination=codes[destination]))
            left[origin] = False
    return [*told, _fault("lanes-lost", "", carriage, lanes=count)] if left.any() else told


def _fault(kind: str, code: str, carriage: str, **facts: int | str) -> Fault:
    return Fault(kind, code, {"carriage": carriage, **facts})
