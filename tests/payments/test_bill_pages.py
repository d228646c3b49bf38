"""Bills at the desk: what is due is shown first, sent twice is paid once, the list that leaves adds up."""

import re
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from rekkas.base.choices import Role
from rekkas.money.queries import balance
from rekkas.payments.commands.rules import load_payments
from rekkas.payments.models import Biller, BillPayment
from rekkas.payments.queries import bills as queries
from rekkas.territory.queries import country
from tests.build import AGENCY, BOSS, ZAGORA_OFFICE
from tests.desk import at_desk, sent
from tests.payments.bills import LIST, POWER, left, pay_bill
from tests.payments.desks import FLOAT, TILLS, rules

pytestmark = pytest.mark.usefixtures("open_desks")
PAY = "/desk/payments/pay-bill/"


@pytest.fixture
def treasurer() -> Client:
    return at_desk("rachid", Role.TREASURER)


@pytest.fixture
def fatima() -> Client:
    return at_desk("fatima", Role.CLERK, AGENCY)


@pytest.fixture(autouse=True)
def _list(open_desks: None, treasurer: Client) -> None:
    page = treasurer.get("/desk/payments/billers/power/")
    key = page.context["list_form"]["key"].value()
    file = SimpleUploadedFile("bills.csv", LIST.encode())
    done = treasurer.post(
        "/desk/payments/billers/power/load-bills/", {"key": key, "bills": file}, follow=True
    )
    assert b"2 bills: 2 new" in done.content


def looked_up(clerk: Client, **changes: str) -> Any:
    typed = {"biller": "power", "reference": "4400-0012-342", **changes}
    return clerk.post(PAY, sent(clerk.get(PAY), **typed, look="1"))


def paid(clerk: Client) -> Any:
    page = looked_up(clerk)
    return clerk.post(PAY, sent(page, total_shown=page.context["total"], accept="1"), follow=True)


def test_what_is_due_is_shown_and_nothing_is_taken_yet(fatima: Client) -> None:
    page = looked_up(fatima)

    assert page.context["total"] == 31_250
    assert b"Driss Berrada" in page.content
    assert BillPayment.objects.count() == 0


def test_a_form_sent_twice_pays_once(fatima: Client) -> None:
    page = looked_up(fatima)
    said = sent(page, total_shown=page.context["total"], accept="1")

    first, second = fatima.post(PAY, said), fatima.post(PAY, said)

    assert first["Location"] == second["Location"]
    assert balance(TILLS["fatima"]) == FLOAT + 31_250
    number = queries.bill_payments_of(AGENCY)[0].number
    assert fatima.get(f"/desk/payments/bills/{number}/receipt.pdf?lang=ar").content.startswith(b"%PDF-")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"reference": "44000012343"}, "payments.reference-not-right"),
        ({"reference": "44000012367"}, "payments.unknown-bill"),
    ],
)
def test_a_reference_that_is_wrong_is_said_on_the_page(
    fatima: Client, changes: dict[str, str], code: str
) -> None:
    page = looked_up(fatima, **changes)

    assert page.status_code >= 400
    assert f'data-refusal="{code}"'.encode() in page.content


@pytest.mark.parametrize("amount", ["312.501", "-5", "9" * 40])
def test_an_amount_that_is_none_is_said_beside_its_question(fatima: Client, amount: str) -> None:
    page = looked_up(fatima, amount=amount)

    assert list(page.context["form"].errors) == ["amount"]
    assert len(queries.bill_payments_of(AGENCY)) == 0


def test_a_bill_that_was_paid_says_so(fatima: Client) -> None:
    paid(fatima)

    page = looked_up(fatima)
    done = fatima.post(PAY, sent(page, amount="312.50", total_shown=31_250, accept="1"))

    assert b'data-refusal="payments.bill-already-paid"' in done.content


def test_the_same_again_is_asked_about_and_then_taken(fatima: Client) -> None:
    def pay(**more: str) -> Any:
        page = looked_up(fatima, biller="phone-credit", reference="061234568", amount="50", **more)
        return fatima.post(PAY, sent(page, total_shown=5_000, accept="1", **more))

    assert pay().status_code == 302
    asked = pay()
    assert b'data-refusal="payments.paid-just-now"' in asked.content
    assert b'name="again"' in asked.content
    assert pay(again="on").status_code == 302


def test_a_payment_is_cancelled_while_it_may_be(fatima: Client) -> None:
    number = paid(fatima).context["payment"].number
    address = f"/desk/payments/bills/{number}/cancel-bill-payment/"

    done = fatima.post(address, sent(fatima.get(address), reason="the wrong bill"), follow=True)

    assert b'data-state="cancelled"' in done.content
    assert balance(TILLS["fatima"]) == FLOAT
    assert left("power", "44000012342") == 31_250


