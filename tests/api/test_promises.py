"""The delivery promise, as anyone may ask for it: thousands at once, each answered for itself."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from rekkas.network import queries
from rekkas.network.commands import close_office
from rekkas.network.queries import Question
from tests.api.caller import Caller, problem, results
from tests.build import AGENCY, BOSS, HUB, MONDAY, ZAGORA_OFFICE
from tests.lessons import learn

pytestmark = pytest.mark.usefixtures("world")
ZONE = ZoneInfo("Africa/Casablanca")


def next_monday(hour: int = 9, minute: int = 0) -> datetime:
    """A Monday that the public may ask of, at an hour on the wall."""
    today = timezone.now().astimezone(ZONE).date()
    day = today + timedelta(days=7 - today.weekday())
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZONE)


def question(**changes: Any) -> dict[str, Any]:
    asked = {"origin": AGENCY, "destination": ZAGORA_OFFICE, "at": next_monday().isoformat()}
    return {**asked, **changes}


def ask(*questions: Any, language: str = "en", **more: Any) -> list[dict[str, Any]]:
    return results(Caller(language=language).post("/promises", {"questions": questions, **more}, key=None))


def test_a_promise_names_the_arrival_and_the_day_of_delivery() -> None:
    (found,) = ask(question())

    monday = next_monday().date()
    assert (found["outcome"], found["path"], found["code"]) == ("promised", [], "")
    assert date.fromisoformat(found["delivery_date"]) == monday + timedelta(days=2)
    arrives_at = datetime.fromisoformat(found["arrives_at"])
    assert arrives_at.date() == monday + timedelta(days=1)
    assert arrives_at.hour == 10  # on the wall of the country


def test_the_answer_is_the_one_that_the_network_gives_itself() -> None:
    (found,) = ask(question())

    promise = queries.promise_for(origin=AGENCY, destination=ZAGORA_OFFICE, at=next_monday())
    assert promise.arrives_at is not None
    assert found["arrives_at"] == promise.arrives_at.isoformat()
    assert found["delivery_date"] == str(promise.delivery_date)


def test_a_moment_without_an_offset_is_a_wall_time_and_without_a_moment_now_is_meant() -> None:
    wall = next_monday(16, 59).replace(tzinfo=None).isoformat()

    on_the_wall, with_offset, now = ask(
        question(at=wall),
        question(at=next_monday(16, 59).isoformat()),
        {"origin": AGENCY, "destination": HUB},
    )

    assert on_the_wall == with_offset
    assert now["outcome"] == "promised"


def test_a_bad_row_is_answered_for_itself() -> None:
    rows = ask(
        question(origin="MA9999"),
        question(),
        question(destination="XX0001"),
        17,
        question(at="tomorrow"),
        question(carriage="pigeon"),
        question(at=(timezone.now() + timedelta(days=60)).isoformat()),
        question(at="9999-12-31T23:59:59-14:00"),
        question(colour="blue"),
        question(origin=f" {AGENCY.lower()} "),
    )

    assert [row["outcome"] for row in rows] == ["declined", "promised", *["declined"] * 7, "promised"]
    assert [row["code"] for row in rows] == [
        "network.unknown-office", "", "network.unknown-office", "base.invalid-input", "base.invalid-input",
        "base.invalid-input", "network.beyond-reach", "network.beyond-reach", "base.invalid-input", "",
    ]  # fmt: skip
    assert "XX0001" in rows[2]["message"]
    assert "#/questions/4/at" in rows[4]["message"]


def test_what_is_not_reached_is_declined_with_the_reason() -> None:
    (found,) = ask(question(origin=HUB, destination=HUB, carriage="express"))
    assert found["outcome"] == "promised"  # an office reaches itself

    close_office(office=AGENCY, first=MONDAY.date(), until=None, by=BOSS, at=MONDAY)
    (found,) = ask(question(), language="en")

    assert found["code"] == "network.not-reached"
    assert "closed" in found["message"]
    assert found["delivery_date"] is None


def test_the_path_is_told_in_the_language_of_the_reader() -> None:
    (english,) = ask(question(at=next_monday(17, 1).isoformat()), path=True)
    (arabic,) = ask(question(at=next_monday(17, 1).isoformat()), path=True, language="ar")

    whys = [step["why"] for step in english["path"]]
    assert whys == ["after-cut-off", "ride", "ride", "ride", "missed-round", "round"]
    assert english["path"][0]["text"].startswith("Missed the 17:00 cut-off at Casablanca 1")
    assert "الدار البيضاء 1" in arabic["path"][0]["text"]
    assert [step["at"] for step in arabic["path"]] == [step["at"] for step in english["path"]]


def test_too_many_questions_are_refused_before_any_is_answered() -> None:
    caller, row = Caller(), {"origin": AGENCY, "destination": HUB}

    refused = problem(caller.post("/promises", {"questions": [row] * 10_001}), 422, "base.invalid-input")
    told = [
        problem(caller.post("/promises", {"questions": [row] * 101, more: True}), 422, "base.invalid-input")
        for more in ("path", "certainty")
    ]

    assert "10001" in refused["detail"]
    assert ["at most 100 " in each["detail"] for each in told] == [True, True]


def test_what_was_learned_stands_beside_the_promise() -> None:
    (plain,) = ask(question())
    (unlearned,) = ask(question(), certainty=True)
    learn(late_every=5)

    found, declined = ask(question(), question(origin="MA9999"), certainty=True)
    (not_asked,) = ask(question())

    (days,) = queries.estimates_for([Question(AGENCY, ZAGORA_OFFICE, next_monday())])
    promised = date.fromisoformat(found["delivery_date"])
    assert found["likely"] == {"p50": str(days[0.5]), "p80": str(days[0.8]), "p95": str(days[0.95])}
    assert days[0.95] > promised
    assert unlearned == plain == not_asked == {**found, "likely": None}
    assert (declined["code"], declined["likely"]) == ("network.unknown-office", None)


def test_one_question_tells_what_is_likely_too() -> None:
    learn()
    at = next_monday().isoformat()
    asked = f"/promises?origin={AGENCY}&destination={ZAGORA_OFFICE}&at={at}"

    found, plain = Caller().get(f"{asked}&certainty=true").json(), Caller().get(asked).json()

    assert set(found["likely"]) == {"p50", "p80", "p95"}
    assert plain == {**found, "likely": None}


@pytest.mark.parametrize(
    "more", [{}, {"path": True}, {"certainty": True}, {"path": True, "certainty": True}], ids=" ".join
)
def test_many_questions_cost_no_more_statements_than_one(
    more: dict[str, bool], statements: Callable[[], AbstractContextManager[list[str]]]
) -> None:
    learn()
    caller = Caller()
    body = {"questions": [question()], **more}
    caller.post("/promises", body)  # what a process holds is read once

    with statements() as one:
        caller.post("/promises", body)
    with statements() as many:
        answers = results(caller.post("/promises", {**body, "questions": [question()] * 90}))

    assert len(answers) == 90
    assert len(many) == len(one) <= 8


def test_one_question_fits_into_an_address() -> None:
    at = next_monday().isoformat()  # its plus sign becomes a blank, as it does for those who do not know

    found = Caller().get(f"/promises?origin={AGENCY}&destination={ZAGORA_OFFICE}&at={at}&path=true").json()

    (same,) = ask(question(), path=True)
    assert found == same


@pytest.mark.parametrize(
    ("address", "status", "code"),
    [
        (f"origin=MA9999&destination={HUB}", 404, "network.unknown-office"),
        (f"origin={AGENCY}", 422, "base.invalid-input"),
        (f"origin={AGENCY}&destination={HUB}&at=noon", 422, "base.invalid-input"),
        (f"origin={AGENCY}&destination={HUB}&carriage=pigeon", 422, "base.invalid-input"),
        (f"origin={AGENCY}&destination={HUB}&at=2019-01-01T10:00:00Z", 422, "network.beyond-reach"),
    ],
)
def test_one_question_that_cannot_be_answered_is_a_problem(address: str, status: int, code: str) -> None:
    problem(Caller().get(f"/promises?{address}"), status, code)
