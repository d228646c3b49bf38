"""Who is let in to the pages of a citizen, and for how long."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from rekkas.bank.commands import block_customer
from rekkas.base.access import CUSTOMER_PERMISSIONS
from rekkas.base.choices import Role
from tests import citizens
from tests.bank import doors
from tests.bank.people import KARIM
from tests.build import AGENCY
from tests.citizens import SECRET, account, browser_of, now
from tests.desk import at_desk
from tests.web.me.asking import DOORS

pytestmark = pytest.mark.django_db


def test_a_stranger_is_led_to_the_door_and_comes_back_to_where_they_were_going(
    client: Client, amina: str
) -> None:
    number = account(amina)
    address = f"/me/accounts/{number}/?way=in"

    led = client.get(address)
    opened = client.post(led["Location"], {"who": amina, "secret": SECRET, "next": address})

    assert led["Location"] == f"/me/log-in/?next=/me/accounts/{number}/%3Fway%3Din"
    assert "no-store" in led["Cache-Control"]
    assert opened["Location"] == address
    assert client.get(address).status_code == 200


@pytest.mark.parametrize(
    "wanted",
    [
        "https://elsewhere.example/me/",
        "//elsewhere.example",
        "/desk/",
        "/me/../desk/ ",
        "javascript:alert(1)",
    ],
)
def test_the_door_leads_nowhere_else(client: Client, amina: str, wanted: str) -> None:
    opened = client.post("/me/log-in/", {"who": amina, "secret": SECRET, "next": wanted})

    assert opened["Location"].startswith("/me/")
    assert "elsewhere" not in opened["Location"]


def test_who_is_unknown_reads_the_same_as_who_is_wrong_and_no_secret_comes_back(
    client: Client, amina: str
) -> None:
    wrong = client.post("/me/log-in/", {"who": amina, "secret": "five camels at dusk"})
    unknown = client.post("/me/log-in/", {"who": "MA0000009999", "secret": "five camels at dusk"})

    assert (wrong.status_code, unknown.status_code) == (422, 422)
    assert _plain(wrong.text.replace(amina, "X")) == _plain(unknown.text.replace("MA0000009999", "X"))
    assert "five camels" not in wrong.text + unknown.text


def _plain(html: str) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", html)


def test_after_five_wrong_attempts_nothing_opens(client: Client, amina: str) -> None:
    for _ in range(5):
        client.post("/me/log-in/", {"who": amina, "secret": "five camels at dusk"})

    assert client.post("/me/log-in/", {"who": amina, "secret": SECRET}).status_code == 422


def test_a_slip_from_the_counter_opens_the_pages(client: Client) -> None:
    number = citizens.accounts.customer("hind", at=now())
    clerk = at_desk("leila", Role.CLERK, AGENCY)
    address = f"/desk/bank/customers/{number}/invite-customer/"
    said = {"key": uuid4(), "document": citizens.accounts.PAPERS[number]}

    slip, again = clerk.post(address, said), clerk.post(address, said)
    code = re.search(r"data-code><bdi[^>]*>([^<]+)<", slip.text)
    assert code is not None
    opened = client.post(
        "/me/activate-login/", {"who": number, "code": code[1], "new": SECRET, "again": SECRET}, follow=True
    )

    assert code[1] in again.text  # pressed twice: one slip
    assert "no-store" in slip["Cache-Control"]
    assert opened.redirect_chain == [("/me/", 302)]
    assert "You have no account yet" in opened.text
    assert code[1] not in clerk.get(address).text


def test_a_slip_is_given_against_the_right_paper_only() -> None:
    number = citizens.accounts.customer("hind", at=now())
    clerk = at_desk("leila", Role.CLERK, AGENCY)

    refused = clerk.post(
        f"/desk/bank/customers/{number}/invite-customer/", {"key": uuid4(), "document": "AB00000"}
    )

    assert 'data-refusal="bank.not-their-paper"' in refused.text
    assert "data-code" not in refused.text


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"again": "four camels at down"}, "The two are not the same"),
        ({"new": "camel", "again": "camel"}, "at least 8 signs"),
        ({"new": "password1", "again": "password1"}, "guessed first"),
        ({"code": "00000-00000"}, "do not belong together"),
        ({"who": "MA0000009999"}, "do not belong together"),
    ],
)
def test_what_cannot_open_is_said(client: Client, changes: dict[str, str], said: str) -> None:
    number = citizens.accounts.customer("hind", at=now())
    doors.invited(number, at=now())
    answers = {"who": number, "code": doors.CODE.printed, "new": SECRET, "again": SECRET, **changes}

    refused = client.post("/me/activate-login/", answers)

    assert refused.status_code == 422
    assert said in refused.text
    assert client.get("/me/").status_code == 302


def test_logging_out_forgets_everything(amina: str) -> None:
    browser = browser_of(amina)
    key = browser.session.session_key

    assert browser.post("/me/log-out/")["Location"] == "/me/log-in/"

    assert browser.get("/me/").status_code == 302
    assert browser.session.session_key != key
    assert browser.get("/me/log-out/").status_code == 405


def test_a_visit_has_a_session_of_its_own_and_staff_and_customer_are_never_one(amina: str) -> None:
    browser = at_desk("leila", Role.CLERK, AGENCY)
    key = browser.session.session_key

    browser.post("/me/log-in/", {"who": amina, "secret": SECRET})

    assert browser.session.session_key != key
    assert browser.get("/me/").status_code == 200
    assert browser.get("/desk/").status_code == 302  # the clerk is logged out
    browser.post("/desk/log-in/", {"username": "leila", "password": "a long way to go"})
    assert browser.get("/desk/").status_code == 200
    assert browser.get("/me/").status_code == 302  # and now the customer


@pytest.mark.parametrize(
    ("seen", "since", "goes_on"), [(14, 14, True), (16, 16, False), (1, 8 * 60 + 1, False)]
)
def test_a_visit_ends_by_itself(amina: str, seen: int, since: int, goes_on: bool) -> None:
    browser = browser_of(amina)
    session, moment = browser.session, now()
    session["customer"] |= {
        "seen": (moment - timedelta(minutes=seen)).isoformat(),
        "since": (moment - timedelta(minutes=since)).isoformat(),
    }  # fmt: skip
    session.save()

    assert (browser.get("/me/").status_code == 200) is goes_on


def test_a_visit_ends_when_the_customer_is_blocked_or_the_secret_is_another(amina: str, brahim: str) -> None:
    one, two, other = browser_of(amina), browser_of(brahim), browser_of(brahim)

    block_customer(number=amina, reason="Seizure", by=KARIM, at=now())
    changed = two.post(
        "/me/change-secret/",
        {"secret": SECRET, "new": "a hundred almond trees", "again": "a hundred almond trees"},
    )

    assert one.get("/me/").status_code == 302
    assert changed["Location"] == "/me/"
    assert two.get("/me/").status_code == 200
    assert other.get("/me/").status_code == 302


def test_a_wrong_secret_changes_nothing(amina: str) -> None:
    browser = browser_of(amina)

    refused = browser.post(
        "/me/change-secret/", {"secret": "not the one", "new": "a hundred trees", "again": "a hundred trees"}
    )

    assert refused.status_code == 422
    assert "This is not your secret" in refused.text
    assert browser.get("/me/").status_code == 200


def test_every_form_needs_its_token(amina: str) -> None:
    browser = Client(enforce_csrf_checks=True)
    session = browser_of(amina).cookies["sessionid"].value
    browser.cookies["sessionid"] = session

    for address in (*DOORS, "/me/log-out/", "/me/transfer/", "/me/issue-money-order/", "/me/change-secret/"):
        assert browser.post(address, {}).status_code == 403, address


def test_a_customer_may_do_four_things_and_none_of_the_desk(amina: str) -> None:
    browser = browser_of(amina)

    assert {
        "bank.transfer_between", "bank.change_secret", "payments.send_transfer", "payments.issue_money_order",
    } == CUSTOMER_PERMISSIONS  # fmt: skip
    for address in ("/desk/", f"/desk/bank/customers/{amina}/", "/admin/"):
        assert browser.get(address).status_code == 302, address
    assert "/me/" in browser.get("/track/").text  # the way back is on every public page
    assert 'href="/me/"' not in Client().get("/track/").text
