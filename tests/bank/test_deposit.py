"""Cash comes in over the counter: into the till and onto the account, once, up to what the holder's level allows."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from rekkas.bank import queries
from rekkas.bank.choices import BlockKind, LimitRule, Raises
from rekkas.bank.commands import block_account, close_account
from rekkas.bank.entries import account_number_of
from rekkas.bank.errors import (
    AnotherCurrency,
    BankAccountBlocked,
    BankAccountClosed,
    CeilingReached,
    ChannelClosed,
    LimitReached,
    UnknownBankAccount,
)
from rekkas.bank.models import AccountProduct, LimitUse
from rekkas.base.actors import Actor
from rekkas.base.choices import Role
from rekkas.base.errors import KeyReused, NotYourOffice, Refused
from rekkas.cash.errors import TillNotOpen
from rekkas.money import queries as money
from rekkas.money.errors import NothingMoves
from tests.bank.accounts import PAPERS, TILL, account, days, holds, paid_in, paid_out, sent, snapshot
from tests.bank.people import KARIM
from tests.build import AGENCY, BOSS, FATIMA, MONDAY, ZAGORA_OFFICE, staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("bank")]


def test_cash_lies_in_the_till_and_is_owed_to_the_holder() -> None:
    number = account()

    done = paid_in(number, 50_000)

    assert (done.amount, done.balance, done.available, done.fee) == (50_000, 50_000, 50_000, 0)
    assert money.balance(TILL) == 50_000
    assert money.balance("mirror:bank:MAD") == -money.balance("mirror:post:MAD") == -50_000
    (line,) = money.lines_of(TILL)
    assert (line.subject, line.kind, line.actor_name) == (number, "deposit", "fatima")


def test_a_deposit_sent_twice_is_one_and_a_key_says_one_thing() -> None:
    number = account()

    first = paid_in(number, 50_000, word="k-1")

    assert paid_in(number, 50_000, word="k-1") == first
    with pytest.raises(KeyReused):
        paid_in(number, 50_001, word="k-1")
    assert holds(number) == 50_000


def test_a_repeat_is_answered_as_such_even_after_the_account_was_closed() -> None:
    number = account()
    first = paid_in(number, 50_000, word="k-1")
    close_account(
        account=number, document=PAPERS[queries.account(number).holder.number], office=AGENCY, by=FATIMA,
        at=MONDAY, key="close",
    )  # fmt: skip

    assert paid_in(number, 50_000, word="k-1") == first


def test_a_wallet_takes_no_more_than_its_level_allows_and_says_what_would_raise_it() -> None:
    number = account("amina", "wallet", level="1")
    paid_in(number, 15_000)
    before = snapshot()

    with pytest.raises(CeilingReached, match="Level 2") as refused:
        paid_in(number, 5_001)
    with pytest.raises(LimitReached, match="One operation"):
        paid_in(number, 20_001)

    assert "200.00" in str(refused.value)
    assert snapshot() == before
    assert paid_in(number, 5_000).balance == 20_000


def test_what_comes_in_is_counted_by_month_and_begins_anew_with_the_next() -> None:
    number = account("amina", "wallet", level="1")
    for day in range(5):
        paid_in(number, 20_000, at=days(day))
        paid_out_by_transfer(number, day)

    with pytest.raises(LimitReached, match="a month"):
        paid_in(number, 1, at=days(5))

    assert paid_in(number, 20_000, at=days(30)).balance == 20_000


def paid_out_by_transfer(number: str, day: int) -> None:
    target = account(f"shop{day}", "current") if day == 0 else shop()
    sent(number, target, 20_000, at=days(day))


def shop() -> str:
    return next(row.number for row in queries.accounts_opened() if row.product.code == "current")


def test_days_are_counted_by_the_clock_of_the_country() -> None:
    number = account("amina", "wallet", level="1", amount=20_000)
    target = account("shop")

    sent(number, target, 20_000, at=MONDAY.replace(hour=23, minute=30))
    paid_in(number, 20_000, at=MONDAY.replace(hour=23, minute=30))
    with pytest.raises(LimitReached, match="a day"):
        sent(number, target, 1, at=MONDAY.replace(hour=23, minute=45))

    assert sent(number, target, 1, at=days(1).replace(hour=0, minute=5)).balance == 19_999


def test_a_savings_book_takes_its_principal_up_to_a_ceiling_that_no_level_raises() -> None:
    number = account("amina", "savings", amount=39_999_999)

    with pytest.raises(CeilingReached) as refused:
        paid_in(number, 2)

    assert "Level" not in str(refused.value)


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"currency": "EUR"}, AnotherCurrency),
        ({"currency": "TND", "amount": 12_500}, AnotherCurrency),
        ({"amount": 0}, NothingMoves),
        ({"amount": -5}, NothingMoves),
        ({"amount": 10**16}, Refused),
        ({"account": account_number_of(999)}, UnknownBankAccount),
        ({"office": ZAGORA_OFFICE}, NotYourOffice),
    ],
)
def test_what_cannot_be_paid_in_moves_nothing(changes: dict[str, Any], refusal: type[Exception]) -> None:
    number = account(amount=100)
    before = snapshot()

    with pytest.raises(refusal):
        paid_in(**{"number": number, "amount": 1_000, **changes})

    assert snapshot() == before


def test_an_account_that_was_closed_a_second_ago_takes_nothing() -> None:
    number = account(amount=100)
    close_account(
        account=number, document=PAPERS[queries.account(number).holder.number], office=AGENCY, by=FATIMA,
        at=MONDAY, key="close",
    )  # fmt: skip
    before = snapshot()

    with pytest.raises(BankAccountClosed):
        paid_in(number, 1_000, at=days(1 / 86_400))

    assert snapshot() == before


def test_money_comes_into_a_blocked_account_and_not_into_a_frozen_one() -> None:
    blocked, frozen = account("amina"), account("brahim")
    said = {"reference": "C-1", "authority": "Court of Zagora", "reason": "debt", "by": KARIM, "at": MONDAY}
    block_account(account=blocked, kind=BlockKind.WHOLE, **said)
    block_account(account=frozen, kind=BlockKind.FROZEN, **said)

    assert paid_in(blocked, 1_000).balance == 1_000
    with pytest.raises(BankAccountBlocked):
        paid_in(frozen, 1_000)


def test_a_product_that_is_not_moved_at_the_counter_is_not() -> None:
    number = account()
    AccountProduct.objects.filter(code="current").update(channels=["transfer"])

    with pytest.raises(ChannelClosed):
        paid_in(number, 1_000)


def test_limits_tell_what_is_used_and_what_raises_them() -> None:
    number = account("amina", "wallet", level="2", amount=100_000)

    lines = {line.rule: line for line in queries.limits_of(queries.account(number), MONDAY.date())}

    assert {rule.value: (line.most, line.used, line.left) for rule, line in lines.items()} == {
        "balance": (500_000, 100_000, 400_000),
        "operation": (500_000, None, 500_000),
        "day-out": (500_000, 0, 500_000),
        "month-in": (2_000_000, 100_000, 1_900_000),
        "month-out": (2_000_000, 0, 2_000_000),
    }
    raised = lines[LimitRule.BALANCE]
    assert (raised.raises, raised.level and raised.level.code) == (Raises.LEVEL, "3")


def test_the_highest_level_is_raised_by_nothing() -> None:
    number = account("amina", "wallet")

    lines = queries.limits_of(queries.account(number), MONDAY.date())

    assert {line.raises for line in lines} == {Raises.NOTHING}


def test_a_count_below_zero_or_twice_in_one_place_is_refused_by_the_database() -> None:
    account("amina", "wallet", amount=100)
    use = LimitUse.objects.get(rule="month-in")

    with pytest.raises(IntegrityError, match="bank_limit_use_is_not_below_zero"), transaction.atomic():
        LimitUse.objects.update(amount=-1)
    use.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        use.save(force_insert=True)


def test_one_movement_costs_a_constant_number_of_statements(statements: Any) -> None:
    number = account("amina", "wallet", amount=100)
    with statements() as first:
        paid_in(number, 100)
    for day in range(3):
        paid_in(number, 100, at=days(day))

    with statements() as later:
        paid_in(number, 100, at=days(2))

    assert len(later) <= len(first)


MOVES = st.lists(st.tuples(st.booleans(), st.integers(1, 25_000), st.integers(0, 40)), max_size=8)


@settings(max_examples=15, deadline=None)
@given(MOVES)
def test_no_sequence_of_movements_passes_a_limit(moves: list[tuple[bool, int, int]]) -> None:
    with transaction.atomic():
        number = account("amina", "wallet", level="2")
        counted: dict[tuple[str, str], int] = {}
        held = 0
        for is_in, amount, day in sorted(moves, key=lambda one: one[2]):
            at = days(day)
            try:
                done = (paid_in if is_in else paid_out)(number, amount * 20, at=at)
            except Refused:
                continue
            held += done.amount if is_in else -done.amount - done.fee
            for period in (f"{at:%Y-%m}", f"{at:%Y-%m-%d}"):
                place = ("in" if is_in else "out", period)
                counted[place] = counted.get(place, 0) + done.amount

        assert holds(number) == held >= 0
        used = {
            (use.rule.split("-")[1], use.period): use.amount
            for use in LimitUse.objects.filter(account__number=number)
        }
        limited = {place: amount for place, amount in counted.items() if place in used}
        assert used == limited
        assert all(
            amount <= (500_000 if len(period) == 10 else 2_000_000) for (_, period), amount in used.items()
        )
        transaction.set_rollback(True)


@pytest.mark.parametrize("by", [staff("salma", Role.CLERK, AGENCY), BOSS], ids=["a clerk", "a machine"])
def test_cash_goes_into_an_open_till_only(by: Actor) -> None:
    number = account("amina")
    before = snapshot()

    with pytest.raises(TillNotOpen):
        paid_in(number, 1_000, by=by)

    assert snapshot() == before
