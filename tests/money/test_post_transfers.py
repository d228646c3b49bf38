"""Money moves: never made, never lost, never twice, and never out of an empty purse."""

from collections.abc import Sequence
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from rekkas.base.actors import system
from rekkas.base.choices import Role
from rekkas.base.errors import NotAllowed
from rekkas.money.choices import CASH_KINDS, LANES, RULES, AccountKind, Book, EntryKind
from rekkas.money.commands import post_all
from rekkas.money.entries import TransferEntry
from rekkas.money.errors import TransferDeclined
from rekkas.money.models import Account, Balance, Entry, Transfer
from rekkas.money.posting import writing
from rekkas.money.queries import balance, balance_faults, ledger_faults
from tests.build import BOSS, MONDAY, staff
from tests.money.purses import (
    AMINA,
    BAG,
    INCOME,
    MERCHANT,
    POUCH,
    SAFE,
    TILL,
    opened,
    outcomes,
    post,
    sums,
    transfer,
)

pytestmark = pytest.mark.django_db


def test_an_amount_leaves_one_account_and_arrives_in_another() -> None:
    assert outcomes(transfer()) == ["posted"]

    assert (balance(INCOME), balance(TILL)) == (-3_500, 3_500)


def test_a_transfer_names_who_said_it_and_when() -> None:
    post(transfer(), by=system("recovery"), at=MONDAY + timedelta(days=1))

    kept = Entry.objects.get()
    assert (kept.actor_kind, kept.actor_name) == ("system", "recovery")
    assert (kept.happened_at, kept.recorded_at) == (MONDAY, MONDAY + timedelta(days=1))


# What a purse, a key and an amount may be; four purses are enough for every kind of chain and ring.
PURSES = (INCOME, TILL, SAFE, POUCH)
MOVES = st.tuples(st.integers(0, 9), st.sampled_from(PURSES), st.sampled_from(PURSES), st.integers(0, 4))
BATCHES = st.lists(st.lists(MOVES, max_size=8), max_size=5)
Move = tuple[int, str, str, int]


def entry(move: Move) -> TransferEntry:
    number, source, target, amount = move
    return transfer(str(number), source=source, target=target, amount=amount)


class Oracle:
    """The ledger in a few lines: purses and keys."""

    def __init__(self) -> None:
        self.held = dict.fromkeys(PURSES, 0)
        self.said: dict[int, Move] = {}

    def move(self, move: Move) -> str:
        number, source, target, amount = move
        if amount == 0 or source == target:
            return "money.nothing-moves"
        if number in self.said:
            return "repeated" if self.said[number] == move else "money.key-reused"
        if source != INCOME and self.held[source] < amount:
            return "money.not-enough"
        self.held[source] -= amount
        self.held[target] += amount
        self.said[number] = move
        return "posted"


@settings(max_examples=40, deadline=None)
@given(BATCHES)
def test_no_sequence_of_transfers_makes_or_loses_money(batches: list[list[Move]]) -> None:
    oracle = Oracle()
    with transaction.atomic():
        for batch in batches:
            assert outcomes(*map(entry, batch)) == [oracle.move(move) for move in batch]

        assert {purse: balance(purse) for purse in PURSES} == oracle.held
        assert set(sums().values()) <= {0}
        assert [*balance_faults(), *ledger_faults()] == []
        transaction.set_rollback(True)


@settings(max_examples=25, deadline=None)
@given(st.lists(MOVES, max_size=12), st.sets(st.integers(1, 11)))
def test_how_transfers_are_split_into_batches_and_repeated_changes_nothing(
    moves: list[Move], cuts: set[int]
) -> None:
    ends = [0, *sorted(cuts), len(moves)]
    parts = [moves[start:end] for start, end in pairwise(ends)]

    with transaction.atomic():
        whole = outcomes(*map(entry, moves))
        at_once = {purse: balance(purse) for purse in PURSES}
        transaction.set_rollback(True)
    with transaction.atomic():
        split: list[str] = []
        for part in parts:
            answers = outcomes(*map(entry, part))
            done = [
                move for move, answer in zip(part, answers, strict=True) if answer in {"posted", "repeated"}
            ]
            assert outcomes(*map(entry, reversed(done))) == ["repeated"] * len(done)
            split += answers
        in_parts = {purse: balance(purse) for purse in PURSES}
        transaction.set_rollback(True)

    assert (split, in_parts) == (whole, at_once)


