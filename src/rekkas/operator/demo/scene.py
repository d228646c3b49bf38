"""Where and when the demonstration plays: the days, the counters, the places that mail goes to."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from rekkas.catalogue.queries import products_of
from rekkas.network.choices import OfficeKind
from rekkas.network.queries import offices_named, offices_of
from rekkas.operator.demo.cast import Cast
from rekkas.territory import queries as territory

DAYS = 6
COUNTERS, SECOND_COUNTERS, TARGETS, SMALL_TARGETS = 28, 14, 34, 8
HUBS = 10  # sorting centres of the largest towns: each pair of them is a bag a night
WHOLE = 5_000  # with fewer items than this the scene is smaller too
LOOK_BACK = 30
A_WEEK = 14


@dataclass(frozen=True, slots=True)
class Counter:
    """An office that takes parcels in, its clerk, and its share of the mail."""

    office: Any
    locality: Any
    clerk: str
    share: float


@dataclass(frozen=True, slots=True)
class Target:
    """A locality that mail goes to, and the office that delivers there."""

    locality: Any
    office: str
    share: float


@dataclass(frozen=True, slots=True)
class Scene:
    """Everything that the plan stands on, read once. The same database and moment give the same scene."""

    country: Any
    cast: Cast
    now: datetime
    days: tuple[date, ...]
    counters: tuple[Counter, ...]
    targets: tuple[Target, ...]
    offices: dict[str, Any]
    products: tuple[Any, ...]
    holidays: frozenset[date]

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.country.time_zone)

    def moment(self, day: date, minute: int) -> datetime:
        """A moment on the clock of the country."""
        return datetime.combine(day, time(), self.zone) + timedelta(minutes=minute)

    def hub(self, office: str) -> str:
        return str(self.offices[office].hub_id)

    def round_after(self, office: str, arrives_at: datetime) -> date | None:
        """The day of the first round that what arrives then goes out on."""
        row = self.offices[office]
        ready = arrives_at + timedelta(minutes=row.handling_min)
        for later in range(A_WEEK):
            day = arrives_at.date() + timedelta(days=later)
            delivers = str(day.isoweekday()) in (row.delivery_days or row.open_days)
            if delivers and day not in self.holidays and self.moment(day, row.rounds_leave_min) >= ready:
                return day
        return None

    def courier(self, office: str) -> str:
        """The postman of an office; at the first counter it is the one who can log in."""
        if office == self.counters[0].office.code:
            return self.cast.in_role("courier")
        return self._somebody(office, 7)

    def _somebody(self, office: str, step: int) -> str:
        given = self.cast.people.given
        return given[(int(office[2:]) * step) % len(given)][0].lower()


def set_scene(cast: Cast, country: str, now: datetime, items: int, seed: int) -> Scene:
    """Choose the days, counters and targets out of the loaded country."""
    land = territory.country(country)
    zone = ZoneInfo(land.time_zone)
    today = now.astimezone(zone).date()
    held = territory.holidays_between(
        country, today - timedelta(days=LOOK_BACK), today + timedelta(days=LOOK_BACK)
    )
    holidays = frozenset(row.date for row in held)
    places = sorted(territory.localities_of(country), key=lambda place: (-place.population, place.code))
    scale = min(1.0, (items / WHOLE) ** 0.5)
    places = _near_few_hubs(places, max(2, round(HUBS * scale)))
    served = {place.code: place.delivery_office_code for place in places}
    counters = tuple(_counters(cast, country, places, served, today, scale))
    targets = tuple(_targets(places, Random(f"targets {seed}"), scale))  # noqa: S311
    codes = {counter.office.code for counter in counters} | {target.office for target in targets}
    return Scene(
        country=land, cast=cast, now=now.astimezone(zone),
        days=_days(counters[0].office, holidays, now.astimezone(zone)), counters=counters, targets=targets,
        offices=offices_named(codes), products=tuple(products_of(country)), holidays=holidays,
    )  # fmt: skip


def _days(office: Any, holidays: frozenset[date], now: datetime) -> tuple[date, ...]:
    """The latest days on which the first counter was open, today only when some of it has passed."""
    begun = now.hour * 60 + now.minute >= office.opens_min + 180
    found = []
    for back in range(0 if begun else 1, LOOK_BACK):
        day = now.date() - timedelta(days=back)
        if office.opens_on(day, holidays):
            found.append(day)
    return tuple(reversed(found[:DAYS]))


def _near_few_hubs(places: list[Any], count: int) -> list[Any]:
    """The places whose mail passes through the sorting centres of the largest towns."""
    offices = offices_named(place.delivery_office_code for place in places)
    hub_of = {place.code: offices[place.delivery_office_code].hub_id for place in places}
    hubs = list(dict.fromkeys(hub_of[place.code] for place in places))[:count]
    return [place for place in places if hub_of[place.code] in hubs]


def _counters(
    cast: Cast, country: str, places: list[Any], served: dict[str, str], today: date, scale: float
) -> Iterable[Counter]:
    """The delivery offices of the largest towns, and agencies beside them in the very largest."""
    towns = {place.code: place for place in places[: max(3, round(COUNTERS * scale))]}
    open_all_along = [
        row for row in offices_of(country)
        if row.locality_id in towns and not any(row.is_shut(today - timedelta(days=d)) for d in range(LOOK_BACK))
    ]  # fmt: skip
    firsts = [row for row in open_all_along if row.code == served[row.locality_id]]
    firsts.sort(key=lambda row: (-towns[row.locality_id].population, row.code))
    agencies = [row for row in open_all_along if row.kind == OfficeKind.AGENCY]
    agencies.sort(key=lambda row: (-towns[row.locality_id].population, row.code))
    given = [name[0].lower() for name in cast.people.given]
    placed = cast.placed("clerk", "counter")
    for rank, row in enumerate(firsts + agencies[: round(SECOND_COUNTERS * scale)]):
        clerk = placed.get(rank + 1) or given[rank % len(given)]
        yield Counter(row, towns[row.locality_id], clerk, towns[row.locality_id].population ** 0.4)


def _targets(places: list[Any], rng: Random, scale: float) -> Iterable[Target]:
    """The largest places, and some small ones."""
    large, small = max(3, round(TARGETS * scale)), round(SMALL_TARGETS * scale)
    rest = places[large:]
    for place in places[:large] + rng.sample(rest, min(small, len(rest))):
        yield Target(place, place.delivery_office_code, max(place.population, 5_000) ** 0.6)
