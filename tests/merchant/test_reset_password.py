from datetime import timedelta

import pytest

from rekkas.base.keys import ShortCode
from rekkas.merchant import queries
from rekkas.merchant.commands import ask_merchant_code, reset_password
from rekkas.merchant.commands.signing_up import AT_THE_DOOR
from rekkas.merchant.entries import DoorAnswer, NewPassword
from rekkas.merchant.queries.members import member_at_door
from tests.build import MONDAY
from tests.lasting import lasting
from tests.merchant import merchants
from tests.merchant.merchants import ADDRESS, LEILA, PASSWORD, proved, signed_up

world = lasting(merchants.country)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]
LATER, NEW = MONDAY + timedelta(minutes=2), "nine wet umbrellas"


def reset(code: str = "777777") -> DoorAnswer:
    return reset_password(
        email=LEILA, code=ShortCode(code), password=NewPassword(NEW), by=AT_THE_DOOR, at=LATER
    )  # fmt: skip


def test_a_lost_password_is_replaced_and_visits_begun_with_it_are_over() -> None:
    signed_up()
    before = proved()
    ask_merchant_code(email=LEILA, code=ShortCode("777777"), address=ADDRESS, by=AT_THE_DOOR, at=LATER)

    after = reset()

    assert after.opened
    assert queries.password_compared(LEILA, NEW).fits
    assert not queries.password_compared(LEILA, PASSWORD).fits
    assert member_at_door(before.member, before.proof) is None


def test_a_wrong_code_replaces_nothing() -> None:
    signed_up()
    ask_merchant_code(email=LEILA, code=ShortCode("777777"), address=ADDRESS, by=AT_THE_DOOR, at=LATER)

    assert not reset("777778").opened
    assert queries.password_compared(LEILA, PASSWORD).fits
