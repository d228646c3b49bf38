import pytest

from rekkas.network import queries
from rekkas.network.commands import publish_timetable, revise_timetable
from rekkas.network.errors import TimetableIsKept, TimetableMistaken, UnknownFiles
from tests.network.drafts import ENGINEER, NEXT_MONDAY, TUESDAY, VAN, departures, draft
from tests.territory.packs import load

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _loaded() -> None:
    load()


def earlier(number: int) -> dict[str, str]:
    return {"trips.csv": queries.timetable("MA", number).files["trips.csv"].replace("17:30", "16:45")}


def test_other_text_takes_the_place_of_a_file_and_leaves_the_others() -> None:
    number = draft()
    timings = queries.timetable("MA", number).files["timings.csv"]

    revise_timetable(country="MA", number=number, files=earlier(number), by=ENGINEER, at=TUESDAY)

    assert dict(departures(number))[VAN] == 16 * 60 + 45
    assert queries.timetable("MA", number).files["timings.csv"] == timings


def test_text_with_a_mistake_leaves_the_draft_as_it_was() -> None:
    number = draft()
    before = queries.timetable("MA", number).files

    wrong = {"waves.csv": "office,days,starts,duration_min,capacity\nMA0001,1,25:00,5,0"}

    with pytest.raises(TimetableMistaken, match="line 2"):
        revise_timetable(
            country="MA", number=number, files=wrong,
            by=ENGINEER, at=TUESDAY,
        )  # fmt: skip

    assert queries.timetable("MA", number).files == before


def test_what_is_published_is_not_revised() -> None:
    number = draft()
    publish_timetable(country="MA", number=number, valid_from=NEXT_MONDAY, by=ENGINEER, at=TUESDAY)

    with pytest.raises(TimetableIsKept):
        revise_timetable(country="MA", number=number, files=earlier(number), by=ENGINEER, at=TUESDAY)


def test_a_file_that_no_timetable_has_is_refused() -> None:
    number = draft()

    with pytest.raises(UnknownFiles):
        revise_timetable(country="MA", number=number, files={"notes.txt": ""}, by=ENGINEER, at=TUESDAY)

    assert "notes.txt" not in queries.timetable("MA", number).files
