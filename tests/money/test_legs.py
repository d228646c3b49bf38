"""Entries of several legs: two books side by side, several currencies at a rate, and all of it or nothing."""

from typing import Any

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from postkit.money import allocate, to_minor
from rekkas.money.choices import Book, EntryKind
from rekkas.money.entries import Leg, entry_of, from_the_bank, mirror, to_the_bank
from rekkas.money.models import Entry, Line
from rekkas.money.queries import balance, sums_by_kind
from tests.build import MONDAY, key
from tests.money.purses import (
    AMINA,
    BANK,
    BANKS_HALF,
    BRAHIM,
    DUE,
    INCOME,
    PAYOUTS,
    RESERVE,
    SAFE,
    TILL,
    everything,
    holds,
    opened,
    outcomes,
    paid_in,
    post,
    sums,
    transfer,
    wrong,
)

pytestmark = pytest.mark.django_db
AMINA_IN_DINARS = "current:1003:TND"


def leg(source: str, target: str, amount: int = 100, currency: str = "MAD") -> Leg:
    return Leg(source, target, amount, currency)


def of_legs(*legs: Leg, word: str = "legs", **changes: Any) -> Any:
    first, *also = legs
    ends = {
        "source": first.source,
        "target": first.target,
        "amount": first.amount,
        "currency": first.currency,
    }
    return transfer(word, **ends, also=tuple(also), **changes)


def book_sums() -> dict[tuple[str, str], int]:
    """What the accounts of a book hold together, by currency."""
    totals: dict[tuple[str, str], int] = {}
    for book in Book.values:
        for _, currency, amount in sums_by_kind(book):
            totals[book, currency] = totals.get((book, currency), 0) + amount
    return totals


def test_all_legs_of_an_entry_move_together() -> None:
    opened()
    post(paid_in(10_000))

    fee, tax = leg("fees:transfers:MAD", AMINA, 50), leg("tax:vat:MAD", AMINA, 10)
    assert outcomes(of_legs(leg(BRAHIM, AMINA, 1_000), fee, tax)) == ["posted"]

    assert (holds(AMINA), holds(BRAHIM)) == (8_940, 1_000)
    assert (holds("fees:transfers:MAD"), holds("tax:vat:MAD")) == (50, 10)
    assert wrong() == []


def test_where_one_leg_cannot_move_none_does() -> None:
    opened()
    post(
        paid_in(1_020),
        of_legs(leg("fees:transfers:MAD", AMINA, 10), leg("tax:vat:MAD", AMINA, 10), word="before"),
    )
    before = everything()

    fee, tax = leg("fees:transfers:MAD", AMINA, 50), leg("tax:vat:MAD", AMINA, 10)
    assert outcomes(of_legs(leg(BRAHIM, AMINA, 1_000), fee, tax)) == ["money.not-enough"]

    assert everything() == before
    assert outcomes(of_legs(leg(BRAHIM, AMINA, 940), fee, tax)) == ["posted"]


def test_an_entry_is_judged_by_where_its_legs_lead_together() -> None:
    there_and_on = of_legs(leg(TILL, SAFE, 100), leg(INCOME, TILL, 100))

    assert outcomes(there_and_on) == ["posted"]
    assert (balance(TILL), balance(SAFE)) == (0, 100)
    assert Line.objects.get(account__code=TILL).delta == 0  # it is in the till's record all the same
    assert wrong() == []


@pytest.mark.parametrize(
    ("legs", "code"),
    [
        ([leg(TILL, AMINA)], "money.two-books"),
        ([leg(AMINA, TILL)], "money.two-books"),
        ([leg(TILL, BANKS_HALF)], "money.two-books"),
        ([leg(BANK, TILL)], "money.mirrors-differ"),
        ([leg(BANK, TILL, 100), leg(AMINA, BANKS_HALF, 99)], "money.mirrors-differ"),
        ([leg(BANK, TILL), leg(AMINA, BANKS_HALF), leg(AMINA, BANKS_HALF)], "money.mirrors-differ"),
        ([leg(BANK, TILL), leg(BANKS_HALF, AMINA)], "money.mirrors-differ"),
        (
            [
                leg(BANK, TILL), leg("current:1003:TND", mirror(Book.BANK, "TND"), 310, "TND"),
                leg("position:fx:MAD", AMINA), leg(AMINA_IN_DINARS, "position:fx:TND", 310, "TND"),
            ],
            "money.mirrors-differ",
        ),
    ],
    ids=[
        "out of the till into an account", "out of an account into the till", "into the mirror of the other",
        "one half", "halves of two amounts", "one half and two", "halves the wrong way", "halves of two currencies",
    ],
)  # fmt: skip
def test_nothing_moves_between_the_books_but_two_equal_halves(legs: list[Leg], code: str) -> None:
    opened(AMINA, "current:1003:TND", mirror(Book.BANK, "TND"), floor=None)
    post(transfer(), paid_in(1_000))
    before = everything()

    assert outcomes(of_legs(*legs, rate="0.31")) == [code]
    assert everything() == before


