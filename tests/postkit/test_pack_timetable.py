"""The timetable of a pack: stops, dates, waves and hours are read, defaulted, and held against each other."""

from datetime import date

import pytest

from postkit.network import Site, Stop
from postkit.network import Wave as SiteWave
from postkit.network.pack import network_of
from postkit.pack import TripDay, TripStop, Wave, write_pack
from tests.postkit.test_pack import TINY, read

FULL = TINY | {
    "offices.csv": """\
code,name,name_ar,kind,locality,hub,latitude,longitude,opens,closes,open_days,cut_off,delivery_days,closed_from,closed_until,handling_min,express_min,rounds_leave,sorts_per_hour
MA0001,Sefrou Sorting Centre,,sorting,MA1,,33.83,-4.83,00:00,24:00,1234567,20:00,,,,120,45,,8000
MA0002,Sefrou,صفرو,delivery,MA1,MA0001,33.84,-4.83,08:00,18:00,123456,16:00,12345,,,30,15,09:15,
MA0003,Zagora,زاكورة,agency,MA2,MA0001,30.35,-5.84,08:30,16:30,12345,16:00,,2026-08-01,2026-08-31,,,,
MA0004,Tata,,exchange,MA1,MA0001,30.36,-5.83,08:00,15:00,12345,14:00,,,,,,,
""",
    "trips.csv": """\
code,origin,destination,days,departs,duration_min,mode,vehicle,capacity,cost,carries
MAT1,MA0001,MA0003,123456,05:30,480,road,MAV1,1500,90000,all
MAT2,MA0001,MA0001,135,14:00,300,road,,,,express
""",
    "stops.csv": """\
trip,office,arrives_min,leaves_min
MAT1,MA0002,30,40
MAT1,MA0004,200,210
MAT2,MA0003,150,151
""",
    "trip_days.csv": """\
trip,date,runs
MAT1,2026-07-30,0
MAT1,2026-08-02,1
""",
    "waves.csv": """\
office,days,starts,duration_min,capacity
MA0001,123456,20:00,90,
MA0001,12345,02:30,120,9000
""",
    "products.csv": """\
code,name_en,name_fr,name_ar,prefix,max_weight_g,cod_allowed,max_cod,kept_days,carriage
parcel,Parcel,Colis,طرد,PA,30000,0,0,15,express
parcel-cod,"Parcel, paid for on delivery",,,PC,30000,1,400000,15,
""",
}


def test_an_older_pack_takes_the_defaults_of_the_network() -> None:
    pack, mistakes = read(TINY)

    assert mistakes == []
    assert pack is not None
    office, trip = pack.offices[0], pack.trips[0]
    assert (office.handling_min, office.express_min, office.rounds_leave_min) == (60, 30, 600)
    assert (trip.vehicle, trip.capacity, trip.cost, trip.carries) == ("", 0, 0, "all")
    assert {product.carriage for product in pack.products} == {"standard"}
    assert (pack.stops, pack.trip_days, pack.waves) == ((), (), ())
    assert not {"stops.csv", "trip_days.csv", "waves.csv"} & write_pack(pack).keys()


def test_a_full_timetable_is_read_and_an_empty_cell_is_the_default() -> None:
    pack, mistakes = read(FULL)

    assert mistakes == []
    assert pack is not None
    assert [office.rounds_leave_min for office in pack.offices] == [600, 555, 600, 600]
    assert [office.handling_min for office in pack.offices] == [120, 30, 60, 60]
    assert pack.trips[0].cost == 90_000
    assert pack.trips[1].carries == "express"
    assert pack.stops[1] == TripStop("MAT1", "MA0004", 200, 210)
    assert pack.trip_days == (
        TripDay("MAT1", date(2026, 7, 30), False), TripDay("MAT1", date(2026, 8, 2), True)
    )  # fmt: skip
    assert pack.waves[0] == Wave("MA0001", "123456", 1_200, 90, 0)
    assert [product.carriage for product in pack.products] == ["express", "standard"]


def test_a_pack_is_a_network_with_its_offices_by_code() -> None:
    swapped = FULL["offices.csv"].splitlines()
    texts = FULL | {"offices.csv": "\n".join([swapped[0], *reversed(swapped[1:])])}
    pack, _ = read(texts)
    assert pack is not None

    network = network_of(pack)

    assert [site.code for site in network.sites] == ["MA0001", "MA0002", "MA0003", "MA0004"]
    assert network.zone == "Africa/Casablanca"
    assert date(2026, 7, 30) in network.holidays
    hub, zagora = network.site("MA0001"), network.site("MA0003")
    assert hub.waves == (SiteWave("12345", 150, 120, 9_000), SiteWave("123456", 1_200, 90, 0))
    assert (zagora.region, zagora.is_shut(date(2026, 8, 31))) == ("MA-02", True)
    assert network.trips[0].stops == (
        Stop("MA0001", 0, 0), Stop("MA0002", 30, 40), Stop("MA0004", 200, 210), Stop("MA0003", 480, 480)
    )  # fmt: skip
    assert not network.trips[0].runs_on(date(2026, 7, 30))
    assert network.trips[0].runs_on(date(2026, 8, 2))
    assert isinstance(hub, Site)


