"""A question is handed to an owner who is not judge in their own cause."""

import pytest
from django.db import IntegrityError

from rekkas.base.errors import NotAllowed
from rekkas.cash import commands, queries
from rekkas.cash.errors import OwnerIsTheClerk
from tests.build import AGENCY, FATIMA, later
from tests.cash.drawers import IDRISS, KARIM, NADIA, short, sql

pytestmark = pytest.mark.usefixtures("post_office")


def test_a_question_is_handed_to_an_investigator_and_that_is_noted() -> None:
    number = short()

    commands.assign_case(case=number, owner="idriss", by=NADIA, at=later(10))

    assert queries.case(number).owner == "idriss"
    assert [case.number for case in queries.cases(owner="idriss", waiting=True)] == [number]
    assert queries.statements_of(number)[-1].text == "idriss"


@pytest.mark.parametrize("owner", ["fatima", "", "  "])
def test_never_to_its_clerk_nor_to_nobody(owner: str) -> None:
    number = short()

    with pytest.raises(OwnerIsTheClerk):
        commands.assign_case(case=number, owner=owner, by=KARIM, at=later(10))


def test_the_database_itself_lets_no_clerk_own_their_case() -> None:
    short()

    with pytest.raises(IntegrityError, match="case_is_owned_by_another_than_its_clerk"):
        sql("UPDATE cash_discrepancycase SET owner = clerk")


def test_a_clerk_does_not_choose_who_looks_into_it() -> None:
    with pytest.raises(NotAllowed):
        commands.assign_case(case=short(), owner="idriss", by=FATIMA, at=later(10))


def test_an_office_may_have_its_investigator_named_beforehand() -> None:
    commands.set_cash_terms(
        office=AGENCY, currency="MAD", minimum=0, maximum=10_000_000, bundle=10_000, tolerance=500,
        investigator="idriss", by=NADIA, at=later(0),
    )  # fmt: skip

    assert queries.case(short()).owner == IDRISS.name
