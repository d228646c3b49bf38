"""Who takes cash counts it: what differs from what was given is a question, and it is confirmed once."""

from typing import Any

import pytest
from django.db import IntegrityError

from rekkas.base.actors import Actor
from rekkas.cash import commands, queries
from rekkas.cash.entries import Confirmed
from rekkas.cash.errors import MoveConfirmed, NotTheTaker, OwnMove
from tests.build import AGENCY, FATIMA, MONDAY, later
from tests.cash.drawers import FUNDS, KARIM, SALMA, TILL, VAULT, close_till, held, open_till, pieces, see, sql

pytestmark = pytest.mark.usefixtures("post_office")


def to_vault(amount: int = 20_000) -> str:
    open_till()
    see(VAULT, KARIM)
    return commands.move_to_vault(office=AGENCY, currency="MAD", pieces=pieces(amount), by=FATIMA, at=MONDAY)


def to_till(amount: int = 20_000) -> str:
    open_till()
    return commands.move_to_till(
        office=AGENCY, clerk="fatima", currency="MAD", pieces=pieces(amount), by=KARIM, at=MONDAY
    )  # fmt: skip


def confirm(move: str, amount: int = 20_000, by: Actor = KARIM, **changes: Any) -> Confirmed:
    said = {"move": move, "office": AGENCY, "pieces": pieces(amount), "by": by, "at": later(1)}
    return commands.confirm_move(**{**said, **changes})


def test_a_count_that_agrees_confirms_it_and_is_the_keepers_word_that_they_saw_it() -> None:
    number = to_vault()

    assert confirm(number) == Confirmed(number, 20_000)
    assert queries.moves_waiting(AGENCY) == queries.unseen_lines(VAULT) == []


@pytest.mark.parametrize("counted", [19_000, 20_500])
def test_what_differs_is_a_question_between_vault_and_till(counted: int) -> None:
    number = to_vault()

    confirmed = confirm(number, counted)

    case = queries.case(confirmed.case)
    assert (case.kind, case.reference, case.clerk, case.amount) == (
        "move",
        number,
        "fatima",
        counted - 20_000,
    )
    assert case.owner not in ("fatima", "karim")
    assert held(VAULT, case.suspense) == [FUNDS - 50_000 + counted, 20_000 - counted]
    assert queries.parties_of(case) == {"fatima", "karim"}


def test_a_clerk_confirms_what_came_from_the_vault_and_can_close() -> None:
    number = to_till()

    confirmed = confirm(number, 19_900, by=FATIMA)

    assert held(TILL) == [69_900]
    assert confirmed.difference == -100
    see()  # the line of the difference
    assert close_till(69_900).is_closed


def test_nobody_confirms_what_they_gave() -> None:
    with pytest.raises(OwnMove):
        confirm(to_vault(), by=FATIMA)


def test_it_is_confirmed_by_whom_it_was_given_to() -> None:
    vaults, (other,) = to_vault(), (SALMA,)

    with pytest.raises(NotTheTaker, match="karim"):
        confirm(vaults, by=other)
    tills = commands.move_to_till(
        office=AGENCY, clerk="fatima", currency="MAD", pieces=pieces(1_000), by=KARIM, at=MONDAY
    )  # fmt: skip
    with pytest.raises(NotTheTaker, match="fatima"):
        confirm(tills, 1_000, by=other)


def test_it_is_confirmed_once() -> None:
    number = to_vault()
    confirm(number)

    with pytest.raises(MoveConfirmed, match="karim"):
        confirm(number, 10_000)
    assert held(VAULT) == [FUNDS - 30_000]


def test_the_database_itself_lets_nobody_take_what_they_gave() -> None:
    to_vault()

    with pytest.raises(IntegrityError, match="move_is_taken_by_another"):
        sql("UPDATE cash_move SET taken_by = given_by, taken_at = given_at, taken_amount = 1")
