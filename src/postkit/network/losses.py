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

from postkit.network.check import Fault
from postkit.network.model import CARRIAGES, Network, Trip

NAMED = 20
Rows = list[int]  # one row of bits an office


def losses_between(old: Network, new: Network, *, at_most: int = NAMED) -> list[Fault]:
    """What is lost when one network takes the other's place, the largest losses first; over the offices of both."""
    codes = [site.code for site in old.sites if site.code in new.index]
    lost = {carriage: _lost(old, new, codes, carriage) for carriage in CARRIAGES}
    by_all = [_common(rows) for rows in zip(*lost.values(), strict=True)]
    told = _told("all", by_all, codes, at_most)
    for carriage, rows in lost.items():
        alone = [row & ~common for row, common in zip(rows, by_all, strict=True)]
        told += _told(carriage, alone, codes, at_most)
    return told


def _lost(old: Network, new: Network, codes: Sequence[str], carriage: str) -> Rows:
    was, now = (_reached(network.trips, codes, carriage) for network in (old, new))
    return [before & ~after for before, after in zip(was, now, strict=True)]


def _common(rows: Sequence[int]) -> int:
    common = rows[0]
    for row in rows[1:]:
        common &= row
    return common


def _reached(trips: Sequence[Trip], codes: Sequence[str], carriage: str) -> Rows:
    """Which offices something of a carriage can be brought to from each, itself left out."""
    place = {code: at for at, code in enumerate(codes)}
    onward: list[set[int]] = [set() for _ in codes]
    for trip in trips:
        runs = trip.days or any(runs for _, runs in trip.exceptions)
        if runs and trip.carries in ("all", carriage):
            calls = [place[stop.office] for stop in trip.stops if stop.office in place]
            for here, there in pairwise(calls):
                onward[here].add(there)
    rows = [1 << at for at in range(len(codes))]
    changed = True
    while changed:
        changed = False
        for at, ways in enumerate(onward):
            row = rows[at]
            for there in ways:
                row |= rows[there]
            if row != rows[at]:
                rows[at], changed = row, True
    return [row & ~(1 << at) for at, row in enumerate(rows)]


def _told(carriage: str, lost: Rows, codes: Sequence[str], at_most: int) -> list[Fault]:
    lanes = {(at, there) for at, row in enumerate(lost) for there in _bits(row)}
    count, told = len(lanes), list[Fault]()
    while lanes and len(told) < at_most:
        ends = [[0] * len(codes), [0] * len(codes)]
        for lane in lanes:
            for end in (0, 1):
                ends[end][lane[end]] += 1
        end = 0 if max(ends[0]) > max(ends[1]) else 1
        most = max(ends[end])
        at = ends[end].index(most)
        if most == 1:
            (origin, destination) = min(lanes)
            told.append(_fault("lane-no-more", codes[origin], carriage, destination=codes[destination]))
            lanes.remove((origin, destination))
        else:
            kind = "reached-no-more" if end else "reaches-no-more"
            told.append(_fault(kind, codes[at], carriage, offices=most))
            lanes = {lane for lane in lanes if lane[end] != at}
    return [*told, _fault("lanes-lost", "", carriage, lanes=count)] if lanes else told


def _bits(row: int) -> list[int]:
    return [at for at, bit in enumerate(reversed(f"{row:b}")) if bit == "1"] if row else []


def _fault(kind: str, code: str, carriage: str, **facts: int | str) -> Fault:
    return Fault(kind, code, {"carriage": carriage, **facts})
