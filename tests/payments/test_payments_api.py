"""Money orders and bills for machines: from accounts, once for a key, and no answer says a code or a name."""

import json
from typing import Any

import pytest
from django.utils import timezone

from rekkas.bank.commands import deposit, open_account
from rekkas.bank.queries import account as bank_account
from rekkas.payments.api.bills import A_BILL
from rekkas.payments.api.orders import AN_ORDER
from rekkas.payments.queries import orders
from rekkas.payments.queries.rules import biller
from tests.api.caller import Caller, problem, token
from tests.bank.accounts import customer, holds
from tests.build import AGENCY, BOSS
from tests.payments.bills import LIST, left, load
from tests.payments.desks import SALMA, state

pytestmark = pytest.mark.usefixtures("open_desks")


@pytest.fixture
def account() -> str:
    at = timezone.now()
    number = open_account(
        customer=customer("driss", at=at), product="current", office=AGENCY, by=BOSS, at=at
    ).number
    deposit(
        account=number, amount=200_000, currency="MAD", office=AGENCY, by=SALMA, at=at, key="for the test"
    )
    return number


@pytest.fixture
def channel() -> Caller:
    return Caller(token("payments.issue_money_order", "payments.pay_bill", "view.payments"))


def asked(account: str, **changes: Any) -> dict[str, Any]:
    return {
        "product": "from-account", "amount": 50_000, "currency": "MAD", "from_account": account,
        "payee_name": "Amina Alaoui", "secret_code": "482913", **changes,
    }  # fmt: skip


def test_an_order_is_issued_from_an_account_and_asked_after(channel: Caller, account: str) -> None:
    done = channel.post("/money-orders", asked(account))

    assert done.status_code == 201, done.content
    number = done.json()["number"]
    shown = channel.get(f"/money-orders/{number}").json()
    events = channel.get(f"/money-orders/{number}/events").json()["data"]
    assert (shown["state"], shown["amount"], shown["fee"]) == ("available", 50_000, 1_500)
    assert [one["kind"] for one in events] == ["issued", "notified"]
    assert holds(account) == 200_000 - 51_500


def test_no_answer_says_the_code_or_a_name(channel: Caller, account: str) -> None:
    done = channel.post("/money-orders", asked(account))
    number = done.json()["number"]

    said = done.content + channel.get(f"/money-orders/{number}").content
    said += channel.get(f"/money-orders/{number}/events").content
    assert b"482913" not in said
    assert b"Amina" not in said


def test_the_same_key_issues_once_and_another_content_is_refused(channel: Caller, account: str) -> None:
    first = channel.post("/money-orders", asked(account), key="k-1")
    second = channel.post("/money-orders", asked(account), key="k-1")
    third = channel.post("/money-orders", asked(account, amount=60_000), key="k-1")

    assert first.json() == second.json()
    problem(third, 422, "base.key-reused")
    problem(channel.post("/money-orders", asked(account), key=None), 400, "base.key-missing")
    assert len(orders.orders_of()) == 1


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"amount": 0}, 422, "payments.amount-out-of-range"),
        ({"amount": -5}, 422, "payments.amount-out-of-range"),
        ({"amount": 2**70}, 422, "payments.amount-out-of-range"),
        ({"amount": 500.5}, 422, "base.invalid-input"),
        ({"currency": "EUR"}, 422, "payments.other-currency"),
        ({"product": "electronic"}, 422, "payments.document-missing"),  # a machine brings no cash
        ({"product": "gold"}, 422, "payments.unknown-product"),
        ({"secret_code": "12"}, 422, "base.invalid-input"),
        ({"secret_code": ""}, 422, "payments.code-missing"),
        ({"payee_name": ""}, 422, "payments.name-missing"),
        ({"amount": 199_000}, 409, "bank.balance-too-low"),
        ({"surprise": 1}, 422, "base.invalid-input"),
    ],
)
def test_what_is_wrong_is_a_problem_with_a_code_and_nothing_moves(
    channel: Caller, account: str, changes: dict[str, Any], status: int, code: str
) -> None:
    body = problem(channel.post("/money-orders", asked(account, **changes)), status, code)

    assert holds(account) == 200_000
    assert "482913" not in json.dumps(body)


