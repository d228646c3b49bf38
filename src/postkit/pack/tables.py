"""The tables of a pack: for each file its columns in order, how a cell is read, and the row it makes.

One description serves the reader and the writer, so that they cannot part.
"""

from dataclasses import dataclass
from typing import Any

from postkit.network.model import (
    CARRIAGES,
    EXPRESS_HANDLING_MIN,
    HANDLING_MIN,
    ROUNDS_LEAVE_MIN,
    STANDARD,
)
from postkit.pack import model
from postkit.pack.fields import (
    DATE,
    DATE_OR_BLANK,
    FLAG,
    SPELLINGS,
    TIME,
    TIME_OR_MIDNIGHT,
    Kind,
    choice,
    days,
    degrees,
    many,
    reference,
    shaped,
    text,
    whole,
)
from postkit.pack.reasons import Reason

MOST = 10**15
NAME = text(at_most=120)
NAME_OR_BLANK = text(at_most=120, blank=True)
SHORT = text(at_most=80)
SHORT_OR_BLANK = text(at_most=80, blank=True)
AMOUNT = whole(0, MOST, hint=Reason("in-smallest-unit"))
GRAMS = whole(1, 10_000_000)
LATITUDE, LONGITUDE = degrees(90), degrees(180)
REGION_OF = reference("regions.csv")
LOCALITY_OF = reference("localities.csv")
OFFICE_OF = reference("offices.csv")
WORLDWIDE = "the country's ISO code and up to 14 letters or digits, such as"
REGION_CODE = shaped(
    "[A-Z]{2}-[A-Z0-9]{1,9}",
    right="the country's ISO code, a hyphen and up to 9 letters or digits, such as MA-06",
)
LOCALITY_CODE = shaped("[A-Z]{2}[A-Z0-9]{1,14}", right=f"{WORLDWIDE} MA2553604")
TRIP_CODE = shaped("[A-Z]{2}[A-Z0-9]{1,14}", right=Reason("code-of-a-trip"))
OFFICE_CODE = shaped(
    "[A-Z]{2}[A-Z0-9]{4}", right="6 characters: the country's ISO code and 4 digits, such as MA0001"
)
PRODUCT_CODE = shaped("[a-z0-9-]{1,24}", right="at most 24 small letters, digits and hyphens")
PRICE_CODE = shaped("[a-z0-9-]{1,32}", right="at most 32 small letters, digits and hyphens")
SERVICE_CODE = shaped("[a-z0-9-]{1,24}", right="at most 24 small letters, digits and hyphens")
KINDS = ("agency", "delivery", "sorting", "exchange")
TRIP_OF = reference("trips.csv")
HANDLED, ELAPSED = whole(0, 2_880), whole(0, 20_160)
ITEMS = whole(0, 10_000_000, hint=Reason("in-items"))
SCOPES = DOMESTIC, ABROAD = ("domestic", "abroad")
ABROAD_ZONES = ("abroad-1", "abroad-2", "abroad-3")
ISO = shaped("[A-Z]{2}", right="the two capital letters of a country, such as FR")
S10_PREFIX = shaped("[A-Z]{2}", right="the two capital letters that begin its S10 numbers, such as PA")


NEEDED = object()


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    kind: Kind
    into: str = ""  # the attribute, where it is not named like the column
    default: Any = NEEDED  # what an empty cell means, or a column that is not there
    is_rare: bool = False  # written only where a row has something in it

    @property
    def attribute(self) -> str:
        return self.into or self.name

    @property
    def may_be_missing(self) -> bool:
        return self.default is not NEEDED


@dataclass(frozen=True, slots=True)
class Table:
    file: str
    holds: str  # the attribute of Pack
    row: type[Any]
    key: str  # the column whose values stand once; "" for none
    columns: tuple[Column, ...]
    may_be_empty: bool = False
    may_be_missing: bool = False


def columns(**kinds: Kind | tuple[Any, ...]) -> tuple[Column, ...]:
    """The columns in order: each its kind, or its kind, attribute and default."""
    return tuple(
        Column(name, *kind) if isinstance(kind, tuple) else Column(name, kind) for name, kind in kinds.items()
    )


