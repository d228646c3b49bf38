"""The vault is counted by its keeper, blind, over a record that agrees."""

from typing import Any

import pytest

from rekkas.base.actors import Actor
from rekkas.cash import commands, queries
from rekkas.cash.entries import Confirmed
from rekkas.cash.errors import Mismatch, NotYourTill, UnseenLines
from tests.build import AGENCY, later
from tests.cash.drawers import FUNDS, KARIM, SALMA, VAULT, held, open_till, pieces, see, sql

pytestmark = pytest.mark.usefixtures("post_office")
MANAGER = Actor(SALMA.kind, "salma", AGENCY, KARIM.permissions)


def count(amount: int, by: Actor = KARIM, **changes: Any) -> Confirmed:
    said = {"office": AGENCY, "currency": "MAD", "pieces": pieces(amount), "by": by, "at": later(9)}
    return commands.count_vault(**{**said, **changes})


def test_a_count_that_agrees_changes_nothing() -> None:
    assert count(FUNDS) == Confirmed(VAULT, FUNDS)
    assert queries.seen_until(VAULT) == 1


@pytest.mark.parametrize("difference", [-200, 40_000])
def test_what_differs_is_a_question(difference: int) -> None:
    counted = count(FUNDS + difference)

    case = queries.case(counted.case)
    assert (case.kind, case.amount, case.clerk, case.owner) == ("vault", difference, "karim", "inspection")
    assert held(VAULT, case.suspense) == [FUNDS + difference, -difference]
    assert [line.actor_name for line in queries.unseen_lines(VAULT)] == ["cash-count"]


def test_only_its_keeper_counts_it() -> None:
    with pytest.raises(NotYourTill, match="karim"):
        count(FUNDS, by=MANAGER)


def test_what_others_moved_is_seen_first() -> None:
    open_till()

    with pytest.raises(UnseenLines, match="fatima"):
        count(FUNDS - 50_000)

    see(VAULT, KARIM)
    assert count(FUNDS - 50_000).difference == 0


def test_it_is_not_counted_over_a_record_that_does_not_agree() -> None:
    sql("UPDATE money_balance SET given = given + 700 WHERE account_id = (SELECT id FROM money_account WHERE code = "
        "%s)", VAULT)  # fmt: skip

    with pytest.raises(Mismatch):
        count(FUNDS)