def test_an_account_of_nobody_is_a_problem(channel: Caller, account: str) -> None:
    answer = channel.post("/money-orders", asked("not an account"))

    assert answer.status_code in (404, 422)
    assert answer.json()["code"].startswith("bank.")


def test_a_number_of_nothing_is_not_found(channel: Caller) -> None:
    problem(channel.get("/money-orders/MA000000999942"), 404, "payments.unknown-order")
    problem(channel.get("/money-orders/MA000000999943"), 422, "payments.order-number-not-right")


def test_a_bill_is_paid_from_an_account_once(channel: Caller, account: str) -> None:
    load(text=LIST, at=timezone.now())
    body = {"reference": "44000012342", "amount": 31_250, "currency": "MAD", "from_account": account}

    due = channel.get("/billers/MA/power/bills/4400-0012-342").json()
    first = channel.post("/billers/power/payments", body, key="b-1")
    second = channel.post("/billers/power/payments", body, key="b-1")
    again = channel.post("/billers/power/payments", body, key="b-2")

    assert (due["left"], due["currency"]) == (31_250, "MAD")
    assert first.status_code == 201, first.content
    assert first.json() == second.json()
    problem(again, 409, "payments.bill-already-paid")
    assert holds(account) == 200_000 - 31_250
    assert left("power", "44000012342") == 0
    assert biller("MA", "power").has_list


def test_who_has_not_the_scope_is_refused(account: str) -> None:
    reader = Caller(token("view.payments"))

    problem(reader.post("/money-orders", asked(account)), 403, "base.not-allowed")
    problem(reader.post("/billers/power/payments", {}), 403, "base.not-allowed")
    problem(Caller().get("/money-orders/MA000000999942"), 401, "base.token-missing")


def test_an_order_between_accounts_is_paid_at_once(channel: Caller, account: str) -> None:
    at = timezone.now()
    other = open_account(
        customer=customer("amina", at=at), product="current", office=AGENCY, by=BOSS, at=at
    ).number

    done = channel.post(
        "/money-orders", asked(account, product="account-to-account", into_account=other, secret_code="")
    )

    assert state(done.json()["number"]) == "paid"
    assert holds(other) == 50_000


def test_the_examples_of_the_description_are_ones_that_could_be_sent(channel: Caller, account: str) -> None:
    load()

    order = channel.post("/money-orders", {**AN_ORDER, "from_account": account}, key="order")
    bill = channel.post("/billers/power/payments", {**A_BILL, "from_account": account}, key="bill")

    assert order.status_code == 201, order.content
    assert bill.status_code == 201, bill.content


# ---- a customer's machine ----------------------------------------------------------------------------------------


def machine_of(account: str) -> Caller:
    scopes = ("payments.issue_money_order", "payments.pay_bill", "view.payments")
    return Caller(token(*scopes, name="machine", customer=holder_of(account)))


def holder_of(account: str) -> str:
    return str(bank_account(account).holder.number)


@pytest.fixture
def other() -> str:
    at = timezone.now()
    number = open_account(
        customer=customer("salwa", at=at), product="current", office=AGENCY, by=BOSS, at=at
    ).number
    deposit(
        account=number, amount=200_000, currency="MAD", office=AGENCY, by=SALMA, at=at, key="for the other"
    )
    return number


def test_a_machine_of_a_customer_spends_that_customers_money_alone(account: str, other: str) -> None:
    load(text=LIST, at=timezone.now())
    mine = machine_of(account)
    bill = {"reference": "44000012342", "amount": 31_250, "currency": "MAD", "from_account": other}

    problem(mine.post("/money-orders", asked(other)), 404, "bank.unknown-account")
    problem(mine.post("/billers/power/payments", bill), 404, "bank.unknown-account")
    assert holds(other) == 200_000
    assert mine.post("/money-orders", asked(account)).status_code == 201
    assert mine.post("/billers/power/payments", {**bill, "from_account": account}).status_code == 201


def test_a_machine_of_a_customer_knows_the_orders_of_that_customer_alone(account: str, other: str) -> None:
    number = machine_of(other).post("/money-orders", asked(other)).json()["number"]
    mine, theirs = machine_of(account), machine_of(other)

    for page in (f"/money-orders/{number}", f"/money-orders/{number}/events"):
        problem(mine.get(page), 404, "payments.unknown-order")
        assert theirs.get(page).status_code == 200
