import pytest

from rekkas.base.errors import NotAllowed
from rekkas.merchant import queries
from rekkas.merchant.choices import MemberRole
from rekkas.merchant.commands import invite_member
from rekkas.merchant.commands.team import invited
from rekkas.merchant.errors import MailboxInUse, TooManyHere
from tests.build import MONDAY
from tests.lasting import lasting
from tests.merchant import merchants
from tests.merchant.merchants import LEILA, OMAR, colleague, invitation_of, letters

world = lasting(merchants.country)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]


def asked(email: str = OMAR, **changes: object) -> str:
    said = {"email": email, "name": "Omar", "role": MemberRole.SHIPPER, "site": "https://x", **changes}
    return invite_member(at=MONDAY, **said)  # type: ignore[arg-type]


def test_a_letter_with_a_link_goes_to_whoever_is_asked() -> None:
    owner = merchants.merchant()

    number = asked(by=owner)

    (letter,) = letters("invitation")
    assert (letter.reader, number) == (OMAR, "ZELLIGE/2")
    assert letter.params["link"].startswith("https://x/pro/join/")
    assert not queries.password_compared(OMAR, "").fits


def test_asked_once_more_the_first_link_opens_nothing() -> None:
    owner = merchants.merchant()
    number = asked(by=owner)
    first = invitation_of(number)

    assert asked(by=owner) == number

    assert invited(first) is None
    assert invited(invitation_of(number)) is not None


def test_who_is_of_a_team_already_is_not_asked_again() -> None:
    owner = merchants.merchant()

    with pytest.raises(MailboxInUse):
        asked(LEILA, by=owner)


def test_a_team_has_an_end() -> None:
    owner = merchants.merchant()
    asked("two@example.org", by=owner)
    asked("three@example.org", by=owner)

    with pytest.raises(TooManyHere):
        asked("four@example.org", by=owner)


def test_whoever_ships_asks_nobody_in() -> None:
    omar = colleague(merchants.merchant())

    with pytest.raises(NotAllowed):
        asked("three@example.org", by=omar)
