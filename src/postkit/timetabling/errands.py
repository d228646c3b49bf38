"""The pieces of work that executors map: each is plain data, and each has its own worksheet."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from postkit.timetabling.grid import State
from postkit.timetabling.groups import Group, sample
from postkit.timetabling.passes import additions, removals, work_on_centre, work_on_lines
from postkit.timetabling.search import LEAST, Search, Shared, limits_for
from postkit.timetabling.worksheet import Move, Worksheet

FEW, MANY = 48, 96  # columns that stand for all others: beside the exact ones of a centre, and alone
CAUTION = 0.6  # the part of the floor that may be used up where other columns stand for an office


@dataclass(frozen=True)
class Errand:
    """From a state: a pass over a centre or over lines, turns to add there or to give up, or reasons for changes.

    ``moves`` are what the reasons are asked for: each undoes one change.
    """

    kind: Literal["centre", "lines", "add", "give up", "reasons"]
    name: str
    state: State
    group: Group
    lines: tuple[tuple[int, ...], ...] = ()
    stage: int = 0
    trials: int | None = None
    moves: tuple[Move, ...] = ()


@dataclass(frozen=True)
class Reason:
    """What undoing a change would lose, in minutes of the mean, and the offices that would lose most of it."""

    lost: float
    origins: tuple[int, ...]
    destinations: tuple[int, ...]


@dataclass(frozen=True)
class Done:
    """What an errand brings: the moves that it kept, or offers (what is saved or lost, the cost, the move)."""

    name: str
    tried: int
    kept: tuple[Move, ...] = ()
    offers: tuple[tuple[float, int, Move], ...] = ()
    reasons: tuple[Reason, ...] = ()


def name_of(errand: Errand) -> str:
    return errand.name


def run_errand(errand: Errand, seed: int, shared: Shared) -> Done:
    """The task."""
    is_trunk = errand.group.centre < 0
    exact = np.array([] if is_trunk else sorted_by_trip(shared, errand.group), np.int64)
    columns, flows = sample(shared.grid, shared.regions, MANY if is_trunk else FEW, exact, seed)
    sheet = Worksheet(shared.grid, errand.state, shared.rules, columns, flows)
    if errand.kind == "reasons":
        return Done(errand.name, 0, reasons=tuple(reason_for(sheet, move) for move in errand.moves))
    limits = limits_for(shared, columns, flows, CAUTION)
    trips = [trip for line in errand.lines for trip in line] if errand.kind == "lines" else errand.group.trips
    search = Search(shared, sheet, limits, trips, seed, errand.trials)
    offers: Sequence[tuple[float, int, Move]] = ()
    if errand.kind == "centre":
        work_on_centre(search, errand.group, errand.stage)
    elif errand.kind == "lines":
        work_on_lines(search, errand.lines, errand.stage)
    elif errand.kind == "add":
        offers = additions(search)
    else:
        offers = removals(search)
    return Done(errand.name, sheet.tried, tuple(search.kept), tuple(offers))


def sorted_by_trip(shared: Shared, group: Group) -> list[int]:
    """The offices of a group in the order in which its trips call: what a trip changes then lies side by side."""
    index = shared.grid.network.index
    called = [index[stop.office] for trip in group.trips for stop in shared.grid.network.trips[trip].stops]
    mine = set(group.offices)
    return list(dict.fromkeys(office for office in called if office in mine))


def reason_for(sheet: Worksheet, move: Move, most: int = 3) -> Reason:
    lost = sheet.attempt(move)
    out, into = sheet.pad.hours_out.copy(), sheet.pad.hours_in[:-1].copy()
    sheet.drop()
    origins = [int(at) for at in np.argsort(-out, kind="stable")[:most] if out[at] > LEAST]
    columns = [int(sheet.columns[at]) for at in np.argsort(-into, kind="stable")[:most] if into[at] > LEAST]
    return Reason(lost, tuple(origins), tuple(columns))
