"""A wish can be taken back."""

import pytest

from rekkas.citizen.errors import NotYourOwn
from rekkas.delivery.choices import WishKind
from rekkas.delivery.commands import withdraw_wish
from rekkas.delivery.errors import UnknownWish
from rekkas.delivery.queries import wish_for
from rekkas.mail.queries import item
from tests.build import AGENCY, MONDAY, accepted
from tests.delivery.test_note_wish import AMINA, DRISS, HERS, citizen_actor, wish

pytestmark = pytest.mark.usefixtures("post_office")


def test_taken_back_it_is_gone_and_what_was_sent_elsewhere_goes_on() -> None:
    (parcel,) = accepted("one")
    wish(parcel.number, WishKind.OFFICE, office=AGENCY)

    with pytest.raises(NotYourOwn):
        withdraw_wish(number=parcel.number, phone=AMINA, by=citizen_actor(DRISS), at=MONDAY)
    withdraw_wish(number=parcel.number, phone=AMINA, by=HERS, at=MONDAY)

    assert wish_for(parcel.number) is None
    assert item(parcel.number).destination_id == AGENCY
    with pytest.raises(UnknownWish):
        withdraw_wish(number=parcel.number, phone=AMINA, by=HERS, at=MONDAY)
