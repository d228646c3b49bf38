import pytest

from rekkas.base.errors import KeyReused
from rekkas.network import queries
from rekkas.network.commands import draft_timetable
from rekkas.network.errors import TimetableMistaken, UnknownFiles, UnknownTimetable
from tests.network.drafts import ENGINEER, TUESDAY, draft, promised
from tests.territory.packs import load

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _loaded() -> None:
    load()


def test_a_draft_begins_as_the_timetable_in_force_and_changes_nothing() -> None:
    before = promised(TUESDAY)

    number = draft()

    made, parent = queries.timetable("MA", number), queries.timetable("MA", 1)
    assert (made.state, made.files, made.based_on_id) == ("draft", parent.files, parent.pk)
    assert promised(TUESDAY) == before


def test_a_draft_may_begin_from_another_version_and_with_other_text() -> None:
    first = draft()
    trips = queries.timetable("MA", first).files["trips.csv"].replace("17:30", "16:45")

    second = draft_timetable(
        country="MA", name="Better", based_on=first, files={"trips.csv": trips}, by=ENGINEER, at=TUESDAY
    )

    assert queries.timetable("MA", second).based_on.number == first
    assert "16:45" in queries.timetable("MA", second).files["trips.csv"]


def test_text_with_mistakes_makes_no_draft_and_each_mistake_is_named() -> None:
    files = {
        "trips.csv": "code,origin,destination,days,departs,duration_min,mode\nMAT1,MA0001,MA9999,8,05:00,-3,road\n"
    }

    with pytest.raises(TimetableMistaken) as refused:
        draft_timetable(country="MA", name="Wrong", files=files, by=ENGINEER, at=TUESDAY)

    told = " ".join(refused.value.details["mistakes"])
    assert refused.value.details["count"] == 3
    assert all(field in told for field in ("destination", "days", "duration_min"))
    assert len(queries.timetables_of("MA")) == 1


def test_a_file_that_no_timetable_has_is_not_kept_unread() -> None:
    with pytest.raises(UnknownFiles, match=r"called Trips\.csv.*trips\.csv, stops\.csv"):
        draft_timetable(country="MA", name="Typo", files={"Trips.csv": "code"}, by=ENGINEER, at=TUESDAY)

    assert len(queries.timetables_of("MA")) == 1


def test_the_same_key_makes_one_draft() -> None:
    said = {"country": "MA", "by": ENGINEER, "at": TUESDAY, "key": "draft-1"}

    first, again = (draft_timetable(name="Once", **said) for _ in range(2))

    assert first == again
    with pytest.raises(KeyReused):
        draft_timetable(name="Twice", **said)


@pytest.mark.parametrize("parent", [7, 0])
def test_a_version_that_is_not_there_is_no_parent(parent: int) -> None:
    with pytest.raises(UnknownTimetable):
        draft_timetable(country="MA", name="Orphan", based_on=parent, by=ENGINEER, at=TUESDAY)
