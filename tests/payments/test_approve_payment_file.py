"""A large file is looked at by a second person before anything of it is paid."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from rekkas.base.choices import Role
from rekkas.base.errors import NotAllowed
from rekkas.payments import queries
from rekkas.payments.commands import approve_payment_file
from rekkas.payments.errors import FileDecided, OwnPaymentFile, UnknownPaymentFile
from tests.bank.accounts import holds
from tests.build import BOSS, MONDAY, staff
from tests.payments import transfers_world as world
from tests.payments.transfers_world import (
    LATIFA,
    account,
    elsewhere,
    employer,
    iban,
    payment_file,
    states,
    wage,
)


@pytest.fixture(autouse=True)
def clearing(db: None) -> None:
    world.world(second_person_from=100_000)


def large(*more: Any, **changes: Any) -> tuple[str, str, str]:
    """A file that waits for a second person: its number, who pays, who is paid."""
    source, amina = employer(), account("amina")
    content = payment_file(source, wage(iban(amina), 300_000, "A"), *more, **changes)
    return world.receive(content, source).number, source, amina


def approve(number: str, **changes: Any) -> Any:
    return approve_payment_file(**{"number": number, "by": LATIFA, "at": MONDAY, **changes})


def test_what_another_has_approved_is_paid_at_once() -> None:
    number, _, amina = large(wage(elsewhere(), 200_000, "B"))
    assert holds(amina) == 0

    done = approve(number)

    assert (done.settled, done.waiting, done.rejected) == (1, 1, 0)
    file = queries.payment_file(number)
    assert (file.state, file.received_by, file.decided_by, file.decided_at) == (
        "executed", "tests", "latifa", MONDAY,
    )  # fmt: skip
    assert (holds(amina), world.cleared()) == (300_000, 200_000)
    assert world.nothing_is_wrong()


def test_nobody_approves_what_they_have_sent_in() -> None:
    number, _, amina = large()

    with pytest.raises(OwnPaymentFile):
        approve(number, by=BOSS)

    assert holds(amina) == 0


def test_a_file_is_approved_once() -> None:
    number, _, amina = large()
    approve(number)

    with pytest.raises(FileDecided, match="Executed"):
        approve(number)

    assert holds(amina) == 300_000


def test_the_same_approval_sent_twice_is_one() -> None:
    number, _, amina = large()

    assert approve(number, key="k-1") == approve(number, key="k-1")
    assert holds(amina) == 300_000


def test_what_is_approved_and_not_due_waits_for_its_day() -> None:
    number, _, amina = large(day=date(2026, 3, 9))

    done = approve(number)

    assert (done.settled, queries.payment_file(number).state, holds(amina)) == (0, "approved", 0)


def test_an_account_that_was_closed_a_second_ago_is_answered_for_itself() -> None:
    from tests.payments.transfers_world import shut

    source, amina, youssef = employer(), account("amina"), account("youssef")
    content = payment_file(source, wage(iban(amina), 300_000, "A"), wage(iban(youssef), 100, "B"))
    number = world.receive(content, source).number
    shut(amina)

    done = approve(number)

    assert (done.settled, done.rejected, states(number)) == (1, 1, ["rejected AC04", "settled"])
    assert world.nothing_is_wrong()


def test_too_little_money_turns_the_whole_file_down() -> None:
    source, amina = employer(200_000), account("amina")
    number = world.receive(payment_file(source, wage(iban(amina), 300_000)), source).number

    done = approve(number)

    assert (done.rejected, queries.payment_file(number).state, holds(source)) == (1, "rejected", 200_000)


def test_an_unknown_file_is_not_approved() -> None:
    with pytest.raises(UnknownPaymentFile):
        approve("PF99999999")


def test_whoever_may_not_is_refused() -> None:
    number, _, _ = large()

    with pytest.raises(NotAllowed):
        approve(number, by=staff("ali", Role.SORTER))


def test_whoever_goes_round_the_command_is_refused_by_the_database() -> None:
    number, _, _ = large()

    with (
        pytest.raises(IntegrityError, match="payment_file_is_approved_by_another"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE payments_paymentfile SET state = 'approved', decided_by = received_by")

    assert queries.payment_file(number).state == "received"
