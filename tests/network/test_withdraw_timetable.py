from datetime import date, timedelta

import pytest

from rekkas.network import queries
from rekkas.network.commands import change_trip, publish_timetable, withdraw_timetable
from rekkas.network.errors import TimetableInForce
from tests.network.drafts import ENGINEER, NEXT_MONDAY, TUESDAY, draft, promised
from tests.territory.packs import load

pytestmark = pytest.mark.django_db
SAFE = {"country": "MA", "by": ENGINEER, "at": TUESDAY}


@pytest.fixture(autouse=True)
def _loaded() -> None:
    load()


def test_a_version_whose_day_has_not_come_is_taken_back() -> None:
    number = draft()
    change_trip(number=number, trip="MAT00002", departs_min=8 * 60, days="1234567", **SAFE)
    publish_timetable(number=number, valid_from=NEXT_MONDAY, **SAFE)
    assert promised(TUESDAY + timedelta(days=7)) == date(2026, 3, 19)

    withdraw_timetable(number=number, **SAFE)

    assert promised(TUESDAY + timedelta(days=7)) == date(2026, 3, 18)
    assert queries.timetable("MA", number).state == "withdrawn"


def test_a_draft_is_given_up() -> None:
    number = draft()

    withdraw_timetable(number=number, **SAFE)

    assert queries.timetable("MA", number).state == "withdrawn"


def test_giving_up_a_draft_leaves_what_processes_hold_of_the_network() -> None:
    number, held = draft(), queries.held_network("MA")

    withdraw_timetable(number=number, **SAFE)

    assert queries.held_network("MA") is held


def test_what_is_in_force_stays() -> None:
    with pytest.raises(TimetableInForce, match="Publish another"):
        withdraw_timetable(number=1, **SAFE)
