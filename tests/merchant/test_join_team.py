import pytest

from rekkas.merchant.choices import MemberRole
from rekkas.merchant.commands import invite_member, join_team
from rekkas.merchant.commands.signing_up import AT_THE_DOOR
from rekkas.merchant.entries import DoorAnswer, NewPassword
from rekkas.merchant.errors import CodeWrong
from tests.build import MONDAY
from tests.lasting import lasting
from tests.merchant import merchants
from tests.merchant.merchants import OMAR, PASSWORD, actor, invitation_of

world = lasting(merchants.country)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]


def joined(invitation: str) -> DoorAnswer:
    return join_team(invitation=invitation, password=NewPassword(PASSWORD), by=AT_THE_DOOR, at=MONDAY)


def test_an_invitation_opens_once_and_in_the_role_that_was_given() -> None:
    owner = merchants.merchant()
    number = invite_member(
        email=OMAR, name="Omar", role=MemberRole.ACCOUNTANT, site="https://x", by=owner, at=MONDAY
    )
    invitation = invitation_of(number)

    assert joined(invitation).opened

    assert actor(number).may("view.shipments")
    assert not actor(number).may("mail.announce_items")
    with pytest.raises(CodeWrong):
        joined(invitation)


@pytest.mark.parametrize("invitation", ["", "x", "WyJaRUxMSUdFLzIiLDFd:1vV:forged", "é" * 50])
def test_what_is_no_invitation_opens_nothing(invitation: str) -> None:
    with pytest.raises(CodeWrong):
        joined(invitation)
