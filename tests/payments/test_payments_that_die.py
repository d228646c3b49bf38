"""Many hands at once, and processes killed at any moment: an order is paid once or not at all, and one can tell."""

import os
import signal
from collections.abc import Callable
from random import Random
from typing import Any

import pytest
from django.db import connection

from rekkas.money.queries import balance, balance_faults, ledger_faults, line_faults
from rekkas.payments import errors
from rekkas.payments.choices import CodeAnswer, RefusalReason
from rekkas.payments.entries import Begun, BillTaken, PaidOut
from rekkas.payments.queries import orders
from rekkas.payments.queries.faults import order_faults
from rekkas.payments.queries.rules import biller
from tests.build import FATIMA, later
from tests.payments.bills import PHONE, cancel, left, load, pay_bill, remit
from tests.payments.desks import (
    FLOAT,
    HIND,
    OMAR,
    SALMA,
    TILLS,
    WRONG,
    begin,
    history,
    issue,
    owed,
    pay,
    refuse,
    resolve,
    state,
    world,
)
from tests.races.together import together

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _tills_of_its_own() -> None:
    world()


def kinds(answers: list[Any]) -> list[str]:
    return sorted(type(answer).__name__ for answer in answers)


def nothing_is_wrong() -> bool:
    return [*balance_faults(), *ledger_faults(), *line_faults(), *order_faults()] == []


# ---- many hands ------------------------------------------------------------------------------------------------


def test_of_many_tills_one_takes_the_order_in_hand() -> None:
    number = issue().number

    answers = together(*[lambda by=by: begin(number, by=by, word=by.name) for by in (OMAR, HIND, SALMA)])

    assert kinds(answers) == ["BeingPaid", "Begun", "BeingPaid"] or kinds(answers) == sorted(
        ["Begun", "BeingPaid", "BeingPaid"]
    )
    assert len(orders.payments_of(orders.order(number))) == 1


def test_the_same_payment_from_many_threads_pays_once() -> None:
    number = issue().number
    begin(number)

    answers = together(*[lambda: pay()] * 5)

    assert all(isinstance(answer, PaidOut) for answer in answers), answers
    assert len({answer.entry for answer in answers if isinstance(answer, PaidOut)}) == 1
    assert balance(TILLS["omar"]) == FLOAT - 50_000
    assert nothing_is_wrong()


def test_paying_and_asking_at_the_same_moment_agree() -> None:
    for turn in range(6):
        number = issue().number
        begin(number, word=f"{turn}")

        paying, asking = together(lambda: pay(word=f"{turn}"), lambda: resolve(word=f"{turn}"))  # noqa: B023

        was_paid = isinstance(paying, PaidOut)
        assert was_paid or isinstance(paying, errors.PaymentLapsed)
        assert asking.is_paid is was_paid  # type: ignore[union-attr]
        assert state(number) == ("paid" if was_paid else "available")
    assert nothing_is_wrong()


def test_wrong_codes_from_many_threads_are_all_counted() -> None:
    number = issue().number

    answers = together(*[lambda turn=turn: begin(number, word=f"{turn}", code=WRONG) for turn in range(5)])

    said = [answer.answer for answer in answers if isinstance(answer, Begun)]
    assert said.count(CodeAnswer.LOCKED) == 1
    assert said.count(CodeAnswer.WRONG) == 2
    assert kinds(answers).count("OrderLocked") == 2
    assert history(number).count("code-wrong") == 3


def test_an_order_is_refused_or_taken_in_hand_and_not_both() -> None:
    number = issue().number

    answers = together(
        lambda: begin(number), lambda: refuse(number, RefusalReason.PAYEE, by=HIND, at=later(1))
    )

    assert sum(isinstance(answer, Exception) for answer in answers) == 1, answers
    assert nothing_is_wrong()


def test_a_days_limit_holds_for_two_tills_at_once() -> None:
    issue(1_000_000)

    answers = together(lambda: issue(900_000, by=FATIMA), lambda: issue(900_000, by=SALMA))

    assert kinds(answers) == ["DayLimitReached", "Issued"]


