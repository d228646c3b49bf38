"""Whoever goes round the command and writes to the database is refused by it, or found."""

import pytest
from django.db import IntegrityError, connection, transaction

from tests.payments import transfers_world as world
from tests.payments.transfers_world import (
    account,
    elsewhere,
    employer,
    iban,
    payment_file,
    receive,
    wage,
)

pytestmark = pytest.mark.usefixtures("clearing")


@pytest.mark.parametrize(
    "change",
    [
        "state = 'sent'",
        "state = 'held'",
        "state = 'lost'",
        "amount = amount + 1",
        "payee_account = 'MA64000'",
    ],
)
def test_a_settled_transfer_is_not_changed_by_whoever_goes_round_the_command(change: str) -> None:
    source, amina = employer(), account("amina")
    receive(payment_file(source, wage(iban(amina))), source)

    with (
        pytest.raises(IntegrityError, match="evidence_is_never_written_anew"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"UPDATE payments_credittransfer SET {change}")


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM payments_credittransfer",
        "DELETE FROM payments_transferevent",
        "UPDATE payments_transferevent SET after = 'sent'",
    ],
)
def test_nor_taken_away(statement: str) -> None:
    source, amina = employer(), account("amina")
    receive(payment_file(source, wage(iban(amina))), source)

    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_a_transfer_is_in_one_state_only_for_it_leaves_each_once() -> None:
    source, amina = employer(), account("amina")
    receive(payment_file(source, wage(iban(amina))), source)

    with (
        pytest.raises(IntegrityError, match=r"transfer_leaves_a_state_once|transfer_id.*before"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "INSERT INTO payments_transferevent (transfer_id, before, after, reason, happened_at, actor_kind, "
            "actor_name) SELECT transfer_id, 'received', 'waiting', '', happened_at, actor_kind, actor_name "
            "FROM payments_transferevent WHERE after = 'settled'"
        )


def test_a_state_that_was_written_by_a_hidden_hand_is_found() -> None:
    source = employer()
    receive(payment_file(source, wage(elsewhere(), 200_000)), source)
    assert world.nothing_is_wrong()

    with connection.cursor() as cursor:
        cursor.execute("UPDATE payments_credittransfer SET state = 'cancelled'")

    assert {fault.reason for fault in world.clearing_faults()} == {
        "state-differs-from-its-events", "differs-from-its-transfers",
    }  # fmt: skip
