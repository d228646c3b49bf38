"""The delivery promise, its reasons, what is to be expected meanwhile, and the way that something takes."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from postkit.estimate import Experience as Learned
from postkit.network import STANDARD
from rekkas.network.expectations import Expectation, Whereabouts, expected_of, late_runs
from rekkas.network.models import Experience
from rekkas.network.promises import Promise, Question, RouteLeg
from rekkas.network.queries.held import country_of, named_holidays, network_between, networks_of
from rekkas.network.reasons import Reasoned, reasoned

BACK, AHEAD = timedelta(days=7), timedelta(days=28)  # each week that is asked of costs a table: see in_reach
LEVELS = (0.5, 0.8, 0.95)
_lessons: dict[str, tuple[UUID, tuple[Learned, Learned]]] = {}


def promise_for(*, origin: str, destination: str, at: datetime, carriage: str = STANDARD) -> Promise:
    """When what is handed over at one office will be delivered from another."""
    network_between(origin, destination)
    (promise,) = promises_for([Question(origin, destination, at, carriage)])
    return promise


def promises_for(questions: Sequence[Question]) -> list[Promise]:
    """The promise of each question; an office that is not known, or not reached, gives an empty promise."""
    networks = networks_of({country_of(question.origin) for question in questions})
    answers = [Promise()] * len(questions)
    for country, network in networks.items():
        those = [at for at, question in enumerate(questions) if country_of(question.origin) == country]
        for at, promise in zip(those, network.promises([questions[at] for at in those]), strict=True):
            answers[at] = promise
    return answers


def way_for(question: Question) -> Reasoned:
    """The promise of one question and its path in words: what was missed, what is ridden, which round it makes."""
    network = network_between(question.origin, question.destination)
    return reasoned(
        network, question, network.way(question), named_holidays(network, country_of(question.origin))
    )


def ways_for(questions: Sequence[Question]) -> list[Reasoned]:
    """The same for many questions between known offices; a constant number of statements."""
    networks = networks_of({country_of(question.origin) for question in questions})
    holidays = {country: named_holidays(network, country) for country, network in networks.items()}
    return [
        reasoned(networks[country], question, networks[country].way(question), holidays[country])
        for question in questions
        for country in (country_of(question.origin),)
    ]


def in_reach(at: datetime, now: datetime) -> bool:
    """Whether the public may ask of what is handed over at a moment: the last days, and some weeks ahead."""
    return now - BACK <= at <= now + AHEAD


def latest_hand_over(
    *, origin: str, destination: str, day: date, carriage: str = STANDARD
) -> datetime | None:
    """The latest moment to hand an item over so that it is delivered by a day; None where no way is known."""
    return network_between(origin, destination).latest(origin, destination, day, carriage)


def expectations_for(places: Sequence[Whereabouts], *, now: datetime) -> list[Expectation | None]:
    """What is to be expected of many items, as things stand now: what has left is gone.

    It minds what is known of today's runs: those that are late and those that do not run. A constant number of
    statements. None where nothing leads on.
    """
    networks = networks_of({country_of(place.origin) for place in places})
    late = late_runs(networks, [place.since for place in places], now) if networks else {}
    return [expected_of(networks.get(country_of(place.origin)), place, late, now) for place in places]


def estimates_for(questions: Sequence[Question]) -> list[dict[float, date]]:
    """By which day each is delivered with a certainty of one half, four fifths and nineteen twentieths.

    Empty where nothing leads there, or where nothing has been learned yet.
    """
    countries = {country_of(question.origin) for question in questions}
    networks, learned = networks_of(countries), _learned_in(countries)
    found: list[dict[float, date]] = []
    for question in questions:
        network, taught = networks.get(country_of(question.origin)), learned.get(country_of(question.origin))
        known = network is not None and {question.origin, question.destination} <= network.offices.keys()
        days = network.likely(question, LEVELS, *taught) if network and known and taught else None
        found.append(dict(zip(LEVELS, days, strict=True)) if days else {})
    return found


def calibration_of(country: str) -> Experience | None:
    """How often each level of certainty was kept when it was tried, and what it was learned from."""
    return Experience.objects.filter(country=country).first()


def _learned_in(countries: set[str]) -> dict[str, tuple[Learned, Learned]]:
    """What rides and doors have taught, as this process holds it; learned again, it is read again."""
    now = dict(Experience.objects.filter(pk__in=countries).values_list("pk", "edition"))
    stale = [pk for pk, edition in now.items() if _lessons.get(pk, (None,))[0] != edition]
    for row in Experience.objects.filter(pk__in=stale) if stale else ():
        taught = Learned.from_json(row.body["rides"]), Learned.from_json(row.body["doors"])
        _lessons[row.pk] = row.edition, taught
    return {pk: _lessons[pk][1] for pk in now}


def route_between(
    origin: str, destination: str, at: datetime, carriage: str = STANDARD
) -> tuple[RouteLeg, ...]:
    """The next trips for what stands at an office since a moment; none where none leads to the other."""
    (route,) = routes_between([Question(origin, destination, at, carriage)])
    return route


def routes_between(questions: Sequence[Question]) -> list[tuple[RouteLeg, ...]]:
    """The route of each question, for what stands at its origin since that moment."""
    networks = networks_of({country_of(question.origin) for question in questions})
    return [
        network.route(question) if (network := networks.get(country_of(question.origin))) else ()
        for question in questions
    ]
