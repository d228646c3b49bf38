import pytest

from rekkas.base.errors import InvalidInput
from rekkas.merchant import queries
from rekkas.merchant.choices import MerchantState
from rekkas.merchant.commands import close_merchant
from rekkas.merchant.errors import UnknownMerchant
from tests.build import BOSS, MONDAY
from tests.lasting import lasting
from tests.merchant import merchants

world = lasting(merchants.country)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]


def test_a_contract_ends_with_its_reason() -> None:
    merchants.merchant()

    close_merchant(merchant="ZELLIGE", reason="the shop has closed", by=BOSS, at=MONDAY)

    row = queries.merchant("ZELLIGE")
    assert (row.state, row.notes_on_check) == (MerchantState.CLOSED, "the shop has closed")


def test_without_a_reason_none_ends() -> None:
    merchants.merchant()

    with pytest.raises(InvalidInput):
        close_merchant(merchant="ZELLIGE", reason="", by=BOSS, at=MONDAY)


def test_what_nobody_knows_is_said() -> None:
    with pytest.raises(UnknownMerchant):
        close_merchant(merchant="NOBODY", reason="x", by=BOSS, at=MONDAY)
