import pytest

from rekkas.bank import queries
from rekkas.bank.choices import CustomerStatus, EventKind
from rekkas.bank.commands import block_customer
from rekkas.bank.errors import CustomerNotActive, ReasonMissing, UnknownCustomer
from rekkas.base.errors import NotAllowed
from tests.bank.people import KARIM, NADIA, enrolled
from tests.build import FATIMA, MONDAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("bank")]


def test_a_customer_is_blocked_for_a_reason_by_somebody() -> None:
    number = enrolled().number

    block_customer(number=number, reason="Seizure", reference="TPI Casablanca 12/2026", by=KARIM, at=MONDAY)

    row = queries.customer(number)
    event = queries.history_of(row)[0]
    assert (row.status, row.status_reason, row.status_reference, row.status_by) == (
        CustomerStatus.BLOCKED, "Seizure", "TPI Casablanca 12/2026", "karim",
    )  # fmt: skip
    assert (event.kind, event.details) == (
        EventKind.BLOCKED, {"reason": "Seizure", "reference": "TPI Casablanca 12/2026"},
    )  # fmt: skip


def test_a_block_has_a_reason() -> None:
    number = enrolled().number

    with pytest.raises(ReasonMissing):
        block_customer(number=number, reason=" ", by=NADIA, at=MONDAY)

    assert queries.customer(number).is_active


def test_who_is_blocked_is_not_blocked_again() -> None:
    number = enrolled().number
    block_customer(number=number, reason="one", by=NADIA, at=MONDAY)

    with pytest.raises(CustomerNotActive):
        block_customer(number=number, reason="two", by=NADIA, at=MONDAY)


def test_a_clerk_does_not_block_and_nobody_blocks_whom_the_bank_does_not_know() -> None:
    with pytest.raises(NotAllowed):
        block_customer(number=enrolled().number, reason="no", by=FATIMA, at=MONDAY)
    with pytest.raises(UnknownCustomer):
        block_customer(number="MA0000000022", reason="no", by=NADIA, at=MONDAY)
