"""Each item that waits lies on a shelf with a name, and is kept as long as its product says."""

import pytest

from rekkas.delivery.commands import shelve_items
from rekkas.delivery.errors import NotWaiting, ShelfTooLong
from rekkas.delivery.models import Kept
from tests.delivery.doorstep import parcels
from tests.delivery.shelves import days_on, seen, waiting

pytestmark = pytest.mark.usefixtures("post_office")


def test_an_item_is_found_on_its_shelf_and_moved_to_another() -> None:
    one, two = waiting("one", "two")

    assert shelve_items(numbers=[two], shelf="A1", **days_on(1)) == 1  # type: ignore[arg-type]

    assert {row.number: row.shelf for row in seen(1)} == {one: "B2", two: "A1"}
    assert {row.days_left for row in seen(1)} == {14}
    assert {row.days_left for row in seen(16)} == {-1}


def test_what_was_only_scanned_lies_on_a_shelf_too() -> None:
    (number,) = waiting("one")
    Kept.objects.all().delete()  # as a scanner leaves it that knows of no shelves
    assert [(row.shelf, row.days_left) for row in seen()] == [("", 15)]

    shelve_items(numbers=[number], shelf="C3", **days_on(2))  # type: ignore[arg-type]

    assert [(row.shelf, row.days_left) for row in seen()] == [("C3", 15)]


def test_what_does_not_wait_has_no_shelf() -> None:
    (there,) = parcels("there")
    (here,) = waiting("here")

    with pytest.raises(NotWaiting):
        shelve_items(numbers=[there], shelf="A1", **days_on(1))  # type: ignore[arg-type]
    with pytest.raises(ShelfTooLong):
        shelve_items(numbers=[here], shelf="A" * 25, **days_on(1))  # type: ignore[arg-type]
