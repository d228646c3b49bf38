from datetime import timedelta

import pytest

from tests.build import MONDAY
from tests.lasting import lasting
from tests.merchant import merchants
from tests.merchant.merchants import CODE, WRONG, proved, signed_up

world = lasting(merchants.country)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]


def test_the_code_opens_once() -> None:
    signed_up()

    assert proved().opened
    assert not proved().opened


def test_five_wrong_codes_close_the_right_one_too() -> None:
    signed_up()

    for _ in range(5):
        proved(code=WRONG)

    assert not proved(code=CODE).opened


def test_a_code_lasts_half_an_hour() -> None:
    signed_up()

    assert not proved(at=MONDAY + timedelta(minutes=31)).opened
