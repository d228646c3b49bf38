"""An order goes elsewhere: as its sender wished, as a second person signed, for a fee, once."""

import pytest

from rekkas.payments import errors
from rekkas.payments.choices import Act
from rekkas.payments.commands import redirect_money_order
from rekkas.payments.entries import Redirection
from rekkas.payments.queries import orders
from tests.build import AGENCY, ZAGORA_OFFICE, later
from tests.payments.desks import (
    FLOAT,
    INCOME,
    LEILA,
    OMAR,
    SALMA,
    TILLS,
    ask,
    begin,
    card,
    held,
    issue,
    owed,
    paid,
    pay,
    redirected,
    signed,
)

pytestmark = pytest.mark.usefixtures("tills")


def test_another_payee_can_be_paid_and_the_one_before_is_not_known_any_more() -> None:
    number = issue().number

    redirected(number, payee_name="Rachid Tazi", payee_phone="+212633333333")

    row = orders.order(number)
    assert row.payee_names == ("Rachid Tazi",)  # the Arabic name was that of somebody else
    assert begin(number, shown=card("CD654321", "Rachid Tazi"), at=later(4)).needs_signature is False


def test_the_fee_is_taken_and_what_is_owed_stays_the_same() -> None:
    number = issue().number
    before = held(INCOME)[0]

    redirected(number, pay_office=AGENCY)

    assert held(TILLS["omar"]) == [FLOAT + 1_000]
    assert held(INCOME) == [before - 1_000]
    assert owed(number) == 50_000
    assert orders.order(number).pay_office == AGENCY


def test_what_was_before_and_who_signed_is_in_the_record() -> None:
    number = issue().number
    redirected(number, payee_name="Rachid Tazi")

    event = orders.events_of(orders.order(number))[-1]

    assert event.kind == "redirected"
    assert event.details["before"] == {"payee_name": "Amina Alaoui", "payee_name_ar": "أمينة العلوي"}
    assert event.details["signed_by"] == "leila"


def test_without_the_second_signature_nothing_is_changed() -> None:
    number = issue().number
    request = ask(number, Act.REDIRECT, redirection=Redirection(payee_name="Rachid Tazi"))

    with pytest.raises(errors.NotSignedYet):
        redirect_money_order(request=request, office=ZAGORA_OFFICE, by=OMAR, at=later(3))

    assert orders.order(number).payee_name == "Amina Alaoui"
    assert held(TILLS["omar"]) == [FLOAT]


def test_a_signature_is_used_once_though_the_request_is_sent_twice() -> None:
    number = issue().number
    request = signed(number, Act.REDIRECT, redirection=Redirection(pay_office=AGENCY))
    redirect_money_order(request=request, office=ZAGORA_OFFICE, by=OMAR, at=later(3), key="press")
    redirect_money_order(request=request, office=ZAGORA_OFFICE, by=OMAR, at=later(3), key="press")

    with pytest.raises(errors.RequestUsed):
        redirect_money_order(request=request, office=ZAGORA_OFFICE, by=OMAR, at=later(3), key="another press")

    assert held(TILLS["omar"]) == [FLOAT + 1_000]


def test_a_signature_for_something_else_does_not_redirect() -> None:
    request = signed(paid(), Act.REVERSE, shown=None)

    with pytest.raises(errors.OtherRequest):
        redirect_money_order(request=request, office=ZAGORA_OFFICE, by=OMAR, at=later(3))


def test_an_order_that_was_paid_meanwhile_is_not_redirected() -> None:
    number = issue().number
    request = signed(number, Act.REDIRECT, redirection=Redirection(pay_office=AGENCY))
    begin(number, by=SALMA, at=later(2))
    pay(by=SALMA, at=later(2))

    with pytest.raises(errors.OrderAlreadyPaid):
        redirect_money_order(request=request, office=ZAGORA_OFFICE, by=OMAR, at=later(3))

    assert held(TILLS["omar"]) == [FLOAT]


def test_an_order_that_somebody_is_paying_is_not_redirected() -> None:
    number = issue().number
    request = signed(number, Act.REDIRECT, redirection=Redirection(payee_name="Rachid Tazi"))
    begin(number, by=SALMA, at=later(3))

    with pytest.raises(errors.BeingPaid, match=AGENCY):
        redirect_money_order(request=request, office=ZAGORA_OFFICE, by=OMAR, at=later(3))


def test_a_request_that_is_none_changes_nothing() -> None:
    with pytest.raises(errors.UnknownRequest):
        redirect_money_order(request="S1", office=ZAGORA_OFFICE, by=LEILA, at=later(3))
