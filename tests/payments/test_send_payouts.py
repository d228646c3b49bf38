"""What the post owes to somebody at another bank is sent once; when it comes back, whoever had it sent hears of it."""

from collections.abc import Iterator
from typing import Any

import pytest

from rekkas.base.outbox import _facts, _name, _subscribers, relay_notices
from rekkas.money import queries as money
from rekkas.money.choices import EntryKind
from rekkas.money.commands import post_all
from rekkas.money.entries import TransferEntry
from rekkas.payments import queries
from rekkas.payments.commands import send_payouts
from rekkas.payments.entries import PayoutAnswer, PayoutWish
from rekkas.payments.facts import PayoutCameBack
from tests.build import BOSS, MONDAY, key
from tests.payments import transfers_world as world
from tests.payments.transfers_world import (
    cut_off,
    elsewhere,
    files,
    returned,
    returns,
    said,
    state,
    status,
    take_returns,
    take_status,
)

WAITING = "clearing:payouts:MAD"


@pytest.fixture(autouse=True)
def clearing(db: None) -> None:
    world.world()
    post_all(
        transfers=[
            TransferEntry(
                key=key("payouts"), source=WAITING, target="reserve:central:MAD", amount=90_000, currency="MAD",
                kind=EntryKind.COD_PAID, happened_at=MONDAY,
            )
        ],
        by=BOSS, at=MONDAY,
    )  # fmt: skip


@pytest.fixture
def heard() -> Iterator[list[PayoutCameBack]]:
    """What a higher app would hear."""
    told: list[PayoutCameBack] = []

    def hear(fact: PayoutCameBack) -> None:
        told.append(fact)

    _facts[_name(PayoutCameBack)] = PayoutCameBack
    others = _subscribers.get(PayoutCameBack, {})
    _subscribers[PayoutCameBack] = {_name(hear): hear}
    yield told
    _subscribers[PayoutCameBack] = others


def wish(word: str = "one", amount: int = 30_000, **changes: Any) -> PayoutWish:
    said: dict[str, Any] = {
        "key": key("payout", word), "country": "MA", "payer_name": "The Post", "payee_name": "Atlas Crafts",
        "payee_account": elsewhere(), "amount": amount, "currency": "MAD", "reference": f"COD-{word}", **changes,
    }  # fmt: skip
    return PayoutWish(**said)


def send(*wishes: PayoutWish) -> list[PayoutAnswer]:
    return send_payouts(payouts=wishes, by=BOSS, at=MONDAY)


def waits() -> int:
    return -money.balance(WAITING)


def test_it_leaves_where_it_waited_and_is_in_the_next_file() -> None:
    (answer,) = send(wish())

    assert (answer.outcome, state(answer.number), waits(), world.cleared()) == (
        "posted",
        "waiting",
        60_000,
        30_000,
    )
    cut_off()
    (message,) = files()
    (sent,) = message.transfers
    assert (sent.debtor, sent.debtor_account, sent.creditor, sent.end_to_end_id) == (
        "The Post", None, "Atlas Crafts", "COD-one",
    )  # fmt: skip
    assert world.nothing_is_wrong()


def test_a_repeat_moves_nothing_and_each_row_is_answered_for_itself() -> None:
    (first,) = send(wish())

    answers = send(
        wish(), wish("two", payee_account="words"), wish("three", payee_account=elsewhere(5, "999")),
        wish("four", 1_000), wish("five", 2**63), wish("six", currency="EUR"), wish("seven", 0),
    )  # fmt: skip

    assert [(one.outcome, one.code) for one in answers] == [
        ("repeated", ""), ("declined", "payments.payee-account-not-right"), ("declined", "payments.payee-is-ours"),
        ("posted", ""), ("declined", "payments.transfer-too-large"),
        ("declined", "payments.transfer-currency-differs"), ("declined", "money.nothing-moves"),
    ]  # fmt: skip
    assert answers[0].number == first.number
    assert (waits(), world.cleared()) == (59_000, 31_000)


def test_what_is_refused_waits_again_and_is_told(heard: list[PayoutCameBack]) -> None:
    (answer,) = send(wish())
    cut_off()

    take_status(status(said("RJCT", answer.number, "AC04")))
    relay_notices()

    assert (waits(), world.cleared()) == (90_000, 0)
    (fact,) = heard
    assert (fact.reference, fact.number, fact.amount, fact.currency, fact.reason) == (
        "COD-one", answer.number, 30_000, "MAD", "AC04",
    )  # fmt: skip
    assert world.nothing_is_wrong()


def test_so_is_what_comes_back_later_with_how_much(heard: list[PayoutCameBack]) -> None:
    (answer,) = send(wish())
    cut_off()
    take_status(status(whole="ACSC"))

    take_returns(returns(returned(answer.number, 29_500)))
    relay_notices()

    assert [fact.amount for fact in heard] == [29_500]
    assert (waits(), queries.credit_transfer(answer.number).returned) == (89_500, 29_500)
    assert world.nothing_is_wrong()


def test_transfers_of_customers_are_nobody_elses_news(heard: list[PayoutCameBack]) -> None:
    source = world.account(amount=1_000_000)
    number = world.send(source).number
    cut_off()

    take_status(status(said("RJCT", number)))
    relay_notices()

    assert heard == []


def test_any_number_takes_the_same_number_of_statements(statements: Any) -> None:
    def wishes(count: int, word: str) -> list[PayoutWish]:
        return [wish(f"{word} {place}", 1) for place in range(count)]

    send(wish("before"))
    with statements() as few:
        send(*wishes(2, "few"))
    with statements() as many:
        send(*wishes(200, "many"))

    assert len(many) == len(few) <= 30
