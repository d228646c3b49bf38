"""What does not agree in a till's record is asked about: then the clerk can go home, and it stays a question."""

import pytest
from django.db import DatabaseError

from rekkas.base.errors import NotFound
from rekkas.cash import commands, queries
from rekkas.cash.errors import Mismatch, NoMismatch, NotYourTill, SupportNotGranted
from tests.build import AGENCY, FATIMA, later
from tests.cash.drawers import (
    ENGINEER,
    KARIM,
    OTHER_VAULT,
    TILL,
    VAULT,
    close_till,
    held,
    hidden_hand,
    open_till,
    sql,
)

pytestmark = pytest.mark.usefixtures("post_office")


def question(account: str = TILL, by: object = FATIMA, statement: str = "I did not do this.") -> str:
    return commands.question_mismatch(
        account=account,
        office=AGENCY,
        statement=statement,
        by=by,
        at=later(8),  # type: ignore[arg-type]
    )


def test_a_till_that_was_asked_about_can_be_closed_and_the_question_stays() -> None:
    open_till()
    entry = hidden_hand()

    case = queries.case(question())

    assert close_till(53_500).is_closed
    assert (case.kind, case.amount, case.clerk, case.owner) == ("mismatch", -10_000, "fatima", "karim")
    assert held(case.suspense) == [0]  # nothing is moved for it
    said = queries.statements_of(case.number)
    assert [(one.kind, one.actor_name) for one in said] == [
        ("opened", "fatima"), ("said", "fatima"), ("disputed", "fatima"),
    ]  # fmt: skip
    assert entry[:8] in said[1].text


def test_what_comes_after_the_question_is_asked_about_again() -> None:
    open_till()
    hidden_hand()
    question()
    sql("UPDATE money_balance SET given = given + 700 WHERE account_id = (SELECT id FROM money_account WHERE code = "
        "%s)", TILL)  # fmt: skip

    with pytest.raises(Mismatch, match=r"7\.00"):
        close_till(53_500)

    assert question() == f"{AGENCY}-Q3"


def test_there_must_be_something_to_ask_about() -> None:
    open_till()

    with pytest.raises(NoMismatch):
        question()


def test_a_vault_is_asked_about_as_well() -> None:
    sql("UPDATE money_balance SET given = given + 700 WHERE account_id = (SELECT id FROM money_account WHERE code = "
        "%s)", VAULT)  # fmt: skip

    assert queries.case(question(VAULT, by=KARIM)).clerk == ""


def test_it_is_asked_where_the_till_is() -> None:
    open_till()
    hidden_hand()

    with pytest.raises(NotYourTill):
        question(OTHER_VAULT)
    with pytest.raises(SupportNotGranted):
        question(by=type(ENGINEER)(ENGINEER.kind, "zineb", None, frozenset({"cash.question_mismatch"})))


@pytest.mark.parametrize(
    "account", ["x", "a:b", "a:b:c:d", "foo:MA0001/x:MAD", "income:MA0001:MAD", "till:MA0001/\0:MAD"]
)
def test_what_names_no_cash_is_not_found(account: str) -> None:
    with pytest.raises(NotFound):
        question(account, by=KARIM)


def test_what_was_asked_about_stays_asked_about() -> None:
    open_till()
    hidden_hand()
    question()

    with pytest.raises(DatabaseError, match="append-only"):
        sql("DELETE FROM cash_questionedentry")