def test_a_repeat_is_answered_as_such_and_moves_nothing_even_years_later() -> None:
    post(transfer())

    (again,) = post(transfer(), at=MONDAY + timedelta(days=3_650), by=system("late"))

    assert again.outcome.value == "repeated"
    assert balance(TILL) == 3_500
    assert Transfer.objects.count() == 1


OTHER_CONTENT: Sequence[dict[str, Any]] = (
    {"amount": 3_501},
    {"target": "till:MA0001/karim:MAD"},
    {"source": "income:fines:MAD"},
    {"kind": EntryKind.COD_PAID},
    {"subject": "PC000000029MA"},
    {"currency": "XOF", "source": "income:postage:XOF", "target": "till:MA0001/fatima:XOF"},
)


@pytest.mark.parametrize("changes", OTHER_CONTENT)
def test_a_key_never_moves_anything_else(changes: dict[str, Any]) -> None:
    post(transfer())

    assert outcomes(transfer(**changes)) == ["money.key-reused"]
    assert Transfer.objects.get().amount == 3_500


@pytest.mark.parametrize("changes", OTHER_CONTENT)
def test_nor_does_it_within_one_batch(changes: dict[str, Any]) -> None:
    assert outcomes(transfer(), transfer(**changes), transfer()) == ["posted", "money.key-reused", "repeated"]
    assert sums()["MAD"] == 0
    assert balance(TILL) == 3_500


def test_a_key_whose_transfer_was_declined_is_still_free() -> None:
    out = transfer("out", source=TILL, target=SAFE, amount=3_500)

    assert outcomes(out, transfer(), out, out) == ["money.not-enough", "posted", "posted", "repeated"]


@pytest.mark.parametrize("kind", sorted(CASH_KINDS))
def test_cash_that_is_not_there_cannot_be_handed_over(kind: AccountKind) -> None:
    purse = f"{kind.value}:someone:MAD"
    post(transfer(target=purse, amount=100))

    (answer,) = post(transfer("out", source=purse, target=MERCHANT, amount=101))

    assert (answer.outcome.value, answer.code) == ("declined", "money.not-enough")
    assert purse in answer.message
    assert "100" in answer.message
    assert "101" in answer.message
    assert balance(purse) == 100
    assert outcomes(transfer("all", source=purse, target=MERCHANT, amount=100)) == ["posted"]


OWED_OR_EARNED = sorted(
    kind
    for kind, rule in RULES.items()
    if rule.book is Book.POST and rule.floor is None and kind != AccountKind.MIRROR
)


@pytest.mark.parametrize("kind", OWED_OR_EARNED)
def test_what_is_owed_and_what_is_earned_stand_below_zero(kind: str) -> None:
    assert outcomes(transfer(source=f"{kind}:someone:MAD")) == ["posted"]

    assert balance(f"{kind}:someone:MAD") == -3_500


