"""Merchants are paid from the page once, and get a table their books can read."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from postkit.cod_statement import from_text, recompute
from rekkas.base.choices import Role
from rekkas.commerce.commands import note_due
from rekkas.delivery.choices import Recipient
from rekkas.delivery.commands import bank_cash, deliver_items, hand_over_cash
from rekkas.delivery.entries import Handover
from rekkas.money.queries import balance, sums_by_kind
from tests.build import BOSS, PNG, ZAGORA_OFFICE, accepted, staff
from tests.desk import at_desk, load, open_day_and_night

pytestmark = pytest.mark.django_db
PAY = "/desk/commerce/pay-merchant/"


@pytest.fixture
def number() -> str:
    """An item whose cash is in the bank, noted as due to its merchant."""
    load(open_day_and_night())
    karim, at = staff("karim", Role.MANAGER, ZAGORA_OFFICE), timezone.now()
    here: dict[str, Any] = {"office": ZAGORA_OFFICE, "by": karim, "at": at}
    youssef = staff("youssef", Role.COURIER, ZAGORA_OFFICE)
    (answer,) = accepted(by=karim, at=at, reference="=1+1")
    handover = Handover(answer.number, at, Recipient.ADDRESSEE, "Amina Alaoui", 35_000, PNG)
    deliver_items(handovers=[handover], **{**here, "by": youssef})
    hand_over_cash(courier="youssef", counted=35_000, currency="MAD", **here)
    bank_cash(counted=35_000, currency="MAD", **here)
    note_due(items=[(answer.number, "ATLAS", 35_000, "MAD")], due_at=at, by=BOSS, at=at)
    return answer.number


@pytest.fixture
def treasurer(number: str) -> Client:
    return at_desk("nadia", Role.TREASURER)


def pay(treasurer: Client) -> tuple[dict[str, Any], Any]:
    key = treasurer.get(PAY).context["form"]["key"].value()
    said = {"key": key, "merchant": "ATLAS", "currency": "MAD"}
    return said, treasurer.post(PAY, said)


def test_a_payment_sent_twice_pays_once(treasurer: Client) -> None:
    said, first = pay(treasurer)
    second = treasurer.post(PAY, said)

    assert first["Location"] == second["Location"]
    assert balance("mirror:bank:MAD") == 0
    assert sum(amount for _, _, amount in sums_by_kind()) == 0


@pytest.mark.parametrize("role", [role for role in Role if role != Role.TREASURER])
def test_the_page_is_closed_to_all_but_the_treasurer(number: str, role: Role) -> None:
    someone = at_desk("someone", role, ZAGORA_OFFICE)

    assert someone.get(PAY).status_code == 403
    assert someone.post(PAY, {"merchant": "ATLAS", "currency": "MAD"}).status_code == 403
    assert balance("mirror:bank:MAD") == 35_000


def test_nothing_due_is_refused_on_the_page(treasurer: Client) -> None:
    pay(treasurer)

    _, again = pay(treasurer)

    assert b'data-refusal="commerce.nothing-due"' in again.content


def test_the_statement_names_every_item_and_its_table_carries_no_formula(
    treasurer: Client, number: str
) -> None:
    _, paid = pay(treasurer)

    page = treasurer.get(paid["Location"])
    table = treasurer.get(f"{paid['Location']}statement.csv").content.decode()

    assert f'href="/desk/money/items/{number}/"'.encode() in page.content
    assert table.splitlines()[0] == "cod-statement,1"
    assert f",{number},'=1+1,350.00,MAD," in table
    assert recompute(from_text(table)) == []


def test_the_places_of_money_come_to_zero_and_each_can_be_opened(treasurer: Client, number: str) -> None:
    _, paid = pay(treasurer)

    places = treasurer.get("/desk/money/")
    bank = treasurer.get("/desk/money/accounts/mirror:bank:MAD/")
    trail = treasurer.get(f"/desk/money/items/{number}/")
    statement = paid["Location"].split("/")[-2]

    assert b'data-total="0"' in places.content
    assert [one.entry.subject for one in bank.context["movements"]] == [statement, number]
    assert [one.entry.kind for one in trail.context["transfers"]] == [
        "postage", "cod-collected", "cod-handed-over", "cod-banked",
    ]  # fmt: skip
    assert trail.context["place"].account == "mirror:bank:MAD"


def test_a_clerk_sees_the_money_of_her_own_office_only(number: str) -> None:
    clerk = at_desk("leila", Role.CLERK, ZAGORA_OFFICE)

    assert clerk.get("/desk/money/").status_code == 403
    assert clerk.get("/desk/money/accounts/mirror:bank:MAD/").status_code == 403
    assert clerk.get(f"/desk/money/accounts/till:{ZAGORA_OFFICE}/karim:MAD/").status_code == 200
