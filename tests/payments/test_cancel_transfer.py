"""A transfer that is in no file yet can be taken back; the payer has everything again."""

from typing import Any

import pytest

from rekkas.payments import queries
from rekkas.payments.commands import cancel_transfer
from rekkas.payments.errors import ExplanationMissing, TransferNotInState
from tests.bank.accounts import holds
from tests.build import BOSS, MONDAY
from tests.payments import transfers_world as world
from tests.payments.transfers_world import LATIFA, account, employer, iban, payment_file, send, state, wage

pytestmark = pytest.mark.usefixtures("clearing")


def cancel(number: str, **changes: Any) -> None:
    cancel_transfer(**{"number": number, "why": "Paid in cash", "by": BOSS, "at": MONDAY, **changes})


def test_the_payer_has_the_money_and_the_fee_again_and_nothing_is_sent() -> None:
    source = account(amount=1_000_000)
    done = send(source, 250_000)

    cancel(done.number)

    row = queries.credit_transfer(done.number)
    assert (row.state, row.reason, row.reason_text) == ("cancelled", "CUST", "Paid in cash")
    assert (holds(source), world.cleared()) == (1_000_000, 0)
    assert world.cut_off().transfer_count == 0
    assert world.nothing_is_wrong()


def test_what_was_set_aside_is_let_go() -> None:
    world.rules(second_person_from=500_000)
    source = account(amount=1_000_000)
    done = send(source, 600_000)

    cancel(done.number, by=LATIFA)

    standing = world.bank.standing(world.bank.account(source))
    assert (state(done.number), standing.available, standing.set_aside) == ("cancelled", 1_000_000, 0)
    assert world.nothing_is_wrong()


def test_what_is_in_a_file_is_not_taken_back() -> None:
    source = account(amount=1_000_000)
    done = send(source)
    world.cut_off()

    with pytest.raises(TransferNotInState, match="Sent"):
        cancel(done.number)


def test_nor_what_arrived() -> None:
    source, amina = employer(), account("amina")
    number = world.receive(payment_file(source, wage(iban(amina))), source).number
    (row,) = queries.credit_transfers(file=queries.payment_file(number))

    with pytest.raises(TransferNotInState, match="Settled"):
        cancel(row.number)


def test_cancelled_twice_gives_back_once() -> None:
    source = account(amount=1_000_000)
    done = send(source)

    cancel(done.number, key="k-1")
    cancel(done.number, key="k-1")
    with pytest.raises(TransferNotInState):
        cancel(done.number)

    assert holds(source) == 1_000_000


def test_the_same_reference_can_be_used_again() -> None:
    source = account(amount=1_000_000)
    done = send(source, reference="RENT-3")
    cancel(done.number)

    assert send(source, reference="RENT-3").state == "waiting"


def test_why_is_said_in_words() -> None:
    done = send(account(amount=1_000_000))

    with pytest.raises(ExplanationMissing):
        cancel(done.number, why=" ")
