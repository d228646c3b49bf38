"""What can be asked at the counter."""

import pytest

from rekkas.counter.errors import UnknownReceipt
from rekkas.counter.queries import receipt, receipts_of
from tests import build
from tests.build import AGENCY, ZAGORA_OFFICE, accepted, later

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def open_for_business() -> None:
    build.country()
    build.merchant()


def test_a_receipt_is_found_by_its_number_however_it_is_typed() -> None:
    (taken,) = accepted()

    assert receipt(f" {taken.receipt.lower()} ").item_number == taken.number


def test_a_number_on_no_receipt_is_refused_by_name() -> None:
    with pytest.raises(UnknownReceipt, match="MA0001-0000"):
        receipt("MA0001-0000")


def test_an_offices_receipts_come_latest_first_and_no_more_than_asked() -> None:
    first, second = accepted("one", "two")
    (third,) = accepted("three", at=later(1))

    assert [row.item_number for row in receipts_of(AGENCY)] == [third.number, second.number, first.number]
    assert [row.item_number for row in receipts_of(AGENCY, limit=1)] == [third.number]
    assert receipts_of(ZAGORA_OFFICE) == []
