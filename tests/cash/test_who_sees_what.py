"""The pages of cash show an office its own cash, and all of it only to those who see that of the whole network."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from rekkas.base.choices import Role
from rekkas.cash import commands, queries
from tests.build import AGENCY, BOSS, key
from tests.cash import drawers
from tests.cash.drawers import KARIM, VAULT, pieces, sql
from tests.desk import at_desk, load, open_day_and_night, sent

pytestmark = pytest.mark.django_db
CASH = "/desk/cash/"
MISMATCHED = (
    "UPDATE money_balance SET given = given + 700 WHERE account_id = "
    "(SELECT id FROM money_account WHERE code = %s)"
)


@pytest.fixture(autouse=True)
def world() -> None:
    load(open_day_and_night())
    commands.load_cash(rules=drawers.rules(), country="MA", by=BOSS, at=timezone.now())
    drawers.fund()


def asked(client: Client, account: str, **more: str) -> Any:
    return client.post(CASH + "question-mismatch/", {"account": account, **more})


def test_a_mismatch_is_shown_to_those_who_see_that_cash_alone() -> None:
    sql(MISMATCHED, VAULT)
    told = {"key": str(key("question")), "statement": "Look."}

    for name, role, office in (("leila", Role.MANAGER, "MA0004"), ("salma", Role.CLERK, AGENCY)):
        client = at_desk(name, role, office)
        assert asked(client, VAULT).status_code == asked(client, VAULT, **told).status_code == 403, name
        assert list(queries.cases()) == []

    karim = at_desk("karim", Role.MANAGER, AGENCY)
    assert "7.00" in asked(karim, VAULT).content.decode()
    assert asked(karim, VAULT, **told).status_code == 302


@pytest.mark.parametrize("account", ["x", "a:b", "a:b:c:d", "foo:MA0001/x:MAD", "till:MA0001/\0:MAD"])
def test_what_names_no_cash_has_no_page(account: str) -> None:
    karim = at_desk("karim", Role.MANAGER, AGENCY)

    assert asked(karim, account).status_code == 404
    assert asked(karim, account, key=str(key("question")), statement="Look.").status_code == 404
    assert karim.get(CASH + "acknowledge-lines/", {"account": account}).status_code == 404


def test_without_an_office_pouches_are_seen_by_who_sees_all_cash_alone() -> None:
    commands.send_cash(
        pouch="P7", seal="S-7", office=AGENCY, destination="MA0004", currency="MAD", pieces=pieces(1_000), by=KARIM,
        at=timezone.now(),
    )  # fmt: skip

    def shows(name: str, role: Role, office: str = "") -> bool:
        page = at_desk(name, role, office).get(CASH + "pouches/")
        assert page.status_code == 200
        return b'data-pouch="P7"' in page.content

    assert shows("fatima", Role.CLERK, AGENCY)
    assert shows("omar", Role.CLERK, "MA0004")
    assert shows("nadia", Role.TREASURER)
    assert not shows("hubert", Role.CLERK, "MA0002")
    assert not shows("lost", Role.CLERK)
    assert not shows("zineb", Role.ENGINEER)


def test_without_an_office_a_supporter_sees_what_they_asked_and_no_more() -> None:
    access = commands.ask_support_access(
        branch=AGENCY, reason="A receipt does not print.", minutes=30, by=drawers.ENGINEER, at=timezone.now()
    )

    def shows(name: str, role: Role, office: str = "") -> bool:
        page = at_desk(name, role, office).get(CASH + "support/")
        assert page.status_code == 200
        return f'data-access="{access}"'.encode() in page.content

    assert shows("zineb", Role.ENGINEER)
    assert shows("karim", Role.MANAGER, AGENCY)
    assert shows("idriss", Role.INSPECTOR)
    assert not shows("amine", Role.ENGINEER)
    assert not shows("lost", Role.CLERK)
    assert not shows("leila", Role.MANAGER, "MA0004")


def test_an_office_is_told_that_it_sends_nothing_to_itself() -> None:
    karim = at_desk("karim", Role.MANAGER, AGENCY)
    page = karim.get(CASH + "send-cash/")

    done = karim.post(
        CASH + "send-cash/", sent(page, pouch="P7", seal="S-7", destination=AGENCY, count_10000="1")
    )

    assert done.status_code == 422
    assert b'data-refusal="cash.sent-to-itself"' in done.content
    assert list(queries.pouches()) == []


@pytest.mark.parametrize("amount", ["92233720368547758.08", "10000000000000.01"])
def test_limits_larger_than_can_be_counted_are_refused_in_the_form(amount: str) -> None:
    nadia = at_desk("nadia", Role.TREASURER)
    nadia.get(f"{CASH}office/?office={AGENCY}")
    page = nadia.get(CASH + "set-cash-terms/")

    done = nadia.post(
        CASH + "set-cash-terms/", sent(page, minimum="1", maximum=amount, bundle="1", tolerance=amount)
    )

    assert done.status_code == 422
    assert set(done.context["form"].errors) == {"maximum", "tolerance"}


def test_an_explanation_larger_than_can_be_counted_is_refused_in_the_form() -> None:
    drawers.sell()
    commands.open_till(
        office=AGENCY, currency="MAD", drawer=pieces(3_000), taken="", by=drawers.FATIMA, at=timezone.now()
    )
    (case,) = queries.cases()
    told = {
        "key": str(key("e")),
        "reason": "Found.",
        "amount": "92233720368547758.08",
        "account": "income:x:MAD",
    }

    done = at_desk("idriss", Role.INSPECTOR).post(f"{CASH}cases/{case.number}/explain-discrepancy/", told)

    assert done.status_code == 422
    assert set(done.context["form"].errors) == {"amount"}
