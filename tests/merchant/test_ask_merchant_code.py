from datetime import datetime, timedelta

import pytest

from rekkas.base.keys import ShortCode
from rekkas.citizen.errors import TooManyCodes
from rekkas.merchant.commands import ask_merchant_code
from rekkas.merchant.commands.signing_up import AT_THE_DOOR
from tests.build import MONDAY
from tests.lasting import lasting
from tests.merchant import merchants
from tests.merchant.merchants import ADDRESS, CODE, LEILA, letters, proved, signed_up

world = lasting(merchants.country)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]
LATER = MONDAY + timedelta(minutes=2)


def asked(email: str = LEILA, at: datetime = LATER) -> None:
    ask_merchant_code(email=email, code=ShortCode("777777"), address=ADDRESS, by=AT_THE_DOOR, at=at)


def test_a_new_code_opens_and_the_one_before_does_no_longer() -> None:
    signed_up()

    asked()

    assert not proved(code=CODE, at=LATER).opened
    assert proved(code=ShortCode("777777"), at=LATER).opened


def test_nothing_is_sent_to_a_mailbox_that_nobody_has_and_nothing_said() -> None:
    asked("nobody@example.org")

    assert letters("merchant-code") == []


def test_a_code_that_was_just_sent_stays_the_one_that_opens_and_nothing_else_is_said() -> None:
    signed_up()

    asked(at=MONDAY + timedelta(seconds=10))

    assert len(letters("merchant-code")) == 1
    assert proved(code=CODE).opened


def test_from_one_address_so_many_are_asked_for_in_an_hour() -> None:
    for _ in range(30):
        asked("nobody@example.org")

    with pytest.raises(TooManyCodes):
        asked()
