"""Whoever goes round the commands is found: rows, events, money and payments of orders must say the same."""

import pytest
from django.db import connection

from rekkas.payments.choices import Act
from rekkas.payments.commands import reverse_payment, send_to_door
from rekkas.payments.models import MoneyOrder, OrderPayment
from rekkas.payments.queries import faults
from rekkas.payments.queries.faults import order_faults
from tests.build import ZAGORA_OFFICE, key, later
from tests.payments.accounts import from_account, into_account, of
from tests.payments.desks import (
    OMAR,
    ask,
    issue,
    lock_by_guessing,
    paid,
    refuse,
    reimburse,
    signed,
)

pytestmark = pytest.mark.usefixtures("tills")


def reasons() -> list[tuple[str, str]]:
    return [(fault.number, fault.reason) for fault in order_faults()]


def sql(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_a_day_of_orders_agrees_with_itself() -> None:
    account, paper = of("driss", 200_000)
    from_account(account, paper)
    into_account(account)
    lock_by_guessing(issue().number)
    number = paid(word="two")
    reverse_payment(request=signed(number, Act.REVERSE), office=ZAGORA_OFFICE, by=OMAR, at=later(3))
    back = issue().number
    refuse(back)
    reimburse(back)
    send_to_door(number=issue().number, courier="youssef", office=ZAGORA_OFFICE, by=OMAR, at=later(3))

    assert reasons() == []


def test_a_state_that_no_event_led_to() -> None:
    number = issue().number
    MoneyOrder.objects.filter(number=number).update(state="expired")

    assert (number, "state") in reasons()


def test_an_order_marked_paid_whose_money_is_still_there() -> None:
    number = issue().number
    MoneyOrder.objects.filter(number=number).update(state="paid")

    assert {reason for _, reason in reasons()} == {"state", "money", "payment"}


def test_a_payment_that_was_marked_and_never_made() -> None:
    number = paid()
    other = issue().number
    sql(
        "INSERT INTO payments_orderpayment (token, order_id, office_id, clerk, account, begun_at, lapses_at,"
        " shown_name, document_kind, document_country, document_number, likeness, needs_signature, signed_by, state,"
        " answered_at, entry) SELECT %s, %s, office_id, clerk, account, begun_at, lapses_at, shown_name, document_kind,"
        " document_country, document_number, likeness, needs_signature, signed_by, 'paid', answered_at, %s"
        " FROM payments_orderpayment",
        key("forged").hex, MoneyOrder.objects.get(number=other).pk, key("no entry").hex,
    )  # fmt: skip
    OrderPayment.objects.filter(order__number=number).update(state="reversed")

    assert reasons() == [(number, "payment"), (other, "payment")]


@pytest.mark.parametrize(
    "forgery",
    [
        "payments_signaturerequest SET signed_by = 'leila', signed_at = asked_at",
        "payments_orderpayment SET signed_by = 'leila', signed_at = begun_at",
    ],
)
def test_a_signature_that_nobody_gave(forgery: str) -> None:
    number = paid()
    ask(number, Act.REVERSE)
    sql(f"UPDATE {forgery}")

    assert reasons() == [(number, "signature")]


def test_signatures_are_looked_at_a_few_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(faults, "CHUNK", 1)
    for word in ("one", "two"):
        signed(paid(word=word), Act.REVERSE)
    forged = paid(word="three")
    ask(forged, Act.REVERSE)
    sql("UPDATE payments_signaturerequest SET signed_by = 'leila', signed_at = asked_at WHERE signed_by = ''")

    assert reasons() == [(forged, "signature")]


def test_an_event_that_cannot_follow() -> None:
    number = issue().number
    pk = MoneyOrder.objects.get(number=number).pk
    sql(
        "INSERT INTO payments_orderevent (order_id, ordinal, kind, after, details, office_code, actor_kind, actor_name,"
        " happened_at) SELECT order_id, 3, 'reimbursed', 'reimbursed', details, office_code, actor_kind, 'somebody',"
        " happened_at FROM payments_orderevent WHERE order_id = %s AND ordinal = 1", pk,
    )  # fmt: skip

    assert (number, "step") in reasons()
    assert (number, "state") in reasons()
