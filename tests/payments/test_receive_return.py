"""What another bank sends back is given to its payer once."""

from typing import Any

import pytest

from rekkas.base.choices import Role
from rekkas.base.errors import NotAllowed
from rekkas.payments import queries
from rekkas.payments.errors import FileRepeated, PaymentFileNotRight
from tests.bank.accounts import holds
from tests.build import staff
from tests.payments import transfers_world as world
from tests.payments.test_receive_status import outcomes, sent
from tests.payments.transfers_world import (
    BOMB,
    account,
    answer_to,
    cut_off,
    returned,
    returns,
    said,
    send,
    shut,
    state,
    status,
    take_returns,
    take_status,
)

pytestmark = pytest.mark.usefixtures("clearing")


def settled(count: int = 1) -> tuple[str, list[str]]:
    source, numbers = sent(count)
    take_status(status(whole="ACSC"))
    return source, numbers


def answers(content: bytes) -> list[tuple[str, str, str]]:
    from hashlib import sha256

    message = answer_to(sha256(content).hexdigest())
    return [
        (line.transaction_id, line.status, line.reasons[0].code if line.reasons else "")
        for line in message.transfers
    ]


def test_the_payer_has_the_money_again_and_knows_why() -> None:
    source, (number, other) = settled(2)
    content = returns(returned(number, code="AC04"))

    taken = take_returns(content)

    row = queries.credit_transfer(number)
    assert (taken.applied, row.state, row.reason, row.returned, state(other)) == (
        1, "returned", "AC04", 100_000, "settled",
    )  # fmt: skip
    assert (holds(source), world.cleared()) == (899_400, 100_000)
    assert answers(content) == [(number, "ACSC", "")]
    assert world.nothing_is_wrong()


def test_less_than_was_sent_may_come_back() -> None:
    source, (number,) = settled()

    take_returns(returns(returned(number, 98_500, original_amount=100_000)))

    assert (queries.credit_transfer(number).returned, holds(source)) == (98_500, 1_000_000 - 300 - 1_500)
    assert world.nothing_is_wrong()


def test_a_transfer_that_was_not_answered_yet_may_come_back_too() -> None:
    source, (number,) = sent()

    take_returns(returns(returned(number)))

    assert (state(number), holds(source)) == ("returned", 999_700)
    assert world.nothing_is_wrong()


def test_the_same_file_is_refused_and_a_second_return_is_kept_aside() -> None:
    source, (number,) = settled()
    content = returns(returned(number), message_id="B-1")
    take_returns(content)

    with pytest.raises(FileRepeated):
        take_returns(content, name="again.xml")
    again = returns(returned(number))
    taken = take_returns(again)

    assert (taken.aside, outcomes(), answers(again)) == (
        1,
        [("aside", "duplicate")],
        [(number, "RJCT", "AM05")],
    )
    assert holds(source) == 999_700
    assert world.nothing_is_wrong()


@pytest.mark.parametrize(
    ("case", "aside", "code"),
    [
        ("of nobody", "unknown", "MS03"),
        ("too much", "amount", "AM02"),
        ("other money", "amount", "AM02"),
        ("rejected before", "contradicts", "MS03"),
        ("not sent", "not-sent", "MS03"),
        ("inside", "unknown", "MS03"),
    ],
)
def test_what_cannot_be_is_kept_aside_and_answered(case: str, aside: str, code: str) -> None:
    source, (number,) = sent()
    line: dict[str, Any] = {}
    if case == "of nobody":
        number = "TR9999999999"
    elif case == "too much":
        line = {"amount": 100_001}
    elif case == "other money":
        line = {"currency": "EUR"}
    elif case == "rejected before":
        take_status(status(said("RJCT", number)))
    elif case == "not sent":
        number = send(source).number
    elif case == "inside":
        other = account("youssef")
        file = world.receive(world.payment_file(source, world.wage(world.iban(other), 100_000)), source)
        (row,) = queries.credit_transfers(file=queries.payment_file(file.number))
        number = row.number
    before = (holds(source), world.cleared())
    content = returns(returned(number, **line))

    taken = take_returns(content)

    assert (taken.aside, outcomes()) == (1, [("aside", aside)])
    assert answers(content) == [(number, "RJCT", code)]
    assert (holds(source), world.cleared()) == before
    assert world.nothing_is_wrong()


def test_money_of_an_account_that_was_closed_meanwhile_waits_for_a_person() -> None:
    source = account(amount=100_300)
    number = send(source, 100_000).number
    cut_off()
    shut(source)

    take_returns(returns(returned(number)))

    assert (state(number), world.kept()) == ("returned", 100_000)
    assert world.nothing_is_wrong()


def test_what_is_no_file_of_returns_is_refused() -> None:
    with pytest.raises(PaymentFileNotRight):
        take_returns(BOMB)


def test_whoever_may_not_is_refused() -> None:
    with pytest.raises(NotAllowed):
        take_returns(b"", by=staff("ali", Role.CLERK))
