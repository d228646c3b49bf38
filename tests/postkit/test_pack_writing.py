"""What is written is read back: packs of any content that the rules allow."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from postkit.pack import (
    Country,
    Holiday,
    Locality,
    Office,
    OutlinePoint,
    Pack,
    PriceRule,
    Product,
    Region,
    Service,
    Trip,
    TripDay,
    TripStop,
    Wave,
    read_pack,
    write_pack,
)

letters = st.characters(exclude_categories=("Cc", "Cs"))
texts = st.text(letters, max_size=30).map(str.strip)
names = texts.filter(bool)
amounts = st.integers(0, 10**15)
latitudes = st.floats(-90, 90)
longitudes = st.floats(-180, 180)
day_digits = st.sets(st.sampled_from("1234567"), min_size=1).map(lambda days: "".join(sorted(days)))
spelling = st.text(st.sampled_from("abcéÈz صفرو-'"), min_size=1, max_size=12).map(str.strip).filter(bool)
dates = st.dates(min_value=date(1900, 1, 1))


@st.composite
def offices(draw: st.DrawFn, code: str, kind: str, locality: str) -> Office:
    opens, cut_off, closes = sorted(draw(st.sets(st.integers(0, 1439), min_size=3, max_size=3)))
    closure = sorted(draw(st.lists(dates, max_size=2)))
    return Office(
        code=code,
        name=draw(names),
        name_ar=draw(texts),
        kind=kind,
        locality=locality,
        hub="" if kind == "sorting" else "MA0001",
        latitude=draw(latitudes),
        longitude=draw(longitudes),
        opens_min=opens,
        closes_min=closes,
        open_days=draw(day_digits),
        cut_off_min=cut_off,
        delivery_days=draw(day_digits) if kind == "delivery" else "",
        closed_from=closure[0] if closure else None,
        closed_until=closure[1] if len(closure) == 2 else None,
        handling_min=draw(st.integers(0, 2_880)),
        express_min=draw(st.integers(0, 2_880)),
        rounds_leave_min=draw(st.integers(0, 1439)),
        sorts_per_hour=draw(st.integers(0, 10_000_000)),
        services=draw(st.sampled_from([(), ("letters",), ("bills", "letters")])),
    )


@st.composite
def stops_of(draw: st.DrawFn, trip: Trip) -> list[TripStop]:
    """To and fro between two offices, and last at another than the destination."""
    offices = ["MA0002", "MA0001", "MA0002", "MA0001"][: draw(st.integers(0, 4))]
    if offices and offices[-1] == trip.destination:
        offices.pop()
    minutes = sorted(draw(st.sets(st.integers(1, 99), min_size=2 * len(offices), max_size=2 * len(offices))))
    return [
        TripStop(trip.code, office, minutes[2 * at], minutes[2 * at + 1]) for at, office in enumerate(offices)
    ]


@st.composite
def packs(draw: st.DrawFn) -> Pack:
    currency, decimals = draw(st.sampled_from([("MAD", 2), ("TND", 3), ("XOF", 0)]))
    locality_codes = [f"MA{number}" for number in range(draw(st.integers(1, 4)))]
    kinds = ["sorting", "delivery", *draw(st.lists(st.sampled_from(["agency", "exchange"]), max_size=3))]
    office_codes = [f"MA{number:04}" for number in range(1, len(kinds) + 1)]
    with_cod = draw(st.booleans())
    trips = [
        Trip(
            f"MAT{number}", "MA0001", draw(st.sampled_from(office_codes[1:])), draw(day_digits),
            draw(st.integers(0, 1439)), draw(st.integers(100, 20_160)),
            draw(st.sampled_from(["road", "air"])), draw(st.text(letters, max_size=24)).strip(),
            draw(st.integers(0, 10_000_000)), draw(amounts), draw(st.sampled_from(["all", "express"])),
        )
        for number in range(draw(st.integers(0, 3)))
    ]  # fmt: skip
    return Pack(
        country=Country(
            iso="MA", name_en=draw(names), name_fr=draw(texts), name_ar=draw(texts), currency=currency,
            decimals=decimals, time_zone="Africa/Casablanca", languages=("ar", "ber"),
            postcode_pattern=draw(st.sampled_from(["", r"\d{5}", '"?[0-9]+'])),
            generated=draw(st.booleans()), seed=draw(st.integers(0, 2**53)), offices=len(kinds),
            source=draw(texts), notice_en=draw(names), notice_fr=draw(texts), notice_ar=draw(texts),
        ),
        outline=tuple(draw(st.lists(st.builds(OutlinePoint, longitudes, latitudes), max_size=3))),
        regions=(Region("MA-1", draw(names), draw(texts)),),
        localities=tuple(
            Locality(
                code, draw(names), draw(texts), "MA-1", "", draw(latitudes), draw(longitudes),
                draw(st.integers(0, 2 * 10**9)), "MA0002", tuple(draw(st.lists(spelling, max_size=8))),
            )
            for code in locality_codes
        ),
        offices=tuple(
            draw(offices(code, kind, draw(st.sampled_from(locality_codes))))
            for code, kind in zip(office_codes, kinds, strict=True)
        ),
        services=(
            Service("letters", draw(names), draw(texts), draw(texts), "letter", ("agency", "delivery")),
            Service("bills", draw(names), "", "", "bill", (), draw(texts)),
        ),
        trips=tuple(trips),
        products=(
            Product(
                "parcel", draw(names), draw(texts), draw(texts), "PA", 30_000, with_cod,
                draw(amounts) if with_cod else 0, draw(st.integers(1, 366)),
                draw(st.sampled_from(["standard", "express"])),
            ),
        ),
        prices=(
            PriceRule(
                "base", "parcel", "base", "any", 30_000, draw(amounts), 0,
                draw(names), draw(texts), draw(texts),
            ),
            PriceRule("insured", "parcel", "insured", "any", 0, draw(amounts), 5, draw(names), "", ""),
        ),
        holidays=tuple(
            Holiday(day, draw(names), draw(texts), draw(texts)) for day in draw(st.sets(dates, max_size=3))
        ),
        stops=tuple(stop for trip in trips for stop in draw(stops_of(trip))),
        trip_days=tuple(
            TripDay(trip.code, day, draw(st.booleans()))
            for trip in trips
            for day in draw(st.sets(dates, max_size=2))
        ),
        waves=tuple(
            Wave(draw(st.sampled_from(office_codes)), draw(day_digits), starts, draw(st.integers(0, 1440)),
                 draw(st.integers(0, 10_000_000)))
            for starts in draw(st.sets(st.integers(0, 1439), max_size=3))
        ),
    )  # fmt: skip


@given(packs())
def test_what_is_written_is_read_back(pack: Pack) -> None:
    assert read_pack(write_pack(pack)) == (pack, [])
