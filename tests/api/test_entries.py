"""Entries sent in by machines: once for their key, in their own name."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest

from rekkas.money.queries import balance, entry_keyed
from tests.api.caller import Caller, problem, results, token
from tests.build import key
from tests.money.purses import AMINA, INCOME, TILL, opened

pytestmark = pytest.mark.django_db
Statements = Callable[[], AbstractContextManager[list[str]]]


@pytest.fixture
def machine() -> Caller:
    return Caller(token("money.post_transfers", "view.money", name="kiosk-3"))


def entry(word: str = "one", **changes: Any) -> dict[str, Any]:
    return {
        "key": str(key("entry", word)), "kind": "postage", "happened_at": "2026-03-02T10:00:00+01:00",
        "source": INCOME, "target": TILL, "amount": 3_500, "currency": "MAD", "subject": "PC1", "office": "MA0001",
        **changes,
    }  # fmt: skip


@pytest.mark.parametrize("count", [1, 3])
def test_entries_are_posted_once_in_the_machines_own_name(machine: Caller, count: int) -> None:
    sent = [entry(str(n)) for n in range(count)]

    first = results(machine.post("/entries", sent, key=None))
    again = results(machine.post("/entries", sent, key=None))

    assert [one["outcome"] for one in first] == ["posted"] * count
    assert [one["outcome"] for one in again] == ["repeated"] * count
    assert balance(TILL) == 3_500 * count
    kept = entry_keyed(key("entry", "0"))
    assert kept is not None
    assert (kept.actor_kind, kept.actor_name) == ("partner", "kiosk-3")


def test_a_bad_row_does_not_fail_its_neighbours(machine: Caller) -> None:
    rows = [
        entry("good"), entry("zero", amount=0), entry("float", amount=1.5), entry("bad", target="till:x"),
        {"nothing": 1}, entry("naive", happened_at="2026-03-02T10:00:00"), entry("better"),
    ]  # fmt: skip

    answers = results(machine.post("/entries", rows, key=None))

    assert [one.get("code", one["outcome"]) for one in answers] == [
        "posted", "money.nothing-moves", "base.invalid-input", "money.not-an-account", "base.invalid-input",
        "base.invalid-input", "posted",
    ]  # fmt: skip
    assert balance(TILL) == 7_000


def test_a_key_used_for_other_content_is_declined(machine: Caller) -> None:
    machine.post("/entries", [entry()], key=None)

    (answer,) = results(machine.post("/entries", [entry(amount=3_501)], key=None))

    assert answer["code"] == "money.key-reused"
    assert balance(TILL) == 3_500


def test_a_hold_is_seen_and_settled_by_its_key(machine: Caller) -> None:
    opened(AMINA, floor=None)
    held = entry("hold", source="clearing:out:MAD", target=AMINA, phase="held", kind="credit-transfer-out")
    machine.post("/entries", [held], key=None)

    seen = machine.get(f"/accounts/{AMINA}").json()
    (answer,) = results(
        machine.post(
            "/entries",
            [{"key": str(key("take")), "kind": "credit-transfer-out", "happened_at": "2026-03-03T10:00:00+01:00",
              "settles": held["key"]}], key=None,
        )
    )  # fmt: skip

    assert (seen["holds"], seen["set_aside"], seen["available"]) == (0, 3_500, -3_500)
    assert answer["outcome"] == "posted"
    assert machine.get(f"/entries/{key('take')}").json()["settles"] == held["key"]
    assert machine.get(f"/accounts/{AMINA}").json()["holds"] == -3_500


def test_what_is_not_known_is_a_problem(machine: Caller) -> None:
    problem(machine.get("/accounts/till:nobody:MAD"), 404, "money.unknown-account")
    problem(machine.get(f"/entries/{key('nothing')}"), 404, "money.unknown-entry")


def test_a_machine_without_the_scope_moves_nothing() -> None:
    stranger = Caller(token("view.money"))

    problem(stranger.post("/entries", [entry()], key=None), 403, "base.not-allowed")
    assert balance(TILL) == 0


def test_five_thousand_entries_take_no_more_statements_than_fifty(
    machine: Caller, statements: Statements
) -> None:
    machine.post("/entries", [entry("before"), entry("too")], key=None)
    with statements() as few:
        machine.post("/entries", [entry(f"few {n}") for n in range(50)], key=None)
    with statements() as many:
        machine.post("/entries", [entry(f"many {n}") for n in range(5_000)], key=None)

    assert len(many) == len(few)
    assert balance(TILL) == 3_500 * 5_052