TABLES = (
    Table(
        "outline.csv", "outline", model.OutlinePoint, key="", may_be_empty=True, may_be_missing=True,
        columns=columns(longitude=LONGITUDE, latitude=LATITUDE),
    ),
    Table(
        "regions.csv", "regions", model.Region, key="code",
        columns=columns(code=REGION_CODE, name=NAME, name_ar=NAME_OR_BLANK, also=(SPELLINGS, "also", (), True)),
    ),
    Table(
        "localities.csv", "localities", model.Locality, key="code",
        columns=columns(
            code=LOCALITY_CODE, name=NAME, name_ar=NAME_OR_BLANK, region=REGION_OF,
            postcode=text(at_most=12, blank=True), latitude=LATITUDE, longitude=LONGITUDE,
            population=whole(0, 2_000_000_000), delivery_office=OFFICE_OF, also=SPELLINGS,
            name_zgh=(NAME_OR_BLANK, "name_zgh", "", True),
        ),
    ),
    Table(
        "offices.csv", "offices", model.Office, key="code",
        columns=columns(
            code=OFFICE_CODE, name=NAME, name_ar=NAME_OR_BLANK,
            kind=choice(*KINDS), locality=LOCALITY_OF,
            hub=reference("offices.csv", blank=True), latitude=LATITUDE, longitude=LONGITUDE,
            opens=(TIME, "opens_min"), closes=(TIME_OR_MIDNIGHT, "closes_min"), open_days=days(),
            cut_off=(TIME_OR_MIDNIGHT, "cut_off_min"), delivery_days=days(blank=True),
            closed_from=DATE_OR_BLANK, closed_until=DATE_OR_BLANK,
            handling_min=(HANDLED, "", HANDLING_MIN), express_min=(HANDLED, "", EXPRESS_HANDLING_MIN),
            rounds_leave=(TIME, "rounds_leave_min", ROUNDS_LEAVE_MIN), sorts_per_hour=(ITEMS, "", 0),
            services=(many(reference("services.csv"), blank=True), "", (), True),
        ),
    ),
    Table(
        "services.csv", "services", model.Service, key="code", may_be_empty=True, may_be_missing=True,
        columns=columns(
            code=SERVICE_CODE, name_en=SHORT, name_fr=SHORT_OR_BLANK, name_ar=SHORT_OR_BLANK,
            name_zgh=(SHORT_OR_BLANK, "", "", True),
            pictogram=shaped("[a-z-]{1,24}", right="the name of a picture in small letters, such as parcel"),
            kinds=many(choice(*KINDS), blank=True),
        ),
    ),
    Table(
        "trips.csv", "trips", model.Trip, key="code", may_be_empty=True,
        columns=columns(
            code=TRIP_CODE, origin=OFFICE_OF, destination=OFFICE_OF, days=days(),
            departs=(TIME, "departs_min"), duration_min=whole(1, 20_160),
            mode=choice("road", "rail", "air", "foot"),
            vehicle=(text(at_most=24, blank=True), "", ""), capacity=(ITEMS, "", 0), cost=(AMOUNT, "", 0),
            carries=(choice("all", *CARRIAGES), "", "all"),
        ),
    ),
    Table(
        "stops.csv", "stops", model.TripStop, key="", may_be_empty=True, may_be_missing=True,
        columns=columns(trip=TRIP_OF, office=OFFICE_OF, arrives_min=ELAPSED, leaves_min=ELAPSED),
    ),
    Table(
        "trip_days.csv", "trip_days", model.TripDay, key="", may_be_empty=True, may_be_missing=True,
        columns=columns(trip=TRIP_OF, date=DATE, runs=FLAG),
    ),
    Table(
        "waves.csv", "waves", model.Wave, key="", may_be_empty=True, may_be_missing=True,
        columns=columns(
            office=OFFICE_OF, days=days(), starts=(TIME, "starts_min"), duration_min=whole(0, 1_440),
            capacity=(ITEMS, "", 0),
        ),
    ),
    Table(
        "products.csv", "products", model.Product, key="code",
        columns=columns(
            code=PRODUCT_CODE, name_en=SHORT, name_fr=SHORT_OR_BLANK, name_ar=SHORT_OR_BLANK,
            prefix=S10_PREFIX, max_weight_g=GRAMS, cod_allowed=FLAG, max_cod=AMOUNT, kept_days=whole(1, 366),
            carriage=(choice(*CARRIAGES), "", STANDARD), scope=(choice(*SCOPES), "", DOMESTIC, True),
        ),
    ),
    Table(
        "destinations.csv", "destinations", model.Destination, key="code", may_be_empty=True, may_be_missing=True,
        columns=columns(
            code=ISO, name_en=SHORT, name_fr=SHORT_OR_BLANK, name_ar=SHORT_OR_BLANK, zone=choice(*ABROAD_ZONES),
            exchange=OFFICE_OF,
        ),
    ),
    Table(
        "prices.csv", "prices", model.PriceRule, key="code", may_be_empty=True,
        columns=columns(
            code=PRICE_CODE, product=reference("products.csv"), kind=choice("base", "cod", "insured"),
            zone=choice("local", "regional", "national", "any", *ABROAD_ZONES), up_to_weight_g=whole(0, 10_000_000),
            amount=AMOUNT, per_mille=whole(0, 10_000),
            label_en=NAME, label_fr=NAME_OR_BLANK, label_ar=NAME_OR_BLANK,
        ),
    ),
    Table(
        "holidays.csv", "holidays", model.Holiday, key="date", may_be_empty=True,
        columns=columns(date=DATE, name_en=NAME, name_fr=NAME_OR_BLANK, name_ar=NAME_OR_BLANK),
    ),
    Table(
        "peaks.csv", "peaks", model.Peak, key="", may_be_empty=True, may_be_missing=True,
        columns=columns(
            first=DATE, last=DATE, per_mille=whole(0, 20_000), name_en=NAME, name_fr=NAME_OR_BLANK,
            name_ar=NAME_OR_BLANK,
        ),
    ),
)  # fmt: skip
