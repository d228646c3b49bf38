import pytest

from rekkas.merchant.choices import MemberRole
from rekkas.merchant.commands import assign_member
from rekkas.merchant.errors import LastOwner, UnknownMember
from tests.build import MONDAY
from tests.lasting import lasting
from tests.merchant import merchants
from tests.merchant.merchants import OTHER_ICE, actor, colleague, signed_up

world = lasting(merchants.country)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]


def test_another_role_is_another_right_at_once() -> None:
    owner = merchants.merchant()
    omar = colleague(owner)

    assign_member(number=omar.name, role=MemberRole.DEVELOPER, by=owner, at=MONDAY)

    assert not omar.may("merchant.issue_merchant_key")
    assert actor(omar.name).may("merchant.issue_merchant_key")


def test_a_team_keeps_one_owner() -> None:
    owner = merchants.merchant()
    omar = colleague(owner)

    with pytest.raises(LastOwner):
        assign_member(number=owner.name, role=MemberRole.READER, by=owner, at=MONDAY)

    assign_member(number=omar.name, role=MemberRole.OWNER, by=owner, at=MONDAY)
    assign_member(number=owner.name, role=MemberRole.READER, by=owner, at=MONDAY)
    assert not actor(owner.name).may("merchant.assign_member")


def test_nobody_of_another_team_is_reached() -> None:
    owner = merchants.merchant()
    other = signed_up(tax_number=OTHER_ICE, email="other@example.org", name="Argan")

    with pytest.raises(UnknownMember):
        assign_member(number=other.member, role=MemberRole.READER, by=owner, at=MONDAY)
