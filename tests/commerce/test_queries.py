"""What can be asked about what merchants are owed."""

import pytest

from rekkas.base.outbox import relay_notices
from rekkas.commerce.commands import note_due, pay_merchant
from rekkas.commerce.errors import UnknownPayout
from rekkas.commerce.queries import dues, lines_of, payout, payouts_of
from tests import build
from tests.build import BOSS, MONDAY, later
from tests.delivery.doorstep import COD, banked

pytestmark = pytest.mark.usefixtures("post_office")


def test_dues_come_the_largest_first_and_by_currency() -> None:
    items = [
        ("A", "ATLAS", 10, "MAD"),
        ("B", "RIF", 30, "MAD"),
        ("C", "ATLAS", 20, "XOF"),
        ("D", "ATLAS", 5, "MAD"),
    ]
    note_due(items=items, due_at=MONDAY, by=BOSS, at=MONDAY)

    assert [(due.customer_code, due.currency, due.amount, due.item_count) for due in dues()] == [
        ("RIF", "MAD", 30, 1), ("ATLAS", "XOF", 20, 1), ("ATLAS", "MAD", 15, 2),
    ]  # fmt: skip


def test_payments_come_latest_first_for_one_merchant_or_all() -> None:
    build.merchant("RIF")
    numbers = []
    for hours, customer in enumerate(["ATLAS", "RIF", "ATLAS"]):
        banked(f"parcel {hours}", customer=customer)
        relay_notices()
        numbers.append(pay_merchant(merchant=customer, currency="MAD", by=BOSS, at=later(60 + hours)))

    assert [row.number for row in payouts_of()] == numbers[::-1]
    assert [row.number for row in payouts_of("RIF")] == [numbers[1]]
    assert [row.number for row in payouts_of()[:1]] == [numbers[2]]
    assert [line.amount for line in lines_of(payout(numbers[0]))] == [COD]


def test_a_payment_that_was_never_made_is_refused_by_its_number() -> None:
    with pytest.raises(UnknownPayout, match="20260302-1"):
        payout("20260302-1")
