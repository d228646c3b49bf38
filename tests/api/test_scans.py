"""Scans sent in by devices: in batches, late, twice, out of order, and sometimes not scans at all."""

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from django.utils import timezone

from rekkas.mail.queries import events_of, waiting_strays
from tests import build
from tests.api.caller import Caller, item, problem, results, scan, token
from tests.build import AGENCY

Statements = Callable[[], AbstractContextManager[list[str]]]


@pytest.fixture
def number(partner: Caller) -> str:
    return str(results(partner.post("/items", [item()]))[0]["number"])


def recorded(number: str) -> int:
    """How many of the scans of these tests are on the record."""
    return sum(event.code == "EMG" for event in events_of(number, limit=10_000))


def kept_aside() -> list[str]:
    """The rows that could not be read, as they came."""
    return sorted(json.loads(stray.body)["row"] for stray in waiting_strays() if stray.why == "unreadable")


def outcomes(answers: list[dict[str, object]]) -> list[object]:
    return [answer["outcome"] for answer in answers]


def test_a_scan_is_recorded_once_and_answered_under_its_own_id(partner: Caller, number: str) -> None:
    sent = scan(number)

    (first,) = results(partner.post("/scans", [sent], key=None))
    (again,) = results(partner.post("/scans", [sent], key=None))

    assert first == {"scan_id": sent["scan_id"], "outcome": "recorded", "number": number}
    assert again == {**first, "outcome": "duplicate"}
    assert recorded(number) == 1


def test_five_thousand_scans_are_answered_row_by_row(partner: Caller, number: str) -> None:
    rows = [scan(number if n % 50 else "PC000000014XA", word=n) for n in range(5_000)]

    answers = results(partner.post("/scans", rows))

    assert [answer["scan_id"] for answer in answers] == [row["scan_id"] for row in rows]
    assert outcomes(answers[:3]) == ["quarantined", "recorded", "recorded"]
    assert recorded(number) == 4_900


def test_one_scan_more_is_refused_and_none_is_recorded(partner: Caller, number: str) -> None:
    rows = [scan(number, word=n) for n in range(5_001)]

    problem(partner.post("/scans", rows), 422, "base.invalid-input")

    assert recorded(number) == 0


@pytest.mark.parametrize("spoilt", [False, True])
def test_a_batch_costs_the_same_number_of_statements_whatever_its_size(
    partner: Caller, number: str, statements: Statements, spoilt: bool
) -> None:
    def cost(rows: int) -> int:
        batch = [scan(number, word=(rows, n)) for n in range(rows)] + [17] * spoilt
        with statements() as seen:
            assert len(results(partner.post("/scans", batch))) == rows + spoilt
        return len(seen)

    cost(2)

    assert cost(10) == cost(500)


def test_a_row_that_is_no_scan_is_kept_as_it_came_and_its_neighbours_are_recorded(
    partner: Caller, number: str
) -> None:
    bad_id = str(build.key("bad"))
    good = [json.dumps(scan(number, word=n)) for n in range(2)]
    bad = [
        f'{{"scan_id": "{bad_id}", "barcode": 12}}',
        "17",
        '"PC000000014XA"',
        "[[1]]",
        "null",
    ]
    body = f"[{good[0]}, {', '.join(bad)}, {good[1]}]".encode()

    answers = results(partner.post("/scans", body))

    assert outcomes(answers) == ["recorded", *["quarantined"] * 5, "recorded"]
    assert {answer["why"] for answer in answers[1:6]} == {"unreadable"}
    assert [answer["scan_id"] for answer in answers[1:6]] == [bad_id, "", "", "", ""]
    assert kept_aside() == sorted(bad)


