"""A payment made in error is taken back once, into the till that paid it; then the order can be paid again, once."""

import pytest

from rekkas.money.queries import entry_keyed
from rekkas.payments import errors
from rekkas.payments.choices import Act
from rekkas.payments.commands import reverse_payment
from rekkas.payments.queries import orders
from tests.build import ZAGORA_OFFICE, later
from tests.payments.accounts import into_account, of
from tests.payments.desks import (
    FLOAT,
    HIND,
    OMAR,
    SALMA,
    TILLS,
    ask,
    begin,
    held,
    history,
    owed,
    paid,
    pay,
    signed,
    state,
)

pytestmark = pytest.mark.usefixtures("tills")


def reverse(request: str, **changes: object) -> str:
    said = {"office": ZAGORA_OFFICE, "by": OMAR, "at": later(3)}
    return reverse_payment(request=request, **{**said, **changes})


def test_the_cash_is_back_in_the_till_and_owed_again() -> None:
    number = paid()

    reverse(signed(number, Act.REVERSE))

    assert held(TILLS["omar"]) == [FLOAT]
    assert (owed(number), state(number)) == (50_000, "available")
    assert history(number)[-1] == "payment-reversed"
    (payment,) = orders.payments_of(orders.order(number))
    assert payment.state == "reversed"


def test_it_is_a_reversal_of_that_very_entry_with_its_reason() -> None:
    number = paid()
    reverse(signed(number, Act.REVERSE, reason="paid to a namesake"))

    event = orders.events_of(orders.order(number))[-1]
    entry = entry_keyed(event.entry)

    assert entry is not None
    assert entry.reverses is not None
    assert (entry.reverses.kind, entry.note, entry.actor_name) == ("order-paid", "paid to a namesake", "omar")


def test_then_it_is_paid_once_more_and_not_twice() -> None:
    number = paid()
    reverse(signed(number, Act.REVERSE))

    begin(number, by=SALMA, word="right one", at=later(4))
    pay(by=SALMA, word="right one", at=later(4))

    assert (owed(number), state(number)) == (0, "paid")
    with pytest.raises(errors.OrderAlreadyPaid):
        begin(number, word="third", at=later(5))


def test_the_token_that_paid_first_does_not_pay_again() -> None:
    number = paid()
    reverse(signed(number, Act.REVERSE))

    with pytest.raises(errors.PaymentLapsed):
        pay()

    assert owed(number) == 50_000


def test_a_double_refund_is_refused() -> None:
    number = paid()
    first, second = signed(number, Act.REVERSE), signed(number, Act.REVERSE)
    reverse(first, key="press")
    reverse(first, key="press")

    with pytest.raises(errors.NotInThisState):
        reverse(second)
    with pytest.raises(errors.RequestUsed):
        reverse(first)

    assert held(TILLS["omar"]) == [FLOAT]


def test_without_a_second_signature_nothing_is_taken_back() -> None:
    number = paid()

    with pytest.raises(errors.NotSignedYet):
        reverse(ask(number, Act.REVERSE))

    assert state(number) == "paid"


def test_the_money_goes_back_into_the_till_that_paid_it_and_no_other() -> None:
    number = paid()

    with pytest.raises(errors.NotYourPayment):
        reverse(signed(number, Act.REVERSE, by=HIND), by=HIND)


def test_what_was_paid_into_an_account_is_not_taken_back_at_a_counter() -> None:
    account, _ = of("amina")
    number = into_account(account).number
    request = signed(number, Act.REVERSE, shown=None)

    with pytest.raises(errors.PaidIntoAccount):
        reverse(request)
