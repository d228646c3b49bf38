"""A PIN is short, so it must not be the first that anybody would try."""

import pytest

from rekkas.base.commands import choose_pin
from rekkas.base.errors import PinTooEasy
from tests import build
from tests.base.staff import hired, speaking
from tests.build import MONDAY

pytestmark = pytest.mark.django_db


def test_a_pin_is_kept_as_a_hash_and_easy_ones_are_refused() -> None:
    build.country()
    row = hired("amal")

    for easy in ("", "123", "1234", "9876", "1111", "123456789", "12a4", "١٢٣٥", "25 80"):
        with pytest.raises(PinTooEasy):
            choose_pin(pin=easy, by=speaking(row), at=MONDAY)
    choose_pin(pin="2580", by=speaking(row), at=MONDAY)

    row.refresh_from_db()
    assert row.pin_hash
    assert "2580" not in row.pin_hash