def test_a_bill_is_paid_by_one_of_two_and_a_key_pressed_on_two_pages_pays_once() -> None:
    load()

    answers = together(*[lambda by=by: pay_bill(by=by) for by in (FATIMA, SALMA, OMAR)])
    twins = together(*[lambda: pay_bill("phone-credit", "061234568", 5_000)] * 3)

    assert kinds(answers) == ["BillAlreadyPaid", "BillAlreadyPaid", "BillTaken"]
    assert kinds(twins) == ["BillTaken", "PaidJustNow", "PaidJustNow"]
    assert (left("power", "44000012342"), balance(PHONE)) == (0, -5_000)


def test_a_payment_is_cancelled_or_remitted_and_not_both() -> None:
    from rekkas.payments.models import Biller

    late = later(24)
    phone = Biller.objects.filter(code="phone-credit")
    usual = phone.get().cancel_minutes
    phone.update(
        cancel_minutes=26 * 60
    )  # it may be cancelled for so long, and the biller then changed its mind
    number = pay_bill("phone-credit", "061234568", 5_000).number
    phone.update(cancel_minutes=usual)

    answers = together(
        lambda: cancel(number, at=late),
        lambda: remit("phone-credit", at=late),
        lambda: remit("phone-credit", at=late),
    )

    done = [answer for answer in answers if not isinstance(answer, Exception)]
    assert len(done) == 1, answers
    assert balance(PHONE) == 0
    assert biller("MA", "phone-credit").account == PHONE


# ---- killed ----------------------------------------------------------------------------------------------------


def in_a_process_killed_at(statement: int, action: Callable[[], object]) -> bool:
    """Run it in a process of its own that is killed with -9 before its n-th statement; whether it ended before that."""
    child = os.fork()
    if child == 0:
        try:
            _forget_the_parents_connection()
            seen = 0

            def count(execute: Callable[..., Any], *said: Any) -> Any:
                nonlocal seen
                seen += 1
                if seen >= statement:
                    os.kill(os.getpid(), signal.SIGKILL)
                return execute(*said)

            with connection.execute_wrapper(count):
                action()
        finally:
            os.kill(os.getpid(), signal.SIGTERM)
    _, status = os.waitpid(child, 0)
    return os.WTERMSIG(status) == signal.SIGTERM


_kept: list[Any] = []


def _forget_the_parents_connection() -> None:
    """It belongs to the parent, who goes on with it: it is neither used nor closed here."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    _kept.append(connection.connection)
    connection.connection = None
    connection.in_atomic_block = False


def test_a_payment_killed_before_any_of_its_statements_is_paid_once_or_not_at_all() -> None:
    chance, paid, killed = Random(7), 0, 0  # noqa: S311
    statement = 1
    while True:
        number, word = issue(10_000 + statement).number, f"{statement}"
        begin(number, word=word)
        connection.close()

        is_through = in_a_process_killed_at(statement, lambda: pay(word=word))  # noqa: B023

        killed += not is_through
        if chance.random() < 0.5:  # the clerk presses again, or asks first
            assert pay(word=word).amount == 10_000 + statement
            assert resolve(word=word).is_paid
        elif resolve(word=word).is_paid:
            assert pay(word=word).is_repeat
        else:
            with pytest.raises(errors.PaymentLapsed):
                pay(word=word)
        is_paid = state(number) == "paid"
        paid += (10_000 + statement) * is_paid
        assert owed(number) == (0 if is_paid else 10_000 + statement)
        assert history(number).count("paid") == is_paid
        if is_through:
            break
        statement += 1

    assert killed >= 15
    assert balance(TILLS["omar"]) == FLOAT - paid
    assert nothing_is_wrong()


def test_an_issue_or_a_bill_killed_before_any_of_its_statements_is_done_once_when_it_is_sent_again() -> None:
    for statement in range(1, 60, 4):
        connection.close()
        in_a_process_killed_at(statement, lambda: issue(20_000, key=f"issue {statement}"))  # noqa: B023
        in_a_process_killed_at(
            statement,
            lambda: pay_bill("phone-credit", "061234568", 1_000 + statement, key=f"bill {statement}"),  # noqa: B023
        )

        done = issue(20_000, key=f"issue {statement}")
        taken = pay_bill("phone-credit", "061234568", 1_000 + statement, key=f"bill {statement}")
        assert owed(done.number) == 20_000
        assert isinstance(taken, BillTaken)

    count = len(range(1, 60, 4))
    assert len(orders.orders_of()) == count
    assert balance(PHONE) == -sum(1_000 + statement for statement in range(1, 60, 4))
    assert nothing_is_wrong()
