"""What a country pack holds. Times of day are minutes after midnight, amounts minor units."""

from dataclasses import dataclass
from datetime import date

from postkit.network.model import EXPRESS_HANDLING_MIN, HANDLING_MIN, ROUNDS_LEAVE_MIN, STANDARD


@dataclass(frozen=True, slots=True)
class Mistake:
    """One thing to put right in a pack: where it stands, and what would be right."""

    file: str
    line: int
    field: str
    reason: str

    def __str__(self) -> str:
        place = f"{self.file}, line {self.line}"
        return f"{place}, {self.field}: {self.reason}" if self.field else f"{place}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Country:
    iso: str
    name_en: str
    name_fr: str
    name_ar: str
    currency: str
    decimals: int
    time_zone: str
    languages: tuple[str, ...]
    postcode_pattern: str
    generated: bool
    seed: int
    offices: int
    source: str
    notice_en: str
    notice_fr: str
    notice_ar: str
    hijri: bool = False  # the Hijri day stands beside the civil one


@dataclass(frozen=True, slots=True)
class OutlinePoint:
    longitude: float
    latitude: float


@dataclass(frozen=True, slots=True)
class Region:
    code: str
    name: str
    name_ar: str
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Locality:
    code: str
    name: str
    name_ar: str
    region: str
    postcode: str
    latitude: float
    longitude: float
    population: int
    delivery_office: str
    also: tuple[str, ...]
    name_zgh: str = ""


@dataclass(frozen=True, slots=True)
class Office:
    code: str
    name: str
    name_ar: str
    kind: str
    locality: str
    hub: str
    latitude: float
    longitude: float
    opens_min: int
    closes_min: int
    open_days: str
    cut_off_min: int
    delivery_days: str
    closed_from: date | None
    closed_until: date | None
    handling_min: int = HANDLING_MIN
    express_min: int = EXPRESS_HANDLING_MIN
    rounds_leave_min: int = ROUNDS_LEAVE_MIN
    sorts_per_hour: int = 0
    services: tuple[str, ...] = ()  # where it does something else than its kind


@dataclass(frozen=True, slots=True)
class Service:
    """What people come to an office for, and the kinds of office that do it."""

    code: str
    name_en: str
    name_fr: str
    name_ar: str
    pictogram: str
    kinds: tuple[str, ...]
    name_zgh: str = ""


@dataclass(frozen=True, slots=True)
class Trip:
    code: str
    origin: str
    destination: str
    days: str
    departs_min: int
    duration_min: int
    mode: str
    vehicle: str = ""
    capacity: int = 0
    cost: int = 0
    carries: str = "all"


@dataclass(frozen=True, slots=True)
class TripStop:
    """A call between the trip's origin and its destination, in elapsed minutes after its departure."""

    trip: str
    office: str
    arrives_min: int
    leaves_min: int


@dataclass(frozen=True, slots=True)
class TripDay:
    """A date on which a trip runs beside its days, or does not run."""

    trip: str
    date: date
    runs: bool


@dataclass(frozen=True, slots=True)
class Wave:
    """A sorting wave of an office."""

    office: str
    days: str
    starts_min: int
    duration_min: int
    capacity: int


@dataclass(frozen=True, slots=True)
class Product:
    code: str
    name_en: str
    name_fr: str
    name_ar: str
    prefix: str
    max_weight_g: int
    cod_allowed: bool
    max_cod: int
    kept_days: int
    carriage: str = STANDARD
    scope: str = "domestic"


@dataclass(frozen=True, slots=True)
class Destination:
    """A country to which the post sends: its price zone, and the office of exchange from which its mail leaves."""

    code: str
    name_en: str
    name_fr: str
    name_ar: str
    zone: str
    exchange: str


@dataclass(frozen=True, slots=True)
class PriceRule:
    code: str
    product: str
    kind: str
    zone: str
    up_to_weight_g: int
    amount: int
    per_mille: int
    label_en: str
    label_fr: str
    label_ar: str


@dataclass(frozen=True, slots=True)
class Holiday:
    date: date
    name_en: str
    name_fr: str
    name_ar: str


@dataclass(frozen=True, slots=True)
class Peak:
    """Days on which more is posted than on others, or less: a feast, a month of fasting, a sale."""

    first: date
    last: date
    per_mille: int
    name_en: str
    name_fr: str
    name_ar: str


@dataclass(frozen=True, slots=True)
class Pack:
    country: Country
    outline: tuple[OutlinePoint, ...]
    regions: tuple[Region, ...]
    localities: tuple[Locality, ...]
    offices: tuple[Office, ...]
    trips: tuple[Trip, ...]
    products: tuple[Product, ...]
    prices: tuple[PriceRule, ...]
    holidays: tuple[Holiday, ...]
    stops: tuple[TripStop, ...] = ()
    trip_days: tuple[TripDay, ...] = ()
    waves: tuple[Wave, ...] = ()
    peaks: tuple[Peak, ...] = ()
    services: tuple[Service, ...] = ()
    destinations: tuple[Destination, ...] = ()
