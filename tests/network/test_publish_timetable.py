import csv
import io
from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from rekkas.network import queries
from rekkas.network.commands import change_trip, publish_timetable, revise_timetable
from rekkas.network.errors import (
    BeginsTooFarOff,
    BeginsTooSoon,
    DayIsTaken,
    TimetableFaulty,
    TimetableIsKept,
    TimetableOvertaken,
)
from rekkas.network.models import Timetable
from tests.network.drafts import ENGINEER, NEXT_MONDAY, TUESDAY, VAN, draft, promised
from tests.territory.packs import load

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 10)
SAFE = {"country": "MA", "by": ENGINEER, "at": TUESDAY}


@pytest.fixture(autouse=True)
def _loaded() -> None:
    load()


def slower() -> int:
    """A draft whose lorry to Casablanca leaves in the morning: a day is lost."""
    number = draft("Slower")
    change_trip(number=number, trip="MAT00002", departs_min=8 * 60, days="1234567", **SAFE)
    return number


def next_week(at: datetime = TUESDAY) -> datetime:
    return at + timedelta(days=7)


def test_a_timetable_holds_from_its_day_and_not_before() -> None:
    before = promised(TUESDAY)

    publish_timetable(number=slower(), valid_from=NEXT_MONDAY, **SAFE)

    assert promised(TUESDAY) == before == date(2026, 3, 11)
    assert promised(next_week()) == date(2026, 3, 19)


def test_an_item_that_travels_over_the_day_goes_by_both() -> None:
    publish_timetable(number=slower(), valid_from=date(2026, 3, 11), **SAFE)

    # Tonight's lorry still leaves by the old timetable.
    assert promised(TUESDAY) == date(2026, 3, 11)
    assert promised(TUESDAY + timedelta(days=1)) == date(2026, 3, 13)


def test_hours_of_offices_follow_on_the_day_itself() -> None:
    number = draft()
    timings = queries.timetable("MA", number).files["timings.csv"]
    later = timings.replace("MA0005,16:00", "MA0005,16:30")
    assert later != timings
    revise_timetable(number=number, files={"timings.csv": later}, **SAFE)

    publish_timetable(number=number, valid_from=TODAY, **SAFE)

    assert queries.office("MA0005").cut_off_min == 16 * 60 + 30


def test_a_day_that_has_passed_is_no_beginning() -> None:
    with pytest.raises(BeginsTooSoon, match="2026-03-10 or later"):
        publish_timetable(number=draft(), valid_from=TODAY - timedelta(days=1), **SAFE)


def test_a_timetable_does_not_begin_in_another_decade() -> None:
    number = draft()

    with pytest.raises(BeginsTooFarOff, match="2027-04-14"):
        publish_timetable(number=number, valid_from=TODAY + timedelta(days=401), **SAFE)

    publish_timetable(number=number, valid_from=TODAY + timedelta(days=400), **SAFE)


def test_a_way_that_express_mail_loses_is_a_new_fault() -> None:
    number = draft()
    files = queries.timetable("MA", number).files
    rows = list(csv.DictReader(io.StringIO(files["trips.csv"])))
    text = io.StringIO()
    writer = csv.DictWriter(text, rows[0].keys())
    writer.writeheader()
    writer.writerows(row | {"carries": "standard"} if row["code"] == VAN else row for row in rows)
    revise_timetable(number=number, files={"trips.csv": text.getvalue()}, **SAFE)

    with pytest.raises(TimetableFaulty):
        publish_timetable(number=number, valid_from=NEXT_MONDAY, **SAFE)


def test_two_timetables_do_not_begin_on_one_day() -> None:
    publish_timetable(number=draft(), valid_from=NEXT_MONDAY, **SAFE)
    other = draft()

    with pytest.raises(DayIsTaken):
        publish_timetable(number=other, valid_from=NEXT_MONDAY, **SAFE)
    refused = pytest.raises(
        IntegrityError, match=r"one_timetable_begins_on_a_day|network_timetable\.country_id"
    )
    with refused, transaction.atomic():
        Timetable.objects.filter(number=other).update(
            state="published", valid_from=NEXT_MONDAY, published_at=TUESDAY
        )


def test_a_new_fault_is_refused_until_it_is_known_and_nothing_is_half_published() -> None:
    number = draft("Without the van")
    trips = queries.timetable("MA", number).files["trips.csv"].splitlines(keepends=True)
    revise_timetable(
        number=number, files={"trips.csv": "".join(line for line in trips if VAN not in line)}, **SAFE
    )

    with pytest.raises(TimetableFaulty):
        publish_timetable(number=number, valid_from=NEXT_MONDAY, **SAFE)
    assert queries.timetable("MA", number).state == "draft"
    assert promised(next_week()) is not None

    publish_timetable(number=number, valid_from=NEXT_MONDAY, knowing_faults=True, **SAFE)
    assert promised(next_week()) is None


def test_a_timetable_is_published_once() -> None:
    number = draft()
    publish_timetable(number=number, valid_from=NEXT_MONDAY, **SAFE)

    with pytest.raises(TimetableIsKept):
        publish_timetable(number=number, valid_from=NEXT_MONDAY + timedelta(days=7), **SAFE)


def test_a_draft_that_was_overtaken_is_published_only_by_who_knows_it() -> None:
    early, late = draft("Early"), draft("Late")
    publish_timetable(number=early, valid_from=NEXT_MONDAY, **SAFE)

    with pytest.raises(TimetableOvertaken, match="Draft it again"):
        publish_timetable(number=late, valid_from=NEXT_MONDAY + timedelta(days=7), **SAFE)
    publish_timetable(number=late, valid_from=NEXT_MONDAY + timedelta(days=7), knowing_faults=True, **SAFE)

    assert queries.timetable("MA", late).state == "published"
