"""The shapes of what a study is asked and of what it answers: kept as JSON, told to pages and to the terminal.

Shares lie between 0 and 1; hours are decimal; distances are metres. Codes are kept, words are the reader's.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Annotated, Any, TypeVar

import msgspec
from django.utils.translation import gettext as _
from msgspec import Meta, Struct

from rekkas.strategy.choices import Aim, StudyKind
from rekkas.strategy.errors import StudyMistaken

Shape = TypeVar("Shape")
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2099, 12, 31)  # beyond, no timetable and no clock is known
Days = Annotated[int, Meta(ge=1, le=21)]
WarmUp = Annotated[int, Meta(ge=0, le=7)]  # days of mail before, left out of the figures
Items = Annotated[int, Meta(ge=1, le=5_000_000)]
Supposed = Annotated[tuple[Annotated[str, Meta(min_length=1, max_length=200)], ...], Meta(max_length=50)]
Metres = Annotated[int, Meta(ge=100, le=1_000_000)]


class Params(Struct, frozen=True, forbid_unknown_fields=True):
    """What every study is asked."""


class SimulationParams(Params, frozen=True):
    """Days of mail sent through the network; ``set`` are suppositions, such as "close MA0007".

    ``replay_from`` sends what was recorded from that day on, warm-up included, in the place of mail made up.
    """

    first_day: date
    days: Days = 7
    items_per_day: Items = 200_000
    replications: Annotated[int, Meta(ge=1, le=100)] = 1
    warm_up: WarmUp = 2
    set: Supposed = ()
    disturbances: bool = True
    replay_from: date | None = None


class ComparisonParams(Params, frozen=True):
    """The same mail with the same luck through two networks: ``set`` holds in the first, ``other`` in the second."""

    first_day: date
    days: Days = 7
    items_per_day: Items = 100_000
    replications: Annotated[int, Meta(ge=2, le=100)] = 10
    warm_up: WarmUp = 2
    set: Supposed = ()
    other: Supposed = ()
    disturbances: bool = True
    replay_from: date | None = None


class ImprovementParams(Params, frozen=True):
    """The same seed, ``rounds`` and ``iterations`` give the same plan; where ``minutes`` end it, a shorter search."""

    first_day: date
    rounds: Annotated[int, Meta(ge=1, le=20)] = 4
    iterations: Annotated[int, Meta(ge=1, le=100_000_000)] | None = None
    minutes: Annotated[int, Meta(ge=0, le=600)] = 10
    items_per_day: Items = 100_000
    replications: Annotated[int, Meta(ge=2, le=100)] = 5
    warm_up: WarmUp = 2
    days: Days = 7


class SitesParams(Params, frozen=True):
    """Where ``new`` access points should be beside those there are; none for the coverage alone."""

    new: Annotated[int, Meta(ge=0, le=200)] = 10
    aim: Aim = Aim.MEDIAN
    radius_m: Metres = 5_000
    farthest_m: Metres | None = None
    iterations: Annotated[int, Meta(ge=1, le=1_000_000)] = 300
    prove_s: Annotated[int, Meta(ge=0, le=300)] = 0


class Place(Struct, frozen=True, omit_defaults=True):
    """An office, a locality, a region or a product, with the names it bore."""

    code: str
    name: str
    name_ar: str = ""
    name_fr: str = ""


class Measure(Struct, frozen=True):
    """One figure by its code, and the interval in which its mean lies; one replication has none."""

    code: str
    value: float
    low: float | None = None
    high: float | None = None


class LaneRow(Struct, frozen=True):
    """Mail of one product from region to region: hours from hand-over to delivery, and shares by J+1 and J+2."""

    origin: Place
    destination: Place
    product: Place
    items: int
    mean_h: float
    p50_h: float
    p80_h: float
    p95_h: float
    j1: float
    j2: float


class BacklogRow(Struct, frozen=True):
    """What stood at a centre at the end of each hour, and how much of it waited for sorting beyond its time."""

    office: Place
    peak: int
    peak_at: str
    unsorted_peak: int
    by_hour: tuple[int, ...]


class LoadRow(Struct, frozen=True):
    """How full the runs of a trip were where they were fullest, and what they had to leave behind."""

    trip: str
    origin: Place
    destination: Place
    runs: int
    items: int
    share: float | None
    left_behind: int


class CauseRow(Struct, frozen=True):
    """Why promises were missed: the first thing that made the items slip."""

    cause: str
    items: int
    share: float


class Simulated(Struct, frozen=True):
    """What a simulation found: its figures over all replications, its tables of the first."""

    params: SimulationParams
    items: int
    currency: str
    measures: tuple[Measure, ...]
    lanes: tuple[LaneRow, ...]
    backlog: tuple[BacklogRow, ...]
    loads: tuple[LoadRow, ...]
    causes: tuple[CauseRow, ...]
    lane_count: int
    trip_count: int


class Beside(Struct, frozen=True):
    """One figure of two networks, and the interval in which the second differs from the first."""

    code: str
    first: float
    second: float
    difference: float
    low: float
    high: float

    @property
    def is_certain(self) -> bool:
        """Whether the interval leaves nothing out: no zero within it."""
        return self.low > 0 or self.high < 0


class Compared(Struct, frozen=True):
    params: ComparisonParams
    items: int
    currency: str
    measures: tuple[Beside, ...]


class Figures(Struct, frozen=True):
    """What a timetable is worth, and what it takes (see postkit.timetabling)."""

    hours: float
    j1: float
    j2: float
    unreached: float
    cost: int
    runs: int
    vehicles: int
    paid_h: float


class Lane(Struct, frozen=True):
    origin: Place
    destination: Place
    share: float
    before_h: float
    after_h: float


class Changed(Struct, frozen=True):
    """One thing that the plan changes, by its code: the words are the reader's."""

    what: str
    of: str
    name: Place | None
    before: int | str
    after: int | str
    gains_h: float


