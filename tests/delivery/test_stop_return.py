"""A return is stopped as long as the item has not left."""

import pytest

from rekkas.delivery.commands import return_items, stop_return
from rekkas.delivery.errors import NotComingBack
from rekkas.mail.queries import item
from tests.build import OUARZAZATE, ZAGORA_OFFICE, later
from tests.delivery.doorstep import arrived
from tests.delivery.shelves import WEDNESDAY, days_on, seen, waiting

pytestmark = pytest.mark.usefixtures("post_office")


def test_what_has_not_left_stays_after_all() -> None:
    (number,) = waiting("one")
    return_items(numbers=[number], **days_on(16))  # type: ignore[arg-type]

    stop_return(number=number, **days_on(16.1))  # type: ignore[arg-type]

    assert item(number).destination_id == ZAGORA_OFFICE
    assert [row.number for row in seen(17)] == [number]
    assert seen(17)[0].days_left > 0


def test_what_has_left_or_never_went_back_is_not_stopped() -> None:
    here, gone = waiting("here", "gone")
    return_items(numbers=[gone], **days_on(16))  # type: ignore[arg-type]
    arrived(gone, office=OUARZAZATE, at=later(24 * 16.5, WEDNESDAY))

    for number in (here, gone):
        with pytest.raises(NotComingBack):
            stop_return(number=number, **days_on(17))  # type: ignore[arg-type]
