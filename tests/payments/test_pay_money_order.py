"""An order is paid once: never twice by one token, never by two, never without its signatures."""

from datetime import timedelta
from itertools import permutations

import pytest
from django.db import IntegrityError, transaction

from rekkas.base.errors import NotYourOffice
from rekkas.cash.errors import TillNotOpen
from rekkas.money.choices import EntryKind
from rekkas.money.commands import post_transfers
from rekkas.money.entries import TransferEntry
from rekkas.money.errors import TransferDeclined
from rekkas.money.queries import balance_faults, ledger_faults, lines_of
from rekkas.payments import errors
from rekkas.payments.commands import lock_money_order, sign_payment
from rekkas.payments.models import OrderPayment
from rekkas.payments.queries import orders
from tests.build import AGENCY, BOSS, MONDAY, ZAGORA_OFFICE, key, later
from tests.cash import drawers
from tests.payments.desks import (
    FLOAT,
    HIND,
    LEILA,
    NADIA,
    OMAR,
    SALMA,
    TILLS,
    begin,
    card,
    held,
    history,
    issue,
    owed,
    paid,
    pay,
    resolve,
    state,
    token,
)

pytestmark = pytest.mark.usefixtures("tills")


def test_the_cash_leaves_the_till_of_the_office_that_pays_and_nothing_is_owed_any_more() -> None:
    number = issue(50_000).number
    begin(number)

    done = pay()

    assert (done.number, done.amount, done.is_repeat) == (number, 50_000, False)
    assert held(TILLS["omar"], TILLS["fatima"]) == [FLOAT - 50_000, FLOAT + 51_500]
    assert owed(number) == 0
    assert state(number) == "paid"
    assert orders.ledger_owes() == {}
    assert history(number) == ["issued", "notified", "payment-begun", "paid"]
    assert list(ledger_faults()) == []
    assert list(balance_faults()) == []


def test_it_leaves_one_line_on_the_till_which_the_receipt_shows() -> None:
    paid()

    (line,) = [line for line in lines_of(TILLS["omar"]) if line.kind == "order-paid"]
    assert (line.delta, line.after, line.actor_name) == (-50_000, FLOAT - 50_000, "omar")


@pytest.mark.parametrize("keyed", [True, False])
def test_the_same_token_never_pays_twice(keyed: bool) -> None:
    number = issue().number
    begin(number)

    answers = [pay(key="press" if keyed else None) for _ in range(4)]

    assert {(one.entry, one.paid_at) for one in answers} == {(answers[0].entry, later(1))}
    assert [one.is_repeat for one in answers[1:]] == [not keyed] * 3
    assert held(TILLS["omar"]) == [FLOAT - 50_000]
    assert history(number).count("paid") == 1


@pytest.mark.parametrize("order", list(permutations(["begin", "pay", "begin", "pay"])))
def test_every_request_sent_twice_and_in_any_order_pays_once_or_not_at_all(order: tuple[str, ...]) -> None:
    number = issue().number
    before = held(TILLS["omar"])[0]

    for turn, step in enumerate(order):
        try:
            begin(number, at=later(1)) if step == "begin" else pay(at=later(1) + timedelta(seconds=turn))
        except errors.UnknownPayment:
            assert step == "pay"

    moved = before - held(TILLS["omar"])[0]
    assert moved == (50_000 if state(number) == "paid" else 0)
    assert owed(number) == 50_000 - moved
    assert state(number) == "paid" or order[-1] == "begin"


def test_a_token_that_came_too_late_pays_nothing() -> None:
    number = issue().number
    begin(number)

    with pytest.raises(errors.PaymentLapsed):
        pay(at=later(1) + timedelta(minutes=15))

    assert held(TILLS["omar"]) == [FLOAT]
    assert state(number) == "available"


def test_a_token_that_was_given_up_pays_nothing() -> None:
    number = issue().number
    begin(number)
    resolve()

    with pytest.raises(errors.PaymentLapsed):
        pay()

    assert owed(number) == 50_000


def test_a_token_that_nobody_began_pays_nothing() -> None:
    with pytest.raises(errors.UnknownPayment):
        pay(word="made up")


def test_only_the_clerk_who_began_ends_it_and_where_they_began() -> None:
    number = issue().number
    begin(number, by=OMAR)

    with pytest.raises(errors.NotYourPayment):
        pay(by=HIND)
    with pytest.raises(errors.NotYourPayment):
        pay(by=SALMA)
    with pytest.raises(NotYourOffice):
        pay(by=OMAR, office=AGENCY)

    assert owed(number) == 50_000


