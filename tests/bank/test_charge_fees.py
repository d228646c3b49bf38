"""What an account costs is taken once a month, from those that hold it."""

from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from rekkas.bank import queries
from rekkas.bank.choices import BlockKind
from rekkas.bank.commands import block_account, charge_fees, mark_dormant
from rekkas.bank.entries import Swept
from rekkas.bank.errors import FeeNotPeriodic, PeriodNotRight
from rekkas.bank.models import FeeLine, ProductFee
from rekkas.money import queries as money
from tests.bank.accounts import account, days, holds, paid_in, snapshot
from tests.bank.people import KARIM
from tests.build import BOSS, MONDAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("bank")]
FEES = "fees:per-month:MAD"


def charged(period: str = "2026-03", fee: str = "per-month", **changes: object) -> Swept:
    said = {
        "country": "MA",
        "product": "current",
        "fee": fee,
        "period": period,
        "by": BOSS,
        "at": days(28),
        **changes,
    }
    return charge_fees(**said)  # type: ignore[arg-type]


def test_each_account_pays_once_a_month() -> None:
    rich, poor = account("amina", amount=50_000), account("brahim", amount=499)

    first = charged()

    assert (first.accounts, first.done, first.declined, first.amount) == (2, 1, 1, 500)
    assert (holds(rich), holds(poor), money.balance(FEES)) == (49_500, 499, -500)
    assert charged().done == 0
    assert charged("2026-04").done == 1
    assert holds(rich) == 49_000


def test_who_could_not_pay_is_asked_again_and_pays_once() -> None:
    poor = account("amina", amount=499)
    charged()
    paid_in(poor, 1_001)

    assert (charged().done, charged().done) == (1, 0)
    assert holds(poor) == 1_000


def test_from_a_blocked_account_nothing_is_taken() -> None:
    number = account(amount=50_000)
    block_account(
        account=number, kind=BlockKind.WHOLE, reference="C", authority="Court", reason="debt", by=KARIM, at=MONDAY
    )  # fmt: skip

    assert (charged().done, holds(number)) == (0, 50_000)


def test_an_account_opened_after_the_month_owes_nothing_for_it() -> None:
    account(amount=50_000)

    assert charged("2026-02").accounts == 0


def test_an_account_asleep_pays_for_its_sleep_and_one_awake_does_not() -> None:
    ProductFee.objects.create(
        product=queries.product("MA", "current"),
        code="when-dormant",
        valid_from=date(2026, 1, 1),
        amount=1_000,
    )
    sleeper = account("amina", amount=50_000)
    late = MONDAY.replace(year=2036)
    mark_dormant(country="MA", by=BOSS, at=late)
    account("brahim", amount=50_000, at=MONDAY)

    done = charged("2036-03", "when-dormant", at=late)

    assert (done.done, holds(sleeper)) == (1, 49_000)


def test_a_part_at_a_time_all_are_reached() -> None:
    for word in ("amina", "brahim", "chama"):
        account(word, amount=50_000)

    parts = [charged(at_most=2), charged(at_most=2)]

    assert [(part.done, part.is_more) for part in parts] == [(2, True), (1, False)]
    assert money.balance(FEES) == -1_500


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"fee": "per-withdrawal"}, FeeNotPeriodic),
        ({"period": "2026"}, PeriodNotRight),
        ({"period": "march"}, PeriodNotRight),
        ({"period": "9999-12"}, PeriodNotRight),
    ],
)
def test_what_is_no_month_or_no_monthly_fee_is_refused(
    changes: dict[str, str], refusal: type[Exception]
) -> None:
    account(amount=50_000)
    before = snapshot()

    with pytest.raises(refusal):
        charged(**changes)

    assert snapshot() == before


def test_a_fee_that_is_free_takes_nothing() -> None:
    account("amina", "savings", amount=50_000)

    assert charged(product="savings") == Swept("2026-03", 0, 0)


def test_the_database_itself_refuses_a_second_fee_of_a_month() -> None:
    account(amount=50_000)
    charged()
    line = FeeLine.objects.get()

    line.pk, line.entry = None, "11111111-1111-1111-1111-111111111111"
    with pytest.raises(IntegrityError), transaction.atomic():
        line.save(force_insert=True)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        connection.cursor().execute("DELETE FROM bank_feeline")