class Improved(Struct, frozen=True):
    """A better timetable beside the one in force; ``timetable`` is the number of its draft."""

    params: ImprovementParams
    currency: str
    before: Figures
    after: Figures
    changes: tuple[Changed, ...]
    change_count: int
    gain: tuple[Lane, ...]
    lose: tuple[Lane, ...]
    confirmed: tuple[Beside, ...]
    evaluations: int
    timetable: int | None = None


class Near(Struct, frozen=True):
    """Who lives within each radius of an access point, now and with the new ones. Shares, in the order of RADII_M."""

    place: Place
    people: int
    now: tuple[float, ...]
    then: tuple[float, ...]
    farthest_m: int


class Chosen(Struct, frozen=True):
    """A place where an access point should be, and for how many it becomes the nearest."""

    place: Place
    region: Place
    latitude: float
    longitude: float
    people: int
    nearest_m: int
    from_centre_m: int


class Placed(Struct, frozen=True):
    """Where to be. ``value`` and ``bound`` are of the aim: people times metres, metres, or people."""

    params: SitesParams
    people: int
    access_points: int
    total: Near
    regions: tuple[Near, ...]
    communes: tuple[Near, ...]
    commune_count: int
    chosen: tuple[Chosen, ...]
    value_now: float
    value_then: float
    bound: float | None
    is_proven: bool


Result = Simulated | Compared | Improved | Placed
PARAMS: Mapping[str, type[Params]] = {
    StudyKind.SIMULATION: SimulationParams,
    StudyKind.COMPARISON: ComparisonParams,
    StudyKind.IMPROVEMENT: ImprovementParams,
    StudyKind.SITES: SitesParams,
}
RESULTS: Mapping[str, type[Result]] = {
    StudyKind.SIMULATION: Simulated,
    StudyKind.COMPARISON: Compared,
    StudyKind.IMPROVEMENT: Improved,
    StudyKind.SITES: Placed,
}


def read(kept: Any, shape: type[Shape]) -> Shape:
    """What is kept as JSON, in its shape; msgspec.ValidationError where it has another."""
    return msgspec.convert(kept, type=shape)


def asked(kind: str, params: Mapping[str, Any]) -> Params:
    """What is asked, in the shape of its kind. StudyMistaken names the setting that cannot be."""
    if kind not in PARAMS:
        raise StudyMistaken(reason=_one_of("kind", PARAMS))
    try:
        found = read(dict(params), PARAMS[kind])
    except msgspec.ValidationError as error:
        raise StudyMistaken(reason=_mistake(str(error), PARAMS[kind])) from None
    for name in ("first_day", "replay_from"):
        day = getattr(found, name, None)
        if day is not None and not FIRST_DAY <= day <= LAST_DAY:
            raise StudyMistaken(reason=between(name, FIRST_DAY, LAST_DAY))
    return found


def between(setting: str, least: object, most: object) -> str:
    """What is said of a setting that is too small, too large or no number."""
    return _("%(setting)s lies between %(least)s and %(most)s") % {
        "setting": setting, "least": least, "most": most
    }  # fmt: skip


def _one_of(setting: str, known: Iterable[str]) -> str:
    return _("%(setting)s is one of %(known)s") % {"setting": setting, "known": ", ".join(known)}


def _mistake(said: str, shape: type[Params]) -> str:
    """What is wrong with a setting, out of what msgspec says: it names the field, and the shape what is right."""
    fields = {field.name: field for field in msgspec.structs.fields(shape)}
    named = re.search(r"`\$\.(\w+)|field `(.*)`", said)
    setting = (named[1] or named[2]) if named else ""
    if setting not in fields:
        return _("there is no setting %(setting)s; the settings are %(known)s") % {
            "setting": setting, "known": ", ".join(fields),
        }  # fmt: skip
    if said.startswith("Object missing"):
        return _("%(setting)s is missing") % {"setting": setting}
    asked_for = msgspec.inspect.type_info(fields[setting].type)
    if isinstance(asked_for, msgspec.inspect.UnionType):
        asked_for = next(one for one in asked_for.types if not isinstance(one, msgspec.inspect.NoneType))
    match asked_for:
        case msgspec.inspect.IntType(ge=least, le=most):
            return between(setting, least, most)
        case msgspec.inspect.EnumType(cls=choices):
            return _one_of(setting, [str(choice.value) for choice in choices])
        case msgspec.inspect.BoolType():
            return _one_of(setting, ("true", "false"))
        case msgspec.inspect.DateType():
            return _("%(setting)s is a day, written as 2026-03-20") % {"setting": setting}
    return _("%(setting)s is a list of at most 50 suppositions of at most 200 characters") % {
        "setting": setting
    }
