"""Cash from the vault is given to a clerk, who sees the line and counts it."""

import pytest

from rekkas.base.errors import NotAllowed
from rekkas.cash import commands, queries
from rekkas.cash.errors import OwnMove, TillNotOpen
from tests.build import AGENCY, FATIMA, MONDAY
from tests.cash.drawers import FUNDS, KARIM, SALMA, TILL, VAULT, held, open_till, pieces

pytestmark = pytest.mark.usefixtures("post_office")


def give(amount: int = 20_000, clerk: str = "fatima", **changes: object) -> str:
    said = {
        "office": AGENCY, "clerk": clerk, "currency": "MAD", "pieces": pieces(amount), "by": KARIM, "at": MONDAY,
    }  # fmt: skip
    return commands.move_to_till(**{**said, **changes})  # type: ignore[arg-type]


def test_what_is_given_lies_in_the_till_and_the_clerk_is_told() -> None:
    open_till()

    give()

    assert held(TILL, VAULT) == [70_000, FUNDS - 70_000]
    (line,) = queries.unseen_lines(TILL)
    assert (line.delta, line.actor_name) == (20_000, "karim")


def test_nobody_gives_to_themselves() -> None:
    open_till(KARIM)

    with pytest.raises(OwnMove):
        give(clerk="karim")


def test_only_into_a_till_that_is_open_by_who_may() -> None:
    with pytest.raises(TillNotOpen, match="fatima"):
        give()
    open_till()
    with pytest.raises(NotAllowed):
        give(by=SALMA)
    assert FATIMA.office == AGENCY