def test_a_large_amount_is_paid_when_a_second_person_has_signed() -> None:
    number = issue(600_000).number
    begin(number)

    with pytest.raises(errors.SignatureMissing):
        pay()
    sign_payment(token=token(), by=LEILA, at=later(1))

    assert pay().amount == 600_000


def test_another_name_is_paid_when_a_second_person_has_signed() -> None:
    number = issue().number
    begin(number, shown=card("CD654321", "Rachid Tazi"))

    with pytest.raises(errors.SignatureMissing):
        pay()
    sign_payment(token=token(), by=LEILA, at=later(1))

    assert pay().number == number


def test_an_order_locked_between_the_two_steps_is_not_paid() -> None:
    number = issue().number
    begin(number)
    lock_money_order(number=number, reason="a likeness", by=NADIA, at=later(1))

    with pytest.raises(errors.OrderLocked):
        pay()

    assert held(TILLS["omar"]) == [FLOAT]


def test_a_till_that_was_closed_meanwhile_pays_nothing() -> None:
    number = issue().number
    begin(number)
    drawers.close_till(FLOAT, by=OMAR, at=later(1))

    with pytest.raises(TillNotOpen):
        pay()

    assert owed(number) == 50_000


def test_a_till_that_holds_too_little_pays_nothing_and_the_order_stays_as_it_was() -> None:
    numbers = [issue(900_000, at=later(24 * turn)).number for turn in range(3)]
    for turn, number in enumerate(numbers[:2]):
        begin(number, word=f"{turn}", at=later(49))
        sign_payment(token=token(f"{turn}"), by=LEILA, at=later(49))
        pay(word=f"{turn}", at=later(49))
    begin(numbers[2], word="third", at=later(49))
    sign_payment(token=token("third"), by=LEILA, at=later(49))

    with pytest.raises(TransferDeclined):
        pay(word="third", at=later(49))

    assert (state(numbers[2]), owed(numbers[2])) == ("available", 900_000)
    assert held(TILLS["omar"]) == [FLOAT - 1_800_000]


def test_more_than_was_paid_in_never_leaves_an_orders_account_whoever_asks() -> None:
    """The floor of the order's own account: beside the commands, by the ledger's verb itself."""
    number = paid()
    entry = TransferEntry(
        key=key("by hand"), source=TILLS["omar"], target=f"order:{number}:MAD", amount=1, currency="MAD",
        kind=EntryKind.ORDER_PAID, happened_at=MONDAY,
    )  # fmt: skip

    (answer,) = post_transfers(transfers=[entry], by=BOSS, at=MONDAY)

    assert answer.code == "money.not-enough"


def test_the_database_itself_knows_one_payment_only() -> None:
    paid()
    row = OrderPayment.objects.get()
    row.pk, row.token, row.entry = None, token("by SQL"), key("another entry")

    with pytest.raises(IntegrityError, match=r"payments_order_is_paid_once|UNIQUE"), transaction.atomic():
        row.save(force_insert=True)


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"needs_signature": True}, "payments_payment_is_paid_with_all_its_signatures"),
        ({"entry": None}, "payments_payment_that_paid_moved_money"),
        ({"state": "lost"}, "payments_payment_is_in_a_known_state"),
    ],
)
def test_impossible_payments_are_refused_by_the_database(changes: dict[str, object], constraint: str) -> None:
    paid()
    row = OrderPayment.objects.get()
    row.pk, row.token, row.entry = None, token("by SQL"), key("another entry")
    row.order = orders.order(issue().number)
    for name, value in changes.items():
        setattr(row, name, value)

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        row.save(force_insert=True)


def test_the_database_itself_lets_nobody_sign_beside_themselves() -> None:
    paid()

    with (
        pytest.raises(IntegrityError, match="payments_payment_is_signed_by_another"),
        transaction.atomic(),
    ):
        OrderPayment.objects.update(signed_by="omar", signed_at=MONDAY)


def test_what_the_payee_showed_is_kept() -> None:
    number = paid()

    row = orders.paid_payment(orders.order(number))
    assert row is not None
    assert (row.document_kind, row.document_number, row.shown_name) == (
        "national-id", "CD654321", "Amina El Alaoui",
    )  # fmt: skip
    assert (row.office_id, row.clerk) == (ZAGORA_OFFICE, "omar")
