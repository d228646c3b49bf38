"""The rules of a country come in from its pack; what held when an order was issued is kept with it."""

from dataclasses import replace

import pytest

from rekkas.base.choices import Role
from rekkas.base.errors import NotAllowed
from rekkas.payments import errors
from rekkas.payments.commands import load_payments
from rekkas.payments.entries import LoadedPayments
from rekkas.payments.models import Biller
from rekkas.payments.queries import orders
from rekkas.payments.queries.rules import biller, billers, rules_of
from rekkas.territory.errors import UnknownCountry
from tests.build import BOSS, MONDAY, staff
from tests.payments.desks import issue, rules

pytestmark = pytest.mark.usefixtures("tills")


def load(**changes: object) -> LoadedPayments:
    return load_payments(payments=replace(rules(), **changes), country="MA", by=BOSS, at=MONDAY)


def test_the_rules_are_read_as_they_were_written() -> None:
    assert load() == LoadedPayments(orders=5, billers=4, retired=0)

    kept = rules_of("MA")
    assert replace(kept, billers=rules().billers) == rules()
    assert [row.code for row in billers("MA")] == ["local-tax", "phone-credit", "power", "water"]
    assert biller("MA", "Power ").check_name == "luhn"


def test_loading_twice_changes_nothing() -> None:
    before = list(Biller.objects.order_by("id").values())

    load()

    assert list(Biller.objects.order_by("id").values()) == before


def test_a_biller_that_left_the_pack_is_retired_and_comes_back() -> None:
    assert load(billers=rules().billers[:1]).retired == 3
    assert [row.code for row in billers("MA")] == ["power"]

    assert load().retired == 0
    assert len(billers("MA")) == 4


def test_a_new_rule_holds_for_new_orders_only() -> None:
    number = issue().number
    terms = tuple(replace(row, valid_days=10) if row.code == "electronic" else row for row in rules().orders)

    load(orders=terms)

    assert orders.order(number).expires_on.isoformat() == "2026-04-01"
    assert issue().expires_on.isoformat() == "2026-03-12"


def test_the_currency_must_be_that_of_the_country_and_the_country_loaded() -> None:
    with pytest.raises(errors.CurrencyDiffers, match="XOF"):
        load(currency="XOF")
    with pytest.raises(UnknownCountry):
        load_payments(payments=rules(), country="ZZ", by=BOSS, at=MONDAY)


def test_a_clerk_does_not_load_rules() -> None:
    with pytest.raises(NotAllowed):
        load_payments(payments=rules(), country="MA", by=staff("fatima", Role.CLERK), at=MONDAY)
