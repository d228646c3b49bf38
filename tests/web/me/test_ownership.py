"""What is one citizen’s is nobody else’s: not to see, not to send from."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from rekkas.bank.commands import transfer_between
from rekkas.bank.errors import NotYourAccount
from rekkas.base.access import customer_actor
from rekkas.payments.commands import issue_money_order, send_transfer
from rekkas.payments.entries import OrderEntry, PayeeEntry, SenderEntry
from tests import citizens
from tests.bank.accounts import holds
from tests.build import AGENCY
from tests.citizens import account, browser_of, now
from tests.web.me.asking import ELSEWHERE, fill, order, send

pytestmark = pytest.mark.django_db


def test_nobody_opens_what_is_anothers(amina: str, brahim: str, theirs: dict[str, str]) -> None:
    account(amina, amount=100_000)
    stranger, owner = browser_of(amina), browser_of(brahim)

    for name, address in theirs.items():
        if name != "number":
            assert owner.get(address).status_code == 200, address
            refused = stranger.get(address)
            assert refused.status_code == 404, address
            assert "Brahim" not in refused.text
            assert Client().get(address).status_code == 302, address
    for address in ("/me/accounts/0000000000009999/", f"/me/transfers/{uuid4()}/", "/me/transfers/TR9999/"):
        assert stranger.get(address).status_code == 404, address


def test_nobody_sends_from_what_is_anothers(amina: str, theirs: dict[str, str]) -> None:
    mine, before = account(amina, amount=100_000), holds(theirs["number"])
    browser = browser_of(amina)

    refused = fill(browser, source=theirs["number"], payee=mine, amount="10")
    forced = browser.post(
        "/me/transfer/",
        {
            "key": uuid4(),
            "source": theirs["number"],
            "payee": mine,
            "amount": "10",
            "target": mine,
            "confirmed": 1,
        },
    )
    ordered = order(browser, source=theirs["number"], payee_name="Hassan", amount="300", confirmed=1)

    assert {refused.status_code, forced.status_code, ordered.status_code} == {422}
    assert (holds(theirs["number"]), holds(mine)) == (before, 100_000)


def test_the_verbs_themselves_refuse_a_customer_who_is_not_of_the_account(
    amina: str, theirs: dict[str, str]
) -> None:
    mine, before = account(amina, amount=100_000), holds(theirs["number"])
    said: dict[str, Any] = {"by": customer_actor(amina), "at": now(), "key": "one"}
    wish = OrderEntry(
        product="account-to-account", amount=30_000, currency="MAD", sender=SenderEntry(account=theirs["number"]),
        payee=PayeeEntry(name="Amina", account=mine),
    )  # fmt: skip

    with pytest.raises(NotYourAccount):
        transfer_between(source=theirs["number"], target=mine, amount=100, currency="MAD", **said)
    with pytest.raises(NotYourAccount):
        send_transfer(
            account=theirs["number"],
            payee_name="X",
            payee_account=ELSEWHERE,
            amount=100,
            currency="MAD",
            **said,
        )
    with pytest.raises(NotYourAccount):
        issue_money_order(order=wish, code=None, office=AGENCY, **said)
    assert holds(theirs["number"]) == before


def test_who_receives_sees_the_receipt_and_not_what_it_cost(amina: str, brahim: str) -> None:
    source, target = account(amina, amount=100_000), account(brahim)
    address = send(browser_of(amina), source=source, payee=target, amount="10", note="March")["Location"]

    seen = browser_of(brahim).get(address)

    assert seen.status_code == 200
    assert "Amina Benali" in seen.text
    assert "You received" in seen.text


def test_a_joint_holder_sends_a_guardian_sends_for_a_child_and_each_sees_what_is_theirs(
    amina: str, brahim: str
) -> None:
    joint = account(amina, amount=100_000, joint=[brahim])
    child = citizens.accounts.customer("salim", at=now(), born="2015-01-01")
    purse = account(child, amount=50_000, guardian=brahim)
    browser = browser_of(brahim)

    page = browser.get("/me/")
    first = send(browser, source=joint, payee=purse, amount="10")
    second = send(browser, source=purse, payee=joint, amount="20")

    assert {f'data-account="{number}"' in page.text for number in (joint, purse)} == {True}
    assert (first.status_code, second.status_code) == (302, 302)
    assert (holds(joint), holds(purse)) == (101_000, 49_000)
