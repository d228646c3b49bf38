"""What is agreed with a customer holds from a day on, and what was agreed before stays to be read."""

from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from rekkas.base.choices import Role
from rekkas.base.errors import InvalidInput, KeyReused, NotAllowed, Refused
from rekkas.catalogue.commands import agree_contract
from rekkas.catalogue.entries import OwnPrice, RebateStep
from rekkas.catalogue.errors import (
    ContractTooEarly,
    RebatesDoNotRise,
    StepTwice,
    UnknownCustomer,
    UnknownProduct,
)
from rekkas.catalogue.queries import contract_history, contract_on, contracts_on
from tests import build
from tests.build import MONDAY, staff
from tests.catalogue.contracts import OWN, STEPS, TODAY, agreed, contract

pytestmark = pytest.mark.django_db
APRIL = date(2026, 4, 1)


@pytest.fixture(autouse=True)
def _world() -> None:
    build.country_with_merchant()


def test_a_contract_holds_from_its_day_on_and_what_was_agreed_before_stays() -> None:
    agreed(credit_limit=100_000, payment_days=30, prices=OWN, rebates=STEPS)

    agreed(valid_from=APRIL, credit_limit=50_000)

    assert contract_on("ATLAS", date(2026, 3, 1)) is None
    march, april = contract_on("atlas", date(2026, 3, 31)), contract_on("ATLAS", APRIL)
    assert march is not None
    assert april is not None
    assert (march.credit_limit, march.payment_days, march.currency) == (100_000, 30, "MAD")
    assert (set(march.prices), march.rebates) == (set(OWN), STEPS)
    assert (april.credit_limit, april.prices, april.rebates) == (50_000, (), ())
    assert [one.valid_from for _row, one in contract_history("ATLAS")] == [APRIL, TODAY]
    assert {(row.agreed_by, row.agreed_at) for row, _one in contract_history("ATLAS")} == {("rachid", MONDAY)}


def test_of_two_contracts_for_one_day_the_later_word_holds() -> None:
    agreed(credit_limit=1)
    agreed(credit_limit=2)

    found = contract_on("ATLAS", TODAY)

    assert found is not None
    assert found.credit_limit == 2


def test_contracts_of_many_customers_are_looked_up_together(statements: Any) -> None:
    codes = [build.merchant(f"SHOP{n}") for n in range(20)]
    agreed("SHOP0", rebates=STEPS)
    with statements() as one:
        contracts_on(["SHOP0"], TODAY)
    for code in codes[1:]:
        agreed(code, prices=OWN)

    with statements() as many:
        found = contracts_on(codes, TODAY)

    assert set(found) == set(codes)
    assert len(many) == len(one)


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"valid_from": date(2026, 3, 1)}, ContractTooEarly),  # its prices were told already
        ({"valid_from": date(2027, 3, 4)}, InvalidInput),  # nobody knows so far ahead
        ({"credit_limit": -1}, InvalidInput),
        ({"payment_days": 30}, InvalidInput),  # days to pay what is paid at the counter
        ({"credit_limit": 1, "payment_days": 181}, InvalidInput),
        ({"prices": (OwnPrice("nothing", "any", 1, 1),)}, UnknownProduct),
        ({"prices": (OwnPrice("parcel", "abroad-1", 1, 1),)}, InvalidInput),  # it stays in the country
        ({"prices": (OwnPrice("parcel", "moon", 1, 1),)}, InvalidInput),
        (
            {"prices": (OwnPrice("parcel", "any", 30_001, 1),)},
            InvalidInput,
        ),  # heavier than the product carries
        ({"prices": (OwnPrice("parcel", "any", 0, 1),)}, InvalidInput),
        ({"prices": (OwnPrice("parcel", "any", 1, -1),)}, InvalidInput),
        ({"prices": (OwnPrice("parcel", "any", 1, 1), OwnPrice("parcel", "any", 1, 2))}, StepTwice),
        ({"prices": (OwnPrice("parcel", "any", 1, 1),) * 201}, InvalidInput),
        ({"rebates": (RebateStep(0, 50),)}, InvalidInput),
        ({"rebates": (RebateStep(1, 1_001),)}, InvalidInput),
        ({"rebates": (RebateStep(100, 50), RebateStep(200, 50))}, RebatesDoNotRise),
        ({"rebates": (RebateStep(200, 50), RebateStep(100, 60))}, RebatesDoNotRise),
        ({"rebates": (RebateStep(100, 50), RebateStep(100, 60))}, RebatesDoNotRise),
    ],
)
def test_what_is_senseless_is_refused(changes: dict[str, Any], refusal: type[Refused]) -> None:
    with pytest.raises(refusal):
        agreed(**changes)

    assert contract_history("ATLAS") == []


def test_nobody_unknown_is_agreed_with() -> None:
    with pytest.raises(UnknownCustomer):
        agreed("NOBODY")


def test_the_same_request_again_agrees_once() -> None:
    first = agreed(key="contract-1", credit_limit=5)

    assert agreed(key="contract-1", credit_limit=5) == first == "2026-03-02"
    assert len(contract_history("ATLAS")) == 1
    with pytest.raises(KeyReused):
        agreed(key="contract-1", credit_limit=6)


@pytest.mark.parametrize("role", [Role.CLERK, Role.MANAGER, Role.ENGINEER, Role.INSPECTOR])
def test_only_sales_and_treasury_agree_contracts(role: Role) -> None:
    with pytest.raises(NotAllowed):
        agree_contract(merchant="ATLAS", contract=contract(), by=staff("x", role), at=MONDAY)

    agree_contract(merchant="ATLAS", contract=contract(), by=staff("nadia", Role.TREASURER), at=MONDAY)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE catalogue_contract SET credit_limit = 999999999",
        "DELETE FROM catalogue_contractrebate",
        "UPDATE catalogue_contractprice SET amount = 0",
    ],
)
def test_what_was_agreed_is_never_changed(change: str) -> None:
    agreed(prices=OWN, rebates=STEPS)

    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(change)


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        (
            "INSERT INTO catalogue_contractrebate (contract_id, from_count, per_mille) "
            "SELECT id, 500, 1001 FROM catalogue_contract",
            "rebate_is_a_part_of_the_carriage",
        ),
        (
            "INSERT INTO catalogue_contract (customer_id, currency, valid_from, is_end, credit_limit, payment_days, "
            "reason, agreed_at, agreed_by) SELECT customer_id, currency, valid_from, (1 = 1), 5, 0, 'x', agreed_at, "
            "agreed_by FROM catalogue_contract",
            "contract_that_ends_gives_nothing",
        ),
    ],
)
def test_the_database_knows_no_impossible_contract(change: str, constraint: str) -> None:
    agreed()

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)
