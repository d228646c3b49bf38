"""Deliveries, cash and payments are compared every day; what does not agree is listed with its reason."""

from datetime import date
from typing import Any

import pytest

from rekkas.base.choices import Role
from rekkas.base.errors import NotAllowed
from rekkas.commerce.choices import CorrectionReason
from rekkas.commerce.commands import correct_due, note_due, return_payout
from rekkas.commerce.queries import (
    bags,
    checked_merchants,
    differing_merchants,
    exceptions,
    latest_check,
    old_bags,
    open_days,
)
from rekkas.delivery.commands import attempt_delivery
from rekkas.money.choices import EntryKind
from tests import build
from tests.build import BOSS, YOUSSEF, ZAGORA_OFFICE, later, staff
from tests.commerce.checks import bare_delivery, cash_entered, compared, listed
from tests.commerce.merchants import (
    FEES,
    NADIA,
    OTHER_RIB,
    PERIOD,
    agreed,
    in_the_bank,
    in_the_bank_for,
    settled,
    taken,
)
from tests.delivery.doorstep import BAG, bank, hand_over, parcels

pytestmark = pytest.mark.usefixtures("trade")


def merchants() -> list[tuple[str, int, int, int, bool]]:
    """Each merchant as compared: not in yet, in the bank, owed, and whether it is what follows."""
    return [(row.customer_code, row.taken, row.due, row.owed, row.agrees) for row in checked_merchants()]


def test_equal_records_match_to_the_last_item() -> None:
    agreed(**FEES)
    in_the_bank({"paid": 10_000})
    settled(PERIOD)
    in_the_bank({"due": 20_000}, at=later(2))
    taken({"in the safe": 30_000}, door=50)
    hand_over(30_000, at=later(60))
    taken({"in the bag": 40_000}, door=65)

    found = compared(later(70))

    assert (found.items, found.exceptions, found.differing_merchants, found.old_bags) == (4, 0, 0, 0)
    assert merchants() == [("ATLAS", 70_000, 20_000, 0, True)]
    check = latest_check()
    assert check is not None
    assert (check.item_count, check.matched_count, check.made_by) == (4, 4, "nadia")


def test_what_is_open_equals_what_was_delivered_and_not_remitted_by_merchant_and_day() -> None:
    build.merchant("RIF")
    agreed()
    in_the_bank({"paid": 10_000})
    settled(PERIOD)
    in_the_bank_for({"due": ("ATLAS", 20_000), "theirs": ("RIF", 5_000)}, at=later(2))
    taken({"fresh": 40_000}, door=65)

    compared(later(70))

    days = [
        (row.customer_code, row.delivered_on, row.delivered, row.taken, row.remitted) for row in open_days()
    ]
    assert days == [
        ("ATLAS", date(2026, 3, 3), 30_000, 30_000, 10_000),
        ("RIF", date(2026, 3, 3), 5_000, 5_000, 0),
        ("ATLAS", date(2026, 3, 5), 40_000, 40_000, 0),
    ]
    still_open: dict[str, int] = {}
    for row in open_days():
        still_open[row.customer_code] = still_open.get(row.customer_code, 0) + row.still_open
    assert still_open == {code: taken + due - owed for code, taken, due, owed, _ in merchants()}


def test_what_is_carried_corrected_and_came_back_still_agrees() -> None:
    agreed(minimum=50_000, pay_to=OTHER_RIB, **FEES)
    (small,) = in_the_bank({"small": 10_000})
    settled(PERIOD)
    assert compared(later(60)).differing_merchants == 0
    correct_due(
        item=small,
        amount=-4_000,
        reason=CorrectionReason.CLAIM,
        note="broken",
        by=NADIA,
        at=later(61),
        key="c",
    )
    assert compared(later(62)).differing_merchants == 0
    in_the_bank({"large": 90_000}, at=later(24))
    (paid,) = settled(date(2026, 3, 6))
    assert compared(later(90)).differing_merchants == 0
    return_payout(number=paid.number, reason="AC01", by=NADIA, at=later(91))

    found = compared(later(92))

    assert (found.exceptions, found.differing_merchants) == (0, 0)
    assert merchants() == [("ATLAS", 0, paid.paid, 0, True)]


# ---- reasons ---------------------------------------------------------------------------------------------------


def test_a_delivered_scan_without_cash() -> None:
    (number,) = parcels("one", cod_amount=35_000)
    bare_delivery(number)

    found = compared()

    assert (found.exceptions, found.new) == (1, 1)
    assert listed() == [(number, "delivered-without-cash", 35_000, 0)]


def test_a_refused_parcel_that_is_later_scanned_delivered() -> None:
    (number,) = parcels("one", cod_amount=35_000)
    attempt_delivery(
        number=number, reason="refused", next_step="return", office=ZAGORA_OFFICE, by=YOUSSEF, at=later(25)
    )
    bare_delivery(number, at=later(27))

    compared()

    assert listed() == [(number, "refused-then-delivered", 35_000, 0)]


