from datetime import UTC, date, datetime

import pytest
from django.utils import translation

from rekkas.network import queries
from rekkas.network.errors import OfficeClosed, UnknownOffice, UnknownTrip
from rekkas.network.models import Office
from tests.territory.packs import load

pytestmark = pytest.mark.django_db


def local(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of March 2026 on the clock of Morocco, which is an hour back until the 22nd (Ramadan)."""
    return datetime(2026, 3, day, hour - (day >= 22), minute, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _loaded() -> None:
    load()


def test_an_office_comes_with_its_place_and_its_clock(assert_statements) -> None:
    with assert_statements(at_most=1):
        office = queries.office("MA0005")
        shown = (office.name, office.locality.name, office.zone.key)

    assert shown == ("Rabat Agdal", "Rabat", "Africa/Casablanca")


def test_what_is_not_known_is_refused_with_what_to_do() -> None:
    with pytest.raises(UnknownOffice, match="Choose one from the list of offices"):
        queries.office("MA9999")
    with pytest.raises(UnknownTrip, match="Choose one from the timetable"):
        queries.trip("MAT99999")


def test_offices_are_listed_by_name_kind_and_search() -> None:
    def codes(**wanted: str) -> list[str]:
        return [office.code for office in queries.offices_of("MA", **wanted)]

    assert codes() == ["MA0004", "MA0003", "MA0006", "MA0005", "MA0002", "MA0001"]
    assert codes(kind="sorting") == ["MA0003", "MA0001"]
    assert codes(search="rabat") == ["MA0005", "MA0002", "MA0001"]
    assert codes(search="أكدال") == ["MA0005"]
    assert codes(search="البيضاء") == ["MA0004", "MA0003"]  # the name of its locality
    assert queries.offices_of("TN") == []


def test_the_nearest_offices_open_to_the_public_come_first() -> None:
    near = queries.offices_near(33.6, -7.6, limit=2)

    assert [office.code for office in near] == ["MA0004", "MA0002"]
    assert 1_000 < near[0].distance_m < 2_000


def test_a_locality_is_served_by_one_delivery_office() -> None:
    assert queries.delivery_offices_for(["MA10", "MA20", "MA999"]) == {"MA10": "MA0002", "MA20": "MA0004"}


def test_an_office_shows_a_moment_on_its_own_clock() -> None:
    in_ramadan = queries.local_moment("MA0005", datetime(2026, 3, 9, 12, tzinfo=UTC))
    after_ramadan = queries.local_moment("MA0005", datetime(2026, 3, 30, 12, tzinfo=UTC))

    assert (in_ramadan.hour, after_ramadan.hour) == (12, 13)
    assert queries.zones_of(["MA0005", "MA9999"]).keys() == {"MA0005"}
    with pytest.raises(UnknownOffice):
        queries.local_moment("MA9999", in_ramadan)


def test_trips_are_listed_by_departure() -> None:
    assert [trip.code for trip in queries.trips_from("MA0001", date(2026, 3, 9))] == ["MAT00004", "MAT00002"]
    assert [trip.code for trip in queries.trips_to("MA0001", date(2026, 3, 9))] == ["MAT00001"]


@pytest.mark.parametrize(
    ("at", "open_"),
    [
        (local(9, 8, 29), False),
        (local(9, 8, 30), True),
        (local(9, 16, 59), True),
        (local(9, 17, 0), False),
        (local(7, 10), False),  # a Saturday
        (local(20, 10), False),  # a holiday
        (local(23, 8, 29), False),  # after the clock has changed
        (local(23, 8, 30), True),
    ],
)
def test_an_office_is_open_in_its_hours(at: datetime, open_: bool) -> None:
    assert queries.is_open(queries.office("MA0005"), at) is open_


@pytest.mark.parametrize(
    ("at", "says"),
    [
        (
            local(9, 7),
            "Rabat Agdal is closed: it serves from 08:30 to 17:00. It opens again on Monday, 9 March",
        ),
        (local(9, 18), "it serves from 08:30 to 17:00. It opens again on Tuesday, 10 March 2026 at 08:30"),
        (local(7, 10), "it does not open on this day of the week. It opens again on Monday, 9 March 2026"),
        (local(20, 10), "today is a public holiday (Eid al-Fitr). It opens again on Monday, 23 March 2026"),
    ],
)
def test_a_closed_office_says_why_and_when_it_opens_again(at: datetime, says: str) -> None:
    with pytest.raises(OfficeClosed) as refused:
        queries.check_open(queries.office("MA0005"), at)

    assert says in str(refused.value)
    assert refused.value.code == "network.office-closed"


def test_an_open_office_is_not_refused() -> None:
    queries.check_open(queries.office("MA0005"), local(9, 10))


def test_a_closure_holds_from_its_first_day_to_its_last() -> None:
    Office.objects.filter(code="MA0005").update(closed_from=date(2026, 3, 10), closed_until=date(2026, 3, 12))
    office = queries.office("MA0005")

    assert [queries.is_open(office, local(day, 10)) for day in (9, 10, 12, 13)] == [True, False, False, True]
    with pytest.raises(OfficeClosed, match="It opens again on Friday, 13 March 2026"):
        queries.check_open(office, local(11, 10))


def test_an_office_closed_without_an_end_says_so() -> None:
    Office.objects.filter(code="MA0005").update(closed_from=date(2026, 3, 10))

    with pytest.raises(OfficeClosed, match="Go to another office: no day is set"):
        queries.check_open(queries.office("MA0005"), local(11, 10))


def test_a_retired_office_is_never_open() -> None:
    Office.objects.filter(code="MA0005").update(retired=True)

    with pytest.raises(OfficeClosed, match="no longer in service"):
        queries.check_open(queries.office("MA0005"), local(9, 10))


def test_a_closed_office_is_named_in_the_readers_language() -> None:
    with translation.override("ar"), pytest.raises(OfficeClosed) as refused:
        queries.check_open(queries.office("MA0005"), local(7, 10))

    assert refused.value.details["office"] == "الرباط أكدال"
