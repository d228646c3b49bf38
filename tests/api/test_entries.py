"""Entries sent in by machines: once for their key, in their own name."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.apps import apps

from rekkas.money.choices import CUSTOMER_KINDS, KEPT_BY, RULES, AccountKind, Book, EntryKind, Phase
from rekkas.money.queries import balance, entry_keyed
from tests.api.caller import Caller, problem, results, token
from tests.build import ZAGORA_OFFICE, key
from tests.money.purses import AMINA, BAG, INCOME, POUCH, RESERVE, TILL, holds, opened, post, transfer

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
    held = entry("hold", source="partner:FR:MAD", target="partner:DE:MAD", phase="held", kind="correction")
    machine.post("/entries", [held], key=None)

    seen = machine.get("/accounts/partner:DE:MAD").json()
    (answer,) = results(machine.post("/entries", [taking("take", held["key"])], key=None))

    assert (seen["holds"], seen["set_aside"], seen["available"]) == (0, 3_500, -3_500)
    assert answer["outcome"] == "posted"
    assert machine.get(f"/entries/{key('take')}").json()["settles"] == held["key"]
    assert machine.get("/accounts/partner:DE:MAD").json()["holds"] == -3_500


def taking(word: str, of: str, by: str = "settles") -> dict[str, Any]:
    return {"key": str(key(word)), "kind": "correction", "happened_at": "2026-03-03T10:00:00+01:00", by: of}


def declined(machine: Caller, *rows: dict[str, Any]) -> list[str]:
    return [
        one.get("code", one["outcome"]) for one in results(machine.post("/entries", list(rows), key=None))
    ]


# ---- whose money -------------------------------------------------------------------------------------------------

OUT = {"source": "clearing:out:MAD", "target": AMINA, "kind": "fee", "amount": 77}


def office_machine(*scopes: str) -> Caller:
    return Caller(token("money.post_transfers", "view.money", *scopes, name="kiosk-4", office=ZAGORA_OFFICE))


def test_no_machine_moves_an_account_of_a_customer_of_the_bank(machine: Caller) -> None:
    opened(AMINA, floor=None)
    hidden = {"also": [{"source": "clearing:out:MAD", "target": AMINA, "amount": 1, "currency": "MAD"}]}
    hold = transfer("hold", source="clearing:out:MAD", target=AMINA, phase=Phase.HELD, subject="")
    post(hold, transfer("fee", source="clearing:out:MAD", target=AMINA, kind=EntryKind.CORRECTION))
    before = holds(AMINA)

    assert declined(
        machine, entry("out", **OUT), entry("in", **{**OUT, "source": AMINA, "target": "clearing:out:MAD"}),
        entry("hidden", **hidden), taking("take", str(hold.key)),
        taking("back", str(key("transfer", "fee")), "reverses"), entry("good"),
    ) == ["money.not-by-machine"] * 5 + ["posted"]  # fmt: skip
    assert declined(machine, entry("alone", **OUT)) == ["money.not-by-machine"]
    assert holds(AMINA) == before
    assert balance(TILL) == 3_500


@pytest.mark.parametrize("kind", sorted(set(KEPT_BY) - CUSTOMER_KINDS))
def test_nor_any_account_that_an_app_keeps(machine: Caller, kind: str) -> None:
    """Neither does it set aside, settle or reverse what is there: each app moves its own."""
    kept, other = f"{kind}:7:MAD", f"{kind}:8:MAD"
    beside = RESERVE if RULES[kind].book == Book.BANK else INCOME
    source, target = (beside, kept) if RULES[kind].side > 0 else (kept, beside)
    phase = Phase.POSTED if kind == AccountKind.TRANSIT else Phase.HELD  # of cash nothing is set aside
    hold = transfer("hold", source=source, target=target, phase=phase, subject="")
    post(hold)
    rows = [entry("in", source=other, target=kept), entry("held", source=other, target=kept, phase="held"),
            taking("take", str(hold.key)), taking("back", str(hold.key), "reverses")]  # fmt: skip

    answers = results(machine.post("/entries", rows, key=None))

    assert [one.get("code") for one in answers] == ["money.not-by-machine"] * 4
    assert KEPT_BY[kind].partition(".")[0] in answers[0]["message"]


def test_what_is_not_known_yet_is_settled_by_no_machine(machine: Caller) -> None:
    assert declined(machine, taking("take", str(key("later")))) == ["money.unknown-entry"]


def test_a_machine_reverses_what_is_reversed_by_hand(machine: Caller) -> None:
    post(transfer("in"), transfer("taken", kind=EntryKind.COD_COLLECTED))

    assert declined(
        machine, taking("a", str(key("transfer", "in")), "reverses"),
        taking("b", str(key("transfer", "taken")), "reverses"),
    ) == ["posted", "money.not-by-hand"]  # fmt: skip


def test_a_machine_of_one_office_moves_no_cash_of_another() -> None:
    kiosk = office_machine()
    post(transfer("theirs"))
    bag = {"target": BAG, "office": ZAGORA_OFFICE}

    assert declined(
        kiosk, entry("till", office=""), entry("named", **{**bag, "office": "MA0001"}), entry("own", **bag),
        taking("back", str(key("transfer", "theirs")), "reverses"),
    ) == ["base.not-your-office", "base.not-your-office", "posted", "base.not-your-office"]  # fmt: skip
    assert (balance(TILL), balance(BAG)) == (3_500, 3_500)


def test_a_machine_of_one_office_sees_no_cash_of_another() -> None:
    kiosk = office_machine()
    post(transfer(), transfer("own", target=BAG))

    assert kiosk.get(f"/accounts/{BAG}").status_code == 200
    assert kiosk.get(f"/entries/{key('transfer', 'own')}").status_code == 200
    problem(kiosk.get(f"/accounts/{TILL}"), 403, "base.not-your-office")
    problem(kiosk.get(f"/entries/{key('transfer', 'one')}"), 403, "base.not-your-office")


def test_a_machine_of_one_office_sees_on_the_road_and_to_be_explained_what_its_office_moved() -> None:
    """A pouch and a question about cash name no office: the entries that moved them do."""
    kiosk, question = office_machine(), "suspense:MA0004-Q1:MAD"
    theirs, ours = "transit:P0002:MAD", POUCH
    post(transfer("fill", target=TILL), transfer("away", source=TILL, target=theirs, amount=500))
    post(transfer("there", source=theirs, target="suspense:MA0001-Q1:MAD", amount=100))
    post(transfer("own", target=ours, office=ZAGORA_OFFICE), transfer("lost", source=ours, target=question, amount=100,
                                                                      office=ZAGORA_OFFICE))  # fmt: skip

    assert [kiosk.get(f"/accounts/{code}").status_code for code in (ours, question)] == [200, 200]
    assert kiosk.get(f"/entries/{key('transfer', 'lost')}").status_code == 200
    for page in (
        f"/accounts/{theirs}",
        "/accounts/suspense:MA0001-Q1:MAD",
        f"/entries/{key('transfer', 'there')}",
    ):
        problem(kiosk.get(page), 403, "base.not-your-office")


def test_an_account_of_a_customer_is_seen_with_the_permission_for_those(machine: Caller) -> None:
    opened(AMINA)
    post(transfer("fee", source=AMINA, target="clearing:out:MAD"))
    seer = Caller(token("view.money", "view.bank"))
    page = f"/entries/{key('transfer', 'fee')}"

    problem(machine.get(f"/accounts/{AMINA}"), 403, "base.not-allowed")
    problem(machine.get(page), 403, "base.not-allowed")
    assert [seer.get(one).status_code for one in (f"/accounts/{AMINA}", page)] == [200, 200]


def test_a_machine_of_a_customer_has_no_way_into_the_books() -> None:
    """Such a key is not issued any more; one from before opens nothing here."""
    old = Caller(token("money.post_transfers", "view.money", name="atlas"))
    apps.get_model("base", "ApiKey").objects.filter(name="atlas").update(customer_code="ATLAS")

    problem(old.post("/entries", [entry()], key=None), 403, "base.not-for-customers")
    problem(old.get(f"/accounts/{TILL}"), 403, "base.not-for-customers")
    assert balance(TILL) == 0


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