def test_cash_without_a_delivery() -> None:
    (number,) = parcels("one", cod_amount=35_000)
    cash_entered(number, 35_000, at=later(59))

    compared()

    assert listed() == [(number, "cash-without-delivery", 0, 35_000)]


@pytest.mark.parametrize(("amount", "reason"), [(30_000, "partial"), (40_000, "wrong-amount")])
def test_less_or_more_than_was_due(amount: int, reason: str) -> None:
    (number,) = parcels("one", cod_amount=35_000)
    bare_delivery(number, at=later(58))
    cash_entered(number, amount, at=later(58))

    compared()

    assert listed() == [(number, reason, 35_000, amount)]


def test_two_scans_that_say_delivered() -> None:
    (number,) = taken({"one": 35_000}, door=58)
    bare_delivery(number, at=later(59.5))

    compared()

    assert listed() == [(number, "delivered-twice", 35_000, 35_000)]


def test_cash_that_is_in_the_bank_and_of_which_no_news_came() -> None:
    (number,) = taken({"one": 35_000})
    hand_over(35_000)
    bank(35_000)

    compared()

    assert listed() == [(number, "banked-without-line", 35_000, 35_000)]
    assert [row.customer_code for row in differing_merchants()] == ["ATLAS"]


def test_a_line_whose_cash_is_not_in_the_bank() -> None:
    (number,) = taken({"one": 35_000}, door=58)
    note_due(items=[(number, "ATLAS", 35_000, "MAD")], due_at=later(59), by=BOSS, at=later(59))

    compared()

    assert listed() == [(number, "line-without-cash", 35_000, 35_000)]


def test_cash_that_stays_in_a_bag_raises_an_alert_after_a_day_and_in_a_safe_after_three() -> None:
    (number,) = taken({"one": 35_000})  # taken at hour 25
    assert compared(later(49)).old_bags == 0

    found = compared(later(49.5))

    assert (found.old_bags, listed()) == (1, [(number, "carried-too-long", 35_000, 35_000)])
    (bag,) = old_bags()
    assert (bag.courier, bag.office_code, bag.amount, bag.held, bag.item_count, bag.oldest_at) == (
        "youssef", ZAGORA_OFFICE, 35_000, 35_000, 1, later(25),
    )  # fmt: skip
    hand_over(35_000, at=later(50))
    compared(later(51))
    assert (list(old_bags()), listed()) == ([], [])
    assert listed("gone") == [(number, "carried-too-long", 35_000, 35_000)]
    compared(later(98))
    assert listed() == [(number, "kept-too-long", 35_000, 35_000)]


def test_what_a_bag_carries_equals_the_rounds_that_are_not_closed() -> None:
    taken({"one": 10_000, "two": 20_000}, door=50)
    hand_over(30_000, at=later(56))
    taken({"three": 5_000}, door=57)

    compared(later(60))

    assert [(row.account, row.amount, row.held, row.is_short) for row in bags()] == [
        (BAG, 5_000, 5_000, False)
    ]


def test_a_bag_that_holds_less_than_its_items_is_short() -> None:
    taken({"one": 10_000}, door=50)
    cash_entered("", 4_000, EntryKind.CASH_DIFFERENCE, source=BAG, target=f"suspense:{ZAGORA_OFFICE}:MAD")

    compared(later(60))

    assert [(row.amount, row.held, row.is_short) for row in bags()] == [(10_000, 6_000, True)]


# ---- the list --------------------------------------------------------------------------------------------------


def test_an_exception_is_listed_once_and_goes_when_the_records_agree() -> None:
    (number,) = taken({"one": 35_000})
    hand_over(35_000)
    bank(35_000)
    compared(later(60))
    again = compared(later(61))
    assert (again.exceptions, again.new, len(exceptions())) == (1, 0, 1)
    from rekkas.base.outbox import relay_notices

    relay_notices()

    compared(later(62))

    assert (listed(), listed("gone")) == ([], [(number, "banked-without-line", 35_000, 35_000)])


def test_what_is_older_than_the_comparison_looks_back_stays_until_it_is_mended() -> None:
    (number,) = taken({"one": 35_000})
    compared(later(60))

    compared(later(24 * 200))

    assert listed() == [(number, "carried-too-long", 35_000, 35_000)]
    assert merchants() == [("ATLAS", 35_000, 0, 0, True)]
    assert [row.amount for row in old_bags()] == [35_000]


def test_many_items_take_no_more_statements_than_a_few(statements: Any) -> None:
    def comparing(words: list[str], hours: float) -> list[str]:
        in_the_bank(dict.fromkeys(words, 1000), at=later(hours))
        with statements() as seen:
            compared(later(60 + hours))
        return seen

    comparing(["before"], 0)
    few = comparing(["a", "b"], 2)
    many = comparing([f"m{n}" for n in range(300)], 4)

    assert len(many) == len(few)


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.TREASURER, Role.INSPECTOR)])
def test_only_those_who_answer_for_the_money_compare(role: Role) -> None:
    with pytest.raises(NotAllowed):
        compared(by=staff("someone", role))
