"""The whole demonstration as acts in the order of time: the same scene and seed give the same plan."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from functools import partial
from itertools import groupby
from zlib import crc32

from rekkas.operator.demo import acts
from rekkas.operator.demo.acts import Act, minutes
from rekkas.operator.demo.banking import bank_acts
from rekkas.operator.demo.journeys import TOGETHER, Journeys, Load, Round, plan_journeys
from rekkas.operator.demo.oddities import oddities
from rekkas.operator.demo.parcels import FAILURES, Fate, Parcel, make_parcels
from rekkas.operator.demo.queues import queue_acts
from rekkas.operator.demo.scene import Scene
from rekkas.operator.demo.sending import sending_acts
from rekkas.operator.demo.tills import cash_acts

FIRST_DOOR, LAST_DOOR = 20, 270  # minutes after the round left
CASH_COUNTED, BANKED, KEPT, COLLECTED, PAID = 15 * 60 + 30, 16 * 60 + 20, 15 * 60 + 5, 11 * 60, 17 * 60 + 15
TELLINGS = (12 * 60 + 25, 14 * 60 + 55)  # a postman's device tells what was handed over
NOT_ACTED_ON = frozenset({Fate.LEFT_LYING, Fate.NEVER_BACK, Fate.MISSING})


def plan(scene: Scene, count: int, seed: int) -> tuple[list[Parcel], list[tuple[str, list[Act]]]]:
    """The parcels, and the acts by hour: each hour is played whole or not at all."""
    parcels = make_parcels(scene, count, seed)
    journeys = plan_journeys(scene, parcels, seed)
    every = [*_acceptances(parcels), *_travels(journeys), *_deliveries(scene, journeys)]
    every += [*_payments(scene), *oddities(scene, parcels, journeys, seed)]
    every += [*cash_acts(scene), *bank_acts(scene, seed), *sending_acts(scene, seed), *queue_acts(scene)]
    done = sorted((act for act in every if act.at < scene.now), key=lambda act: (act.at, act.rank))
    hours = groupby(done, key=lambda act: f"{act.at:%Y-%m-%d %H}h")
    return parcels, [(hour, list(those)) for hour, those in hours]


def _acceptances(parcels: list[Parcel]) -> Iterator[Act]:
    def wave(parcel: Parcel) -> tuple[datetime, str]:
        return parcel.accepted_at, parcel.counter.office.code

    for (at, _), those in groupby(sorted(parcels, key=wave), key=wave):
        yield Act(at, 0, partial(acts.accept, parcels=list(those), at=at))


def _travels(journeys: Journeys) -> Iterator[Act]:
    for load in journeys.loads.values():
        if not load.parcels:  # a bag is not closed over nothing
            load.parcels, load.unscanned = load.unscanned, []
        departs, arrives = load.leg.departs_at, load.leg.arrives_at
        yield Act(departs - minutes(1), 3, partial(acts.send_off, load=load, at=departs - minutes(1)))
        yield Act(arrives + TOGETHER, 2, partial(acts.unpack, load=load, at=arrives + TOGETHER))
    yield from _runs(journeys)


def _runs(journeys: Journeys) -> Iterator[Act]:
    """A run leaves a stop with all that boards there, and reaches each at which something gets off."""
    boarding: dict[tuple[str, str], list[Load]] = {}
    reached: dict[tuple[str, str], Load] = {}
    for load in journeys.loads.values():
        boarding.setdefault((load.run, load.leg.origin), []).append(load)
        reached[load.run, load.leg.destination] = load
    for loads in boarding.values():
        at = loads[0].leg.departs_at
        yield Act(at, 4, partial(acts.depart, loads=loads, at=at))
    for load in reached.values():
        at = load.leg.arrives_at
        yield Act(at, 1, partial(acts.arrive, load=load, at=at))


def _deliveries(scene: Scene, journeys: Journeys) -> Iterator[Act]:
    for tour in journeys.rounds.values():
        yield from _round(scene, tour)
        yield from _cash(scene, tour)


def _round(scene: Scene, tour: Round) -> Iterator[Act]:
    office = tour.office
    leaves = scene.moment(tour.day, scene.offices[office].rounds_leave_min)
    carried = tour.parcels + tour.second_tries
    yield Act(leaves, 5, partial(acts.go_out, office=office, parcels=carried, at=leaves))
    tellings = [scene.moment(tour.day, minute) for minute in TELLINGS]
    doors: dict[datetime, list[tuple[Parcel, datetime]]] = {}
    kept: list[Parcel] = []
    for parcel in carried:
        at = leaves + timedelta(minutes=FIRST_DOOR + int(parcel.chance * (LAST_DOOR - FIRST_DOOR)))
        if parcel.fate in NOT_ACTED_ON:
            continue
        if parcel.fate in (Fate.DELIVERED, Fate.UNSCANNED) or parcel in tour.second_tries:
            told_at = next(told for told in tellings if told >= at)
            doors.setdefault(told_at, []).append((parcel, at))
            continue
        reason, next_step = _failure(parcel)
        yield Act(
            at, 6, partial(acts.fail, office=office, parcel=parcel, reason=reason, next_step=next_step, at=at)
        )
        if parcel.fate in (Fate.COLLECTED, Fate.WAITING):
            kept.append(parcel)
    for at, handed in doors.items():
        yield Act(at, 7, partial(acts.hand_over, office=office, doors=handed, at=at, at_counter=False))
    if kept:
        yield from _at_the_counter(scene, tour, kept)


def _failure(parcel: Parcel) -> tuple[str, str]:
    if parcel.fate is Fate.RETURNED:
        return "refused", "return"
    reason = FAILURES[parcel.key.int % len(FAILURES)]
    if parcel.entry.cod_amount and parcel.key.int % 5 == 0:
        reason = "cod-not-paid"
    return reason, "redeliver" if parcel.fate is Fate.SECOND_TRY else "hold-for-pickup"


def _at_the_counter(scene: Scene, tour: Round, kept: list[Parcel]) -> Iterator[Act]:
    shelved = scene.moment(tour.day, KEPT)
    yield Act(shelved, 8, partial(acts.keep, office=tour.office, parcels=kept, at=shelved))
    collected = [parcel for parcel in kept if parcel.fate is Fate.COLLECTED]
    next_day = scene.round_after(tour.office, scene.moment(tour.day, 18 * 60))
    if collected and next_day is not None:
        at = scene.moment(next_day, COLLECTED)
        doors = [(parcel, at) for parcel in collected]
        yield Act(at, 7, partial(acts.hand_over, office=tour.office, doors=doors, at=at, at_counter=True))


def _cash(scene: Scene, tour: Round) -> Iterator[Act]:
    """Counted the same afternoon; every third office pays in on the next morning only."""
    counted, banked = scene.moment(tour.day, CASH_COUNTED), scene.moment(tour.day, BANKED)
    yield Act(counted, 9, partial(acts.count_cash, office=tour.office, at=counted))
    if crc32(tour.office.encode()) % 3 == 0:
        banked += timedelta(hours=17)
    yield Act(banked, 9, partial(acts.bank, office=tour.office, at=banked))


def _payments(scene: Scene) -> Iterable[Act]:
    for day in scene.days[-3:-1]:
        at = scene.moment(day, PAID)
        yield Act(at, 10, partial(acts.pay_merchants, at=at))