@pytest.mark.parametrize(
    "changes",
    [
        {"happened_at": "yesterday"},
        {"happened_at": 1772445600},
        {"happened_at": "0001-01-01T00:00:00+14:00"},
        {"happened_at": "9999-12-31T23:59:59-12:00"},
        {"barcode": ""},
        {"barcode": "P" * 65},
        {"reason": "x" * 25},
        {"office": "x" * 13},
        {"raw_code": "x" * 33},
        {"code": "x" * 33},
        {"barcode": "PC\0"},
        {"reason": None},
        {"resaon": "absent"},
        {"scan_id": "7"},
    ],
)
def test_what_the_record_cannot_hold_is_kept_aside(
    partner: Caller, number: str, changes: dict[str, object]
) -> None:
    bad, good = results(partner.post("/scans", [scan(number, word="bad", **changes), scan(number)]))

    assert (bad["outcome"], bad["why"], good["outcome"]) == ("quarantined", "unreadable", "recorded")
    assert len(kept_aside()) == 1


def test_a_name_given_twice_is_not_guessed(partner: Caller, number: str) -> None:
    twice = json.dumps(scan(number)).replace('"code"', '"code": "EMI", "code"')
    body = f"[{twice}, {json.dumps(scan(number, word=2))}]".encode()

    assert outcomes(results(partner.post("/scans", body))) == ["quarantined", "recorded"]


def test_a_row_that_is_not_utf_8_is_kept_with_every_byte(partner: Caller, number: str) -> None:
    body = b'[{"barcode": "\xff"}, %s]' % json.dumps(scan(number)).encode()

    assert outcomes(results(partner.post("/scans", body))) == ["quarantined", "recorded"]
    assert kept_aside() == [r'{"barcode": "\xff"}']


def test_a_word_of_the_shape_may_also_be_said(partner: Caller, number: str) -> None:
    rows = [scan(number, reason="office", word=1), scan(number, word=2)]

    assert outcomes(results(partner.post("/scans", rows))) == ["recorded", "recorded"]


def test_rows_kept_twice_are_kept_once(partner: Caller) -> None:
    for _ in range(2):
        assert outcomes(results(partner.post("/scans", b"[17]"))) == ["quarantined"]

    assert kept_aside() == ["17"]


def test_a_code_that_is_not_known_is_kept_as_it_was_said(partner: Caller, number: str) -> None:
    (answer,) = results(partner.post("/scans", [scan(number, "LIVRE")]))

    event = events_of(number)[-1]
    assert answer["outcome"] == "recorded"
    assert (event.code, event.raw_code) == ("RUK", "LIVRE")


@pytest.mark.parametrize(("days", "clock"), [(2, "future"), (-4_000, "past")])
def test_a_clock_that_cannot_be_right_is_flagged(partner: Caller, days: int, clock: str) -> None:
    now = timezone.now()
    sent = item("fresh", happened_at=now.isoformat())
    (taken,) = results(partner.post("/items", [sent]))
    wrong = (now + timedelta(days=days)).isoformat()

    (answer,) = results(partner.post("/scans", [scan(taken["number"], happened_at=wrong)]))

    assert (answer["outcome"], answer["clock"]) == ("recorded", clock)
    events = partner.get(f"/items/{taken['number']}/events").json()["data"]
    assert events[-1]["clock"] == clock
    assert events[-1]["effective_at"] == events[-1]["recorded_at"]


def test_a_scanner_needs_one_scope_only(partner: Caller, number: str) -> None:
    scanner = Caller(token("mail.record_scans", name="scanner-7", office=AGENCY))

    assert outcomes(results(scanner.post("/scans", [scan(number), 17], key=None))) == [
        "recorded",
        "quarantined",
    ]


@pytest.mark.parametrize("body", [b"{}", b'"x"', b"null", b"17"])
def test_a_batch_is_a_list(partner: Caller, body: bytes) -> None:
    problem(partner.post("/scans", body), 422, "base.invalid-input")


def test_an_empty_batch_has_an_empty_answer(partner: Caller) -> None:
    assert results(partner.post("/scans", [])) == []
