"""The document of who comes for an addressee is compared with the one that was named, three times and no more."""

from typing import Any

import pytest

from rekkas.delivery.commands import return_items, stop_return, try_document, try_pick_up_code
from rekkas.delivery.errors import DocumentLocked, GoesBack, NotAuthorised, NotWaiting
from rekkas.mail.queries import events_of, pick_up_code
from tests.build import AGENCY, BOSS, key, later
from tests.delivery.doorstep import BY_CODE, collected, outcomes, parcels, returned
from tests.delivery.shelves import CLERK, WEDNESDAY, days_on, waiting
from tests.delivery.test_what_is_shown import as_collector, authorised

pytestmark = pytest.mark.usefixtures("post_office")
RIGHT, WRONG = "ab 1234", "9999"


def tried(number: str, signs: str, **changes: Any) -> bool:
    said: dict[str, Any] = {"collector": key("brother"), **days_on(1), **changes}
    return try_document(number=number, signs=signs, **said)


def locked(number: str) -> None:
    assert [tried(number, WRONG) for _ in range(3)] == [False] * 3


def given(number: str, **changes: Any) -> list[str]:
    at = later(24, WEDNESDAY)
    return outcomes(collected(number, happened_at=at, **changes), by=CLERK, at=at)


def test_it_is_the_one_that_was_named_or_it_is_not() -> None:
    authorised()
    (number,) = waiting("one")

    assert tried(number, RIGHT)
    assert not tried(number, WRONG)
    with pytest.raises(NotAuthorised):
        tried(number, RIGHT, collector=key("a stranger"))


def test_three_wrong_ones_shut_this_way_for_the_item_and_for_no_other() -> None:
    brother = authorised()
    one, two = waiting("one", "two")
    locked(one)

    with pytest.raises(DocumentLocked):
        tried(one, RIGHT)
    assert given(one, **as_collector(brother)) == ["delivery.document-locked"]
    assert tried(two, RIGHT)
    assert given(two, **as_collector(brother)) == ["delivered"]


@pytest.mark.parametrize("way", ["the addressee", "the code"])
def test_the_code_and_the_addressee_stay_ways(way: str) -> None:
    authorised()
    (number,) = waiting("one")
    locked(number)

    said: dict[str, Any] = {}
    if way == "the code":
        code = pick_up_code(events_of(number)[-1].scan_id)
        assert try_pick_up_code(number=number, code=code, **days_on(1))  # type: ignore[arg-type]
        said = {"identified": BY_CODE}

    assert given(number, **said) == ["delivered"]


def test_a_return_begun_and_stopped_gives_no_new_tries() -> None:
    authorised()
    (number,) = waiting("one")
    locked(number)

    return_items(numbers=[number], **days_on(1))  # type: ignore[arg-type]
    stop_return(number=number, **days_on(1.1))  # type: ignore[arg-type]

    with pytest.raises(DocumentLocked):
        tried(number, RIGHT, at=later(30, WEDNESDAY))


def test_nothing_is_compared_for_what_lies_elsewhere_or_goes_back() -> None:
    authorised()
    (here,) = waiting("here")
    (back,) = returned(*parcels("back"))

    with pytest.raises(NotWaiting):
        tried(here, RIGHT, office=AGENCY, by=BOSS)
    with pytest.raises(NotWaiting):
        tried(back, RIGHT)
    return_items(numbers=[here], **days_on(0.5))  # type: ignore[arg-type]
    with pytest.raises(GoesBack):
        tried(here, RIGHT)
