"""Two hands at the same merchants at the same moment: each coin is paid once, each word is said once."""

from collections import Counter
from datetime import UTC, date, datetime
from typing import Any

import pytest

from rekkas.base.choices import Role
from rekkas.commerce.choices import CorrectionReason
from rekkas.commerce.commands import (
    approve_robbery,
    correct_due,
    decline_robbery,
    pay_merchant,
    return_payout,
    settle_merchants,
)
from rekkas.commerce.queries import payouts_of, statements_of
from rekkas.money.queries import balance
from tests.build import later, staff
from tests.commerce.merchants import (
    FEES,
    NADIA,
    OTHER_RIB,
    PERIOD,
    SALMA,
    agreed,
    current_account,
    in_the_bank,
    in_the_bank_for,
    nothing_is_wrong,
    settled,
    taken,
    world,
)
from tests.commerce.robbed import LOSSES, report
from tests.races.together import together

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("trading")]
CODES = [f"M{number:02}" for number in range(6)]


@pytest.fixture
def trading() -> None:
    world("ATLAS", *CODES)


def run(day: date = PERIOD) -> int:
    at = datetime(day.year, day.month, day.day, 21, tzinfo=UTC)
    return len(settle_merchants(day=day, by=NADIA, at=at).merchants)


def kinds(answers: list[Any]) -> Counter[str]:
    return Counter(type(answer).__name__ for answer in answers)


def test_runs_at_the_same_moment_settle_each_merchant_once() -> None:
    for code in ("ATLAS", *CODES):
        agreed(code, **FEES)
    in_the_bank_for({f"{code} {n}": (code, 10_000) for code in ("ATLAS", *CODES) for n in range(3)})

    answers = together(*[run] * 4)

    assert sorted(answers, key=str) == [0, 0, 0, 7]
    assert sorted(row.customer_code for row in payouts_of()) == sorted(("ATLAS", *CODES))
    assert nothing_is_wrong()


def test_what_was_only_carried_over_is_paid_once_too() -> None:
    agreed(minimum=50_000)
    in_the_bank({"one": 10_000})
    settled(PERIOD)
    agreed(valid_from=date(2026, 3, 5))

    together(*[lambda: run(date(2026, 3, 5))] * 4)

    assert [row.amount for row in payouts_of()] == [10_000]
    assert [row.sequence for row in statements_of("ATLAS")] == [2, 1]
    assert nothing_is_wrong()


def test_a_run_and_a_hand_do_not_both_pay() -> None:
    agreed(pay_to=current_account())
    in_the_bank({"one": 10_000})

    def by_hand() -> str:
        return pay_merchant(merchant="ATLAS", currency="MAD", by=SALMA, at=later(60))

    together(run, by_hand, run, by_hand)

    assert [row.amount for row in payouts_of()] == [10_000]
    assert nothing_is_wrong()


def test_a_payment_comes_back_once_whoever_tells_it() -> None:
    agreed(pay_to=OTHER_RIB)
    in_the_bank({"one": 10_000})
    (answer,) = settled(PERIOD)

    answers = together(
        *[lambda: return_payout(number=answer.number, reason="AC01", by=NADIA, at=later(70))] * 4
    )

    assert answers == [answer.number] * 4
    assert (balance("due:ATLAS:MAD"), balance("clearing:payouts:MAD")) == (-10_000, 0)
    assert nothing_is_wrong()


def test_two_corrections_take_no_more_than_there_was() -> None:
    agreed()
    (number,) = in_the_bank({"one": 10_000})

    def correct(word: str) -> str:
        return correct_due(
            item=number,
            amount=-7_000,
            reason=CorrectionReason.CLAIM,
            note=word,
            by=NADIA,
            at=later(60),
            key=word,
        )

    answers = together(*[lambda word=word: correct(word) for word in "abc"])

    assert kinds(answers) == {"str": 1, "CorrectionTooLarge": 2}
    assert balance("merchant:ATLAS/owed:MAD") == 7_000
    assert nothing_is_wrong()


def test_a_robbery_is_decided_once() -> None:
    taken({"one": 10_000})
    number = report()

    answers = together(
        lambda: approve_robbery(number=number, by=NADIA, at=later(40)),
        lambda: approve_robbery(number=number, by=SALMA, at=later(40)),
        lambda: decline_robbery(number=number, reason="no", by=staff("omar", Role.TREASURER), at=later(40)),
    )

    assert kinds(answers)["RobberyDecided"] == 2
    assert balance(LOSSES) in (0, 10_000)
    assert nothing_is_wrong()
