"""What was told and paid is recomputed from the records; whoever touches a row behind the program is found."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from rekkas.commerce.choices import CorrectionReason
from rekkas.commerce.commands import correct_due, return_payout
from rekkas.commerce.queries import cod_faults
from rekkas.money.choices import EntryKind
from tests.build import later
from tests.commerce.checks import cash_entered
from tests.commerce.merchants import FEES, NADIA, OTHER_RIB, PERIOD, agreed, in_the_bank, settled
from tests.emptying import TRIGGERS
from tests.lasting import lasting

pytestmark = pytest.mark.usefixtures("trade")


def change(statement: str) -> None:
    """A hand that goes round the program, with the right to drop triggers and checks."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA ignore_check_constraints = ON")
        else:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(TRIGGERS[connection.vendor])
        for drop, _ in [row for row in cursor.fetchall() if "commerce" in f"{row[0]}{row[1]}"]:
            cursor.execute(drop)
        if connection.vendor == "postgresql":
            cursor.execute("SELECT conrelid::regclass::text, conname FROM pg_constraint WHERE contype = 'c'")
            for table, name in [row for row in cursor.fetchall() if row[0].startswith("commerce_")]:
                cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
        cursor.execute(statement)
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA ignore_check_constraints = OFF")


def reasons() -> set[str]:
    return {fault.reason for fault in cod_faults()}


def paid_and_corrected() -> str:
    """Two statements, one payment that came back, one correction. Returns the number of the first."""
    agreed(pay_to=OTHER_RIB, **FEES)
    (number,) = in_the_bank({"one": 10_000})
    (first,) = settled(PERIOD)
    return_payout(number=first.number, reason="AC01", by=NADIA, at=later(70))
    correct_due(
        item=number,
        amount=-100,
        reason=CorrectionReason.CLAIM,
        note="scratched",
        by=NADIA,
        at=later(71),
        key="c",
    )
    return first.number


_paid = lasting(paid_and_corrected, on="_trade")


@pytest.fixture
def paid(_paid: str) -> str:
    return _paid


def test_untouched_records_have_no_faults(paid: str) -> None:
    assert reasons() == set()


@pytest.mark.parametrize(
    ("statement", "reason"),
    [
        ("UPDATE commerce_statement SET amount = amount + 1, paid = paid + 1", "lines-differ"),
        ("UPDATE commerce_statement SET paid = paid - 1, fee = fee + 1", "payment-differs"),
        ("UPDATE commerce_statement SET opening = 5, closing = 5", "opening-differs"),
        ("UPDATE commerce_statement SET sequence = 2", "statement-missing-before"),
        ("UPDATE commerce_settlementline SET fee = fee + 1 WHERE fee > 0", "fee-differs"),
        ("UPDATE commerce_settlementline SET customer_code = 'RIF' WHERE fee > 0", "of-another-merchant"),
        ("UPDATE commerce_settlementline SET amount = amount + 1 WHERE kind = 'collected'", "due-with-another-amount"),
        ("UPDATE commerce_settlementline SET amount = amount + 1 WHERE kind = 'payout-returned'",
         "came-back-and-is-not-due"),
        ("UPDATE commerce_settlementline SET amount = amount + 1 WHERE kind = 'correction'", "differs-from-lines"),
        ("UPDATE commerce_payout SET amount = amount + 1", "payment-differs"),
        ("UPDATE commerce_payout SET state = 'paid', returned_at = NULL", "due-again-and-did-not-come-back"),
        ("DELETE FROM commerce_settlementline WHERE kind = 'payout-returned'", "came-back-and-is-not-due"),
        ("UPDATE commerce_settlementline SET statement_id = NULL, fee = 0, tax = 0", "differs-from-lines"),
    ],
)  # fmt: skip
def test_what_was_touched_is_named(paid: str, statement: str, reason: str) -> None:
    change(statement)

    assert reason in reasons()


def test_money_that_left_a_merchants_account_beside_the_program_is_named(paid: str) -> None:
    cash_entered(
        "", 100, EntryKind.CORRECTION, source="income:other:MAD", target="due:ATLAS:MAD", at=later(72)
    )

    assert reasons() == {"differs-from-lines"}


def test_a_line_whose_cash_never_came_is_named(paid: str) -> None:
    change("UPDATE commerce_settlementline SET subject = 'PC000009999MA' WHERE kind = 'collected'")

    assert "due-before-its-cash-is-in" in reasons()


def test_entries_that_the_ledger_does_not_have_are_named(paid: str) -> None:
    change(
        "UPDATE commerce_statement SET entry = '00000000000000000000000000000001'"
        if connection.vendor == "sqlite"
        else "UPDATE commerce_statement SET entry = '00000000-0000-0000-0000-000000000001'"
    )

    assert "not-in-the-ledger" in reasons()


def test_many_merchants_are_verified_in_as_many_statements_as_one(
    paid: str, statements: Callable[[], Any]
) -> None:
    with statements() as few:
        assert reasons() == set()
    in_the_bank({f"m{n}": 1_000 for n in range(200)}, at=later(24))

    with statements() as many:
        assert reasons() == set()

    assert len(many) == len(few)