def test_what_comes_in_earlier_in_a_batch_can_go_out_later_in_it_and_not_before() -> None:
    out = transfer("out", source=TILL, target=SAFE, amount=3_500)

    assert outcomes(out, transfer(), transfer("out again", source=TILL, target=SAFE)) == [
        "money.not-enough", "posted", "posted",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"amount": 0}, "money.nothing-moves"),
        ({"amount": -3_500}, "money.nothing-moves"),
        ({"target": INCOME}, "money.nothing-moves"),
        ({"currency": "XOF"}, "money.wrong-currency"),
        ({"target": "till:MA0001/fatima:XOF"}, "money.wrong-currency"),
        ({"target": "till:MA0001/fatima"}, "money.not-an-account"),
        ({"target": "till::MAD"}, "money.not-an-account"),
        ({"target": "drawer:MA0001:MAD"}, "money.not-an-account"),
        ({"target": ""}, "money.not-an-account"),
        ({"target": "till:fatima\0:MAD"}, "money.not-an-account"),
        ({"target": f"till:{'x' * 65}:MAD"}, "money.not-an-account"),
        ({"source": "income:x:", "target": "till:x:", "currency": ""}, "money.not-an-account"),
        ({"source": "income:x:mad", "target": "till:x:mad", "currency": "mad"}, "money.not-an-account"),
        ({"amount": 2**63}, "base.invalid-input"),
        ({"amount": 10**15 + 1}, "base.invalid-input"),
        ({"subject": "x" * 41}, "base.invalid-input"),
        ({"subject": "PC\0"}, "base.invalid-input"),
        ({"office": "x" * 13}, "base.invalid-input"),
        ({"happened_at": MONDAY.replace(tzinfo=None)}, "base.invalid-input"),
    ],
)
def test_a_bad_transfer_is_answered_for_itself(changes: dict[str, Any], code: str) -> None:
    good, better = transfer("good"), transfer("better")

    assert outcomes(good, transfer("bad", **changes), better) == ["posted", code, "posted"]
    assert balance(TILL) == 7_000
    assert Account.objects.count() == 2


def test_answers_come_in_the_order_asked() -> None:
    batch = [transfer(str(number), amount=number % 3) for number in range(30)]

    assert [result.key for result in post(*batch)] == [one.key for one in batch]


def test_an_empty_batch_moves_nothing() -> None:
    assert post() == []
    assert Transfer.objects.count() == 0


def test_an_account_opens_with_its_first_transfer_and_only_once() -> None:
    post(transfer("one"), transfer("two"))
    post(transfer("three"))

    assert sorted(Account.objects.values_list("code", "kind", "owner", "currency")) == [
        (INCOME, "income", "postage", "MAD"),
        (TILL, "till", "MA0001/fatima", "MAD"),
    ]
    assert Balance.objects.count() == 1 + LANES  # a till is one; what is earned has a stripe in each lane


def test_each_currency_sums_to_zero_by_itself() -> None:
    post(
        transfer(), transfer("cfa", source="income:postage:XOF", target="till:SN0001/awa:XOF", currency="XOF")
    )

    assert sums() == {"MAD": 0, "XOF": 0}
    assert balance("till:SN0001/awa:XOF") == 3_500


@pytest.mark.parametrize("fresh", [True, False], ids=["accounts opened on the way", "accounts known"])
def test_a_batch_of_any_size_takes_the_same_number_of_statements(fresh: bool, statements: Any) -> None:
    def batch(size: int, word: str) -> list[TransferEntry]:
        return [
            transfer(f"{word} {number}", target=f"till:MA0001/{word if fresh else ''}{number}:MAD")
            for number in range(size)
        ]

    post(*batch(1_000, "before"))
    with statements() as few:
        post(*batch(10, "few"))
    with statements() as many:
        post(*batch(1_000, "many"))

    assert len(many) == len(few) <= 24


