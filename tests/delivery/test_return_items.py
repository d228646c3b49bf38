"""What nobody came for goes back to the office at which it was posted."""

import pytest

from rekkas.delivery.commands import return_items
from rekkas.delivery.errors import NotWaiting
from rekkas.delivery.queries import offices_to_return_from, to_return
from rekkas.mail.queries import item, track
from rekkas.network.queries import office
from rekkas.operator.daily_counters import send_back
from tests.build import AGENCY, ZAGORA_OFFICE, later
from tests.delivery.shelves import WEDNESDAY, days_on, seen, waiting

pytestmark = pytest.mark.usefixtures("post_office")


def test_an_item_kept_to_its_end_goes_back_to_where_it_was_posted() -> None:
    (number,) = waiting("one")
    assert to_return(office(ZAGORA_OFFICE), later(24 * 15, WEDNESDAY)) == []
    assert [row.number for row in to_return(office(ZAGORA_OFFICE), later(24 * 16, WEDNESDAY))] == [number]

    assert return_items(numbers=[number], **days_on(16)) == 1  # type: ignore[arg-type]

    assert item(number).destination_id == AGENCY
    (found,) = track([number], at=later(24 * 17, WEDNESDAY))
    assert found.status == "returning"
    assert seen(17) == []
    with pytest.raises(NotWaiting):
        return_items(numbers=[number], **days_on(17))  # type: ignore[arg-type]


def test_two_days_after_its_end_it_goes_back_by_itself() -> None:
    (number,) = waiting("one")

    send_back("MA", later(24 * 17, WEDNESDAY))
    assert len(seen(17)) == 1  # the office may still decide
    assert offices_to_return_from("MA", later(24 * 18, WEDNESDAY).date()) == [ZAGORA_OFFICE]
    send_back("MA", later(24 * 18, WEDNESDAY))

    assert seen(18) == []
    assert item(number).destination_id == AGENCY
