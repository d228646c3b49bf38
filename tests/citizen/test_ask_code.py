"""A code is sent to a telephone, not too often, and only a keyed hash of it is kept."""

from datetime import timedelta

import pytest

from rekkas.citizen.errors import CodeJustSent, NotATelephone, TooManyCodes
from tests.build import MONDAY
from tests.citizen.citizens import CODE, asked, code_sent, kept, outgoing
from tests.reach.texts import AMINA, DRISS

pytestmark = pytest.mark.usefixtures("post")


def test_a_code_goes_out_at_once_even_at_night_and_is_kept_as_a_hash() -> None:
    asked(at=MONDAY + timedelta(hours=14))

    (text,) = outgoing()
    assert (text.kind, text.reader, text.not_before) == ("code", AMINA, MONDAY + timedelta(hours=14))
    assert code_sent(AMINA) == CODE.plain
    (row,) = kept("DoorCode")
    assert CODE.plain not in row.code_hash
    assert CODE.plain not in repr(CODE)


def test_codes_are_not_sent_one_upon_the_other_nor_more_than_five_an_hour() -> None:
    asked()
    with pytest.raises(CodeJustSent):
        asked(at=MONDAY + timedelta(seconds=10))
    for minute in range(1, 5):
        asked(at=MONDAY + timedelta(minutes=minute))

    with pytest.raises(TooManyCodes):
        asked(at=MONDAY + timedelta(minutes=10))
    asked(DRISS, at=MONDAY + timedelta(minutes=10))
    asked(at=MONDAY + timedelta(minutes=70))


def test_one_address_of_the_network_asks_for_sixty_an_hour_at_most() -> None:
    for number in range(60):
        asked(f"+2126222222{number:02d}")

    with pytest.raises(TooManyCodes):
        asked(DRISS)
    asked(DRISS, address="192.0.2.2")
    assert "192.0.2" not in str([row.who for row in kept("DoorCount")])


def test_what_is_no_telephone_gets_none() -> None:
    with pytest.raises(NotATelephone):
        asked("0600000000")
