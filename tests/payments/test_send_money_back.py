"""Money that nobody could place goes back to its bank with the next cut-off."""

import pytest

from rekkas.payments import queries
from rekkas.payments.commands import send_money_back
from rekkas.payments.errors import AllottedBefore, NotToBeSentBack
from tests.build import MONDAY
from tests.payments import transfers_world as world
from tests.payments.test_allocate_money import kept
from tests.payments.transfers_world import (
    LATIFA,
    account,
    cut_off,
    files,
    returned,
    returns,
    send,
    shut,
    state,
    take_returns,
)


@pytest.fixture(autouse=True)
def clearing(db: None) -> None:
    world.world(unknown="keep")


def send_back(number: str, key: str | None = None) -> None:
    send_money_back(number=number, by=LATIFA, at=MONDAY, key=key)


def test_it_is_in_the_next_file_of_returns() -> None:
    number, transfer = kept()

    send_back(number)

    assert (state(transfer), world.kept(), len(queries.unallocated_open())) == ("waiting", 200_000, 0)
    assert cut_off().return_total == 200_000
    (message,) = files()
    assert [one.amount for one in message.transfers] == [200_000]
    assert (state(transfer), world.kept(), world.cleared()) == ("returned", 0, 0)
    assert world.nothing_is_wrong()


def test_it_goes_back_once() -> None:
    number, _ = kept()

    send_back(number, "k-1")
    send_back(number, "k-1")
    with pytest.raises(AllottedBefore):
        send_back(number)


def test_what_came_back_to_us_is_not_sent_to_the_bank_that_refused_it() -> None:
    source = account("amina", amount=100_300)
    transfer = send(source, 100_000).number
    cut_off()
    shut(source)
    take_returns(returns(returned(transfer)))
    (held,) = queries.unallocated_open()

    with pytest.raises(NotToBeSentBack):
        send_back(held.number)
