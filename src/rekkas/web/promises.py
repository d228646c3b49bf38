"""When will it arrive? Two places as people write them, and what the network promises between their offices."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from babel.numbers import format_decimal

from postkit.text import fold
from rekkas.design.formats import reader_locale
from rekkas.network import queries as network
from rekkas.territory import queries as territory

LOOKED_AT, NEAR, OFFERED = 12, 4, 8
NEAR_M = 25_000  # farther than this nobody carries an item to be quicker
WHOLE_DAY = frozenset({"holiday", "closed", "no-round"})  # reasons that speak of a day, not of a minute


@dataclass(frozen=True, slots=True)
class End:
    """One end of the way: the office meant, the town if one was named, and what may be meant instead."""

    office: Any = None
    town: Any = None
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Nearby:
    """Another office that does better for the same moment: it is there sooner, or it takes in for that day longer.

    ``until`` is told where the day is the same.
    """

    office: Any
    distance_m: int
    delivery_date: date
    until: datetime | None = None

    @property
    def distance_km(self) -> str:
        return format_decimal(self.distance_m / 1000, format="#,##0.0", locale=reader_locale())


@dataclass(frozen=True, slots=True)
class PathStep:
    at: datetime
    text: str
    shows_clock: bool


Days = tuple[tuple[date, tuple[PathStep, ...]], ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What the page tells: the promise, its way day by day, and until when it still holds.

    ``likely`` are the days by which half of such items are there, four of five, and nineteen of twenty; empty
    where nothing has been learned.
    """

    question: network.Question
    origin: Any
    destination: Any
    delivery_date: date | None
    likely: tuple[date, ...]
    arrives_at: datetime | None
    days: Days
    still_by: datetime | None
    wanted_date: date | None
    wanted_by: datetime | None
    has_passed: bool
    nearby: tuple[Nearby, ...]

    @property
    def at_text(self) -> str:
        """The moment asked about, as the form takes it: on the clock of the country."""
        return f"{self.question.at:%Y-%m-%dT%H:%M}"

    @property
    def is_likely_as_promised(self) -> bool:
        """Nineteen of twenty come on the very day promised, and half of them no sooner."""
        return set(self.likely) == {self.delivery_date}


def ends_of(
    held: network.HeldNetwork, country: str, asked: Iterable[tuple[str, str]], *, to_deliver: Iterable[bool]
) -> list[End]:
    """The offices that these texts mean, each with the code that was chosen where several might be meant.

    An office's code or whole name means that office. A town means the nearest office that takes mail in, or,
    at the other end, the office whose rounds serve it.
    """
    pairs = list(asked)
    written = [territory.Written(locality=text[: territory.WRITTEN_AT_MOST]) for text, _code in pairs]
    answers = territory.understand_addresses(country, written)
    towns = territory.localities_named({code for answer in answers for code, *_rest in answer.candidates})
    return [
        _end(held, text, code, answer, towns, delivers)
        for (text, code), answer, delivers in zip(pairs, answers, to_deliver, strict=True)
    ]


def _end(
    held: network.HeldNetwork,
    text: str,
    code: str,
    answer: territory.Understood,
    towns: dict[str, Any],
    delivers: bool,
) -> End:
    offices = held.offices
    named = [office for office in offices.values() if not office.retired and _bears(office, text)]
    if office := offices.get(text.strip().upper()) or (named[0] if len(named) == 1 else None):
        return End(office)
    found = [
        *((place, _described(towns[place])) for place, *_rest in answer.candidates if place in towns),
        *(
            (office.code, f"{office.shown_name} ({office.code})")
            for office in _holding(offices.values(), text)
        ),
    ]
    choices = tuple(found[:OFFERED])
    if code in dict(choices):
        chosen = offices.get(code)
        return End(chosen) if chosen else _of_town(held, towns[code], delivers, choices)
    if answer.is_settled and answer.code in towns:
        return _of_town(held, towns[answer.code], delivers, ())
    return End(choices=choices)


def _of_town(
    held: network.HeldNetwork, town: Any, delivers: bool, choices: tuple[tuple[str, str], ...]
) -> End:
    office = held.offices.get(town.delivery_office_code) if delivers else None
    if office is None:
        office = next((found for found, _way in network.taking_in(held, town, 1)), None)
    return End(office, town, choices)


def _bears(office: Any, text: str) -> bool:
    return fold(text) in {fold(office.name), fold(office.name_ar)} - {""}


def _holding(offices: Iterable[Any], text: str) -> list[Any]:
    """The offices whose name holds every word."""
    words = fold(text).split()
    if not words:
        return []
    found = [
        office
        for office in offices
        if not office.retired
        and any(all(word in fold(name).split() for word in words) for name in (office.name, office.name_ar))
    ]
    return sorted(found, key=lambda office: (office.name, office.code))[:OFFERED]


def _described(town: Any) -> str:
    return f"{town.shown_name} ({town.region.shown_name})"


def answer_to(
    held: network.HeldNetwork, question: network.Question, now: datetime, wanted: date | None = None
) -> Answer:
    """The promise of one question with all that the page says beside it."""
    way = network.way_for(question)
    ends = question.origin, question.destination
    origin, destination = (held.offices[code] for code in ends)
    day = way.delivery_date
    (likely,) = network.estimates_for([question]) if day else ({},)
    by = held.latest(*ends, wanted, question.carriage) if wanted else None
    still_by = held.latest(*ends, day, question.carriage) if day else None
    return Answer(
        question=question, origin=origin, destination=destination, delivery_date=day,
        likely=tuple(likely.values()), arrives_at=way.arrives_at, days=days_of(way.reasons),
        still_by=still_by,
        wanted_date=wanted, wanted_by=by, has_passed=by is not None and by < now,
        nearby=tuple(_better_nearby(held, question, day, still_by))[:NEAR],
    )  # fmt: skip


def _better_nearby(
    held: network.HeldNetwork, question: network.Question, day: date | None, still_by: datetime | None
) -> Iterable[Nearby]:
    """The offices around that are worth the way: those that are there sooner first, then the nearest."""
    origin, to = held.offices[question.origin], question.destination
    others = [
        (office, far)
        for office, far in network.taking_in(held, origin, LOOKED_AT + 1)
        if office.code != origin.code and far <= NEAR_M
    ]
    promises = held.promises(
        [network.Question(office.code, to, question.at, question.carriage) for office, _far in others]
    )
    same: list[Nearby] = []
    sooner: list[Nearby] = []
    for (office, far), promise in zip(others, promises, strict=True):
        if promise.delivery_date is None:
            continue
        if day is None or promise.delivery_date < day:
            sooner.append(Nearby(office, far, promise.delivery_date))
        elif promise.delivery_date == day and still_by is not None:
            until = held.latest(office.code, to, day, question.carriage)
            if until is not None and until > still_by:
                same.append(Nearby(office, far, day, until))
    return [*sorted(sooner, key=lambda each: each.delivery_date), *same]


def days_of(reasons: Iterable[network.Reason]) -> Days:
    """The steps of a way, day by day."""
    steps = [PathStep(step.at, step.text, step.why not in WHOLE_DAY) for step in reasons]
    return tuple((on, tuple(of_day)) for on, of_day in groupby(steps, key=lambda step: step.at.date()))
