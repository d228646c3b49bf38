"""A large transfer goes when somebody else has looked at it."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from rekkas.bank.errors import LimitReached
from rekkas.money.errors import TransferDeclined
from rekkas.payments import queries
from rekkas.payments.commands import approve_transfer
from rekkas.payments.errors import OwnTransfer, TransferNotInState, UnknownTransfer
from tests.bank.accounts import holds
from tests.build import BOSS, MONDAY
from tests.payments import transfers_world as world
from tests.payments.transfers_world import LATIFA, account, frozen, send, state


@pytest.fixture(autouse=True)
def clearing(db: None) -> None:
    world.world(second_person_from=500_000)


def approve(number: str, **changes: Any) -> Any:
    return approve_transfer(**{"number": number, "by": LATIFA, "at": MONDAY, **changes})


def test_what_was_set_aside_leaves_and_waits_for_the_next_file() -> None:
    source = account(amount=1_000_000)
    held = send(source, 600_000)

    done = approve(held.number)

    assert (done.state, done.fee, state(held.number)) == ("waiting", 300, "waiting")
    assert (holds(source), world.cleared()) == (399_700, 600_000)
    row = queries.credit_transfer(held.number)
    assert (row.received_by, row.approved_by) == ("tests", "latifa")
    assert [event.after for event in queries.events_of(row)] == ["received", "held", "waiting"]
    assert world.nothing_is_wrong()


def test_nobody_approves_their_own() -> None:
    held = send(account(amount=1_000_000), 600_000)

    with pytest.raises(OwnTransfer):
        approve(held.number, by=BOSS)


def test_a_transfer_is_approved_once_and_sent_twice_is_one() -> None:
    held = send(account(amount=1_000_000), 600_000)

    assert approve(held.number, key="k-1") == approve(held.number, key="k-1")
    with pytest.raises(TransferNotInState):
        approve(held.number)
    assert world.cleared() == 600_000


def test_an_account_that_was_frozen_meanwhile_gives_nothing_and_the_amount_stays_aside() -> None:
    source = account(amount=1_000_000)
    held = send(source, 600_000)
    frozen(source)

    with pytest.raises(TransferDeclined, match="blocked"):
        approve(held.number)

    assert (state(held.number), holds(source), world.cleared()) == ("held", 1_000_000, 0)
    assert world.nothing_is_wrong()


def test_the_limits_of_the_day_on_which_it_goes_hold() -> None:
    world.rules(second_person_from=300_000)
    source = account("amina", "wallet", level="2", amount=500_000)
    held = send(source, 300_000)
    send(source, 200_000)
    world.pay_in(source, 100_000)
    send(source, 100_000)

    with pytest.raises(LimitReached):
        approve(held.number, at=MONDAY + timedelta(hours=1))

    assert approve(held.number, at=MONDAY + timedelta(days=1)).state == "waiting"


def test_an_unknown_transfer_is_not_approved() -> None:
    with pytest.raises(UnknownTransfer):
        approve("TR9999999999")


def test_whoever_goes_round_the_command_is_refused_by_the_database() -> None:
    send(account(amount=1_000_000), 600_000)

    with (
        pytest.raises(IntegrityError, match="transfer_is_approved_by_another"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE payments_credittransfer SET approved_by = received_by")