@pytest.mark.parametrize(
    ("file", "old", "new", "line", "field", "right"),
    [
        # single cells
        ("offices.csv", "120,45", "-120,45", 2, "handling_min", "from 0"),
        ("offices.csv", "09:15", "9.15", 3, "rounds_leave", "HH:MM"),
        ("trips.csv", "1500", "-1", 2, "capacity", "from 0"),
        ("trips.csv", "90000", "900.00", 2, "cost", "smallest unit"),
        ("trips.csv", "express", "parcels", 3, "carries", "all, standard, express"),
        ("trips.csv", "MAV1", "the lorry of Mr Alaoui, Sefrou"[:25], 2, "vehicle", "at most 24"),
        ("products.csv", "15,express", "15,slow", 2, "carriage", "standard, express"),
        ("stops.csv", "150,151", "-150,151", 4, "arrives_min", "from 0"),
        ("trip_days.csv", "2026-08-02,1", "2026-08-02,yes", 3, "runs", "1 for yes"),
        ("waves.csv", "20:00,90", "20:00,-90", 2, "duration_min", "from 0"),
        ("waves.csv", "02:30", "26:30", 3, "starts", "HH:MM"),
        ("waves.csv", "12345,", ",", 3, "days", "Monday"),
        # references
        ("stops.csv", "MAT1,MA0004", "MAT9,MA0004", 3, "trip", "trips.csv"),
        ("stops.csv", "MA0004", "MA0009", 3, "office", "offices.csv"),
        ("trip_days.csv", "MAT1,2026-07-30", "MAT9,2026-07-30", 2, "trip", "trips.csv"),
        ("waves.csv", "MA0001,12345,", "MA0009,12345,", 3, "office", "offices.csv"),
        # what rows must say together
        ("stops.csv", "MAT1,MA0002", "MAT1,MA0001", 2, "office", "is at MA0001 already"),
        ("stops.csv", "MAT1,MA0004", "MAT1,MA0002", 3, "office", "is at MA0002 already"),
        ("stops.csv", "MA0002,30,40", "MA0002,0,40", 2, "arrives_min", "not after minute 0"),
        ("stops.csv", "200,210", "40,210", 3, "arrives_min", "not after minute 40"),
        ("stops.csv", "200,210", "20,210", 3, "arrives_min", "in their order"),
        ("stops.csv", "200,210", "200,199", 3, "leaves_min", "before it arrives"),
        ("stops.csv", "200,210", "200,480", 3, "leaves_min", "duration_min"),
        ("stops.csv", "200,210", "900,910", 3, "leaves_min", "minute 480"),
        ("stops.csv", "MAT1,MA0004", "MAT1,MA0003", 3, "office", "is the destination"),
        ("trip_days.csv", "2026-08-02", "2026-07-30", 3, "date", "line 2"),
        ("waves.csv", "02:30", "20:00", 3, "starts", "line 2"),
    ],
)  # fmt: skip
def test_each_corruption_of_a_timetable_is_named_where_it_stands(
    file: str, old: str, new: str, line: int, field: str, right: str
) -> None:
    assert FULL[file].count(old) == 1, "a corruption changes one place"
    new = f'"{new}"' if field == "vehicle" else new

    pack, mistakes = read(FULL | {file: FULL[file].replace(old, new)})

    assert pack is None
    assert [(one.file, one.line, one.field) for one in mistakes] == [(file, line, field)]
    assert right in mistakes[0].reason


def test_a_trip_back_to_its_origin_has_a_stop_between() -> None:
    lines = FULL["stops.csv"].splitlines(keepends=True)

    _, mistakes = read(FULL | {"stops.csv": "".join(lines[:-1])})

    assert [(one.file, one.line, one.field) for one in mistakes] == [("trips.csv", 3, "destination")]


def test_stops_are_not_held_against_trips_that_cannot_be_read() -> None:
    _, mistakes = read(FULL | {"trips.csv": FULL["trips.csv"].replace("departs,", "")})

    assert {one.file for one in mistakes} == {"trips.csv"}


def test_a_row_that_lost_its_commas_is_one_mistake() -> None:
    _, mistakes = read(FULL | {"stops.csv": FULL["stops.csv"].replace("MA0004,200,210", "MA0004 200 210")})

    assert [(one.file, one.line) for one in mistakes] == [("stops.csv", 3)]
