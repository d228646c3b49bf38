"""Payments of a later day are made on it, once, however often it is asked."""

from datetime import date, timedelta
from typing import Any

import pytest

from rekkas.payments import queries
from rekkas.payments.commands import carry_out_due_files
from rekkas.payments.entries import CarriedOut
from tests.bank.accounts import holds
from tests.build import BOSS, MONDAY
from tests.payments import transfers_world as world
from tests.payments.transfers_world import account, elsewhere, employer, iban, payment_file, states, wage

pytestmark = pytest.mark.usefixtures("clearing")


def due(days: float, **changes: Any) -> CarriedOut:
    return carry_out_due_files(
        **{"country": "MA", "by": BOSS, "at": MONDAY + timedelta(days=days), **changes}
    )


def test_a_payment_is_made_on_its_day_and_not_before() -> None:
    source, amina = employer(), account("amina")
    content = payment_file(
        source, wage(iban(amina), 100, "A"), wage(elsewhere(), 200, "B"), day=date(2026, 3, 5)
    )
    number = world.receive(content, source).number

    assert due(2) == CarriedOut(0, 0, 0)
    assert due(3) == CarriedOut(1, 1, 0)
    assert due(3) == CarriedOut(0, 0, 0)

    assert states(number) == ["settled", "waiting"]
    assert queries.payment_file(number).state == "executed"
    assert (holds(amina), world.cleared()) == (100, 200)
    assert world.nothing_is_wrong()


def test_the_day_is_that_of_the_country() -> None:
    source, amina = employer(), account("amina")
    world.receive(payment_file(source, wage(iban(amina), 100, "A"), day=date(2026, 4, 6)), source)

    # Out of Ramadan Morocco is an hour ahead: midnight there is eleven in the evening here.
    assert due(34 + 13.5 / 24).settled == 0
    assert due(34 + 14.5 / 24).settled == 1


def test_what_waits_for_a_second_person_is_not_made() -> None:
    world.rules(second_person_from=50)
    source, amina = employer(), account("amina")
    world.receive(payment_file(source, wage(iban(amina), 100, "A"), day=date(2026, 3, 5)), source)

    assert due(10) == CarriedOut(0, 0, 0)
    assert holds(amina) == 0


def test_each_file_stands_for_itself() -> None:
    poor, rich, amina = employer(50, "poor"), employer(1_000, "rich"), account("amina")
    first = world.receive(payment_file(poor, wage(iban(amina), 100, "A"), day=date(2026, 3, 5)), poor).number
    second = world.receive(
        payment_file(rich, wage(iban(amina), 100, "A"), day=date(2026, 3, 5), message_id="M-2"), rich
    ).number

    assert due(3) == CarriedOut(1, 0, 1)

    assert (states(first), states(second)) == (["rejected AM04"], ["settled"])
    assert queries.payment_file(first).state == "rejected"