@pytest.mark.parametrize("last", ["insert_all", "seal_batch", "add_to_rows", "update_rows"])
def test_what_breaks_off_in_the_middle_leaves_nothing_behind(
    last: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    post(transfer("before"))
    monkeypatch.setattr(writing, last, lambda *_, **__: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        post(transfer("during", target=BAG))
    monkeypatch.undo()

    assert (balance(TILL), balance(BAG), balance(INCOME)) == (3_500, 0, -3_500)
    assert not Account.objects.filter(code=BAG).exists()
    assert [*balance_faults(), *ledger_faults()] == []
    assert outcomes(transfer("during", target=BAG)) == ["posted"]  # a retry completes it


@pytest.mark.parametrize("role", Role)
def test_no_person_moves_money_freely(role: Role) -> None:
    """Each movement has a verb of its own, with what that verb asks for: nobody goes round them."""
    with pytest.raises(NotAllowed):
        post(transfer(), by=staff("someone", role))

    assert Transfer.objects.count() == 0
    assert post(transfer(), by=system("karim"))[0].outcome.value == "posted"


@pytest.mark.parametrize("statement", ["UPDATE {} SET amount = amount + 1", "DELETE FROM {}", "empty {}"])
def test_a_transfer_cannot_be_changed_or_taken_back(statement: str) -> None:
    post(transfer())
    connection.check_constraints()  # foreign keys are looked at later, and hold up a TRUNCATE until then
    statement = statement.replace(
        "empty", {"sqlite": "DELETE FROM", "postgresql": "TRUNCATE"}[connection.vendor]
    )

    with pytest.raises(DatabaseError, match=r"append-only: .* on money_transfer"), transaction.atomic():
        connection.cursor().execute(statement.format("money_transfer"))

    assert Transfer.objects.get().amount == 3_500


ENTRY, LEG = "money_entry", "money_transfer"


@pytest.mark.parametrize(
    ("table", "changes", "said"),
    [
        (LEG, {"amount": "0"}, "transfer_moves_something"),
        (LEG, {"target_id": "source_id"}, "transfer_between_two_accounts"),
        (LEG, {"amount": "amount"}, "entry_id"),
        (LEG, {"source_id": "999999"}, "transfer_fits_its_entry_and_accounts"),
        (LEG, {"entry_id": "999999"}, "transfer_fits_its_entry_and_accounts"),
        (LEG, {"currency": "'XOF'"}, "transfer_fits_its_entry_and_accounts"),
        (LEG, {"business_date": "'2026-03-09'"}, "transfer_fits_its_entry_and_accounts"),
        (LEG, {"is_held": "true"}, "cash_moves_openly|transfer_fits_its_entry_and_accounts"),
        (LEG, {"source_id": "(SELECT id FROM money_account WHERE book = 'bank')"}, "transfer_fits_its_entry"),
        (ENTRY, {"key": "key"}, "key"),
        (ENTRY, {"phase": "'taken'"}, "entry_has_a_known_phase"),
        (ENTRY, {"phase": "'released'"}, "entry_that_lets_go_names_what"),
        (ENTRY, {"expires_at": "happened_at"}, "entry_expires_only_when_held"),
        (ENTRY, {"settles_id": "id", "reverses_id": "id"}, "entry_names_one_other_at_most"),
    ],
)
def test_round_the_command_the_database_refuses(table: str, changes: dict[str, str], said: str) -> None:
    opened(AMINA)
    post(transfer())
    model = Transfer if table == LEG else Entry
    fresh = {} if "entry_id" in changes or said == "entry_id" else {"leg": "leg + 1"}
    if table == ENTRY:
        fresh = {"id": "id + 1", "key": "'00000000000000000000000000000001'"}
    columns = [field.column for field in model._meta.concrete_fields if field.column]
    values = [{**fresh, **changes}.get(name, name) for name in columns]

    with pytest.raises(IntegrityError, match=said), transaction.atomic():
        connection.cursor().execute(
            f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(values)} FROM {table}"
        )


def test_an_account_of_no_known_kind_is_refused_by_the_database() -> None:
    with pytest.raises(IntegrityError, match="account_is_of_a_known_kind"), transaction.atomic():
        Account.objects.create(
            code="drawer:x:MAD", kind="drawer", owner="x", currency="MAD", book="post", opened_at=MONDAY
        )


@pytest.mark.parametrize(
    ("changes", "code", "status"),
    [
        ({"source": "till:MA0001/new:MAD"}, "money.not-enough", 409),
        ({"amount": 0}, "money.nothing-moves", 422),
        ({"source": "current:9:MAD"}, "money.unknown-account", 404),
        ({"subject": "x" * 41}, "base.invalid-input", 422),
    ],
)
def test_a_set_of_which_one_is_declined_says_why_under_the_ledgers_own_code(
    changes: dict[str, Any], code: str, status: int
) -> None:
    with pytest.raises(TransferDeclined) as refused:
        post_all(transfers=[transfer("good"), transfer("bad", **changes)], by=BOSS, at=MONDAY)

    assert (refused.value.code, refused.value.status) == (code, status)
    assert TransferDeclined(reason="x").code == "money.declined"
