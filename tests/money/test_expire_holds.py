"""What was set aside until a moment that has passed is let go."""

from datetime import timedelta
from typing import Any

import pytest

from rekkas.base.actors import system
from rekkas.base.choices import Role
from rekkas.base.errors import NotAllowed
from rekkas.money.choices import EntryKind
from rekkas.money.commands import expire_holds, transfers
from rekkas.money.entries import release
from rekkas.money.models import Entry
from rekkas.money.queries import expired_holds
from tests.build import BOSS, MONDAY, key, later, staff
from tests.money.purses import (
    AMINA,
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

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _purses() -> None:
    """Amina has 100.00."""
    opened()
    post(paid_in(10_000))


def expire(hours: float = 1, **changes: Any) -> int:
    return expire_holds(**{"by": BOSS, "at": later(hours), **changes})


def settle(word: str = "hold") -> Any:
    return transfer(f"take {word}", source="", target="", amount=0, settles=hold(word).key)


def test_what_has_expired_is_free_again_and_nothing_moved() -> None:
    post(hold(amount=6_000, expires_at=later(1)))

    assert expire() == 1

    assert (holds(AMINA), available(AMINA)) == (10_000, 10_000)
    released = Entry.objects.order_by("-id").first()
    assert (released.phase, released.settles.key) == ("released", hold().key)
    assert wrong() == []


def test_what_has_not_expired_stays() -> None:
    post(hold("an hour", 100, expires_at=later(1)), hold("for ever", 200))

    assert expires_before_the_hour() == 0
    assert available(AMINA) == 9_700
    assert expire() == 1
    assert (expire(24 * 3_650), available(AMINA)) == (0, 9_800)


def expires_before_the_hour() -> int:
    return expire_holds(by=BOSS, at=later(1) - timedelta(microseconds=1))


def test_it_is_let_go_once_however_often_it_is_asked() -> None:
    post(hold(amount=6_000, expires_at=later(1)))

    assert [expire(), expire(), expire(2)] == [1, 0, 0]
    assert available(AMINA) == 10_000


def test_what_was_taken_or_let_go_before_is_left_alone() -> None:
    post(*(hold(word, 100, expires_at=later(1)) for word in ("taken", "let go", "waiting")))
    post(settle("taken"), release(hold("let go").key, key=key("go"), kind=EntryKind.FEE, happened_at=MONDAY))

    assert [one.key for one in expired_holds(later(1), 9)] == [hold("waiting").key]
    assert expire() == 1
    assert (holds(AMINA), available(AMINA)) == (9_900, 9_900)


def test_what_has_expired_cannot_be_taken_any_more() -> None:
    post(hold(amount=6_000, expires_at=later(1)))
    expire()

    assert outcomes(settle()) == ["money.already-settled"]
    assert holds(AMINA) == 10_000


def test_a_clock_that_goes_back_brings_nothing_back() -> None:
    post(hold(amount=6_000, expires_at=later(1)))
    expire(2)

    assert [one.code for one in post(settle(), at=MONDAY)] == ["money.already-settled"]
    assert expire(-99) == 0


def test_it_is_let_go_in_the_name_of_the_machine_that_did_it() -> None:
    post(hold(expires_at=later(1)))

    expire(by=system("sweeper"))

    assert Entry.objects.get(phase="released").actor_name == "sweeper"


def test_no_more_is_let_go_at_once_than_one_batch_holds_and_the_oldest_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(transfers, "HOLDS_AT_ONCE", 2)
    post(*(hold(str(n), 100, expires_at=later(1 - n / 10)) for n in range(5)))

    assert expire() == 2
    left = {one.key for one in expired_holds(later(1), 9)}
    assert left == {hold(str(n)).key for n in (0, 1, 2)}
    assert [expire(), expire(), expire()] == [2, 1, 0]


def test_any_number_is_let_go_in_the_same_number_of_statements(statements: Any) -> None:
    post(*(hold(f"few {n}", 1, expires_at=later(1)) for n in range(3)))
    post(*(hold(f"many {n}", 1, expires_at=later(2)) for n in range(300)))
    with statements() as few:
        assert expire() == 3
    with statements() as many:
        assert expire(2) == 300

    assert len(many) == len(few) <= 24


def test_when_nothing_is_late_nothing_is_written() -> None:
    before = Entry.objects.count()

    assert expire() == 0
    assert Entry.objects.count() == before


@pytest.mark.parametrize("role", [Role.CLERK, Role.COURIER, Role.INSPECTOR])
def test_those_who_handle_mail_let_nothing_go(role: Role) -> None:
    with pytest.raises(NotAllowed):
        expire(by=staff("someone", role))
