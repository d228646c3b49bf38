"""Orders whose time has come can be paid; what goes into accounts is paid then, each for itself."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps

from rekkas.bank.choices import BlockKind
from rekkas.bank.commands import block_account
from rekkas.base.outbox import subscribes
from rekkas.payments.commands import announce_money_orders, load_payments
from rekkas.payments.facts import MoneyOrderAvailable
from tests.bank.accounts import holds
from tests.build import BOSS, MONDAY, later
from tests.payments.accounts import into_account, of
from tests.payments.desks import FLOAT, TILLS, held, history, issue, owed, rules, state

Notice: Any = apps.get_model("base", "Notice")
pytestmark = pytest.mark.usefixtures("tills")


@pytest.fixture
def slow(tills: None) -> None:
    """A country in which every order takes five minutes."""
    terms = tuple(replace(row, available_after_minutes=5) for row in rules().orders)
    load_payments(payments=replace(rules(), orders=terms), country="MA", by=BOSS, at=MONDAY)


@pytest.mark.usefixtures("slow")
def test_an_order_is_announced_when_its_time_has_come_and_not_before() -> None:
    number = issue().number

    early = announce_money_orders(by=BOSS, at=MONDAY + timedelta(minutes=4))
    due = announce_money_orders(by=BOSS, at=MONDAY + timedelta(minutes=5))

    assert (early.orders, due.orders) == (0, 1)
    assert (state(number), history(number)) == ("available", ["issued", "notified"])


@pytest.mark.usefixtures("slow")
def test_what_goes_into_an_account_is_paid_then() -> None:
    account, _ = of("amina")
    number = into_account(account).number
    assert (holds(account), owed(number), state(number)) == (0, 50_000, "issued")

    swept = announce_money_orders(by=BOSS, at=later(1))

    assert (swept.orders, swept.moved, swept.declined) == (1, 1, 0)
    assert (holds(account), owed(number), state(number)) == (50_000, 0, "paid")


@pytest.mark.usefixtures("slow")
def test_an_account_that_takes_nothing_holds_up_no_other() -> None:
    one, _ = of("amina")
    other, _ = of("driss")
    frozen, fine = into_account(one).number, into_account(other).number
    block_account(
        account=one,
        kind=BlockKind.FROZEN,
        reference="R-1",
        authority="court",
        reason="ordered",
        by=BOSS,
        at=MONDAY,
    )

    swept = announce_money_orders(by=BOSS, at=later(1))

    assert (swept.orders, swept.moved, swept.declined) == (2, 1, 1)
    assert (state(frozen), owed(frozen)) == ("available", 50_000)
    assert (state(fine), holds(other)) == ("paid", 50_000)
    assert held(TILLS["fatima"]) == [FLOAT + 2 * 51_000]


@pytest.mark.usefixtures("slow")
def test_once_more_announces_nothing() -> None:
    number = issue().number
    announce_money_orders(by=BOSS, at=later(1))

    assert announce_money_orders(by=BOSS, at=later(1)).orders == 0
    assert history(number).count("notified") == 1


def test_the_payee_is_told_neither_how_much_nor_the_code() -> None:
    heard: list[MoneyOrderAvailable] = []
    subscribes(MoneyOrderAvailable)(heard.append)

    number = issue().number

    body = Notice.objects.get(fact__endswith="MoneyOrderAvailable").body
    assert body == {
        "number": number, "payee_name": "Amina Alaoui", "payee_phone": "+212622222222", "pay_office": "MA0004",
        "expires_on": "2026-04-01",
    }  # fmt: skip
