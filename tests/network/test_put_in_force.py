from datetime import timedelta

import pytest

from rekkas.network import queries
from rekkas.network.commands import publish_timetable, put_in_force, revise_timetable
from tests.network.drafts import ENGINEER, NEXT_MONDAY, TUESDAY, draft
from tests.territory.packs import load

pytestmark = pytest.mark.django_db
SAFE = {"country": "MA", "by": ENGINEER, "at": TUESDAY}


def test_offices_show_the_hours_of_a_timetable_when_its_day_has_come() -> None:
    load()
    number = draft()
    timings = queries.timetable("MA", number).files["timings.csv"]
    revise_timetable(
        number=number, files={"timings.csv": timings.replace("MA0005,16:00", "MA0005,16:30")}, **SAFE
    )
    publish_timetable(number=number, valid_from=NEXT_MONDAY, **SAFE)
    assert queries.office("MA0005").cut_off_min == 16 * 60

    early = put_in_force(**SAFE)
    on_the_day = put_in_force(country="MA", by=ENGINEER, at=TUESDAY + timedelta(days=6))
    again = put_in_force(country="MA", by=ENGINEER, at=TUESDAY + timedelta(days=6))

    assert (early, on_the_day, again) == (False, True, False)
    assert queries.office("MA0005").cut_off_min == 16 * 60 + 30