@pytest.mark.parametrize(("halves", "left"), [(to_the_bank, -1), (from_the_bank, 1)])
def test_what_crosses_the_books_leaves_each_of_them_at_zero(halves: Any, left: int) -> None:
    opened(AMINA, floor=None)
    post(transfer(amount=1_000))
    ends = (TILL, AMINA) if halves is to_the_bank else (AMINA, TILL)

    crossing = halves(*ends, 250, "MAD")
    (answer,) = post(entry_of(crossing, key=key("crossing"), kind=EntryKind.SETTLEMENT, happened_at=MONDAY))

    assert answer.outcome == "posted"
    assert (balance(TILL), balance(AMINA)) == (1_000 + 250 * left, -250 * left)
    assert balance(BANK) + balance(BANKS_HALF) == 0 != balance(BANK)
    assert book_sums() == {("post", "MAD"): 0, ("bank", "MAD"): 0}
    assert wrong() == []


def test_halves_in_several_currencies_are_weighed_one_by_one() -> None:
    opened(AMINA, "current:1003:TND")
    mad, tnd = paid_in(100), leg(mirror(Book.POST, "TND"), "till:MA0001/fatima:TND", 7, "TND")
    other = leg("current:1003:TND", mirror(Book.BANK, "TND"), 7, "TND")

    away, back = leg("position:fx:MAD", AMINA, 100), leg(AMINA_IN_DINARS, "position:fx:TND", 7, "TND")

    both = of_legs(*mad.legs, tnd, other, away, back, rate="0.007")

    assert outcomes(both) == ["posted"]
    assert set(book_sums().values()) == {0}
    assert wrong() == []


@pytest.mark.parametrize(
    ("currency", "said", "amount"),
    [("XOF", "12500", 12_500), ("MAD", "125.00", 12_500), ("TND", "12.500", 12_500)],
)
def test_amounts_are_kept_in_the_smallest_unit_of_their_currency(
    currency: str, said: str, amount: int
) -> None:
    ends = {"source": f"income:postage:{currency}", "target": f"till:MA0001/fatima:{currency}"}

    assert outcomes(transfer(**ends, amount=to_minor(said, currency), currency=currency)) == ["posted"]

    assert balance(ends["target"]) == amount
    assert sums() == {currency: 0}


AT_A_RATE = {
    "what is no number": ("banana", "money.rate-differs"),
    "a number of another script": ("٠٫٣١٢٥", "money.rate-differs"),
    "a rate turned round": ("3.2", "money.rate-differs"),
    "nothing": ("0", "money.rate-differs"),
    "a rate below": ("0.3124", "money.rate-differs"),
    "a rate within one smallest unit": ("0.31251", "posted"),
    "a rate written long": ("0.312500", "posted"),
    "the rate": ("0.3125", "posted"),
}


@pytest.mark.parametrize("what", AT_A_RATE)
def test_both_amounts_agree_with_the_rate(what: str) -> None:
    rate, code = AT_A_RATE[what]
    opened(AMINA, "current:1003:TND")
    post(paid_in(10_000))

    assert outcomes(exchanged(rate=rate)) == [code]
    assert wrong() == []


@pytest.mark.parametrize(
    "legs",
    [
        [leg(INCOME, TILL, 100), leg("income:postage:TND", "till:MA0001/fatima:TND", 999_999, "TND")],
        [leg("exchange:fx:MAD", TILL, 100), leg("income:postage:TND", "till:MA0001/fatima:TND", 31, "TND")],
        [leg("exchange:fx:MAD", TILL, 100), leg("exchange:fx:TND", "till:MA0001/fatima:TND", 310, "TND")],
    ],
    ids=["through none", "through one", "out of both"],
)
def test_two_currencies_meet_through_exchange_alone(legs: list[Leg]) -> None:
    assert outcomes(of_legs(*legs, rate="0.31")) == ["money.not-exchanged"]
    assert balance(TILL) == 0


