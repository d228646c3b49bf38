"""A customer is let in by their secret; who guesses is shut out for longer and longer, and learns nothing."""

from datetime import timedelta

import pytest

from rekkas.bank import queries
from rekkas.bank.choices import CloseReason
from rekkas.bank.commands import block_customer, close_customer, log_in_customer
from rekkas.bank.commands.logins import AT_THE_DOOR
from rekkas.bank.entries import DoorAnswer
from rekkas.bank.models import CustomerLogin
from rekkas.bank.queries.logins import customer_at_door
from rekkas.base.attempts import SHUT_AT_MOST
from tests.bank.accounts import customer, days
from tests.bank.doors import SECRET, activated, acts, invited, logged_in, with_pages
from tests.bank.people import KARIM
from tests.build import MONDAY, later

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("bank")]
WRONG = "five camels at dusk"


def shut_until() -> timedelta:
    until = CustomerLogin.objects.get().shut_until
    return until - MONDAY if until else timedelta()


def test_the_right_secret_opens_and_tells_when_it_opened_before() -> None:
    number = with_pages(customer())

    first, second = logged_in(number, at=later(1)), logged_in(number, at=later(2))

    assert (first.opened, first.before) == (True, MONDAY)
    assert second.before == later(1)
    visitor = customer_at_door(number, second.proof)
    assert visitor is not None
    assert (visitor.number, str(visitor.zone)) == (number, "Africa/Casablanca")


def test_a_telephone_opens_where_it_is_one_persons() -> None:
    number = with_pages(customer("amina", phone="+212600112233"))

    assert logged_in("+212 6 00 11 22 33").opened
    assert logged_in("00212600112233").opened
    assert logged_in(number.lower()).opened
    with_pages(customer("brahim", phone="+212600112233"), secret="a hundred almond trees")
    assert not logged_in("+212600112233").opened
    assert logged_in(number).opened


def test_the_same_letters_on_another_keyboard_are_the_same_secret() -> None:
    number = customer()
    invited(number)
    assert activated(number, secret="قهوة سوداء 2468").opened

    assert logged_in(number, "قهوة سوداء ٢٤٦٨").opened
    assert not logged_in(number, "قهوة سوداء 2469").opened


def test_after_five_wrong_ones_the_right_one_does_not_open_until_the_time_is_over() -> None:
    number = with_pages(customer())

    for _ in range(4):
        logged_in(number, WRONG)
    assert logged_in(number).opened  # and the count begins anew
    for _ in range(5):
        logged_in(number, WRONG)

    assert shut_until() == timedelta(minutes=5)
    assert not logged_in(number, at=later(4.9 / 60)).opened
    assert logged_in(number, at=later(5.1 / 60)).opened
    assert CustomerLogin.objects.get().wrong == 0


def test_each_further_wrong_one_shuts_for_twice_as_long_up_to_a_day() -> None:
    number = with_pages(customer())
    for _ in range(5):
        logged_in(number, WRONG)

    at, waits = MONDAY, []
    for _ in range(12):
        at = CustomerLogin.objects.get().shut_until or at
        logged_in(number, WRONG, at=at)
        waits.append((CustomerLogin.objects.get().shut_until or at) - at)

    assert waits[:3] == [timedelta(minutes=10), timedelta(minutes=20), timedelta(minutes=40)]
    assert waits == sorted(waits)
    assert waits[-1] == SHUT_AT_MOST


def test_while_it_is_shut_nothing_is_counted_so_that_a_stranger_cannot_shut_it_for_ever() -> None:
    number = with_pages(customer())

    for _ in range(40):
        logged_in(number, WRONG)

    assert CustomerLogin.objects.get().wrong == 5
    assert shut_until() == timedelta(minutes=5)


def test_every_refusal_is_the_same_answer() -> None:
    shut, blocked, left, never = (customer(word) for word in ("amina", "brahim", "hind", "said"))
    for number in (shut, blocked, left):
        with_pages(number)
    invited(never)
    for _ in range(5):
        logged_in(shut, WRONG)
    block_customer(number=blocked, reason="Seizure", by=KARIM, at=MONDAY)
    close_customer(number=left, why=CloseReason.DECEASED, reason="Certificate", by=KARIM, at=MONDAY)

    answers = [
        logged_in(said)
        for said in (shut, blocked, left, never, "MA0000009999", "+212699000000", "", "x" * 500)
    ]

    assert set(answers) == {DoorAnswer()}


def test_a_number_that_nobody_has_costs_the_same_comparison(monkeypatch: pytest.MonkeyPatch) -> None:
    from django.contrib.auth.hashers import MD5PasswordHasher

    number, ran = with_pages(customer()), []
    slow = MD5PasswordHasher.encode
    monkeypatch.setattr(
        MD5PasswordHasher, "encode", lambda self, *said, **more: ran.append(1) or slow(self, *said, **more)
    )

    counts = []
    for said in (number, "MA0000009999", "", "+212699000000"):
        ran.clear()
        logged_in(said, WRONG)
        counts.append(len(ran))

    assert counts == [1, 1, 1, 1]


def test_of_guesses_made_at_the_same_time_one_is_looked_at() -> None:
    number = with_pages(customer())
    right, wrong = queries.secret_compared(number, SECRET), queries.secret_compared(number, WRONG)

    def answered(attempt: object) -> bool:
        return log_in_customer(number=number, attempt=attempt, by=AT_THE_DOOR, at=MONDAY).opened  # type: ignore[arg-type]

    assert not answered(wrong)
    assert not answered(right)  # it was compared before the other was counted
    assert logged_in(number).opened


def test_what_was_compared_with_a_secret_that_is_gone_opens_nothing() -> None:
    number = with_pages(customer())
    attempt = queries.secret_compared(number, SECRET)
    invited(number)
    activated(number, secret="a hundred almond trees")

    assert not log_in_customer(number=number, attempt=attempt, by=AT_THE_DOOR, at=MONDAY).opened


def test_a_visit_is_over_when_the_customer_is_blocked() -> None:
    number = with_pages(customer())
    proof = logged_in(number).proof
    assert customer_at_door(number, proof) is not None

    block_customer(number=number, reason="Seizure", by=KARIM, at=days(1))

    assert customer_at_door(number, proof) is None
    assert customer_at_door(number, "") is None
    assert customer_at_door("MA0000009999", proof) is None


def test_what_was_typed_is_written_nowhere() -> None:
    number = with_pages(customer())

    logged_in(WRONG, WRONG)
    logged_in(number, WRONG)

    rows = acts("log_in_customer")
    assert [row[:2] for row in rows] == [("", "system"), (number, "system")]
    assert WRONG not in str(rows)
