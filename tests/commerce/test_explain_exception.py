"""An exception is explained in words, by name; that moves no money, and does not hide it when it changes."""

import pytest
from django.db import IntegrityError, transaction

from rekkas.base.choices import Role
from rekkas.base.errors import InvalidInput, NotAllowed
from rekkas.commerce.choices import CodFault
from rekkas.commerce.commands import explain_exception
from rekkas.commerce.errors import UnknownException
from rekkas.commerce.queries import exceptions
from rekkas.money.queries import sums_by_kind
from tests.build import later, staff
from tests.commerce.checks import bare_delivery, cash_entered, compared, listed
from tests.delivery.doorstep import parcels

pytestmark = pytest.mark.usefixtures("trade")

INSPECTOR = staff("hajar", Role.INSPECTOR)


@pytest.fixture
def number() -> str:
    """An item that is said to be delivered, without its cash."""
    (item,) = parcels("one", cod_amount=35_000)
    bare_delivery(item)
    compared()
    return item


def explain(item: str, words: str = "the scanner of round 7 was lent out", **changes: object) -> str:
    said: dict[str, object] = {"by": INSPECTOR, "at": later(61), "reason": CodFault.NO_CASH, **changes}
    return explain_exception(item=item, explanation=words, **said)  # type: ignore[arg-type]


def test_what_is_explained_bears_the_name_of_who_said_it_and_moves_nothing(number: str) -> None:
    before = sums_by_kind()

    explain(number)

    (row,) = exceptions("explained")
    assert (row.explanation, row.explained_by, row.explained_at) == (
        "the scanner of round 7 was lent out", "hajar", later(61),
    )  # fmt: skip
    assert (listed(), sums_by_kind()) == ([], before)


def test_it_stays_explained_as_long_as_nothing_changes(number: str) -> None:
    explain(number)

    compared(later(62))
    assert listed() == []

    compared(later(64))
    assert listed("explained") == [(number, "delivered-without-cash", 35_000, 0)]


def test_cash_that_comes_later_makes_it_another_exception(number: str) -> None:
    explain(number)
    cash_entered(number, 30_000, at=later(63))

    compared(later(64))

    assert listed() == [(number, "partial", 35_000, 30_000), (number, "carried-too-long", 35_000, 30_000)]


def test_words_and_a_listed_exception_are_needed(number: str) -> None:
    with pytest.raises(InvalidInput):
        explain(number, "  ")
    with pytest.raises(UnknownException):
        explain(number, reason=CodFault.PARTIAL)


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.TREASURER, Role.INSPECTOR)])
def test_only_those_who_answer_for_the_money_explain(number: str, role: Role) -> None:
    with pytest.raises(NotAllowed):
        explain(number, by=staff("someone", role))


def test_the_database_keeps_no_explanation_without_words_and_name(number: str) -> None:
    (row,) = exceptions()

    with pytest.raises(IntegrityError, match="exception_is_explained_in_words"), transaction.atomic():
        type(row).objects.filter(pk=row.pk).update(state="explained")
    with pytest.raises(IntegrityError, match="exception_has_a_known_reason"), transaction.atomic():
        type(row).objects.filter(pk=row.pk).update(reason="bad luck")
