"""What the records teach of how mail really travels."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

from postkit.estimate import Experience, Observation, calibration, fit
from rekkas.base.actors import Actor, Moment
from rekkas.base.command import command
from rekkas.network import models
from rekkas.network.choices import MovementKind
from rekkas.network.errors import NothingToLearn
from rekkas.network.promises import HeldNetwork, Question
from rekkas.network.queries import LEVELS, held_network
from rekkas.territory import queries as territory

FEWEST = 30
TRIED_AT_MOST, TAUGHT_AT_MOST = 1_500, 3_000
LATEST_MIN, LATEST_DAYS = 3 * 24 * 60, 60


@dataclass(frozen=True, slots=True)
class Delivered:
    """An item that reached its addressee: where from and to, when handed over, which day was promised and came.

    ``arrived_at`` is when it came to its last office, where that was said.
    """

    origin: str
    destination: str
    carriage: str
    accepted_at: datetime
    promised_date: date
    delivered_date: date
    arrived_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Lesson:
    """What was learned, and how often each level of certainty was kept when it was tried."""

    body: dict[str, Any]
    calibration: dict[str, Any]


@command
def learn_experience(*, country: str, lesson: Lesson, by: Actor, at: Moment) -> None:
    """Keep what the records taught: from now on estimates follow it."""
    kept = {
        "edition": uuid4(), "learned_at": at, "body": lesson.body, "calibration": lesson.calibration
    }  # fmt: skip
    models.Experience.objects.update_or_create(country=territory.country(country), defaults=kept)


def lesson_of(*, country: str, deliveries: Sequence[Delivered], since: datetime) -> Lesson:
    """How late rides and doors are, and how that fares when it is tried. It writes nothing and takes seconds.

    The first two thirds by time teach, the last third tries; what is then kept is taught by all of it.
    """
    moves = _moves(country, since)
    known = sorted(deliveries, key=lambda one: (one.delivered_date, one.accepted_at))
    if len(known) < FEWEST:
        raise NothingToLearn(count=len(known), fewest=FEWEST)
    split = known[len(known) * 2 // 3].delivered_date
    taught = [one for one in known if one.delivered_date < split]
    tried = [one for one in known if one.accepted_at.date() >= split] or [
        one for one in known if one.delivered_date >= split
    ]
    rides = fit(moves, signed=True, longest=LATEST_MIN)
    before = [move for move in moves if move.ended < _minutes(split)]
    before_rides = fit(before, signed=True, longest=LATEST_MIN)
    found = _tried(country, tried, before_rides, _doors(country, taught, before_rides))
    body = {
        "rides": rides.to_json(),
        "doors": _doors(country, known, rides).to_json(),
        "moves": len(moves),
        "deliveries": len(known),
    }
    return Lesson(body, found)


def _moves(country: str, since: datetime) -> list[Observation]:
    network = held_network(country)
    if network is None:
        return []
    rows = models.Movement.objects.filter(
        trip_code__startswith=country, planned_at__gte=since, kind=MovementKind.ARRIVED
    )
    return [
        Observation(
            (happened - planned) / timedelta(minutes=1), network.ride_path(trip, office),
            planned.timestamp() / 60, happened.timestamp() / 60,
        )
        for trip, office, planned, happened in rows.order_by("pk").values_list(
            "trip_code", "office__code", "planned_at", "happened_at"
        )
    ]  # fmt: skip


def _doors(country: str, deliveries: Sequence[Delivered], rides: Experience) -> Experience:
    """Days after the round that an item could make, by office of delivery; early is in time.

    Where nobody said when it came to its last office, that round is the likely one after what rides have taught:
    what rides explain is not put down to doors.
    """
    network = held_network(country)
    step = max(1, len(deliveries) // TAUGHT_AT_MOST)
    taught = deliveries[::step] if network else ()
    return fit(
        (
            Observation(
                max((one.delivered_date - _round(network, one, rides)).days, 0),
                network.door_path(one.destination),
                one.accepted_at.timestamp() / 60,
                _minutes(one.delivered_date),
            )
            for one in taught
            if network is not None
        ),
        longest=LATEST_DAYS,
    )


def _round(network: HeldNetwork, one: Delivered, rides: Experience) -> date:
    if one.arrived_at is not None:
        return network.round_day(one.destination, one.arrived_at, one.carriage) or one.promised_date
    question = Question(one.origin, one.destination, one.accepted_at, one.carriage)
    days = network.likely(question, (0.5,), rides, None)
    return days[0] if days else one.promised_date


def _tried(
    country: str, deliveries: Sequence[Delivered], rides: Experience, doors: Experience
) -> dict[str, object]:
    """How often each level was kept among deliveries that taught nothing."""
    step = max(1, len(deliveries) // TRIED_AT_MOST)
    said: dict[float, list[float]] = {level: [] for level in LEVELS}
    happened: list[float] = []
    network = held_network(country)
    for one in deliveries[::step]:
        question = Question(one.origin, one.destination, one.accepted_at, one.carriage)
        days = network.likely(question, LEVELS, rides, doors) if network else None
        if days is not None:
            happened.append(one.delivered_date.toordinal())
            for level, day in zip(LEVELS, days, strict=True):
                said[level].append(day.toordinal())
    if not happened:
        return {"count": 0, "levels": []}
    result = calibration(said, happened)
    return {
        "count": result.count,
        "mean_error_days": round(result.mean_error, 3),
        "levels": [
            {"level": kept.level, "kept": kept.share, "low": kept.low, "high": kept.high}
            for kept in result.levels
        ],
    }


def _minutes(day: date) -> float:
    return datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp() / 60