def test_whoever_may_cancel_it_is_shown_how(fatima: Client) -> None:
    load_payments(payments=rules(cancel_at_most=0), country="MA", by=BOSS, at=timezone.now())
    number = paid(fatima).context["payment"].number
    karim, salma = at_desk("karim", Role.MANAGER, AGENCY), at_desk("salma", Role.CLERK, AGENCY)

    shown = [
        b'id="cancel"' in one.get(f"/desk/payments/bills/{number}/").content for one in (fatima, salma, karim)
    ]

    assert shown == [False, False, True]


def test_a_list_that_is_wrong_names_its_line(treasurer: Client) -> None:
    address = "/desk/payments/billers/power/load-bills/"
    file = SimpleUploadedFile("bills.csv", b"reference,amount\n44000012341,3\n")

    page = treasurer.post(
        address, {"key": treasurer.get(address).context["form"]["key"].value(), "bills": file}
    )

    assert b"line 2" in page.content
    assert b'data-refusal="payments.bills-file-not-right"' in page.content


def test_what_was_collected_is_listed_and_remitted_when_its_day_is_over(treasurer: Client) -> None:
    Biller.objects.filter(code="power").update(cancel_minutes=0)
    pay_bill(at=timezone.now() - timedelta(days=2))
    page = treasurer.get("/desk/payments/billers/power/")
    form = page.context["remit_form"]

    done = treasurer.post(
        "/desk/payments/billers/power/remit-biller/",
        {"key": form["key"].value(), "until": form["until"].value().isoformat()}, follow=True,
    )  # fmt: skip
    number = done.context["remittance"].number
    table = treasurer.get(f"/desk/payments/remittances/{number}/list.csv")

    assert b'id="remit"' in page.content
    assert balance(POWER) == 0
    assert table.content.count(b"44000012342") == 1
    assert BytesIO(table.content).readline() == b"payment,reference,amount,currency,paid_on,office\r\n"


def _collect_in_another_country_too() -> None:
    other = country("MA")
    other.iso, other.name_en = "SN", "Senegal"
    other.save(force_insert=True)
    load_payments(payments=rules(), country="SN", by=BOSS, at=timezone.now())


def test_a_tab_does_what_it_shows_whatever_country_another_tab_has_chosen(treasurer: Client) -> None:
    Biller.objects.filter(code="power").update(cancel_minutes=0)
    pay_bill(at=timezone.now() - timedelta(days=2))
    _collect_in_another_country_too()
    page = treasurer.get("/desk/payments/billers/power/?country=MA")
    form = page.context["remit_form"]
    treasurer.get("/desk/payments/billers/power/?country=SN")
    actions = dict(re.findall(r'id="(\w+)" action="([^"]+)"', page.content.decode()))
    said = {"key": form["key"].value(), "until": form["until"].value().isoformat()}
    file = SimpleUploadedFile("bills.csv", LIST.encode())

    loaded = treasurer.post(actions["load"], {"key": page.context["list_form"]["key"].value(), "bills": file})
    done = treasurer.post(actions["remit"], said, follow=True)

    assert loaded["Location"] == "/desk/payments/billers/power/?country=MA"
    assert done.context["remittance"].biller.country_id == "MA"
    assert balance(POWER) == 0


def test_whoever_has_no_office_names_the_country_of_what_is_done(treasurer: Client) -> None:
    _collect_in_another_country_too()
    treasurer.get("/desk/payments/billers/power/?country=SN")

    for verb in ("remit-biller", "load-bills"):
        for asked in ("", "?country=XX"):
            assert treasurer.post(f"/desk/payments/billers/power/{verb}/{asked}").status_code == 422


@pytest.mark.parametrize(
    "address", ["bills/", "billers/", "billers/power/", "billers/phone-credit/", "remittances/", "pay-bill/"]
)
@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_every_page_opens_in_three_languages(fatima: Client, address: str, language: str) -> None:
    assert fatima.get(f"/desk/payments/{address}", {"lang": language}).status_code == 200


@pytest.mark.parametrize(
    "address",
    ["orders/", "bills/", "billers/", "billers/power/", "billers/power/load-bills/", "remittances/"],
)
def test_whoever_has_no_office_is_asked_for_none(treasurer: Client, address: str) -> None:
    page = treasurer.get(f"/desk/payments/{address}")

    assert page.status_code == 200
    assert "desk/office.html" not in [template.name for template in page.templates]


def test_whoever_has_no_office_sees_what_was_paid_anywhere_and_at_one_office(
    fatima: Client, treasurer: Client
) -> None:
    number = paid(fatima).context["payment"].number

    def listed(**asked: str) -> bool:
        return number in treasurer.get("/desk/payments/bills/", asked).content.decode()

    assert listed()
    assert listed(office=AGENCY)
    assert not listed(office=ZAGORA_OFFICE)


def test_a_clerk_neither_loads_nor_remits(fatima: Client) -> None:
    page = fatima.get("/desk/payments/billers/power/")

    assert b'id="load"' not in page.content
    assert fatima.get("/desk/payments/billers/power/load-bills/").status_code == 403
    assert fatima.post("/desk/payments/billers/power/remit-biller/").status_code == 403
