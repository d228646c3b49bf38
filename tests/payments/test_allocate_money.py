"""Money that no account took is given to the right one by a person, once."""

from typing import Any

import pytest

from rekkas.bank.queries.accounts import account as account_of
from rekkas.base.choices import Role
from rekkas.money.errors import TransferDeclined
from rekkas.payments import queries
from rekkas.payments.commands import allocate_money
from rekkas.payments.errors import AllottedBefore, UnknownUnallocated
from tests.bank.accounts import holds
from tests.build import MONDAY, staff
from tests.payments import transfers_world as world
from tests.payments.transfers_world import (
    LATIFA,
    account,
    arrival,
    arrivals,
    cut_off,
    frozen,
    returned,
    returns,
    send,
    shut,
    state,
    take_arrivals,
    take_returns,
)


@pytest.fixture(autouse=True)
def clearing(db: None) -> None:
    world.world(unknown="keep")


def kept(payee: str = "", amount: int = 200_000) -> tuple[str, str]:
    """Money for an account that is not there, in the name of an account's holder: its number, and its transfer's."""
    name = account_of(payee).holder.latin_name if payee else "Zineb Ouazzani"
    take_arrivals(arrivals(arrival(world.elsewhere(31, "999"), amount, creditor=name)))
    (held,) = queries.unallocated_open()
    return held.number, held.transfer.number


RACHID = staff("rachid", Role.TREASURER)


def allocate(number: str, to: str, **changes: Any) -> str:
    return allocate_money(**{"number": number, "account": to, "by": LATIFA, "at": MONDAY, **changes})


def test_it_is_on_the_account_and_waits_no_longer() -> None:
    amina = account("amina")
    number, transfer = kept(amina)

    assert allocate(number, world.iban(amina)) == amina

    held = queries.unallocated(number)
    assert (held.allotted_to, held.closed_by, held.closed_at) == (amina, "latifa", MONDAY)
    assert (state(transfer), holds(amina), world.kept()) == ("settled", 200_000, 0)
    assert len(queries.unallocated_open()) == 0
    assert world.nothing_is_wrong()


def test_an_account_that_takes_nothing_leaves_it_waiting() -> None:
    amina = account("amina")
    frozen(amina)
    number, transfer = kept(amina)

    with pytest.raises(TransferDeclined, match="blocked"):
        allocate(number, amina)

    assert (state(transfer), world.kept()) == ("held", 200_000)
    assert world.nothing_is_wrong()


def test_to_an_account_of_another_name_two_people_must_say_the_same() -> None:
    youssef = account("youssef")
    number, transfer = kept()

    first = (allocate(number, youssef), allocate(number, youssef))
    waits = (holds(youssef), state(transfer))
    second = allocate(number, youssef, by=RACHID)

    assert (first, waits) == (("", ""), (0, "held"))
    assert (second, holds(youssef), state(transfer)) == (youssef, 200_000, "settled")
    held = queries.unallocated(number)
    assert (held.proposed_by, held.closed_by) == ("latifa", "rachid")
    assert world.nothing_is_wrong()


def test_a_second_person_who_says_another_account_proposes_that_one() -> None:
    youssef, driss = account("youssef"), account("driss")
    number, _ = kept()
    allocate(number, youssef)

    assert allocate(number, driss, by=RACHID) == ""

    assert (holds(youssef), holds(driss)) == (0, 0)
    assert allocate(number, driss) == driss


def test_it_is_given_once() -> None:
    amina = account("amina")
    number, _ = kept(amina)

    assert allocate(number, amina, key="k-1") == allocate(number, amina, key="k-1")
    with pytest.raises(AllottedBefore, match="latifa"):
        allocate(number, account("youssef"))

    assert holds(amina) == 200_000


def test_what_came_back_is_given_to_another_account_of_its_payer() -> None:
    source = account("amina", amount=100_300)
    other = account(of=world.holder(source))
    transfer = send(source, 100_000).number
    cut_off()
    shut(source)
    take_returns(returns(returned(transfer)))
    (held,) = queries.unallocated_open()

    allocate(held.number, other)

    assert (state(transfer), holds(other), world.kept()) == ("returned", 100_000, 0)
    assert world.nothing_is_wrong()


def test_only_what_waits_is_given() -> None:
    with pytest.raises(UnknownUnallocated):
        allocate("UN99999999", account("amina"))
