"""No door of the API and no page of the admin site shows a person in silence, and neither do the simulators."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings as site
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.test import Client
from django.utils import timezone

from rekkas.bank import queries as bank
from rekkas.bank.commands import load_bank_terms
from rekkas.base.choices import Role, SubjectKind
from rekkas.base.looks import Subject, looks_at, looks_at_any
from rekkas.mail import queries as mail
from rekkas.money import queries as money
from rekkas.web.api import api
from tests import build
from tests.api.caller import Caller, token
from tests.bank import people
from tests.build import AGENCY, BOSS
from tests.citizens import account, browser_of, citizen, now
from tests.desk import at_desk
from tests.lasting import lasting
from tests.payments import desks
from tests.web.test_looks import PRIVATE

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]
SCOPES = ("view.mail", "view.bank", "view.money", "view.payments")
SAMPLES: dict[str, str] = {}
MERCHANTS_PHONE = "+212522000000"
User = get_user_model()


def _world() -> None:
    desks.open_desks()
    load_bank_terms(bank=people.morocco(), country="MA", by=BOSS, at=now())
    (item,) = build.accepted(at=now())
    SAMPLES.update(item=item.number, order=desks.issue(at=now()).number, customer=citizen("amina"))
    SAMPLES["account"] = account(SAMPLES["customer"])
    SAMPLES["ledger"] = bank.account(SAMPLES["account"]).ledger
    moved = money.movements(SAMPLES["ledger"])[:1]
    SAMPLES["entry"] = str(moved[0].entry.key if moved else UUID(int=1))


world = lasting(_world)


def doors() -> Iterator[tuple[str, str]]:
    """Each door of the API that is asked for something by a number, and each list; not those open to everybody."""
    for path, methods in api.get_openapi_schema()["paths"].items():
        said = methods.get("get")
        if said is None or said["x-permission"] == "public":
            continue
        address = path.removeprefix("/api/v1")
        names = [part["name"] for part in said["parameters"] if part["in"] == "path"]
        for sample in SAMPLES.values() if names else ("",):
            filled = address
            for name in names:
                filled = filled.replace("{" + name + "}", sample)
            if "statement" in path:
                today = timezone.localdate()
                filled += f"?first={today - timedelta(days=9)}&last={today}"
            yield said["operationId"], filled


def looked(reader: str) -> bool:
    kept = [Subject(kind, one) for kind in SubjectKind for one in (*SAMPLES.values(), *PRIVATE)]
    return any(look.reader == reader for look in looks_at_any(kept, at_most=10_000))


def test_every_door_that_answers_about_a_person_says_who_looked() -> None:
    silent, told = set(), set()

    for name, address in doors():
        answer = Caller(token(*SCOPES, name=name)).get(address)  # a machine for each door
        words = (*PRIVATE, SAMPLES["customer"], SAMPLES["account"], SAMPLES["order"], SAMPLES["item"])
        seen = f"{address} {answer.content.decode()}"
        if answer.status_code == 200 and any(word in seen for word in words):
            (told if looked(name) else silent).add(name)

    assert silent == set()
    assert told >= {
        "list_items", "show_item", "show_bank_account", "list_account_movements", "show_account_statement",
        "show_account", "show_money_order",
    }  # fmt: skip


def test_a_machine_that_looks_is_shown_to_whom_it_looked_at() -> None:
    Caller(token(*SCOPES, name="window-7", office=AGENCY)).get(f"/bank/accounts/{SAMPLES['account']}")

    text = browser_of(SAMPLES["customer"]).get("/me/looks/").text

    assert "A machine of the post" in text
    assert "window-7" not in text


def test_a_merchants_own_machine_that_asks_for_its_items_is_no_look_of_the_post() -> None:
    Caller(token("view.mail", name="atlas", customer="ATLAS")).get(f"/items/{SAMPLES['item']}")

    assert "atlas" not in {look.reader for look in looks_at(SubjectKind.ITEM, SAMPLES["item"])}


def test_a_list_of_many_is_written_down_with_as_many_statements_as_one_of_few(assert_statements: Any) -> None:
    machine = Caller(token(*SCOPES, name="window-7"))
    machine.get("/items?limit=1")
    build.accepted(*map(str, range(30)), at=now())

    with assert_statements(at_most=8):
        machine.get("/items?limit=50")

    numbers = [row.unit.number for row in mail.items_after(0, 50)]
    assert len({look.subject for look in looks_at(SubjectKind.ITEM, *numbers)}) == len(numbers) == 31


def engineer() -> Client:
    client = at_desk("driss", Role.ENGINEER)
    row = User.objects.get(username="driss")
    row.is_staff = True
    row.save()
    row.user_permissions.set(Permission.objects.filter(codename__startswith="view_"))
    return client


def test_the_admin_pages_of_items_and_accounts_say_who_looked() -> None:
    client = engineer()
    row = mail.item(SAMPLES["item"])

    assert client.get("/admin/mail/item/").status_code == 200
    assert client.get(f"/admin/mail/item/{row.pk}/change/").status_code == 200

    pages = {look.page for look in looks_at(SubjectKind.ITEM, SAMPLES["item"]) if look.reader == "driss"}
    assert pages == {"admin:mail_item_changelist", "admin:mail_item_change"}
    assert client.get("/admin/catalogue/customer/").status_code == 200
    (merchant,) = looks_at(SubjectKind.PHONE, MERCHANTS_PHONE)
    assert merchant.page == "admin:catalogue_customer_changelist"
    root = at_desk("leila", Role.INSPECTOR)
    User.objects.filter(username="leila").update(is_staff=True)
    User.objects.get(username="leila").user_permissions.set(
        Permission.objects.filter(codename="view_account")
    )
    assert root.get("/admin/money/account/").status_code == 200
    assert {
        look.page for look in looks_at(SubjectKind.CUSTOMER, SAMPLES["customer"]) if look.reader == "leila"
    } == {"admin:money_account_changelist"}


def test_the_simulators_say_whose_texts_and_menus_were_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(site, "SMS_SIMULATOR_IS_MEANT", True)
    client = at_desk("karim", Role.MANAGER, AGENCY)

    client.post("/desk/ussd/simulator/", {"phone": "+212600000000", "begin": "1"})

    seen = looks_at(SubjectKind.PHONE, "+212600000000")
    assert ("karim", "ussd-simulator") in {(look.reader, look.page) for look in seen}
