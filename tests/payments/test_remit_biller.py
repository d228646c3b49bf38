"""A biller is paid what was collected, once a period, with a list that it can recompute."""

import csv
import hashlib
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction

from postkit.money import to_minor
from rekkas.base.errors import NotAllowed
from rekkas.money.queries import balance, entry_keyed
from rekkas.payments import errors
from rekkas.payments.models import BillPayment, Remittance
from rekkas.payments.queries.bills import (
    biller_faults,
    collected,
    remittance,
    remittance_file,
    remitted_payments,
)
from tests.build import FATIMA, MONDAY, later
from tests.payments.bills import (
    INCOME,
    PHONE,
    POWER,
    TAX,
    TAX_LIST,
    WATER,
    WATER_LIST,
    cancel,
    load,
    pay_bill,
    remit,
)
from tests.payments.desks import OMAR, held

pytestmark = pytest.mark.usefixtures("tills")
TUESDAY = MONDAY + timedelta(days=1)
PAYOUTS = "clearing:payouts:MAD"
CASABLANCA = ZoneInfo("Africa/Casablanca")


@pytest.fixture(autouse=True)
def _lists(tills: None) -> None:
    load()
    load("water", WATER_LIST)
    load("local-tax", TAX_LIST)


def test_what_was_collected_leaves_by_the_bank_and_nothing_is_owed_any_more() -> None:
    pay_bill()
    pay_bill(reference="44000012359", amount=8_700, by=OMAR)

    done = remit()

    assert (done.number, done.payments, done.amount, done.fee) == ("MA-POWER-20260302", 2, 39_950, 0)
    assert held(POWER, PAYOUTS) == [0, -39_950]
    assert balance("mirror:bank:MAD") + balance("mirror:post:MAD") == 0
    assert biller_faults() == []
    row = remittance(done.number)
    entry = entry_keyed(row.entry)
    assert entry is not None
    assert (entry.kind, entry.subject) == ("biller-remitted", done.number)


def test_a_fee_that_the_biller_bears_stays_here() -> None:
    pay_bill("local-tax", "TF26001222", 150_000)

    done = remit("local-tax", date(2026, 3, 31), at=datetime(2026, 4, 1, 8, tzinfo=CASABLANCA))

    assert (done.amount, done.fee, done.net) == (150_000, 300, 149_700)
    assert held(TAX, INCOME, PAYOUTS) == [0, -300, -149_700]


def test_what_was_cancelled_is_left_out() -> None:
    cancel(pay_bill().number)
    pay_bill(reference="44000012359", amount=8_700)

    done = remit()

    assert (done.payments, done.amount) == (1, 8_700)


def test_a_period_is_remitted_once() -> None:
    pay_bill()
    first, second = remit(key="press"), remit(key="press")

    assert first == second
    with pytest.raises(errors.PeriodRemitted):
        remit()
    with pytest.raises(errors.PeriodRemitted):
        remit(until=date(2026, 3, 1))
    assert held(PAYOUTS) == [-31_250]


def test_the_next_period_has_only_what_came_after() -> None:
    pay_bill()
    remit()
    pay_bill(reference="44000012359", amount=8_700, at=TUESDAY)

    done = remit(until=TUESDAY.date(), at=MONDAY + timedelta(days=2))

    assert (done.payments, done.amount) == (1, 8_700)
    assert held(POWER) == [0]


@pytest.mark.parametrize(
    ("biller", "until", "at"),
    [
        ("power", date(2026, 3, 2), datetime(2026, 3, 3, 0, 59, tzinfo=CASABLANCA)),  # an hour to cancel in
        ("power", date(2026, 3, 3), datetime(2026, 3, 3, 12, tzinfo=CASABLANCA)),  # today
        ("water", date(2026, 3, 4), datetime(2026, 3, 9, 12, tzinfo=CASABLANCA)),  # a Wednesday
        ("power", date.max, datetime(2026, 3, 9, 12, tzinfo=CASABLANCA)),  # a finger slipped
        (
            "local-tax",
            date(2026, 3, 30),
            datetime(2026, 4, 9, 12, tzinfo=CASABLANCA),
        ),  # not the last of a month
    ],
)
def test_a_period_that_is_not_over_or_is_none_is_not_remitted(biller: str, until: date, at: datetime) -> None:
    pay_bill()

    with pytest.raises(errors.PeriodNotOver):
        remit(biller, until, at=at)

    assert held(PAYOUTS) == [0]


