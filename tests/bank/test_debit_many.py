"""Amounts leave many accounts for what their holders asked: each row once, with what it costs."""

import msgspec
import pytest

from rekkas.bank.commands import debit_many
from rekkas.bank.entries import AccountEntry, RowAnswer
from rekkas.money import queries as money
from rekkas.money.choices import EntryKind
from tests.bank.accounts import account, holds, snapshot
from tests.build import BOSS, MONDAY, key

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("bank")]
OUTGOING = "clearing:outgoing:MAD"


def order(word: str, number: str, amount: int, **changes: object) -> AccountEntry:
    entry = AccountEntry(
        key=key("out", word), account=number, amount=amount, currency="MAD", place=OUTGOING,
        kind=EntryKind.CREDIT_TRANSFER_OUT, fee="per-transfer-outside",
    )  # fmt: skip
    return msgspec.structs.replace(entry, **changes)


def debited(*entries: AccountEntry) -> list[RowAnswer]:
    return debit_many(entries=entries, by=BOSS, at=MONDAY)


def test_an_amount_waits_to_be_sent_and_the_fee_is_the_banks() -> None:
    number = account(amount=50_000)

    (answer,) = debited(order("a", number, 20_000))

    assert (answer.outcome, answer.fee, holds(number)) == ("posted", 300, 29_700)
    assert (money.balance(OUTGOING), money.balance("fees:per-transfer-outside:MAD")) == (-20_000, -300)


def test_a_row_sent_twice_leaves_once() -> None:
    number = account(amount=50_000)
    debited(order("a", number, 20_000))

    assert debited(order("a", number, 20_000))[0].outcome == "repeated"
    assert holds(number) == 29_700


def test_who_has_not_enough_is_declined_and_the_next_is_not() -> None:
    poor, rich = account("amina", amount=20_299), account("brahim", amount=20_300)

    answers = debited(order("a", poor, 20_000), order("b", rich, 20_000))

    assert [answer.code or answer.outcome for answer in answers] == ["bank.balance-too-low", "posted"]
    assert (holds(poor), holds(rich)) == (20_299, 0)


def test_a_savings_book_sends_nothing_to_others() -> None:
    number = account("amina", "savings", amount=50_000)
    before = snapshot()

    (answer,) = debited(order("a", number, 1_000))

    assert answer.code == "bank.channel-closed"
    assert snapshot() == before
