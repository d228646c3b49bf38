"""Two hands on the same file at the same moment, each with its own connection to the database."""

from collections import Counter
from typing import Any
from uuid import uuid4

import pytest

from rekkas.payments import queries
from rekkas.payments.entries import FileTaken
from rekkas.payments.errors import FileRepeated
from rekkas.payments.queries.clearing_faults import clearing_faults
from tests.bank.accounts import holds
from tests.payments import transfers_world as world
from tests.payments.transfers_world import (
    account,
    arrival,
    arrivals,
    cut_off,
    elsewhere,
    employer,
    files,
    iban,
    payment_file,
    receive,
    returned,
    returns,
    said,
    send,
    state,
    status,
    take_arrivals,
    take_returns,
    take_status,
    wage,
)
from tests.races.together import together

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def clearing(db: None) -> None:
    world.world()


def kinds(answers: list[Any]) -> Counter[str]:
    return Counter(type(answer).__name__ for answer in answers)


def test_the_same_file_from_many_hands_is_taken_once() -> None:
    source, amina = employer(), account("amina")
    content = payment_file(source, wage(iban(amina), 100, "A"), wage(elsewhere(), 200, "B"))
    payer = world.holder(source)

    answers = together(
        *[lambda name=f"{n}.xml": receive(content, source, customer=payer, name=name) for n in range(4)]
    )

    assert kinds(answers) == {FileTaken.__name__: 1, FileRepeated.__name__: 3}
    assert (holds(amina), world.cleared(), len(queries.payment_files())) == (100, 200, 1)
    assert world.nothing_is_wrong()


def test_the_same_request_from_many_hands_is_answered_alike() -> None:
    source, amina = employer(), account("amina")
    content = payment_file(source, wage(iban(amina), 100))
    payer, key = world.holder(source), str(uuid4())

    answers = together(*[lambda: receive(content, source, customer=payer, key=key)] * 4)

    assert len({answer.number for answer in answers if isinstance(answer, FileTaken)}) == 1
    assert kinds(answers) == {FileTaken.__name__: 4}
    assert holds(amina) == 100


def test_two_files_that_pay_each_other_crosswise_are_both_paid() -> None:
    one, other = employer(word="one"), employer(word="other")
    first = payment_file(one, *(wage(iban(other), 100 + n, f"A-{n}") for n in range(20)), message_id="M-1")
    second = payment_file(other, *(wage(iban(one), 200 + n, f"B-{n}") for n in range(20)), message_id="M-2")
    payers = world.holder(one), world.holder(other)

    answers = together(
        lambda: receive(first, one, customer=payers[0]), lambda: receive(second, other, customer=payers[1])
    )

    assert [answer.state for answer in answers] == ["executed", "executed"]
    assert holds(one) + holds(other) == 20_000_000
    assert world.nothing_is_wrong()


def test_two_files_that_share_a_reference_pay_it_once() -> None:
    source, amina = employer(), account("amina")
    one = payment_file(source, wage(iban(amina), 100, "E-1"), wage(iban(amina), 1, "E-2"), message_id="M-1")
    two = payment_file(source, wage(iban(amina), 100, "E-1"), wage(iban(amina), 2, "E-3"), message_id="M-2")
    payer = world.holder(source)

    answers = together(*[lambda file=file: receive(file, source, customer=payer) for file in (one, two)])

    assert kinds(answers) == {FileTaken.__name__: 2}
    assert holds(amina) == 103
    assert world.nothing_is_wrong()


def test_a_cut_off_closed_by_many_hands_is_one() -> None:
    source = account(amount=1_000_000)
    numbers = {send(source, 1_000).number for _ in range(5)}

    answers = together(*[cut_off] * 4)

    assert answers == [answers[0]] * 4
    (message,) = files()
    assert {one.transaction_id for one in message.transfers} == numbers
    assert len(message.transfers) == 5
    assert world.nothing_is_wrong()


def test_a_transfer_that_comes_while_a_cut_off_closes_is_in_one_file() -> None:
    source = account(amount=1_000_000)
    send(source, 1_000)

    answers = together(cut_off, *[lambda: send(source, 1_000)] * 3)
    cut_off(2)

    numbers = [answer.number for answer in answers[1:] if not isinstance(answer, Exception)]
    inside = [one.transaction_id for message in (*files(1), *files(2)) for one in message.transfers]
    assert len(numbers) == 3
    assert len(inside) == len(set(inside)) == 4
    assert {state(number) for number in numbers} == {"sent"}
    assert world.nothing_is_wrong()


def test_a_refusal_from_many_hands_gives_back_once() -> None:
    source = account(amount=1_000_000)
    number = send(source, 100_000).number
    cut_off()
    contents = [status(said("RJCT", number, "AC04")) for _ in range(4)]

    together(*[lambda content=content: take_status(content) for content in contents])

    assert (state(number), holds(source)) == ("rejected", 999_700)
    assert world.nothing_is_wrong()


def test_a_return_and_a_status_at_the_same_moment_give_back_once() -> None:
    source = account(amount=1_000_000)
    number = send(source, 100_000).number
    cut_off()
    refusal, return_ = status(said("RJCT", number)), returns(returned(number))

    together(lambda: take_status(refusal), lambda: take_returns(return_))

    assert state(number) in {"rejected", "returned"}
    assert holds(source) == 999_700
    assert len(queries.kept_aside()) == 1
    assert world.nothing_is_wrong()


def test_a_transfer_is_cancelled_or_sent_never_both() -> None:
    source = account(amount=1_000_000)
    number = send(source, 100_000).number

    together(lambda: world.cancel(number), cut_off)

    sent = [one.transaction_id for message in files() for one in message.transfers]
    assert (state(number), sent, holds(source)) in (
        ("cancelled", [], 1_000_000), ("sent", [number], 899_700),
    )  # fmt: skip
    assert world.nothing_is_wrong()


def test_a_file_of_another_bank_from_many_hands_is_credited_once() -> None:
    amina = account("amina")
    content = arrivals(arrival(iban(amina), 100, "X-1"), arrival(elsewhere(31, "999"), 200, "X-2"))

    answers = together(*[lambda: take_arrivals(content)] * 4)

    assert kinds(answers)[FileRepeated.__name__] == 3
    assert (holds(amina), world.kept()) == (100, 200)
    assert list(clearing_faults()) == []
