"""Networks of any content that a timetable's files can hold, for properties."""

from datetime import date

from hypothesis import strategies as st

from postkit.network import Network, Site, Stop, Trip, Wave

OFFICES = ("MA0001", "MA0002", "MA0003", "MA0004")
day_digits = st.sets(st.sampled_from("1234567"), min_size=1).map(lambda days: "".join(sorted(days)))
dates = st.dates(date(2000, 1, 1), date(2040, 1, 1))


@st.composite
def trips(draw: st.DrawFn, code: str) -> Trip:
    minute, stops = 0, [Stop(draw(st.sampled_from(OFFICES)), 0, 0)]
    for _ in range(draw(st.integers(1, 4))):
        office = draw(st.sampled_from([office for office in OFFICES if office != stops[-1].office]))
        arrives = minute + draw(st.integers(1, 900))
        minute = arrives + draw(st.integers(0, 60))
        stops.append(Stop(office, arrives, minute))
    stops[-1] = Stop(stops[-1].office, stops[-1].arrives_min, stops[-1].arrives_min)
    exceptions = draw(st.dictionaries(dates, st.booleans(), max_size=3))
    return Trip(
        code=code,
        days=draw(day_digits),
        departs_min=draw(st.integers(0, 1439)),
        stops=tuple(stops),
        mode=draw(st.sampled_from(["road", "rail", "air", "foot"])),
        vehicle=draw(st.sampled_from(["", "MAV1", 'lorry "7", red'])),
        capacity=draw(st.integers(0, 10_000_000)),
        cost=draw(st.integers(0, 10**12)),
        carries=draw(st.sampled_from(["all", "standard", "express"])),
        exceptions=tuple(sorted(exceptions.items())),
    )


@st.composite
def sites(draw: st.DrawFn, code: str) -> Site:
    starts = sorted(draw(st.sets(st.integers(0, 1439), max_size=3)))
    return Site(
        code,
        cut_off_min=draw(st.integers(0, 1440)),
        handling_min=draw(st.integers(0, 2_880)),
        express_min=draw(st.integers(0, 2_880)),
        delivery_days=draw(st.just("") | day_digits),
        rounds_leave_min=draw(st.integers(0, 1439)),
        waves=tuple(
            Wave(draw(day_digits), start, draw(st.integers(0, 1440)), draw(st.integers(0, 9_000)))
            for start in starts
        ),
        latitude=draw(st.sampled_from([0.0, 33.5])),
    )


@st.composite
def networks(draw: st.DrawFn) -> Network:
    return Network(
        zone="Africa/Casablanca",
        sites=tuple(draw(sites(code)) for code in OFFICES),
        trips=tuple(draw(trips(f"MAT{number}")) for number in range(draw(st.integers(0, 4)))),
        holidays=frozenset(draw(st.sets(dates, max_size=2))),
    )
