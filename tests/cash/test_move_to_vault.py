"""Cash leaves a till for the vault when its clerk gives it; the vault's keeper is told and counts it."""

import pytest

from rekkas.cash import commands, queries
from rekkas.cash.errors import TillNotOpen
from rekkas.money.errors import TransferDeclined
from tests.build import AGENCY, FATIMA, MONDAY
from tests.cash.drawers import FUNDS, TILL, VAULT, held, open_till, pieces

pytestmark = pytest.mark.usefixtures("post_office")


def give(amount: int = 20_000, **changes: object) -> str:
    said = {
        "office": AGENCY,
        "currency": "MAD",
        "pieces": pieces(amount),
        "by": FATIMA,
        "at": MONDAY,
        **changes,
    }
    return commands.move_to_vault(**said)  # type: ignore[arg-type]


def test_what_is_given_lies_in_the_vault_and_waits_to_be_confirmed() -> None:
    open_till()

    number = give()

    assert held(TILL, VAULT) == [30_000, FUNDS - 30_000]
    (move,) = queries.moves_waiting(AGENCY)
    assert (move.number, move.amount, move.pieces, move.given_by, move.taken_by) == (
        number, 20_000, "20000x1", "fatima", "",
    )  # fmt: skip


def test_the_keeper_of_the_vault_is_told_by_its_line() -> None:
    open_till(taken=0)
    open_count = len(queries.unseen_lines(VAULT))
    with pytest.raises(TransferDeclined):
        give()
    assert len(queries.unseen_lines(VAULT)) == open_count == 0


def test_only_from_a_till_that_is_open() -> None:
    with pytest.raises(TillNotOpen):
        give()


def test_the_same_request_again_moves_nothing() -> None:
    open_till()

    assert give(key="give-1") == give(key="give-1")
    assert held(TILL) == [30_000]


def test_nothing_is_no_hand_over() -> None:
    open_till()

    with pytest.raises(TransferDeclined):
        give(0)
    assert queries.moves_waiting(AGENCY) == []
