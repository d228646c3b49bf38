import pytest

from rekkas.bank import queries
from rekkas.bank.choices import EventKind
from rekkas.bank.commands import block_customer, unblock_customer
from rekkas.bank.errors import NotBlocked, OwnBlock, ReasonMissing
from rekkas.base.choices import Role
from rekkas.base.errors import NotAllowed
from tests.bank.people import KARIM, NADIA, enrolled
from tests.build import MONDAY, staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("bank")]


@pytest.fixture
def number() -> str:
    found = enrolled().number
    block_customer(number=found, reason="Seizure", by=KARIM, at=MONDAY)
    return found


def test_a_block_is_lifted_by_somebody_else_for_a_reason(number: str) -> None:
    unblock_customer(number=number, reason="Lifted", reference="TPI 13/2026", by=NADIA, at=MONDAY)

    row = queries.customer(number)
    assert row.is_active
    assert [event.kind for event in queries.history_of(row)] == [
        EventKind.UNBLOCKED, EventKind.BLOCKED, EventKind.ENROLLED,
    ]  # fmt: skip


def test_whoever_set_a_block_does_not_lift_it() -> None:
    number = enrolled().number
    block_customer(number=number, reason="Seizure", by=NADIA, at=MONDAY)

    with pytest.raises(OwnBlock):
        unblock_customer(number=number, reason="Lifted", by=NADIA, at=MONDAY)
    unblock_customer(number=number, reason="Lifted", by=staff("omar", Role.COMPLIANCE), at=MONDAY)

    assert queries.customer(number).is_active


def test_a_block_is_lifted_for_a_reason_and_once(number: str) -> None:
    with pytest.raises(ReasonMissing):
        unblock_customer(number=number, reason="", by=NADIA, at=MONDAY)
    unblock_customer(number=number, reason="Lifted", by=NADIA, at=MONDAY)
    with pytest.raises(NotBlocked):
        unblock_customer(number=number, reason="Lifted", by=NADIA, at=MONDAY)


def test_a_manager_does_not_lift_a_block(number: str) -> None:
    with pytest.raises(NotAllowed):
        unblock_customer(number=number, reason="Lifted", by=staff("hind", Role.MANAGER), at=MONDAY)
