"""The promise by its definition, slowly: the oracle of the table. It shares nothing with it but the network."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from postkit.network import EXPRESS, Network, Site, Trip

Leg = tuple[int, int, str, str, tuple[str, date], int]  # leaves, arrives, from, to, run, stop


def utc_minute(zone: ZoneInfo, day: date, minute: int) -> int:
    wall = datetime.combine(day, time()) + timedelta(minutes=minute)
    return int(wall.replace(tzinfo=zone).timestamp()) // 60


def legs_of(network: Network, first: date, days: int, carriage: str) -> list[Leg]:
    zone = ZoneInfo(network.zone)
    begins, ends = utc_minute(zone, first, 0), utc_minute(zone, first + timedelta(days=days), 0)
    found = []
    for back in range(-4, days):
        day = first + timedelta(days=back)
        for trip in network.trips:
            if trip.carries in ("all", carriage) and trip.runs_on(day):
                found += [leg for leg in _of_run(trip, day, zone) if begins <= leg[0] < ends]
    return sorted(found, key=lambda leg: (leg[0], leg[5]))


def _of_run(trip: Trip, day: date, zone: ZoneInfo) -> Iterator[Leg]:
    start = utc_minute(zone, day, trip.departs_min)
    for at, (here, there) in enumerate(zip(trip.stops, trip.stops[1:], strict=False)):
        run = (trip.code, day)
        yield start + here.leaves_min, start + there.arrives_min, here.office, there.office, run, at


class Office:
    """When what came to an office at one minute may leave it at another."""

    def __init__(self, site: Site, zone: ZoneInfo, first: date, days: int, carriage: str) -> None:
        self.site, self.zone, self.handling = site, zone, site.handling(carriage)
        self.shut: tuple[int, int] | None = None
        if site.closed_from is not None:
            ends = site.closed_until and utc_minute(zone, site.closed_until + timedelta(days=1), 0)
            self.shut = utc_minute(zone, site.closed_from, 0), ends or 10**12
        self.waves = None if carriage == EXPRESS or not site.waves else list(self._waves(first, days))

    def _waves(self, first: date, days: int) -> Iterator[tuple[int, int]]:
        for back in range(-4, days + 4):
            day = first + timedelta(days=back)
            for wave in self.site.waves:
                if str(day.isoweekday()) in wave.days and not self.site.is_shut(day):
                    starts = utc_minute(self.zone, day, wave.starts_min)
                    yield starts, starts + wave.duration_min

    def lets_go(self, came: int, leaves: int) -> bool:
        if self.waves is not None:
            return any(came <= starts and ends <= leaves for starts, ends in self.waves)
        begins, ends = self.shut or (10**12, 10**12)
        is_handled_across = leaves >= begins and leaves - self.handling < ends
        return came + self.handling <= (begins if is_handled_across else leaves)

    def boards(self, came: int, leaves: int) -> bool:
        is_shut = self.shut is not None and self.shut[0] <= leaves < self.shut[1]
        return not is_shut and self.lets_go(came, leaves)


def arrivals(
    network: Network, first: date, days: int, origin: str, since: int, carriage: str = "standard",
    legs: list[Leg] | None = None,
) -> dict[str, int]:  # fmt: skip
    """The earliest arrival at each office, in UTC minutes, of what stands at the origin since a minute."""
    zone = ZoneInfo(network.zone)
    offices = {site.code: Office(site, zone, first, days, carriage) for site in network.sites}
    came = {origin: since}
    aboard: set[tuple[str, date]] = set()
    for leaves, arrives, here, there, run, _ in legs or legs_of(network, first, days, carriage):
        if run in aboard or (here in came and offices[here].boards(came[here], leaves)):
            aboard.add(run)
            came[there] = min(arrives, came.get(there, arrives))
    return came


def delivery(
    network: Network, office: str, since: int, first: date, days: int, carriage: str = "standard"
) -> date | None:
    """The day of the first round that what came to an office can make."""
    zone, site = ZoneInfo(network.zone), network.site(office)
    here = Office(site, zone, first, days, carriage)
    for later in range(-1, days + 4):
        day = first + timedelta(days=later)
        if site.gives_out_on(day, network.holidays):
            leaves = utc_minute(zone, day, site.given_out_min)
            if here.lets_go(since, leaves):
                return day
    return None
