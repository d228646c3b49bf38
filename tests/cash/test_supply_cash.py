"""The treasury supplies an office from the bank: both books say it, and the pouch is on the road."""

import pytest

from rekkas.base.errors import NotAllowed
from rekkas.cash import queries
from rekkas.cash.errors import PouchKnown
from rekkas.money.queries import sums_by_kind
from tests.cash.drawers import FUNDS, KARIM, OTHER_VAULT, held, pieces
from tests.cash.pouches import receive, supply

pytestmark = pytest.mark.usefixtures("post_office")


def test_what_the_bank_gives_is_on_the_road_and_then_in_the_vault() -> None:
    supply()
    assert held("reserve:central:MAD", "transit:B0001:MAD") == [-FUNDS - 100_000, 100_000]

    receive(pouch="B0001")

    assert held("transit:B0001:MAD", OTHER_VAULT) == [0, 100_000]
    assert {sum(held for _, _, held in sums_by_kind(book)) for book in ("post", "bank")} == {0}


def test_it_is_sent_once() -> None:
    supply(key="a")
    supply(key="b")

    assert held("transit:B0001:MAD") == [100_000]
    with pytest.raises(PouchKnown):
        supply(pieces=pieces(5_000))


def test_an_office_does_not_supply_itself() -> None:
    with pytest.raises(NotAllowed):
        supply(by=KARIM)
    assert list(queries.pouches()) == []
