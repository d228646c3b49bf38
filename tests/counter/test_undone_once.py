"""What a counter gave back is not moved back by a recovery too, nor the other way: one key stands for both."""

from uuid import UUID

import pytest

from rekkas.cash.commands import recover_entry
from rekkas.counter.errors import MovedBack
from rekkas.counter.models import VisitLine
from rekkas.money.commands import reverse_entry
from rekkas.money.errors import GivenBack
from rekkas.money.queries import balance, balance_faults
from tests.build import AGENCY, BOSS, later
from tests.cash.drawers import ENGINEER
from tests.cash.test_ask_support_access import ask
from tests.cash.test_grant_support_access import grant
from tests.counter.windows import SUPERVISOR, TILL, refund, sending, settle, stamps

pytestmark = pytest.mark.usefixtures("counters")


def letter() -> tuple[str, UUID]:
    """A visit with a parcel in it, and the entry of its postage."""
    number = settle(sending()).number
    (line,) = VisitLine.objects.filter(visit__number=number)
    return number, UUID(line.entries[0])


def recover(entry: UUID) -> str:
    grant(ask(), by=SUPERVISOR)
    return recover_entry(entry=entry, branch=AGENCY, reason="a fault", by=ENGINEER, at=later(0.5))


def reverse(entry: UUID) -> None:
    reverse_entry(entry=entry, note="by hand", by=BOSS, at=later(0.5))


@pytest.mark.parametrize("undo", [recover, reverse])
def test_postage_that_was_given_back_is_not_moved_back(undo: object) -> None:
    before = balance(TILL)
    number, entry = letter()
    refund(number)

    with pytest.raises(GivenBack):
        undo(entry)  # type: ignore[operator]

    assert balance(TILL) == before
    assert list(balance_faults()) == []


@pytest.mark.parametrize("undo", [recover, reverse])
def test_postage_that_was_moved_back_is_not_given_back(undo: object) -> None:
    before = balance(TILL)
    number, entry = letter()
    undo(entry)  # type: ignore[operator]

    with pytest.raises(MovedBack):
        refund(number)

    assert balance(TILL) == before


def test_whose_refund_is_sent_twice_hears_the_first_answer() -> None:
    before = balance(TILL)
    number, _entry = letter()

    assert refund(number) == refund(number)
    assert balance(TILL) == before


def test_two_parcels_of_one_visit_are_given_back_each() -> None:
    before = balance(TILL)
    number = settle(sending(), stamps(), sending()).number

    refund(number, 0)
    refund(number, 2)

    assert balance(TILL) - before == 750
