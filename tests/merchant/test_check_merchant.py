import pytest

from rekkas.base.errors import InvalidInput, NotAllowed
from rekkas.merchant import queries
from rekkas.merchant.choices import MerchantState
from rekkas.merchant.commands import check_merchant
from tests.build import BOSS, MONDAY
from tests.lasting import lasting
from tests.merchant import merchants

world = lasting(merchants.country)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]


def test_whoever_checked_a_merchant_is_named_with_what_they_saw() -> None:
    merchants.merchant()

    check_merchant(merchant="ZELLIGE", notes="register of commerce, identity card", by=BOSS, at=MONDAY)

    row = queries.merchant("ZELLIGE")
    assert (row.state, row.checked_by, row.checked_at) == (MerchantState.CHECKED, BOSS.name, MONDAY)


def test_no_merchant_checks_a_merchant() -> None:
    owner = merchants.merchant()

    with pytest.raises(NotAllowed):
        check_merchant(merchant="ZELLIGE", notes="it is me", by=owner, at=MONDAY)


def test_what_was_seen_is_said() -> None:
    merchants.merchant()

    with pytest.raises(InvalidInput):
        check_merchant(merchant="ZELLIGE", notes="  ", by=BOSS, at=MONDAY)
