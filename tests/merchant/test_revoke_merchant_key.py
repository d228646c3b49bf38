import pytest

from rekkas.base.queries import TokenRevoked, holder_of
from rekkas.merchant.choices import KeyUse
from rekkas.merchant.commands import issue_merchant_key, revoke_merchant_key, rotate_merchant_key
from rekkas.merchant.errors import UnknownKey
from tests.build import MONDAY, later
from tests.lasting import lasting
from tests.merchant import merchants

world = lasting(merchants.country)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]


def test_a_key_that_is_ended_opens_nothing_even_within_its_last_day() -> None:
    owner = merchants.merchant()
    old = issue_merchant_key(name="Shop", uses=[KeyUse.READING], by=owner, at=MONDAY)
    rotate_merchant_key(prefix=old.prefix, by=owner, at=MONDAY)

    revoke_merchant_key(prefix=old.prefix, by=owner, at=later(1))

    with pytest.raises(TokenRevoked):
        holder_of(old.token, at=later(2))


def test_a_key_of_another_is_not_there() -> None:
    with pytest.raises(UnknownKey):
        revoke_merchant_key(prefix="0123456789ab", by=merchants.merchant(), at=MONDAY)