def test_where_nothing_was_collected_nothing_is_remitted() -> None:
    with pytest.raises(errors.NothingToRemit):
        remit()
    with pytest.raises(errors.UnknownBiller):
        remit("nobody")


@pytest.mark.parametrize("biller", ["power", "water", "local-tax"])
def test_on_the_first_day_of_the_calendar_nothing_was_collected(biller: str) -> None:
    with pytest.raises(errors.NothingToRemit):
        remit(biller, date.min)


def test_the_list_says_each_payment_and_adds_up_to_what_was_paid() -> None:
    pay_bill("water", "2600012348", 10_000)
    pay_bill("water", "2600012348", 29_999, by=OMAR)
    done = remit("water", date(2026, 3, 8), at=datetime(2026, 3, 9, 8, tzinfo=CASABLANCA))
    row = remittance(done.number)

    data = remittance_file("water", remitted_payments(row))

    rows = list(csv.DictReader(StringIO(data.decode())))
    assert [(one["reference"], one["amount"], one["office"]) for one in rows[:2]] == [
        ("2600012348", "100.00", "MA0001"), ("2600012348", "299.99", "MA0004"),
    ]  # fmt: skip
    assert sum(to_minor(one["amount"], "MAD") for one in rows[:2]) == done.amount == 39_999
    assert [(one["payment"], one["amount"]) for one in rows[2:]] == [
        ("total", "399.99"), ("fee", "0.00"), ("net", "399.99"),
    ]  # fmt: skip
    assert hashlib.sha256(data).hexdigest() == done.digest == row.digest
    assert held(WATER) == [0]


def test_what_lies_here_for_each_biller_is_listed_with_the_last_day_that_is_over() -> None:
    pay_bill()
    pay_bill("phone-credit", "061234568", 5_000)

    found = {
        one.biller.code: (one.payments, one.amount, one.due_until) for one in collected("MA", TUESDAY.date())
    }

    assert found["power"] == (1, 31_250, MONDAY.date())
    assert found["phone-credit"][:2] == (1, 5_000)
    assert found["water"] == (0, 0, date(2026, 3, 1))
    assert held(PHONE) == [-5_000]


def test_a_clerk_does_not_remit() -> None:
    with pytest.raises(NotAllowed):
        remit(by=FATIMA)


def test_the_database_itself_knows_each_period_once_and_remits_nothing_that_was_cancelled() -> None:
    number = pay_bill().number
    remit()
    row = Remittance.objects.get()
    row.pk, row.number, row.entry = None, "BY-SQL", BillPayment.objects.get().entry

    with (
        pytest.raises(IntegrityError, match=r"payments_period_is_remitted_once|UNIQUE"),
        transaction.atomic(),
    ):
        row.save(force_insert=True)
    with (
        pytest.raises(IntegrityError, match="payments_cancelled_payment_is_not_remitted"),
        transaction.atomic(),
    ):
        BillPayment.objects.filter(number=number).update(
            state="cancelled", cancelled_at=MONDAY, cancelled_by="x", cancel_reason="x"
        )


def test_many_payments_cost_no_more_statements_than_one(
    statements: Callable[[], AbstractContextManager[list[str]]],
) -> None:
    pay_bill("phone-credit", "061234568", 1_000)
    with statements() as one:
        remit("phone-credit")
    for turn in range(12):
        pay_bill("phone-credit", "061234568", 1_000 + turn, at=later(24 + turn / 10))

    with statements() as many:
        done = remit("phone-credit", TUESDAY.date(), at=MONDAY + timedelta(days=2))

    assert done.payments == 12
    assert len(many) <= len(one)  # the first opens accounts
