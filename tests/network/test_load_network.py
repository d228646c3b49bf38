from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection

from postkit.pack import Service
from rekkas.network import queries
from rekkas.network.commands import (
    LoadedNetwork,
    change_trip,
    draft_timetable,
    load_network,
    publish_timetable,
)
from rekkas.network.models import Edition, Office, Timetable
from rekkas.territory.commands import load_territory
from tests.territory.packs import AT, BY, COUNTER, OFFICES, PACK, TRIPS

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _territory() -> None:
    load_territory(pack=PACK, by=BY, at=AT)


def everything() -> list[object]:
    return [list(table.objects.order_by("pk").values()) for table in (Office, Timetable, Edition)]


def test_a_pack_brings_its_offices_and_trips() -> None:
    loaded = load_network(pack=PACK, by=BY, at=AT)

    counter, trip = queries.office("MA0005"), queries.trip("MAT00001")
    assert loaded == LoadedNetwork(True, offices=6, trips=4, retired_offices=0, retired_trips=0)
    assert (counter.hub_id, counter.locality.name, counter.opens_min) == ("MA0001", "Rabat", 510)
    assert (trip.origin.name, trip.destination.name, trip.departs_min) == ("Rabat Agdal", "Rabat Tri", 1050)


def test_the_same_pack_loaded_twice_changes_nothing() -> None:
    load_network(pack=PACK, by=BY, at=AT)
    before = everything()

    again = load_network(pack=PACK, by=BY, at=AT)

    assert not again.changed
    assert everything() == before


def test_an_office_that_left_the_pack_is_retired_and_comes_back_with_it() -> None:
    load_network(pack=PACK, by=BY, at=AT)
    smaller = replace(PACK, offices=[office for office in OFFICES if office is not COUNTER], trips=TRIPS[1:])

    loaded = load_network(pack=smaller, by=BY, at=AT)

    assert (loaded.retired_offices, loaded.retired_trips) == (1, 1)
    assert queries.office("MA0005").retired
    assert "MA0005" not in {office.code for office in queries.offices_of("MA")}
    assert queries.trips_from("MA0005", AT.date()) == []
    load_network(pack=PACK, by=BY, at=AT)
    assert not queries.office("MA0005").retired
    assert len(queries.trips_from("MA0005", AT.date())) == 1


def test_a_changed_pack_changes_the_rows_it_names_and_keeps_them_the_same_rows() -> None:
    load_network(pack=PACK, by=BY, at=AT)
    before = queries.office("MA0005").pk

    later = replace(COUNTER, cut_off_min=1000)
    load_network(pack=replace(PACK, offices=(*OFFICES[:4], later, OFFICES[5])), by=BY, at=AT)

    counter = queries.office("MA0005")
    assert (counter.cut_off_min, counter.pk) == (1000, before)


def test_thousands_of_offices_and_trips_take_few_statements(statements) -> None:
    load_network(pack=PACK, by=BY, at=AT)
    offices = tuple(replace(COUNTER, code=f"MA{n:04}") for n in range(1000, 3000))
    trips = tuple(replace(TRIPS[0], code=f"MAT9{n:04}", origin=f"MA{n:04}") for n in range(1000, 3000))

    with statements() as seen:
        load_network(pack=replace(PACK, offices=OFFICES + offices, trips=TRIPS + trips), by=BY, at=AT)

    # One statement holds as many rows as the database takes parameters: all of them on PostgreSQL.
    assert len(seen) <= (20 if connection.vendor == "postgresql" else 80)


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        (
            "network_office SET closes_min = 500, cut_off_min = 500",
            "office_closes_after_it_opens|office_cuts_off",
        ),
        ("network_office SET closes_min = 1441", "office_closes_by_midnight"),
        ("network_office SET cut_off_min = 0 WHERE code = 'MA0005'", "office_cuts_off_while_open"),
        ("network_office SET kind = 'shop'", "office_is_of_a_known_kind"),
        ("network_office SET hub_id = code", "office_does_not_hang_on_itself"),
        ("network_office SET longitude = 181", "office_is_on_the_globe"),
        ("network_office SET closed_until = '2026-03-01'", "office_reopens_after_it_closed"),
        (
            "network_office SET closed_from = '2026-03-02', closed_until = '2026-03-01'",
            "office_reopens_after_it_closed",
        ),
        ("network_office SET rounds_leave_min = 1441", "rounds_leave_within_the_day"),
        ("network_timetable SET state = 'lost'", "timetable_is_in_a_known_state"),
        ("network_timetable SET valid_from = NULL", "published_timetable_has_its_day"),
    ],
)
def test_the_database_refuses_an_impossible_network(change: str, constraint: str) -> None:
    load_network(pack=PACK, by=BY, at=AT)

    with pytest.raises(IntegrityError, match=constraint), connection.cursor() as cursor:
        cursor.execute(f"UPDATE {change}")


def test_what_was_published_by_hand_outlives_a_corrected_pack() -> None:
    load_network(pack=PACK, by=BY, at=AT)
    number = draft_timetable(country="MA", name="Earlier", by=BY, at=AT)
    change_trip(country="MA", number=number, trip="MAT00001", departs_min=990, days="12345", by=BY, at=AT)
    tomorrow = AT.date() + timedelta(days=1)
    publish_timetable(country="MA", number=number, valid_from=tomorrow, knowing_faults=True, by=BY, at=AT)

    renamed = replace(COUNTER, name="Rabat Agdal Gare")
    load_network(
        pack=replace(PACK, offices=(*OFFICES[:4], renamed, OFFICES[5])), by=BY, at=AT + timedelta(days=2)
    )

    assert queries.office("MA0005").name == "Rabat Agdal Gare"
    (van,) = queries.trips_from("MA0005", tomorrow)
    assert van.departs_min == 990


SERVICES = (
    Service("parcels", "Parcels", "Colis", "الطرود", "parcel", ("agency", "delivery")),
    Service("bills", "Bills", "Factures", "الفواتير", "bill", ("delivery",)),
)


def test_an_office_does_what_offices_of_its_kind_do_unless_it_says_otherwise() -> None:
    kinds = {row.code: row.kind for row in PACK.offices}
    agency = next(code for code, kind in kinds.items() if kind == "agency")
    offices = tuple(replace(row, services=("bills",)) if row.code == agency else row for row in PACK.offices)

    load_network(pack=replace(PACK, services=SERVICES, offices=offices), by=BY, at=AT)

    done = queries.services_at(queries.offices_of("MA"))
    assert [row.code for row in done[agency]] == ["bills"]
    for code, kind in kinds.items():
        if code != agency:
            assert [row.code for row in done[code]] == (["parcels", "bills"] if kind == "delivery" else [])
    assert {row.code for row in queries.offices_of("MA", service="bills")} == {
        agency, *(code for code, kind in kinds.items() if kind == "delivery")
    }  # fmt: skip
    assert agency not in {row.code for row in queries.offices_near(34.0, -6.8, 100, "parcels")}
    assert queries.offices_of("MA", service="dancing") == []


def test_a_service_that_left_the_pack_is_done_nowhere() -> None:
    load_network(pack=replace(PACK, services=SERVICES), by=BY, at=AT)

    load_network(pack=replace(PACK, services=SERVICES[:1]), by=BY, at=AT)

    assert [row.code for row in queries.services_in(["MA"])] == ["parcels"]
