"""A clerk disputes a difference with one button; a dispute has a clock, and what was said stays."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import DatabaseError

from postkit.pack.cash import Waits
from rekkas.base.actors import Actor
from rekkas.base.errors import NotYourOffice
from rekkas.cash import commands, queries
from rekkas.cash.errors import CaseSettled, NotConcerned, ReasonMissing
from tests.build import BOSS, FATIMA, later
from tests.cash.drawers import IDRISS, NADIA, SALMA, held, rules, short, sql

pytestmark = pytest.mark.usefixtures("post_office")


def dispute(case: str, statement: str = "The screen froze.", by: Actor = FATIMA, hours: float = 10) -> str:
    return commands.dispute_discrepancy(case=case, statement=statement, by=by, at=later(hours))


def test_a_disputed_difference_is_due_sooner_and_is_nobodys_debt() -> None:
    number = short()
    assert queries.case(number).due_at == later(8) + timedelta(days=14)

    dispute(number)

    case = queries.case(number)
    assert (case.state, case.due_at) == ("disputed", later(10) + timedelta(days=7))
    assert held(case.suspense) == [300]


def test_how_long_an_answer_may_take_is_said_by_the_country() -> None:
    said = replace(rules(), waits=Waits(answer_days=30, dispute_days=3, support_minutes=90))
    commands.load_cash(rules=said, country="MA", by=BOSS, at=later(0))
    number = short()
    asked = queries.case(number).due_at

    dispute(number)

    assert (asked, queries.case(number).due_at) == (later(8 + 30 * 24), later(10 + 3 * 24))


def test_a_dispute_never_puts_the_answer_off() -> None:
    number = short()

    dispute(number, hours=8 + 24 * 13)

    assert queries.case(number).due_at == later(8) + timedelta(days=14)


def test_what_is_not_answered_in_time_is_on_a_list() -> None:
    number = short()
    dispute(number)

    assert list(queries.overdue_cases(later(10) + timedelta(days=6))) == []
    assert [case.number for case in queries.overdue_cases(later(11) + timedelta(days=7))] == [number]


def test_what_was_said_is_kept_in_order_and_never_changed() -> None:
    number = short()
    dispute(number)
    dispute(number, "I have the receipts.", hours=20)

    assert [one.text for one in queries.statements_of(number)][1:] == [
        "The screen froze.",
        "I have the receipts.",
    ]
    for statement in ("UPDATE cash_casestatement SET text = ''", "DELETE FROM cash_casestatement"):
        with pytest.raises(DatabaseError, match="append-only"):
            sql(statement)


def test_only_those_whose_hands_it_went_through_dispute_it() -> None:
    number = short()

    with pytest.raises(NotConcerned):
        dispute(number, by=SALMA)
    with pytest.raises(NotYourOffice):
        dispute(number, by=Actor(FATIMA.kind, "fatima", "MA0004", FATIMA.permissions))


def test_a_dispute_says_why() -> None:
    with pytest.raises(ReasonMissing):
        dispute(short(), "  ")


def test_what_is_settled_is_not_disputed_but_can_be_spoken_about() -> None:
    number = short()
    commands.propose_write_off(case=number, reason="Small.", by=IDRISS, at=later(11))
    commands.write_off_discrepancy(case=number, by=NADIA, at=later(12))

    with pytest.raises(CaseSettled):
        dispute(number)
    commands.add_statement(case=number, statement="It was not me.", by=FATIMA, at=later(20))
    assert queries.statements_of(number)[-1].text == "It was not me."
