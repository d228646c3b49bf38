"""What a vault holds too much is paid into the bank, once for the number of its slip."""

from typing import Any

import pytest

from rekkas.cash import commands
from rekkas.cash.errors import NotSurplus
from rekkas.money.choices import EntryKind
from rekkas.money.errors import TransferDeclined
from rekkas.money.queries import sums_by_kind
from tests.build import AGENCY, later
from tests.cash.drawers import FUNDS, KARIM, VAULT, held, pieces
from tests.money.purses import post, transfer

pytestmark = pytest.mark.usefixtures("post_office")


def bank(amount: int = 400_000, **changes: Any) -> int:
    said = {
        "slip": "SLIP-1", "office": AGENCY, "currency": "MAD", "pieces": pieces(amount), "by": KARIM, "at": later(9),
    }  # fmt: skip
    return commands.bank_surplus(**{**said, **changes})


def test_it_leaves_the_vault_for_the_bank_in_both_books() -> None:
    assert bank() == 400_000

    assert held(VAULT, "reserve:central:MAD") == [FUNDS - 400_000, 400_000 - FUNDS]
    assert {sum(held for _, _, held in sums_by_kind(book)) for book in ("post", "bank")} == {0}


def test_a_slip_is_booked_once() -> None:
    bank(key="a")
    bank(key="b")

    assert held(VAULT) == [FUNDS - 400_000]
    with pytest.raises(TransferDeclined):
        bank(200_000)


def test_cash_on_delivery_in_the_vault_is_no_surplus() -> None:
    post(
        transfer(
            "cod", source="merchant:ATLAS:MAD", target=VAULT, amount=35_000, kind=EntryKind.COD_HANDED_OVER
        )
    )

    with pytest.raises(NotSurplus):
        bank(FUNDS + 35_000)
    assert bank(FUNDS) == FUNDS
    assert held(VAULT) == [35_000]


def test_more_than_the_vault_holds_is_refused() -> None:
    with pytest.raises(NotSurplus):
        bank(FUNDS + 10)
