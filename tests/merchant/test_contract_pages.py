"""A contract on its pages: agreed and ended by sales, seen by the merchant, asked for by a machine."""

from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone

from rekkas.base.choices import Role
from rekkas.catalogue.commands import agree_contract
from rekkas.catalogue.entries import ContractEntry, OwnPrice, RebateStep
from rekkas.catalogue.queries import contract_history, contract_on
from rekkas.counter.commands import accept_parcels
from rekkas.merchant.choices import KeyUse, MemberRole
from rekkas.merchant.commands import issue_merchant_key
from rekkas.network.commands import load_network
from tests import build
from tests.build import AGENCY, BOSS, MONDAY
from tests.catalogue.contracts import RACHID
from tests.desk import at_desk, open_day_and_night
from tests.lasting import lasting
from tests.merchant import merchants
from tests.merchant.merchants import OMAR, browser_of

world = lasting(merchants.country)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]
HERE = "/desk/merchants/ZELLIGE"
OWN, STEPS = (OwnPrice("parcel-cod", "any", 5_000, 2_950),), (RebateStep(1, 25), RebateStep(500, 75))


def today() -> date:
    """The day in Morocco."""
    return timezone.now().astimezone(ZoneInfo("Africa/Casablanca")).date()


def form(page: Any, **changes: Any) -> dict[str, Any]:
    """What a browser would send from a page that was shown, with some answers typed."""
    shown = page.context["form"]
    said = {field.html_name: field.value() if field.value() is not None else "" for field in shown}
    return {name: value for name, value in (said | changes).items() if value is not None}


def agreed(**changes: Any) -> None:
    said = {
        "valid_from": today(),
        "credit_limit": 500_000,
        "payment_days": 30,
        "prices": OWN,
        "rebates": STEPS,
    }
    agree_contract(
        merchant="ZELLIGE", contract=ContractEntry(**said | changes), by=RACHID, at=timezone.now()
    )  # fmt: skip


@pytest.fixture
def desk() -> Client:
    merchants.merchant()
    return at_desk("rachid", Role.SALES)


def test_sales_agree_a_contract_and_ask_for_more_rows_without_a_script(desk: Client) -> None:
    page = desk.get(f"{HERE}/agree-contract/")
    typed = form(
        page, valid_from=today().isoformat(), credit_limit="5000", payment_days="30",
        **{
            "price-0-product": "parcel-cod", "price-0-up_to_weight_g": "٥٠٠٠", "price-0-amount": "29,50",
            "rebate-0-from_count": "1000", "rebate-0-share": "2,5",
        },
    )  # fmt: skip

    more = desk.post(f"{HERE}/agree-contract/", {**typed, "more": "1"})
    assert more.status_code == 200
    assert len(more.context["form"].prices) == 4
    assert len(more.context["form"].rebates) == 4
    assert contract_history("ZELLIGE") == []
    last = {"price-3-product": "parcel", "price-3-zone": "local", "price-3-up_to_weight_g": "1000"}
    done = desk.post(f"{HERE}/agree-contract/", form(more, **last, **{"price-3-amount": "10"}))

    assert done.status_code == 302, done.context["form"].errors
    found = contract_on("ZELLIGE", today())
    assert found is not None
    assert (found.credit_limit, found.payment_days) == (500_000, 30)
    assert set(found.prices) == {
        OwnPrice("parcel-cod", "any", 5_000, 2_950), OwnPrice("parcel", "local", 1_000, 1_000),
    }  # fmt: skip
    assert found.rebates == (RebateStep(1_000, 25),)
    again = desk.get(f"{HERE}/agree-contract/").context["form"]
    assert again["credit_limit"].value() == "5000.00"
    assert [row[0].value() for row in again.rebates] == [1_000, None, None]


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        ({"price-0-product": "parcel", "price-0-amount": "10"}, "price-0-up_to_weight_g"),
        ({"price-0-product": "parcel", "price-0-up_to_weight_g": "10"}, "price-0-amount"),
        ({"price-0-amount": "10"}, "price-0-product"),
        ({"rebate-1-from_count": "10"}, "rebate-1-share"),
        ({"rebate-1-share": "101"}, "rebate-1-share"),
        ({"rebate-1-share": "five"}, "rebate-1-share"),
        ({"payment_days": "30"}, "__all__"),  # the post's own refusal, said beside what was typed
    ],
)
def test_what_is_half_written_is_asked_about(desk: Client, answers: dict[str, str], field: str) -> None:
    page = desk.get(f"{HERE}/agree-contract/")

    answer = desk.post(f"{HERE}/agree-contract/", form(page, valid_from=today().isoformat(), **answers))

    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert contract_history("ZELLIGE") == []


def test_a_contract_is_ended_with_its_reason(desk: Client) -> None:
    agreed()
    page = desk.get(f"{HERE}/end-contract/")
    last = today() + timedelta(days=10)

    desk.post(f"{HERE}/end-contract/", form(page, last_date=last.isoformat(), reason="they stop"))

    assert contract_on("ZELLIGE", last) is not None
    assert contract_on("ZELLIGE", last + timedelta(days=1)) is None
    assert "they stop" in desk.get(f"{HERE}/contract/").text


def test_a_clerk_agrees_nothing(desk: Client) -> None:
    clerk = at_desk("karim", Role.CLERK, AGENCY)

    assert clerk.get(f"{HERE}/contract/").status_code == 403
    assert clerk.get(f"{HERE}/agree-contract/").status_code == 403


def test_a_merchant_sees_the_rebate_and_the_credit_that_is_left(desk: Client) -> None:
    load_network(pack=open_day_and_night(), by=BOSS, at=timezone.now())
    agreed()
    clerk = build.staff("fatima", Role.CLERK, AGENCY)
    accept_parcels(
        parcels=[build.parcel(customer="ZELLIGE")], office=AGENCY, by=clerk, at=timezone.now()
    )  # fmt: skip

    page = browser_of().get("/pro/contract/")

    assert 'data-left="496200"' in page.text  # 29.50 and 8.50 for the cash to collect
    assert 'data-earned="0"' in page.text
    assert 'data-earning="25"' in page.text
    assert "From 500 parcels this month on" in page.text
    assert 'href="/pro/contract/"' in page.text


def test_without_a_contract_the_page_says_what_holds(desk: Client) -> None:
    assert "Nothing is agreed yet" in browser_of().get("/pro/contract/").text
    assert "Nothing holds today" in desk.get(f"{HERE}/contract/").text


def test_money_is_for_owners_and_accounts() -> None:
    owner = merchants.merchant()
    merchants.colleague(owner, MemberRole.SHIPPER)

    page = browser_of(OMAR).get("/pro/contract/")

    assert page.status_code == 403
    assert "/pro/contract/" not in browser_of(OMAR).get("/pro/addresses/").text


def test_a_machine_asks_for_the_contract_of_its_merchant() -> None:
    owner = merchants.merchant()
    token = issue_merchant_key(name="shop", uses=[KeyUse.READING], by=owner, at=MONDAY)
    auth = {"authorization": f"Bearer {token.token}"}

    missing = Client().get("/api/v1/contract", headers=auth)
    agreed()
    found = Client().get("/api/v1/contract", headers=auth)

    assert (missing.status_code, missing.json()["code"]) == (404, "catalogue.no-contract")
    assert found.status_code == 200
    said = found.json()
    assert (said["credit_left"], said["rebate_per_mille"], said["rebates"][0]) == (
        500_000, 0, {"from_count": 1, "per_mille": 25},
    )  # fmt: skip
    assert Client().get("/api/v1/contract").status_code == 401
