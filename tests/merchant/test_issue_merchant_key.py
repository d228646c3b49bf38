import pytest

from rekkas.base.errors import NotAllowed
from rekkas.base.queries import UnknownToken, holder_of, keys_of
from rekkas.merchant.choices import KeyUse, MemberRole
from rekkas.merchant.commands import issue_merchant_key
from rekkas.merchant.entries import KeyAnswer
from rekkas.merchant.errors import TooManyHere
from tests.build import MONDAY, later
from tests.lasting import lasting
from tests.merchant import merchants
from tests.merchant.merchants import colleague

world = lasting(merchants.country)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]


def key(by: object, *uses: KeyUse) -> KeyAnswer:
    return issue_merchant_key(name="Shop", uses=uses or [KeyUse.READING], by=by, at=MONDAY)  # type: ignore[arg-type]


def test_a_key_speaks_for_its_merchant_within_its_uses() -> None:
    owner = merchants.merchant()

    answer = key(owner)

    holder = holder_of(answer.token, at=later(1))
    assert (holder.actor.customer, holder.prefix) == ("ZELLIGE", answer.prefix)
    assert holder.actor.may("view.mail")
    assert not holder.actor.may("mail.announce_items")


def test_when_a_key_was_used_last_is_known() -> None:
    answer = key(merchants.merchant())
    (before,) = keys_of("ZELLIGE")

    holder_of(answer.token, at=later(1))

    (after,) = keys_of("ZELLIGE")
    assert (before.last_used_at, after.last_used_at) == (None, later(1))


def test_a_key_that_somebody_made_up_was_not_used() -> None:
    answer = key(merchants.merchant())

    with pytest.raises(UnknownToken):
        holder_of(f"{answer.prefix}.{'x' * 43}", at=later(1))

    assert [row.last_used_at for row in keys_of("ZELLIGE")] == [None]


def test_a_merchant_has_so_many_keys_and_no_more() -> None:
    owner = merchants.merchant()
    key(owner)
    key(owner)

    with pytest.raises(TooManyHere):
        key(owner)


def test_whoever_ships_gives_no_machine_a_key() -> None:
    omar = colleague(merchants.merchant(), MemberRole.SHIPPER)

    with pytest.raises(NotAllowed):
        key(omar)
