import pytest

from rekkas.base.queries import TokenRevoked, holder_of
from rekkas.merchant.choices import KeyUse
from rekkas.merchant.commands import issue_merchant_key, rotate_merchant_key
from rekkas.merchant.errors import UnknownKey
from tests.build import MONDAY, later
from tests.lasting import lasting
from tests.merchant import merchants

world = lasting(merchants.country)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]


def test_the_old_key_opens_for_one_more_day_beside_the_new_one() -> None:
    owner = merchants.merchant()
    old = issue_merchant_key(name="Shop", uses=[KeyUse.SHIPPING], by=owner, at=MONDAY)

    new = rotate_merchant_key(prefix=old.prefix, by=owner, at=MONDAY)

    assert holder_of(new.token, at=later(1)).actor.may("mail.announce_items")
    assert holder_of(old.token, at=later(23)).prefix == old.prefix
    with pytest.raises(TokenRevoked):
        holder_of(old.token, at=later(25))


def test_a_key_of_another_merchant_is_not_there() -> None:
    owner = merchants.merchant()

    with pytest.raises(UnknownKey):
        rotate_merchant_key(prefix="0123456789ab", by=owner, at=MONDAY)
