"""What can be asked of money."""

import pytest

from rekkas.money.choices import AccountKind, EntryKind
from rekkas.money.entries import Leg
from rekkas.money.queries import (
    accounts,
    balance,
    cod_held,
    cod_places,
    movements,
    sums_by_kind,
    trail_of,
)
from tests.money.purses import (
    BAG,
    BANK,
    BANKS_HALF,
    DUE,
    INCOME,
    MERCHANT,
    PAYOUTS,
    RESERVE,
    SAFE,
    TILL,
    post,
    transfer,
)

pytestmark = pytest.mark.django_db
STEPS = (
    (EntryKind.COD_COLLECTED, MERCHANT, BAG),
    (EntryKind.COD_HANDED_OVER, BAG, SAFE),
    (EntryKind.COD_BANKED, SAFE, BANK),
    (EntryKind.COD_PAID, BANK, DUE),
)
ALSO = {
    EntryKind.COD_BANKED: ((BANKS_HALF, RESERVE), (DUE, MERCHANT)),
    EntryKind.COD_PAID: ((PAYOUTS, BANKS_HALF),),
}


def walk(subject: str, steps: int, amount: int = 35_000) -> None:
    """The cash of an item goes so many steps of its way."""
    for kind, source, target in STEPS[:steps]:
        post(
            transfer(
                f"{kind} {subject}",
                source=source,
                target=target,
                kind=kind,
                subject=subject,
                amount=amount,
                also=tuple(Leg(*ends, amount, "MAD") for ends in ALSO.get(kind, ())),
            )
        )


def test_an_account_that_never_moved_holds_nothing() -> None:
    assert balance("till:MA0001/nobody:MAD") == 0
    assert list(movements("till:MA0001/nobody:MAD")) == []
    assert cod_held("till:MA0001/nobody:MAD") == {}


@pytest.mark.parametrize(("steps", "account"), [(1, BAG), (2, SAFE), (3, BANK), (4, DUE)])
def test_after_each_step_the_cash_of_an_item_has_one_place(steps: int, account: str) -> None:
    walk("A", steps)

    place = cod_places(["A"])["A"]
    assert (place.account, place.amount, place.currency) == (account, 35_000, "MAD")
    holders = [code for code in (BAG, SAFE, BANK) if "A" in cod_held(code)]
    assert holders == [account] * (steps < 4)


def test_items_without_cash_have_no_place() -> None:
    post(transfer(subject="A"))

    assert cod_places(["A", "B"]) == {}


def test_the_cash_of_neighbours_is_kept_apart() -> None:
    walk("A", 2, amount=100)
    walk("B", 1, amount=200)

    assert {subject: place.amount for subject, place in cod_held(BAG).items()} == {"B": 200}
    assert {subject: place.amount for subject, place in cod_held(SAFE).items()} == {"A": 100}


def test_a_trail_tells_where_money_has_been_earliest_first() -> None:
    walk("A", 4)
    walk("B", 1)

    assert [(row.source.code, row.target.code) for row in trail_of("A")] == [step[1:] for step in STEPS]


def test_movements_are_told_latest_first_and_no_more_than_asked() -> None:
    post(*[transfer(str(number), amount=number) for number in range(1, 6)])
    post(transfer("out", source=TILL, target=SAFE, amount=6))

    assert [row.amount for row in movements(TILL)[:3]] == [6, 5, 4]


def test_the_trial_balance_lists_accounts_by_kind_and_owner() -> None:
    walk("A", 1)
    post(transfer())

    assert [line.code for line in accounts()] == sorted([BAG, INCOME, MERCHANT, TILL])
    (bag,) = accounts(kinds=[AccountKind.COURIER], owner_starts="MA0004/")
    assert (bag.code, bag.received, bag.given, bag.amount) == (BAG, 35_000, 0, 35_000)
    assert list(accounts(owner_starts="MA0009/")) == []
    assert len(accounts()) == len(accounts()[:9]) == 4


def test_the_kinds_of_place_sum_to_zero() -> None:
    walk("A", 2)
    post(transfer())

    assert sums_by_kind() == [
        ("courier", "MAD", 0), ("income", "MAD", -3_500), ("merchant", "MAD", -35_000), ("till", "MAD", 3_500),
        ("vault", "MAD", 35_000),
    ]  # fmt: skip
