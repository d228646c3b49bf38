"""While somebody named in an order is looked into, its money moves nowhere."""

from datetime import timedelta

import pytest

from rekkas.base.errors import NotAllowed
from rekkas.payments import errors
from rekkas.payments.choices import RefusalReason
from rekkas.payments.commands import expire_money_orders, lock_money_order, unlock_money_order
from rekkas.payments.queries import orders
from tests.build import BOSS, MONDAY, ZAGORA_OFFICE, later
from tests.payments.desks import (
    KARIM,
    LEILA,
    NADIA,
    OMAR,
    PAYEES_CARD,
    begin,
    history,
    issue,
    owed,
    paid,
    refuse,
    state,
)

pytestmark = pytest.mark.usefixtures("tills")


def lock(number: str, **changes: object) -> str:
    said = {"reason": "a likeness to a listed name", "by": NADIA, "at": later(1)}
    return lock_money_order(number=number, **{**said, **changes})


def test_nothing_is_paid_refused_or_expired() -> None:
    number = issue().number

    assert lock(number) == "locked"

    with pytest.raises(errors.OrderLocked, match="looked into"):
        begin(number)
    with pytest.raises(errors.OrderLocked):
        refuse(number, RefusalReason.PAYEE)
    assert expire_money_orders(by=BOSS, at=MONDAY + timedelta(days=60)).orders == 0
    assert (state(number), owed(number)) == ("locked", 50_000)


def test_why_and_by_whom_is_in_the_record() -> None:
    number = issue().number
    lock(number)

    event = orders.events_of(orders.order(number))[-1]

    assert (event.kind, event.actor_name) == ("locked", "nadia")
    assert event.details == {"reason": "a likeness to a listed name"}


def test_a_reason_is_said() -> None:
    with pytest.raises(errors.ReasonMissing):
        lock(issue().number, reason=" ")


def test_a_clerk_or_manager_does_not_lock_and_a_manager_does_not_unlock_it() -> None:
    number = issue().number
    for actor in (OMAR, KARIM):
        with pytest.raises(NotAllowed):
            lock(number, by=actor)
    lock(number)

    with pytest.raises(errors.OrderLocked):
        unlock_money_order(
            number=number, shown=PAYEES_CARD, reason="it is her", office=ZAGORA_OFFICE, by=LEILA, at=later(2)
        )


def test_what_is_paid_is_not_locked_any_more() -> None:
    number = paid()

    with pytest.raises(errors.OrderAlreadyPaid):
        lock(number)
    assert history(number)[-1] == "paid"
