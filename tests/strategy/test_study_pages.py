"""The pages of studies: asked for with a form, watched while they run, read when they are done."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from postkit.simulation import whatif
from rekkas.base.choices import Role
from rekkas.strategy import leases
from rekkas.strategy.choices import StudyKind, StudyState
from rekkas.strategy.forms import NOTATION
from rekkas.strategy.queries import studies, study
from rekkas.strategy.tasks import work
from tests import build
from tests.desk import at_desk, sent
from tests.strategy.asking import SIMULATED, asked, now

pytestmark = pytest.mark.django_db(transaction=True)
STUDIES = "/desk/strategy/studies/"
BEGIN = "/desk/strategy/begin-study/"


@pytest.fixture
def planner() -> Client:
    build.country()
    return at_desk("ines", Role.PLANNER)


def begun(planner: Client, kind: StudyKind, **answers: Any) -> Any:
    page = planner.get(f"{BEGIN}{kind}/")
    return planner.post(f"{BEGIN}{kind}/", sent(page, country="MA", **answers))


def test_without_studies_the_page_says_what_to_begin_with(planner: Client) -> None:
    page = planner.get(STUDIES)

    assert "No study yet" in page.content.decode()
    assert f"{BEGIN}simulation/" in page.content.decode()


@pytest.mark.parametrize(
    "kind", [StudyKind.SIMULATION, StudyKind.COMPARISON, StudyKind.IMPROVEMENT, StudyKind.SITES]
)
def test_each_kind_is_begun_with_the_answers_that_its_form_proposes(planner: Client, kind: StudyKind) -> None:
    answer = begun(planner, kind)

    assert answer.status_code == 302, answer.context["form"].errors
    assert answer["Location"] == f"{STUDIES}1/"
    assert study(1).kind == kind


def test_a_form_sent_twice_begins_one_study(planner: Client) -> None:
    page = planner.get(f"{BEGIN}sites/")
    said = sent(page, country="MA")

    first, second = planner.post(f"{BEGIN}sites/", said), planner.post(f"{BEGIN}sites/", said)

    assert first["Location"] == second["Location"]
    assert len(studies()) == 1


def test_the_form_shows_every_notation_and_each_example_is_understood() -> None:
    shown = {example.partition("=")[0] for example in NOTATION}

    assert shown == set(whatif.FORMS)
    for example in NOTATION:
        whatif.parse(example)


@pytest.mark.parametrize("day", ["1900-01-01", "9999-12-30"])
def test_a_first_day_that_no_timetable_reaches_is_refused(planner: Client, day: str) -> None:
    answer = begun(planner, StudyKind.SIMULATION, first_day=day)

    assert answer.context["form"].errors["first_day"]
    assert not studies()


def test_a_study_that_is_being_cancelled_cannot_be_cancelled_again(planner: Client) -> None:
    asked()
    assert leases.take_next(lease=uuid4(), at=now()) is not None
    assert "cancel-study/" in planner.get(f"{STUDIES}1/").text

    planner.post(f"{STUDIES}1/cancel-study/")

    assert "cancel-study/" not in planner.get(f"{STUDIES}1/").text


def test_a_supposition_that_cannot_be_is_said_beside_the_form(planner: Client) -> None:
    page = begun(planner, StudyKind.SIMULATION, set="close-office=MA9999")

    text = page.content.decode()
    assert page.status_code == 422
    assert 'data-refusal="strategy.what-if-mistaken"' in text
    assert "MA9999" in text
    assert len(studies()) == 0


def test_what_does_not_fit_in_memory_is_refused_on_the_page(
    planner: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rekkas.strategy.runs.free_bytes", lambda: 1_000_000)  # a very small machine

    page = begun(planner, StudyKind.SIMULATION)

    assert page.status_code == 422
    assert 'data-refusal="strategy.too-large"' in page.content.decode()
    assert len(studies()) == 0


def test_a_study_that_waits_comes_again_by_itself_and_can_be_cancelled(planner: Client) -> None:
    number = asked()
    page = planner.get(f"{STUDIES}{number}/").content.decode()

    planner.post(f"{STUDIES}{number}/cancel-study/")

    assert '<noscript><meta http-equiv="refresh"' in page
    assert f'data-watch="{STUDIES}{number}/progress/"' in page
    over = planner.get(f"{STUDIES}{number}/").content.decode()
    assert study(number).state == StudyState.CANCELLED
    assert "cancel-study" not in over
    assert "http-equiv" not in over
    assert 'data-over="1"' in planner.get(f"{STUDIES}{number}/progress/").content.decode()


def test_cancelling_what_is_over_is_said_and_changes_nothing(planner: Client) -> None:
    number = asked()
    work(once=True)

    answer = planner.post(f"{STUDIES}{number}/cancel-study/", follow=True)

    assert "over already" in answer.content.decode()
    assert study(number).state == StudyState.DONE


def test_what_was_found_is_shown_as_tables_and_can_be_taken_away(planner: Client) -> None:
    number = asked()
    work(once=True)

    page = planner.get(f"{STUDIES}{number}/").content.decode()
    file = planner.get(f"{STUDIES}{number}/files/regions.csv")

    assert "Who lives how near to an access point" in page
    assert "<caption>" in page
    assert "Casablanca" in page
    assert file["Content-Disposition"] == f'attachment; filename="study-{number}-regions.csv"'
    assert b"MA-06" in b"".join(file.streaming_content)
    assert planner.get(f"{STUDIES}{number}/files/..%2F..%2Fsecret").status_code == 404
    assert planner.get(f"{STUDIES}{number}/files/other.csv").status_code == 404


def test_a_simulation_is_shown_with_its_lines_and_bars(planner: Client) -> None:
    number = asked(StudyKind.SIMULATION, **SIMULATED, set=["move-cut-off=MA0001@12:00"])
    work(once=True)

    page = planner.get(f"{STUDIES}{number}/").content.decode()

    assert "Promises kept" in page
    assert "Casablanca → Casablanca" in page
    assert "move-cut-off=MA0001@12:00" in page
    assert 'class="spark"' in page
    assert "lanes.csv" in page


def test_a_study_that_failed_says_why(planner: Client) -> None:
    number = asked(new=1, farthest_m=150)
    work(once=True)

    page = planner.get(f"{STUDIES}{number}/").content.decode()

    assert 'data-refusal="strategy.no-such-choice"' in page
    assert "Ask for more places" in page


@pytest.mark.parametrize("role", [Role.MANAGER, Role.INSPECTOR])
def test_others_who_look_at_the_network_read_studies_and_begin_none(role: Role) -> None:
    build.country()
    number = asked()
    reader = at_desk("samir", role)

    assert reader.get(STUDIES).status_code == 200
    assert "cancel-study" not in reader.get(f"{STUDIES}{number}/").content.decode()
    assert reader.get(f"{BEGIN}sites/").status_code == 403
    assert reader.post(f"{STUDIES}{number}/cancel-study/").status_code == 403


def test_a_clerk_does_not_see_studies() -> None:
    build.country()

    assert at_desk("fatima", Role.CLERK).get(STUDIES).status_code == 403


def test_a_study_that_is_not_there_is_refused_in_words(planner: Client) -> None:
    page = planner.get(f"{STUDIES}77/")

    assert page.status_code == 404
    assert "strategy.unknown-study" in page.content.decode()


def test_the_list_of_studies_costs_the_same_for_many(planner: Client, assert_statements: Any) -> None:
    for _ in range(60):
        asked(at=now())

    with assert_statements(12):
        page = planner.get(STUDIES)

    assert page.context["page"].paginator.count == 60
