"""Two hands on what is set aside, and on the way back."""

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from rekkas.money.choices import AccountState, Book, EntryKind
from rekkas.money.commands import expire_holds, reverse_entry, set_account_states
from rekkas.money.entries import AccountStanding, Leg, TransferEntry, mirror, release, reversal
from rekkas.money.models import Entry
from rekkas.money.queries import account, balance
from tests.build import BOSS, MONDAY, key, later
from tests.money.purses import (
    AMINA,
    BRAHIM,
    INCOME,
    TILL,
    available,
    hold,
    holds,
    opened,
    outcomes,
    paid_in,
    post,
    transfer,
    wrong,
)
from tests.races.together import together

pytestmark = pytest.mark.django_db(transaction=True)
HOLD = hold().key
FEES = "fees:transfers:MAD"


@pytest.fixture(autouse=True)
def _purses() -> None:
    """Amina has 100.00 of which 60.00 are set aside for Brahim."""
    opened()
    post(paid_in(10_000), hold(amount=6_000, expires_at=later(1)))


def take(word: str, of: Any = HOLD, **changes: Any) -> TransferEntry:
    return transfer(word, **{"source": "", "target": "", "amount": 0, "settles": of, **changes})


def let_go(word: str, of: Any = HOLD) -> TransferEntry:
    return release(of, key=key("transfer", word), kind=EntryKind.FEE, happened_at=MONDAY)


def said(answers: list[Any]) -> Counter[str]:
    assert not [answer for answer in answers if isinstance(answer, Exception)], answers
    return Counter(code for answer in answers for code in answer)


def asking(*entries: TransferEntry) -> list[Callable[[], list[str]]]:
    """Each asks for one of these, at the same moment."""
    return [lambda one=one: outcomes(one) for one in entries]


def test_a_hold_taken_by_many_hands_is_taken_once() -> None:
    answers = together(*asking(*(take(f"take {n}") for n in range(6))))

    assert said(answers) == {"posted": 1, "money.already-settled": 5}
    assert (holds(BRAHIM), available(AMINA), wrong()) == (6_000, 4_000, [])


def test_a_hold_taken_let_go_and_expired_at_the_same_moment_ends_once() -> None:
    part = take("part", source=BRAHIM, target=AMINA, amount=1_000)

    answers = together(
        *asking(take("take"), part, let_go("go")), lambda: ["posted"] * expire_holds(by=BOSS, at=later(1))
    )

    assert said(answers)["posted"] == 1
    assert Entry.objects.exclude(settles=None).count() == 1
    assert holds(BRAHIM) in {0, 1_000, 6_000}
    assert (account(AMINA).coming, wrong()) == (0, [])


def test_two_sweepers_let_each_hold_go_once() -> None:
    post(*(hold(str(n), 10, expires_at=later(1)) for n in range(30)))

    answers = together(*[lambda: expire_holds(by=BOSS, at=later(1))] * 3)

    assert sum(answers) == 31
    assert (available(AMINA), wrong()) == (10_000, [])


def test_a_hold_on_striped_accounts_only_ends_once_though_no_account_is_locked() -> None:
    """Nothing but the database stands between two lanes here: one entry settles a hold, and one only."""
    fees = transfer("fees", source=FEES, target="tax:vat:MAD", amount=500)
    post(fees, hold("striped", 200, source="tax:vat:MAD", target=FEES))

    answers = together(*asking(*(take(f"take {n}", key("transfer", "striped")) for n in range(8))))

    assert said(answers) == {"posted": 1, "money.already-settled": 7}
    assert (holds(FEES), wrong()) == (300, [])


def test_many_hands_set_no_more_aside_than_is_free() -> None:
    answers = together(*asking(*(hold(str(n), 1_000) for n in range(8))))

    assert said(answers) == {"posted": 4, "money.not-enough": 4}
    assert (available(AMINA), wrong()) == (0, [])


def test_what_is_set_aside_and_what_is_spent_at_once_share_what_is_free() -> None:
    spent = [transfer(f"spent {n}", source=BRAHIM, target=AMINA, amount=1_000) for n in range(4)]

    answers = together(*asking(*spent, *(hold(str(n), 1_000) for n in range(4))))

    assert said(answers) == {"posted": 4, "money.not-enough": 4}
    assert (available(AMINA), wrong()) == (0, [])


def test_an_entry_reversed_by_many_hands_is_reversed_once() -> None:
    post(transfer())
    back = [reversal(transfer().key, key=key("back", n), happened_at=MONDAY, note="twice") for n in range(4)]

    answers = together(
        *asking(*back),
        *[
            lambda: [str(reverse_entry(entry=transfer().key, note="twice", by=BOSS, at=MONDAY))]
            for _ in range(2)
        ],
    )

    codes = Counter(code for answer in answers if isinstance(answer, list) for code in answer)
    assert Entry.objects.filter(reverses__key=transfer().key).count() == 1
    assert codes["posted"] + sum(1 for code in codes if "-" in code and "." not in code) == 1
    assert (balance(TILL) - 10_000, wrong()) == (0, [])


def test_an_entry_between_striped_accounts_is_reversed_once() -> None:
    post(transfer("fees", source=FEES, target="tax:vat:MAD", amount=500))
    back = [
        reversal(key("transfer", "fees"), key=key("back", n), happened_at=MONDAY, note="twice")
        for n in range(8)
    ]

    assert said(together(*asking(*back))) == {"posted": 1, "money.already-reversed": 7}
    assert (holds(FEES), wrong()) == (0, [])


def test_the_same_hold_asked_for_by_many_is_set_aside_once() -> None:
    assert said(together(*asking(*[hold("same", 100)] * 6))) == {"posted": 1, "repeated": 5}
    assert (available(AMINA), wrong()) == (3_900, [])


def test_an_account_is_closed_or_paid_into_and_never_both() -> None:
    opened("current:1003:MAD")
    into = transfer("into", source="current:1003:MAD", target=AMINA, amount=1)

    def close() -> list[str]:
        set_account_states(
            states=[AccountStanding("current:1003:MAD", AccountState.CLOSED)], by=BOSS, at=MONDAY
        )
        return ["closed"]

    answers = together(lambda: outcomes(into), close)

    state, held = account("current:1003:MAD").state, holds("current:1003:MAD")
    assert (state, held) in {("closed", 0), ("open", 1)}, answers
    assert wrong() == []


def test_holds_across_the_books_are_taken_by_many_at_once() -> None:
    keys = []
    for number in range(6):
        half = {"source": mirror(Book.POST, "MAD"), "target": INCOME}
        post(hold(f"cross {number}", 10, **half, also=(Leg(AMINA, mirror(Book.BANK, "MAD"), 10, "MAD"),)))
        keys.append(key("transfer", f"cross {number}"))

    answers = together(*asking(*(take(f"take {n}", one) for n, one in enumerate(keys))))

    assert said(answers) == {"posted": 6}
    assert wrong() == []


def test_opposite_orders_block_nobody() -> None:
    one = [hold(f"a{n}", 1) for n in range(10)]
    other = [transfer(f"b{n}", source=INCOME, target=TILL, amount=1) for n in range(10)]

    answers = together(lambda: outcomes(*one, *other), lambda: outcomes(*reversed(other), *reversed(one)))

    assert said(answers) == {"posted": 20, "repeated": 20}
    assert wrong() == []
