"""What goes wrong on ordinary days: devices that were offline, scans said twice or misread, clocks that are wrong."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from random import Random
from uuid import NAMESPACE_OID, UUID, uuid5
from zlib import crc32

from postkit import s10
from rekkas.mail.scans import Scan
from rekkas.operator.demo import acts
from rekkas.operator.demo.acts import Act, Stage, minutes
from rekkas.operator.demo.journeys import Journeys
from rekkas.operator.demo.parcels import Fate, Parcel
from rekkas.operator.demo.scene import Scene

ARRIVED, SORTED, RETURNING = "EMG", "EDD", "RRT"
HANDED_BACK, SET_OFF, SHELVED = 11 * 60 + 20, 15 * 60 + 20, 7 * 60
UNKNOWN_COUNT, MISREAD_COUNT, WRONG_CLOCK_COUNT = 12, 6, 6


def oddities(scene: Scene, parcels: list[Parcel], journeys: Journeys, seed: int) -> Iterator[Act]:
    yield from _device_scans(scene, journeys)
    yield from _returns(scene, journeys)
    yield from _stray_scans(scene, parcels, seed)


def scan_id(*parts: object) -> UUID:
    return uuid5(NAMESPACE_OID, "demo scan " + " ".join(map(str, parts)))


def _device_scans(scene: Scene, journeys: Journeys) -> Iterator[Act]:
    """Some delivery offices scan each arrival; some of their devices are offline for a day or two."""
    for (office, arrived_at), those in journeys.arrivals.items():
        habit = crc32(office.encode()) % 9
        if habit not in (0, 3) or arrived_at == those[0].accepted_at:
            continue
        at = arrived_at + minutes(25)
        device = f"scanner-{office[2:]}"
        say = partial(_arrivals, parcels=those, at=arrived_at + minutes(14))
        if habit == 0:
            at += timedelta(hours=11 + 24 * (len(those) % 2))
            say = partial(_arrivals, parcels=those[::-1], at=arrived_at + minutes(14))
            again = at + minutes(40)  # the answer was lost on the way, so the device sends it all once more
            yield Act(again, 11, partial(acts.scan, device=device, office=office, scans=say, at=again))
        yield Act(at, 11, partial(acts.scan, device=device, office=office, scans=say, at=at))


def _arrivals(stage: Stage, parcels: list[Parcel], at: datetime) -> list[Scan]:
    return [
        Scan(
            scan_id(ARRIVED, parcel.key), stage.numbers[parcel.key], ARRIVED,
            at + timedelta(seconds=parcel.key.int % 600), parcel.office,
        )
        for parcel in parcels
        if parcel.fate is not Fate.MISSING
    ]  # fmt: skip


def _returns(scene: Scene, journeys: Journeys) -> Iterator[Act]:
    for tour in journeys.rounds.values():
        for parcel in tour.parcels:
            if parcel.fate is Fate.RETURNED:
                yield from _return(scene, parcel, scene.moment(tour.day, SET_OFF))


def _return(scene: Scene, parcel: Parcel, set_off: datetime) -> Iterator[Act]:
    origin = parcel.counter.office.code
    steps = (
        (RETURNING, parcel.office, set_off),
        (SORTED, scene.hub(origin), scene.moment((set_off + timedelta(days=1)).date(), SHELVED)),
        (ARRIVED, origin, scene.moment((set_off + timedelta(days=2)).date(), SHELVED)),
    )
    for code, office, at in steps:
        say = partial(_step_back, parcel=parcel, code=code, office=office, at=at)
        yield Act(at, 12, partial(acts.note, office=office, scans=say, at=at))
    back = scene.moment((set_off + timedelta(days=2)).date(), HANDED_BACK)
    yield Act(back, 12, partial(acts.hand_back, office=origin, parcel=parcel, at=back))


def _step_back(stage: Stage, parcel: Parcel, code: str, office: str, at: datetime) -> list[Scan]:
    reason = "refused" if code == RETURNING else ""
    return [
        Scan(scan_id(code, office, parcel.key), stage.numbers[parcel.key], code, at, office, reason=reason)
    ]


def _stray_scans(scene: Scene, parcels: list[Parcel], seed: int) -> Iterator[Act]:
    """Numbers nobody announced, numbers misread, clocks years off: at the busiest sorting centre, before now."""
    if not parcels:
        return
    hub = scene.hub(scene.counters[0].office.code)
    rng = Random(f"oddities {seed}")  # noqa: S311
    at = scene.now - timedelta(hours=2)
    seen = [parcel for parcel in parcels if parcel.accepted_at < at - timedelta(hours=1)]
    sample = rng.sample(seen, min(len(seen), MISREAD_COUNT))
    lying = [parcel for parcel in seen if parcel.fate is Fate.LEFT_LYING][:WRONG_CLOCK_COUNT]
    foreign = [str(s10.make("RR", rng.randrange(10**8), "FR")) for _ in range(UNKNOWN_COUNT)]
    say = partial(_strays, misread=sample, lying=lying, foreign=foreign, hub=hub, at=at)
    yield Act(at, 13, partial(acts.scan, device="scanner-hub", office=hub, scans=say, at=at))


def _strays(
    stage: Stage, misread: list[Parcel], lying: list[Parcel], foreign: list[str], hub: str, at: datetime
) -> list[Scan]:
    scans = [Scan(scan_id("foreign", number), number, SORTED, at, hub) for number in foreign]
    for parcel in misread:
        number = stage.numbers[parcel.key]
        wrong = f"{number[:9]}{(int(number[9]) + 1) % 10}{number[10:]}" if len(number) == 13 else f"{number}?"
        scans.append(Scan(scan_id("misread", parcel.key), wrong, SORTED, at, hub))
    for parcel in lying:
        number, years_ago = stage.numbers[parcel.key], at.replace(year=at.year - 7, day=1)
        scans.append(Scan(scan_id("clock", parcel.key), number, SORTED, years_ago, hub))
    return scans
