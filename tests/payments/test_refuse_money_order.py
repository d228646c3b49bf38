"""An order will not be paid: the payee does not want it, the sender takes it back, or it may not be."""

import pytest

from rekkas.base.errors import NotAllowed
from rekkas.payments import errors
from rekkas.payments.choices import RefusalReason
from rekkas.payments.commands import lock_money_order
from rekkas.payments.queries import orders
from tests.build import later
from tests.payments.desks import (
    FATIMA,
    NADIA,
    SALMA,
    begin,
    card,
    history,
    issue,
    lock_by_guessing,
    owed,
    paid,
    refuse,
    state,
)

pytestmark = pytest.mark.usefixtures("tills")


def test_it_is_paid_to_nobody_and_still_owed_to_the_sender() -> None:
    number = issue().number

    assert refuse(number, RefusalReason.PAYEE) == "refused"

    with pytest.raises(errors.NotInThisState):
        begin(number)
    assert owed(number) == 50_000
    assert [row.number for row in orders.to_be_given_back()] == [number]


def test_the_sender_who_takes_it_back_shows_the_document_of_the_issue() -> None:
    number = issue().number

    with pytest.raises(errors.DocumentDiffers):
        refuse(number, RefusalReason.SENDER, by=FATIMA, shown=card("ZZ999999"))
    with pytest.raises(errors.DocumentMissing):
        refuse(number, RefusalReason.SENDER, by=FATIMA)

    assert refuse(number, RefusalReason.SENDER, by=FATIMA, shown=card()) == "refused"


def test_what_is_looked_into_is_refused_by_who_looks() -> None:
    number, other = issue().number, issue().number
    lock_money_order(number=number, reason="a likeness", by=NADIA, at=later(1))

    with pytest.raises(errors.OrderLocked):
        refuse(number)
    with pytest.raises(NotAllowed):
        refuse(other, RefusalReason.SCREENING)

    assert refuse(number, RefusalReason.SCREENING, by=NADIA) == "refused"


def test_an_order_locked_by_wrong_codes_may_be_refused() -> None:
    number = issue().number
    lock_by_guessing(number)

    assert refuse(number) == "refused"
    assert orders.order(number).lock_reason == ""


def test_what_somebody_is_paying_is_not_refused() -> None:
    number = issue().number
    begin(number, at=later(2))

    with pytest.raises(errors.BeingPaid):
        refuse(number, by=SALMA)


def test_what_is_paid_is_not_refused_and_a_reason_is_said() -> None:
    number = issue().number

    with pytest.raises(errors.OrderAlreadyPaid):
        refuse(paid())
    with pytest.raises(errors.ReasonMissing):
        refuse(number, reason="")
    assert (state(number), history(number)[-1]) == ("available", "notified")
