"""What somebody should look at has a reason; what agrees is not listed, and nobody is accused by a machine."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest

from rekkas.base.choices import Role
from rekkas.payments.choices import SuspicionKind
from rekkas.payments.entries import SenderEntry
from rekkas.payments.queries.suspicions import Suspicion, suspicions
from tests.build import FATIMA, HUB, MONDAY, later, staff
from tests.cash import drawers
from tests.payments.desks import (
    HIND,
    OMAR,
    SALMA,
    WRONG,
    begin,
    card,
    fund,
    issue,
    lock_by_guessing,
    paid,
    pay,
)

pytestmark = pytest.mark.usefixtures("tills")
NOW = later(3)


def seen(kind: SuspicionKind, at: Any = NOW) -> list[Suspicion]:
    return [one for one in suspicions(at) if one.kind is kind]


def sender(word: str) -> SenderEntry:
    return SenderEntry(name=f"Sender {word}", document=card(f"SN{10_000 + sum(map(ord, word)):05}"))


def pay_at(number: str, by: Any, word: str, hours: float, **changes: Any) -> None:
    begin(number, by=by, word=word, at=later(hours), **changes)
    pay(by=by, word=word, at=later(hours))


def test_nothing_stands_out_where_nothing_is_odd() -> None:
    pay_at(issue().number, OMAR, "one", 2)
    pay_at(issue(by=SALMA).number, HIND, "two", 4)

    assert suspicions(later(5)) == []


def test_one_document_at_many_offices() -> None:
    third = staff("brahim", Role.CLERK, HUB)
    fund(HUB)
    drawers.open_till(by=third, taken=1_000_000)
    for turn, clerk in enumerate((OMAR, SALMA, third)):
        pay_at(issue(sender=sender(f"{turn}")).number, clerk, f"{turn}", 1 + turn)

    (one,) = seen(SuspicionKind.MANY_OFFICES, later(5))

    assert (one.count, one.amount, one.subject) == (3, 150_000, "national-id CD••••21")


def test_paid_at_another_office_sooner_than_anybody_can_go_there() -> None:
    soon, later_on, here = issue().number, issue().number, issue().number
    pay_at(soon, OMAR, "soon", 0.25)
    pay_at(later_on, OMAR, "later", 0.75)
    pay_at(here, SALMA, "here", 0.3)  # at the office of its issue one may wait

    (one,) = seen(SuspicionKind.MINUTES_APART)

    assert (one.order, one.subject, one.count) == (soon, "MA0001 → MA0004", 15)


def test_just_under_a_limit_again_and_again() -> None:
    for amount in (490_000, 499_999, 480_000):
        issue(amount, sender=sender("near"))
    for amount in (100_000, 200_000, 300_000):
        issue(amount, sender=sender("far"))

    (one,) = seen(SuspicionKind.UNDER_LIMIT)

    assert (one.count, one.amount) == (3, 1_469_999)


def test_wrong_codes_of_one_order_and_of_one_clerk() -> None:
    locked = issue().number
    lock_by_guessing(locked, by=HIND)
    for turn in range(3):
        begin(issue().number, by=OMAR, word=f"{turn}", code=WRONG)

    found = {one.subject: one.count for one in seen(SuspicionKind.CODE_GUESSES)}

    assert found == {locked: 3, "clerk omar": 3}


def test_many_senders_and_one_payee() -> None:
    for turn in range(5):
        pay_at(issue(sender=sender(f"s{turn}")).number, OMAR, f"{turn}", 1 + turn / 10)

    (one,) = seen(SuspicionKind.MANY_SENDERS)

    assert one.count == 5


def test_two_clerks_who_always_meet() -> None:
    for turn in range(5):
        pay_at(issue(by=FATIMA, sender=sender(f"s{turn}")).number, OMAR, f"{turn}", 1 + turn / 10)

    (one,) = seen(SuspicionKind.SAME_PAIR)

    assert (one.subject, one.count) == ("fatima → omar", 5)


def test_what_is_older_than_a_week_is_history() -> None:
    lock_by_guessing(issue().number)

    assert seen(SuspicionKind.CODE_GUESSES) != []
    assert seen(SuspicionKind.CODE_GUESSES, MONDAY + timedelta(days=9)) == []


def test_many_orders_cost_no_more_statements_than_few(
    statements: Callable[[], AbstractContextManager[list[str]]],
) -> None:
    paid()
    with statements() as few:
        suspicions(NOW)
    for turn in range(4):
        paid(word=f"{turn}")
        lock_by_guessing(issue().number, by=HIND)

    with statements() as many:
        suspicions(NOW)

    assert len(many) == len(few)