def test_cash_is_exchanged_at_a_counter() -> None:
    dinars = "till:MA0001/fatima:TND"
    post(transfer("dinars", source="income:postage:TND", target=dinars, currency="TND", amount=31_250))

    assert outcomes(
        of_legs(
            leg("exchange:fx:MAD", TILL, 10_000), leg(dinars, "exchange:fx:TND", 31_250, "TND"), rate="0.3125"
        )
    ) == ["posted"]
    assert (balance(TILL), balance(dinars)) == (10_000, 0)


def exchanged(rate: str = "0.3125", **changes: Any) -> Any:
    """A hundred dirhams of Amina’s for 31.250 dinars: each currency through the bank’s position in it."""
    return of_legs(
        leg("position:fx:MAD", AMINA, 10_000), leg("current:1003:TND", "position:fx:TND", 31_250, "TND"),
        kind=EntryKind.EXCHANGE, rate=rate, **changes,
    )  # fmt: skip


def test_an_exchange_goes_through_a_position_in_each_currency_and_keeps_its_rate() -> None:
    opened(AMINA, "current:1003:TND")
    post(paid_in(10_000))

    assert outcomes(exchanged()) == ["posted"]

    assert (holds(AMINA), holds("current:1003:TND")) == (0, 31_250)
    assert (holds("position:fx:MAD"), holds("position:fx:TND")) == (-10_000, 31_250)
    assert Entry.objects.get(key=exchanged().key).rate == "0.3125"
    assert sums() == {"MAD": 0, "TND": 0}
    assert wrong() == []


def test_an_exchange_without_its_rate_moves_nothing() -> None:
    opened(AMINA, "current:1003:TND")
    post(paid_in(10_000))
    before = everything()

    assert outcomes(exchanged(rate="")) == ["money.rate-missing"]
    assert everything() == before


def test_a_key_that_exchanged_at_one_rate_exchanges_at_no_other() -> None:
    opened(AMINA, "current:1003:TND")
    post(paid_in(20_000))

    assert outcomes(exchanged(), exchanged(), exchanged(rate="0.31250")) == [
        "posted",
        "repeated",
        "money.key-reused",
    ]


@pytest.mark.parametrize(
    ("also", "code"),
    [
        ((leg(BANK, TILL, 0),), "money.nothing-moves"),
        ((leg(BANK, TILL, -1),), "money.nothing-moves"),
        ((leg(TILL, TILL),), "money.nothing-moves"),
        ((leg("drawer:x:MAD", TILL),), "money.not-an-account"),
        ((leg("income:x:TND", TILL),), "money.wrong-currency"),
        ((leg(INCOME, TILL, 2**63),), "base.invalid-input"),
        ((leg("current:9999:MAD", RESERVE),), "money.unknown-account"),
        (tuple(leg(INCOME, TILL) for _ in range(100)), "base.invalid-input"),
    ],
)
def test_a_bad_leg_fails_its_whole_entry_and_no_other(also: tuple[Leg, ...], code: str) -> None:
    post(transfer("before"))

    assert outcomes(transfer("good"), transfer("bad", also=also), transfer("better")) == [
        "posted",
        code,
        "posted",
    ]
    assert balance(TILL) == 3 * 3_500
    assert wrong() == []


def test_a_hundred_legs_are_not_too_many() -> None:
    share = allocate(10_000, [1] * 99)

    legs = [
        leg(INCOME, TILL, 10_000),
        *(leg(TILL, f"merchant:M{n:02}:MAD", amount) for n, amount in enumerate(share)),
    ]

    assert outcomes(of_legs(*legs)) == ["posted"]
    assert balance(TILL) == 0
    assert Line.objects.filter(account__code=TILL).count() == 1
    assert wrong() == []


PLACES = (INCOME, TILL, DUE, SAFE)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(PLACES), st.sampled_from(PLACES), st.integers(1, 10**15)), max_size=6)
)
def test_no_entry_of_several_legs_makes_or_loses_money(ends: list[tuple[str, str, int]]) -> None:
    legs = [leg(source, target, amount) for source, target, amount in ends if source != target]
    with transaction.atomic():
        if legs:
            outcomes(of_legs(*legs))

        assert wrong() == []
        transaction.set_rollback(True)


def test_payouts_leave_the_bank_through_its_clearing() -> None:
    opened()
    post(paid_in(500))

    assert outcomes(of_legs(leg(PAYOUTS, AMINA, 500))) == ["posted"]
    assert (holds(AMINA), holds(PAYOUTS)) == (0, 500)
