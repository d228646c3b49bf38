"""What a network is made of. See the package for units."""

from collections.abc import Container, Iterable
from dataclasses import dataclass, field
from datetime import date

DAY = 24 * 60
STANDARD, EXPRESS = "standard", "express"
CARRIAGES = (STANDARD, EXPRESS)
HANDLING_MIN, EXPRESS_HANDLING_MIN, ROUNDS_LEAVE_MIN = 60, 30, 10 * 60


@dataclass(frozen=True, slots=True)
class Wave:
    """A sorting wave: what lies at the office when it starts can leave when it ends."""

    days: str
    starts_min: int
    duration_min: int
    capacity: int = 0

    def __post_init__(self) -> None:
        _days(self.days, "a wave")
        if not 0 <= self.starts_min < DAY:
            raise ValueError(f"a wave starts within the day, not at minute {self.starts_min}")
        if self.duration_min < 0 or self.capacity < 0:
            raise ValueError("a wave has no negative duration or capacity")


@dataclass(frozen=True, slots=True)
class Site:
    """An office as the network sees it: when it takes in, how long it handles, when its rounds leave.

    ``handling_min`` passes between arrival and departure, and before a round; where there are ``waves`` they
    take its place for standard mail. An office without ``delivery_days`` gives mail out at its counter on its
    ``open_days`` until it closes. ``sorts_per_hour`` bounds what an office without waves gets through.
    """

    code: str
    opens_min: int = 8 * 60
    closes_min: int = 18 * 60
    open_days: str = "123456"
    cut_off_min: int = 17 * 60
    handling_min: int = HANDLING_MIN
    express_min: int = EXPRESS_HANDLING_MIN
    delivery_days: str = ""
    rounds_leave_min: int = ROUNDS_LEAVE_MIN
    closed_from: date | None = None
    closed_until: date | None = None
    waves: tuple[Wave, ...] = ()
    sorts_per_hour: int = 0
    latitude: float = 0.0
    longitude: float = 0.0
    kind: str = "agency"
    region: str = ""

    def __post_init__(self) -> None:
        if self.handling_min < 0 or self.express_min < 0:
            raise ValueError(f"{self.code}: handling takes no negative time")

    def is_shut(self, day: date) -> bool:
        """Whether a closure holds that day."""
        begun = self.closed_from is not None and self.closed_from <= day
        return begun and (self.closed_until is None or day <= self.closed_until)

    def takes_in_on(self, day: date, holidays: Container[date]) -> bool:
        return str(day.isoweekday()) in self.open_days and day not in holidays and not self.is_shut(day)

    def gives_out_on(self, day: date, holidays: Container[date]) -> bool:
        days = self.delivery_days or self.open_days
        return str(day.isoweekday()) in days and day not in holidays and not self.is_shut(day)

    @property
    def given_out_min(self) -> int:
        """When the rounds leave; at an office without rounds, when its counter closes."""
        return self.rounds_leave_min if self.delivery_days else self.closes_min

    def handling(self, carriage: str) -> int:
        return self.express_min if carriage == EXPRESS else self.handling_min


@dataclass(frozen=True, slots=True)
class Stop:
    """A call of a trip, in elapsed minutes after it left its first stop."""

    office: str
    arrives_min: int
    leaves_min: int


@dataclass(frozen=True, slots=True)
class Trip:
    """One vehicle's way from its first stop to its last, on each of its days.

    ``exceptions`` are dates on which it runs beside its days (True) or does not run (False). ``vehicle`` names
    the lorry: one lorry drives one trip at a time. ``carries`` is "all", "standard" or "express".
    """

    code: str
    days: str
    departs_min: int
    stops: tuple[Stop, ...]
    mode: str = "road"
    vehicle: str = ""
    capacity: int = 0
    cost: int = 0
    carries: str = "all"
    exceptions: tuple[tuple[date, bool], ...] = ()

    def __post_init__(self) -> None:
        _days(self.days, self.code)
        if not 0 <= self.departs_min < DAY:
            raise ValueError(f"{self.code}: departs_min {self.departs_min} is not within a day")
        if len(self.stops) < 2:
            raise ValueError(f"{self.code}: a trip calls at two offices at least")
        first = self.stops[0]
        if first.arrives_min or first.leaves_min:
            raise ValueError(f"{self.code}: minutes count from the departure at the first stop, which is 0")
        here = first
        for stop in self.stops[1:]:
            if stop.office == here.office:
                raise ValueError(f"{self.code}: calls at {stop.office} twice in a row")
            if stop.arrives_min <= here.leaves_min:
                raise ValueError(f"{self.code}: reaches {stop.office} before it has left {here.office}")
            if stop.leaves_min < stop.arrives_min:
                raise ValueError(f"{self.code}: leaves {stop.office} before it is there")
            here = stop
        if self.capacity < 0 or self.cost < 0:
            raise ValueError(f"{self.code}: capacity and cost are not negative")
        if self.carries not in ("all", *CARRIAGES):
            raise ValueError(f"{self.code}: carries {self.carries!r}; it is all, standard or express")

    def runs_on(self, day: date) -> bool:
        for exception, runs in self.exceptions:
            if exception == day:
                return runs
        return str(day.isoweekday()) in self.days

    @property
    def duration_min(self) -> int:
        return self.stops[-1].arrives_min

    @property
    def origin(self) -> str:
        return self.stops[0].office

    @property
    def destination(self) -> str:
        return self.stops[-1].office


@dataclass(frozen=True, slots=True)
class Network:
    """The offices, trips and holidays of one country, on one wall clock (an IANA zone)."""

    zone: str
    sites: tuple[Site, ...]
    trips: tuple[Trip, ...]
    holidays: frozenset[date] = frozenset()
    index: dict[str, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        index = {site.code: at for at, site in enumerate(self.sites)}
        if len(index) != len(self.sites):
            raise ValueError("two offices have the same code")
        for trip in self.trips:
            for stop in trip.stops:
                if stop.office not in index:
                    raise ValueError(
                        f"{trip.code}: calls at {stop.office}, which is no office of the network"
                    )
        object.__setattr__(self, "index", index)

    def site(self, code: str) -> Site:
        return self.sites[self.index[code]]


def _days(days: str, what: str) -> None:
    if not days or set(days) - set("1234567"):
        raise ValueError(f"{what}: days {days!r} are not ISO weekday digits")


def legs_of(trips: Iterable[Trip]) -> int:
    """How many legs the trips have in an ordinary week."""
    return sum(len(trip.days) * (len(trip.stops) - 1) for trip in trips)
