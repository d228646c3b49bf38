"""Four eyes let the post bear what nobody could explain; it was never the clerk's debt."""

import pytest
from django.db import IntegrityError

from rekkas.base.actors import Actor
from rekkas.base.errors import NotAllowed
from rekkas.cash import commands, queries
from rekkas.cash.errors import CaseSettled, FourEyes, NotProposed
from tests.build import later
from tests.cash.drawers import IDRISS, KARIM, NADIA, RACHID, close_till, held, open_till, short, sql

pytestmark = pytest.mark.usefixtures("post_office")
LOSSES, SURPLUSES = "expense:cash-losses:MAD", "income:cash-surpluses:MAD"


def propose(case: str, by: Actor = IDRISS) -> None:
    commands.propose_write_off(case=case, reason="Nobody knows.", by=by, at=later(30))


def write_off(case: str, by: Actor = NADIA) -> str:
    return commands.write_off_discrepancy(case=case, by=by, at=later(40))


def test_a_shortage_is_the_posts_loss() -> None:
    number = short(300)
    propose(number)

    write_off(number)

    assert queries.case(number).state == "written-off"
    assert held(queries.case(number).suspense, LOSSES) == [0, 300]
    proposal = queries.proposal_for(number)
    assert proposal is not None
    assert (proposal.proposed_by, proposal.approved_by) == ("idriss", "nadia")


def test_a_surplus_is_the_posts_income() -> None:
    open_till()
    number = close_till(50_400).case
    propose(number)

    write_off(number)

    assert held(SURPLUSES) == [-400]


def test_what_was_explained_in_part_is_borne_for_the_rest() -> None:
    number = short(300)
    commands.explain_discrepancy(
        case=number, reason="A part.", account="income:postage:MAD", amount=100, by=IDRISS, at=later(20)
    )
    propose(number)

    write_off(number)

    assert held(LOSSES) == [200]


def test_who_proposed_it_does_not_approve_it() -> None:
    number = short()
    propose(number, by=NADIA)

    with pytest.raises(FourEyes, match="nadia"):
        write_off(number)
    write_off(number, by=RACHID)


def test_it_must_have_been_proposed_and_is_approved_once() -> None:
    number = short()
    with pytest.raises(NotProposed):
        write_off(number)
    propose(number)
    write_off(number)

    with pytest.raises(CaseSettled):
        write_off(number, by=RACHID)
    assert held(LOSSES) == [300]


def test_only_the_treasury_approves() -> None:
    number = short()
    propose(number)

    with pytest.raises(NotAllowed):
        write_off(number, by=KARIM)


def test_the_database_itself_wants_four_eyes() -> None:
    propose(short())

    with pytest.raises(IntegrityError, match="write_off_is_approved_by_another"):
        sql("UPDATE cash_writeoff SET approved_by = proposed_by")
