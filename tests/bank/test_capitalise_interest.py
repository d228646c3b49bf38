"""Interest is credited to the very unit, once for an account and a period, whatever happens half-way."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from postkit.interest import Period, accrue
from rekkas.bank import queries
from rekkas.bank.choices import BlockKind
from rekkas.bank.commands import block_account, capitalise_interest, sweeps, unblock_account
from rekkas.bank.entries import Swept
from rekkas.bank.errors import CeilingReached, NothingToPay, PeriodNotOver, PeriodNotRight, UnknownProduct
from rekkas.bank.models import AccountSweep, InterestLine
from rekkas.bank.queries.interest import interest_of_many, interest_until, period_named, terms_of
from rekkas.base.errors import Refused
from rekkas.money import queries as money
from rekkas.money.choices import Book
from rekkas.money.commands import close_day
from tests.bank.accounts import account, days, holds, paid_in, paid_out, snapshot, terms
from tests.bank.people import KARIM, NADIA
from tests.build import BOSS, MONDAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("bank")]
APRIL, JULY = days(30), days(121)


@pytest.fixture(autouse=True)
def withheld(bank: None) -> None:
    terms()


def capitalised(period: str = "2026-Q1", **changes: Any) -> Swept:
    said = {"country": "MA", "product": "savings", "period": period, "by": BOSS, "at": APRIL, **changes}
    return capitalise_interest(**said)


def test_what_a_book_bore_is_credited_and_a_fifth_of_it_withheld() -> None:
    number = account("amina", "savings", amount=1_000_000)

    done = capitalised()

    # 10,000.00 from 2 to 31 March, both included, at 2 %: 30 days, 16.44, of which 3.29 is withheld.
    assert (done.done, done.amount, done.tax) == (1, 1_644, 329)
    assert holds(number) == 1_001_315
    assert (money.balance("interest:savings:MAD"), money.balance("tax:withheld:MAD")) == (1_644, -329)
    (line,) = queries.interest_lines(queries.account(number))
    assert (line.period, line.gross, line.tax) == ("2026-Q1", 1_644, 329)


def test_run_again_it_credits_nothing() -> None:
    account("amina", "savings", amount=1_000_000)
    capitalised()
    before = snapshot()

    again = capitalised()

    assert (again.done, again.amount) == (0, 0)
    assert snapshot() == before


def test_a_change_of_rate_inside_a_period_counts_by_its_days() -> None:
    number = account("amina", "savings", amount=1_000_000, at=MONDAY)
    capitalised()
    capitalised("2026-Q2", at=JULY)

    done = capitalised("2026-Q3", at=days(220))

    # The rate is 1.85 % from the 1st of July on.
    held = 1_000_000 + sum(line.gross - line.tax for line in InterestLine.objects.exclude(period="2026-Q3"))
    # Q2's interest was credited on JULY, the 1st: it bears from that day.
    assert done.amount == round(Fraction(held * 185 * 92, 10_000 * 365))
    assert holds(number) == held + done.amount - done.tax


def test_day_by_day_what_is_paid_in_bears_from_its_day_and_what_leaves_until_the_day_before() -> None:
    number = account("amina", "savings", amount=1_000_000)
    paid_in(number, 500_000, at=days(10))
    paid_out(number, 1_000_000, at=days(20))

    done = capitalised()

    expected = Fraction(1_000_000 * 10 + 1_500_000 * 10 + 500_000 * 10, 1) * Fraction(200, 10_000 * 365)
    assert done.amount == round(expected)


def test_a_closed_day_is_the_start_from_which_days_are_read() -> None:
    number = account("amina", "savings", amount=1_000_000)
    close_day(book=Book.BANK, business_date=days(3).date(), by=BOSS, at=days(4))
    paid_in(number, 500_000, at=days(10))
    close_day(book=Book.BANK, business_date=days(12).date(), by=BOSS, at=days(13))
    capitalised()
    close_day(book=Book.BANK, business_date=days(60).date(), by=BOSS, at=days(61))

    done = capitalised("2026-Q2", at=JULY)

    (first,) = InterestLine.objects.filter(period="2026-Q1")
    held = 1_500_000 + first.gross - first.tax
    assert done.amount == round(Fraction(held * 200 * 91, 10_000 * 365))


def test_a_balance_below_the_least_bears_nothing_and_leaves_no_line() -> None:
    account("amina", "savings", amount=9_999)

    done = capitalised()

    assert (done.accounts, done.done) == (1, 0)
    assert not InterestLine.objects.exists()


def test_interest_may_pass_the_ceiling_of_the_principal_and_nothing_else_may() -> None:
    number = account("amina", "savings", amount=40_000_000)

    done = capitalised()

    net = done.amount - done.tax
    assert holds(number) == 40_000_000 + net
    assert queries.standing(queries.account(number)).ceiling == 40_000_000 + net
    with pytest.raises(CeilingReached):
        paid_in(number, 1, at=APRIL)


def test_a_frozen_book_is_left_out_and_credited_once_it_may_move() -> None:
    number = account("amina", "savings", amount=1_000_000)
    block_account(
        account=number, kind=BlockKind.FROZEN, reference="C", authority="Court", reason="debt", by=KARIM, at=MONDAY
    )  # fmt: skip

    assert (capitalised().done, holds(number)) == (0, 1_000_000)
    unblock_account(account=number, reference="C", reason="lifted", by=NADIA, at=APRIL)

    assert (capitalised().done, capitalised().done) == (1, 0)
    assert holds(number) == 1_001_315


def test_a_blocked_book_bears_all_the_same() -> None:
    number = account("amina", "savings", amount=1_000_000)
    block_account(
        account=number, kind=BlockKind.WHOLE, reference="C", authority="Court", reason="debt", by=KARIM, at=MONDAY
    )  # fmt: skip

    assert capitalised().done == 1


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"at": APRIL.replace(month=3, day=31)}, PeriodNotOver),
        ({"period": "2026-Q2"}, PeriodNotOver),
        ({"period": "2026-H1"}, PeriodNotRight),
        ({"period": "2026"}, PeriodNotRight),
        ({"period": "spring"}, PeriodNotRight),
        ({"product": "current"}, NothingToPay),
        ({"product": "gold"}, UnknownProduct),
    ],
)
def test_what_is_no_period_that_is_over_credits_nothing(
    changes: dict[str, Any], refusal: type[Refused]
) -> None:
    account("amina", "savings", amount=1_000_000)
    before = snapshot()

    with pytest.raises(refusal):
        capitalised(**changes)

    assert snapshot() == before


class PowerCut(Exception):
    """The machine stops."""


def test_what_stops_half_way_is_gone_on_with_and_nothing_is_credited_twice(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    numbers = [account(word, "savings", amount=1_000_000) for word in ("amina", "brahim", "chama", "driss")]
    capitalised(at_most=1)
    posted = sweeps.finish_part

    def cut(*args: Any) -> Swept:
        raise PowerCut

    # After the entries are posted and before the part is remembered.
    monkeypatch.setattr("rekkas.bank.commands.interest.finish_part", cut)
    with pytest.raises(PowerCut), transaction.atomic():
        capitalised(at_most=2)
    monkeypatch.setattr("rekkas.bank.commands.interest.finish_part", posted)
    assert [holds(number) for number in numbers] == [1_001_315, 1_000_000, 1_000_000, 1_000_000]

    while capitalised(at_most=2).is_more:
        pass

    assert [holds(number) for number in numbers] == [1_001_315] * 4
    assert AccountSweep.objects.get().done == InterestLine.objects.count() == 4


def test_a_period_is_unique_in_the_database_whatever_a_program_says() -> None:
    account("amina", "savings", amount=1_000_000)
    capitalised()
    line, sweep = InterestLine.objects.get(), AccountSweep.objects.get()

    line.pk, line.entry = None, "11111111-1111-1111-1111-111111111111"
    with pytest.raises(IntegrityError), transaction.atomic():
        line.save(force_insert=True)
    sweep.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        sweep.save(force_insert=True)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        connection.cursor().execute("UPDATE bank_interestline SET gross = 1")


def test_a_part_of_ten_costs_as_many_statements_as_one_of_two(statements: Any) -> None:
    for n in range(12):
        account(f"person{n}", "savings", amount=1_000_000)
    with statements() as two:
        capitalised(at_most=2)
    with statements() as ten:
        capitalised(at_most=10)

    assert len(ten) <= len(two)


def test_what_was_borne_so_far_is_told_before_it_is_credited() -> None:
    number = account("amina", "savings", amount=1_000_000)

    found = queries.accrued(queries.account(number), days(10).date())

    assert found == queries.Accrued("2026-Q1", 548, 110)  # 10 days, from the 2nd to the 11th
    assert queries.accrued(queries.account(account("brahim")), days(10).date()) is None


HISTORY = st.lists(st.tuples(st.integers(0, 29), st.integers(-300_000, 300_000)), max_size=6)


@settings(max_examples=12, deadline=None)
@given(st.lists(HISTORY, min_size=1, max_size=3))
def test_many_at_once_bear_what_each_bears_by_itself(histories: list[list[tuple[int, int]]]) -> None:
    with transaction.atomic():
        numbers = [account(f"person{n}", "savings") for n in range(len(histories))]
        oracle: list[list[tuple[date, int]]] = [[] for _ in histories]
        for place, history in enumerate(histories):
            held = 0
            for day, amount in sorted(history, key=lambda one: one[0]):
                try:
                    (paid_in if amount > 0 else paid_out)(numbers[place], abs(amount), at=days(day))
                except Refused:
                    continue
                held += amount
                oracle[place] = [one for one in oracle[place] if one[0] != days(day).date()]
                oracle[place].append((days(day).date(), held))
        product = queries.product("MA", "savings")
        period = period_named(product, "2026-Q1")
        rows = [queries.account(number) for number in numbers]

        together = interest_of_many(rows, product, period)

        for place, row in enumerate(rows):
            expected = accrue(terms_of(product), Period("savings", "2026-Q1"), oracle[place])
            assert (int(together.gross[place]), int(together.tax[place])) == (expected.gross, expected.tax)
            assert interest_until(row, period, period.until) == expected
        transaction.set_rollback(True)
