"""The scans of a simulation, as real devices would have sent them.

A device is offline for hours and then sends all at once; a clock goes wrong for a day; a scan is sent twice, or
an item is scanned twice; what happened first may come last. Each scan carries the truth beside what the device
says, so that one can measure how well the record sees through it. Everything is drawn by seed.

Times are UTC, to the second. A round's items are delivered in the hours after it left.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from uuid import UUID, uuid5

import numpy as np
from numpy.typing import NDArray

from postkit.promise.clock import WallClock
from postkit.simulation.draws import Identity, draws, identities
from postkit.simulation.outcome import ARRIVED, LEFT, Outcome
from postkit.simulation.settings import Settings
from postkit.simulation.tables import minute_at, site_columns

SPACE = UUID("6d1e9c64-6c0e-5c0c-9a53-3f0c4f9c9d11")
KINDS = ("accepted", "left", "arrived", "out", "failed", "delivered")
ACCEPTED, DEPARTED, CAME, OUT, FAILED, DELIVERED = range(6)
SECONDS = 60
Moments = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Devices:
    """How devices misbehave. Shares are of device-days (offline, wrong clocks) or of scans (twice, again)."""

    per_office: int = 3
    delay_s: int = 90
    offline_share: float = 0.05
    offline_h: float = 6.0
    wrong_clock_share: float = 0.02
    wrong_clock_h: float = 12.0
    again_share: float = 0.01
    twice_share: float = 0.005

    def __post_init__(self) -> None:
        shares = (self.offline_share, self.wrong_clock_share, self.again_share, self.twice_share)
        if self.per_office < 1 or not all(0 <= share <= 1 for share in shares):
            raise ValueError("an office has one device at least, and shares lie between 0 and 1")


FAITHFUL = Devices(1, 0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)


class DeviceScan(NamedTuple):
    """One scan. ``item`` is its place among the items, ``run`` the trip of a departure or arrival, else empty.

    ``happened_at`` is what the device says, ``true_at`` what was. A scan that is sent again keeps its id.
    """

    scan_id: UUID
    item: int
    kind: str
    office: str
    trip: str
    device: str
    happened_at: datetime
    true_at: datetime
    sent_at: datetime


@dataclass(frozen=True, slots=True)
class _Truth:
    """Item, kind, office and second of everything that happened, and the leg where there is one."""

    item: NDArray[np.int64]
    kind: NDArray[np.int64]
    office: NDArray[np.int64]
    second: Moments
    leg: NDArray[np.int64]


def device_scans(
    outcome: Outcome, settings: Settings, devices: Devices = FAITHFUL, *, seed: int
) -> Iterator[DeviceScan]:
    """The scans in the order in which they are sent. ValueError: the simulation kept no trace."""
    if outcome.trace is None:
        raise ValueError("scans need the trace: simulate with trace=True")
    truth = _truth(outcome, seed)
    whose = identities(outcome.items.identity[truth.item], truth.kind, truth.second)
    device = (draws(seed, "device", whose) * devices.per_office).astype(np.int64)
    says, sent = _as_devices_say(outcome, truth, device, settings, devices, seed, whose)
    again = draws(seed, "again", whose) < devices.again_share
    twice = draws(seed, "twice", whose) < devices.twice_share
    later = (draws(seed, "later", whose) * 3600).astype(np.int64) + 5
    rows = np.concatenate((np.arange(len(says)), np.flatnonzero(again), np.flatnonzero(twice)))
    extra = np.repeat((0, 1, 2), (len(says), int(again.sum()), int(twice.sum())))
    sent_at = sent[rows] + np.where(extra == 1, later[rows], np.where(extra == 2, 4, 0))
    order = np.lexsort((extra, whose[rows], sent_at))
    for at in order:
        row, kind = rows[at], int(extra[at])
        moved = 4 if kind == 2 else 0
        yield _scan(outcome, truth, int(row), int(device[row]), int(whose[row]), kind == 2,
                    (int(says[row]) + moved, int(truth.second[row]) + moved, int(sent_at[at])), seed)  # fmt: skip


def _scan(
    outcome: Outcome, truth: _Truth, row: int, device: int, whose: int, is_twice: bool,
    moments: tuple[int, int, int], seed: int,
) -> DeviceScan:  # fmt: skip
    legs, leg = outcome.legs, int(truth.leg[row])
    office = legs.offices[truth.office[row]]
    says, true, sent = (datetime.fromtimestamp(0, UTC) + timedelta(seconds=second) for second in moments)
    return DeviceScan(
        uuid5(SPACE, f"{seed}/{whose}/{int(is_twice)}"), int(truth.item[row]), KINDS[truth.kind[row]], office,
        legs.trips[legs.trip[leg]].code if leg >= 0 else "", f"{office}-{device + 1}", says, true, sent,
    )  # fmt: skip


def _truth(outcome: Outcome, seed: int) -> _Truth:
    """All that happened: from the trace what lies between, from the outcome what lies at the ends."""
    trace, legs, items = outcome.trace, outcome.legs, outcome.items
    assert trace is not None  # noqa: S101 - asked before
    ids, none = np.arange(len(items)), np.full(len(items), -1)
    spread = (draws(seed, "stop of the round", items.identity) * 4 * 3600).astype(np.int64) + 20 * SECONDS
    has_rounds = np.array([bool(site and site.delivery_days) for site in site_columns(legs)], bool)
    goes_out = has_rounds[items.destination]
    moving = np.where(trace.kind == LEFT, legs.origin[trace.leg], legs.to[trace.leg])
    kinds = np.where(trace.kind == ARRIVED, CAME, DEPARTED)
    parts: list[tuple[NDArray[np.integer], ...]] = [
        (trace.item, kinds, moving, trace.minute * SECONDS, trace.leg)
    ]

    def add(those: NDArray[np.bool_], kind: int, office: NDArray[np.int32], second: Moments) -> None:
        parts.append((ids[those], np.full(int(those.sum()), kind), office[those], second[those], none[those]))

    add(outcome.taken_in >= 0, ACCEPTED, items.origin, outcome.taken_in * SECONDS)
    last = np.maximum(outcome.attempted, outcome.attempted_again)
    met = (outcome.delivered >= 0) & (outcome.attempts == 1)
    for number, attempt in ((1, outcome.attempted), (2, outcome.attempted_again)):
        add(goes_out & (attempt >= 0), OUT, items.destination, attempt * SECONDS)
        failed = (attempt >= 0) & ((outcome.delivered < 0) | (attempt < last))
        add(failed & (number == 2) | failed & ~met & (number == 1), FAILED, items.destination,
            attempt * SECONDS + spread)  # fmt: skip
    add(outcome.delivered >= 0, DELIVERED, items.destination,
        outcome.delivered * SECONDS + np.where(goes_out, spread, 0))  # fmt: skip
    return _Truth(*(np.concatenate(column).astype(np.int64) for column in zip(*parts, strict=True)))


def _as_devices_say(
    outcome: Outcome, truth: _Truth, device: NDArray[np.int64], settings: Settings, devices: Devices, seed: int,
    whose: Identity,
) -> tuple[Moments, Moments]:  # fmt: skip
    """What each device says of the time, and when it sends it: both to the second."""
    legs = outcome.legs
    day = legs.clock.days_of(truth.second // SECONDS)
    machine = identities(truth.office, device, day + legs.clock.first.toordinal())
    is_wrong = draws(seed, "wrong clock", machine) < devices.wrong_clock_share
    error = (draws(seed, "clock error", machine) * 2 - 1) * devices.wrong_clock_h * 3600
    says = truth.second + np.where(is_wrong, error, 0).astype(np.int64)
    sent = truth.second + (draws(seed, "delay", whose) * devices.delay_s).astype(np.int64)
    first, last = -WallClock.MARGIN, legs.clock.days + WallClock.MARGIN - 1
    midnight = np.array([legs.clock.at(at, 0) for at in range(first, last + 1)], np.int64) * SECONDS
    begins = midnight[np.clip(day, first, last) - first]
    begins = begins + (draws(seed, "offline from", machine) * 86_400).astype(np.int64)
    ends = begins + int(devices.offline_h * 3600)
    is_off = draws(seed, "offline", machine) < devices.offline_share
    sent = np.where(is_off & (truth.second >= begins) & (truth.second < ends), np.maximum(ends, sent), sent)
    for off in settings.offline:
        place = legs.index[off.office]
        since, until = (
            (minute_at(legs, on) + legs.base) * SECONDS for on in (off.since, off.until + timedelta(days=1))
        )
        here = (truth.office == place) & (truth.second >= since) & (truth.second < until)
        sent = np.where(here, np.maximum(until, sent), sent)
    return says, sent
