"""Where items stand, for everyone."""

import pytest

from tests import build
from tests.api.caller import Caller, problem, results, scan

FIELDS = {
    "number", "outcome", "problem", "status", "status_label", "reason_label", "raw_code", "asserted_by",
    "happened_at", "heard_at", "office_code", "office_name", "product_name", "origin_name", "destination_name",
    "posted_at", "promise_date", "silent_for_h", "next_expected", "contradiction", "waiting_scans", "steps",
    "steps_left_out", "earlier_posted_date", "later_posted_date", "promise_state", "days_late", "expected_date",
    "expectation", "way", "origin_both", "destination_both",
}  # fmt: skip
STEP_FIELDS = {
    "at", "offset_known", "code", "raw_code", "status", "label", "reason_label", "action_label", "office_code",
    "office_name", "asserted_by", "inherited_from", "recorded_at", "clock",
}  # fmt: skip


@pytest.fixture
def numbers(world: None) -> list[str]:
    return [receipt.number for receipt in build.accepted("one", "two")]


def test_each_number_is_answered_in_the_order_asked(numbers: list[str]) -> None:
    asked = [numbers[1], "NOSUCHNUMBER", "PC000000019XA", numbers[0]]

    answers = results(Caller().post("/tracking", {"numbers": asked}, key=None))

    assert [answer["number"] for answer in answers] == asked
    assert [answer["outcome"] for answer in answers] == ["found", "unknown", "invalid", "found"]
    assert answers == results(Caller().get("/tracking?numbers=" + ",".join(asked)))


def test_the_answer_keeps_its_shape(numbers: list[str]) -> None:
    (answer,) = results(Caller().get(f"/tracking?numbers={numbers[0]}"))

    assert set(answer) == FIELDS
    assert [set(step) for step in answer["steps"]] == [STEP_FIELDS] * len(answer["steps"])
    assert answer["steps"] != []


def test_a_step_keeps_the_offset_that_was_said(numbers: list[str], partner: Caller) -> None:
    said, wall = "2026-03-02T15:30:00+05:30", "2026-04-02T15:30:00"
    partner.post("/scans", [scan(numbers[0], happened_at=said), scan(numbers[0], word=2, happened_at=wall)])

    (answer,) = results(Caller().get(f"/tracking?numbers={numbers[0]}"))

    told = {step["at"]: step["offset_known"] for step in answer["steps"]}
    assert told[said] is True
    assert told[f"{wall}+01:00"] is False  # the office's own offset on that day


def test_nobody_is_named_to_everyone(numbers: list[str]) -> None:
    text = Caller().get(f"/tracking?numbers={numbers[0]}").content.decode()

    assert "Amina" not in text
    assert "fatima" not in text


def test_a_hundred_numbers_are_answered_and_one_more_is_refused(world: None) -> None:
    caller, asked = Caller(), [f"ABC{n:06}" for n in range(101)]

    assert len(results(caller.post("/tracking", {"numbers": asked[:100]}, key=None))) == 100
    refused = problem(caller.post("/tracking", {"numbers": asked}, key=None), 422, "base.invalid-input")
    assert refused["errors"][0]["pointer"] == "#/numbers"
    problem(caller.get("/tracking?numbers=" + ",".join(asked)), 422, "base.invalid-input")


@pytest.mark.parametrize(
    "body", [{}, {"numbers": []}, {"numbers": "X"}, {"numbers": [1]}, {"numbers": ["X"], "more": 1}, [], None]
)
def test_a_question_of_another_shape_is_refused_with_a_pointer(world: None, body: object) -> None:
    refused = problem(Caller().post("/tracking", body, key=None), 422, "base.invalid-input")

    assert refused["errors"][0]["pointer"].startswith("#")


def test_a_question_without_numbers_is_refused(world: None) -> None:
    assert (
        problem(Caller().get("/tracking"), 422, "base.invalid-input")["errors"][0]["parameter"] == "numbers"
    )
    problem(Caller().get("/tracking?numbers="), 422, "base.invalid-input")


def test_the_answer_is_in_the_readers_language(numbers: list[str]) -> None:
    arabic = Caller(language="ar-MA,ar;q=0.9").get(f"/tracking?numbers={numbers[0]}")
    asked = Caller(language="ar").get(f"/tracking?numbers={numbers[0]}&lang=fr")

    (answer,) = results(arabic)
    assert arabic["Content-Language"] == "ar"
    assert answer["office_name"] == "الدار البيضاء 1"
    assert answer["destination_name"] == "زاكورة"
    assert asked["Content-Language"] == "fr"
    assert results(asked)[0]["product_name"] == "Colis CRBT"
