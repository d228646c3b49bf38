"""The citizens' own pages: who is let in, what they see, what they send, and that it is theirs alone."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from postkit import iban
from rekkas.bank import queries as bank
from rekkas.bank.choices import BlockKind
from rekkas.bank.commands import block_account, block_customer, screen_customers, transfer_between
from rekkas.bank.errors import NotYourAccount
from rekkas.base.access import CUSTOMER_PERMISSIONS, customer_actor
from rekkas.base.choices import Role
from rekkas.money import queries as money
from rekkas.payments.commands import issue_money_order, send_transfer
from rekkas.payments.entries import OrderEntry, PayeeEntry, SenderEntry
from tests import citizens
from tests.bank import doors
from tests.bank.accounts import holds
from tests.bank.people import KARIM, NADIA, listed
from tests.build import AGENCY, BOSS
from tests.citizens import SECRET, account, browser_of, citizen, now, typed
from tests.desk import at_desk, sent

pytestmark = pytest.mark.django_db
HEAVIEST = 50_000
DOORS = ("/me/log-in/", "/me/activate-login/")
PAGES = (
    "/me/", "/me/limits/", "/me/transfer/", "/me/money-orders/", "/me/issue-money-order/",
    "/me/issue-money-order/?product=account-to-account", "/me/change-secret/",
)  # fmt: skip
ELSEWHERE = str(iban.make_rib("901", "780", 123_456_789))


@pytest.fixture(autouse=True)
def _world() -> None:
    citizens.world()


@pytest.fixture
def amina() -> str:
    return citizen(given_name="Amina", family_name="Benali", given_name_ar="أمينة", family_name_ar="بن علي")


@pytest.fixture
def brahim() -> str:
    return citizen("brahim", given_name="Brahim", family_name="Alaoui")


def fill(browser: Client, **answers: Any) -> Any:
    """The first step of a transfer, filled in."""
    page = browser.get("/me/transfer/")
    return browser.post("/me/transfer/", {"key": sent(page)["key"], **answers})


def send(browser: Client, **answers: Any) -> Any:
    """Both steps of a transfer."""
    shown = fill(browser, **answers)
    assert 'id="confirm"' in shown.text, shown.text
    return browser.post("/me/transfer/", typed(shown, confirmed=1))


def order(browser: Client, product: str = "from-account", **answers: Any) -> Any:
    """The first step of a money order, filled in."""
    address = f"/me/issue-money-order/?product={product}"
    return browser.post(address, {"key": sent(browser.get(address))["key"], **answers})


def value(page: Any, name: str) -> str:
    """What a page says of itself under data-…"""
    found = re.search(rf'data-{name}="([^"]*)"', page.text)
    assert found is not None, page.text
    return found[1]


# ---- the door --------------------------------------------------------------------------------------------------


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


# ---- whose it is -----------------------------------------------------------------------------------------------


@pytest.fixture
def theirs(brahim: str) -> dict[str, str]:
    """What another customer has: an account, a transfer inside, one outside, a money order."""
    number, mine = account(brahim, amount=900_000), account(brahim, "wallet")
    browser = browser_of(brahim)
    inside = send(browser, source=number, payee=mine, amount="10")["Location"]
    outside = send(browser, source=number, payee=ELSEWHERE, payee_name="Nobody", amount="20")["Location"]
    shown = order(browser, source=number, payee_name="Hassan Amrani", amount="300")
    issued = browser.post("/me/issue-money-order/?product=from-account", typed(shown, confirmed=1))
    return {
        "number": number, "account": f"/me/accounts/{number}/", "inside": inside, "outside": outside,
        "order": f"/me/money-orders/{value(issued, 'order')}/",
        **{name: f"/me/accounts/{number}/statement.{name}" for name in ("pdf", "csv", "xml")},
    }  # fmt: skip


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


# ---- what they see ---------------------------------------------------------------------------------------------


def test_the_first_page_shows_each_account_with_what_can_be_used(amina: str) -> None:
    number, wallet = account(amina, amount=500_000), account(amina, "wallet", amount=45_000)
    block_account(
        account=number, kind=BlockKind.AMOUNT, amount=120_000, reference="TPI 7", authority="Court", reason="debt",
        by=BOSS, at=now(),
    )  # fmt: skip

    page = browser_of(amina).get("/me/")

    assert f'data-account="{number}" data-balance="500000" data-available="380000"' in page.text
    assert f'data-account="{wallet}" data-balance="45000" data-available="45000"' in page.text
    assert 'data-rule="balance" data-most="2000000" data-used="45000" data-left="1955000"' in page.text
    assert "Set aside" in page.text


def test_movements_carry_the_balance_after_each_and_are_chosen_by_day_and_way(
    amina: str, brahim: str
) -> None:
    number, other = account(amina, amount=100_000), account(brahim)
    browser, today = browser_of(amina), now().date()
    for amount in ("10", "20"):
        send(browser, source=number, payee=other, amount=amount, note=f"For {amount}")
    address = f"/me/accounts/{number}/"

    page = browser.get(address)

    lines = re.findall(r'data-amount="(-?\d+)" data-balance="(\d+)"', page.text)
    assert lines == [("-2000", "97000"), ("-1000", "99000"), ("100000", "100000")]
    assert "For 20" in page.text
    assert browser.get(f"{address}?way=in").text.count("data-amount=") == 1
    assert browser.get(f"{address}?way=out").text.count("data-amount=") == 2
    assert browser.get(f"{address}?first={today}&last={today}").text.count("data-amount=") == 3


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("first=2026-03-02&last=2026-03-01", "comes before the first"),
        ("first=2020-01-01", "a year at most"),
        ("last=2999-01-01", "has not come yet"),
        ("first=tomorrow", "valid date"),
    ],
)
def test_days_that_cannot_be_are_said_and_the_usual_ones_shown(amina: str, query: str, said: str) -> None:
    number = account(amina, amount=100_000)

    page = browser_of(amina).get(f"/me/accounts/{number}/?{query}")

    assert page.status_code == 422
    assert said in page.text
    assert page.text.count("data-amount=") == 1


def test_a_long_list_is_cut_into_pages(amina: str, brahim: str) -> None:
    number, other = account(amina, amount=100_000), account(brahim)
    for turn in range(25):
        transfer_between(
            source=number,
            target=other,
            amount=100 + turn,
            currency="MAD",
            by=BOSS,
            at=now(),
            key=f"{turn}",
        )
    browser = browser_of(amina)

    first, second = browser.get(f"/me/accounts/{number}/"), browser.get(f"/me/accounts/{number}/?page=2")

    assert (first.text.count("data-amount="), second.text.count("data-amount=")) == (20, 6)
    assert ">Page 1 of 2<" in first.text.replace("\n", "")


@pytest.mark.parametrize(
    ("extension", "begins", "kind"),
    [
        ("pdf", b"%PDF-", "application/pdf"),
        ("csv", b"statement,", "text/csv"),
        ("xml", b"<?xml", "application/xml"),
    ],
)
def test_a_statement_is_taken_home(amina: str, extension: str, begins: bytes, kind: str) -> None:
    number = account(amina, amount=100_000)

    file = browser_of(amina).get(f"/me/accounts/{number}/statement.{extension}")

    assert file.content.startswith(begins)
    assert file["Content-Type"].startswith(kind)
    assert f'filename="{number}-' in file["Content-Disposition"]
    assert "no-store" in file["Cache-Control"]


def test_no_other_file_is_there(amina: str) -> None:
    number = account(amina)

    assert browser_of(amina).get(f"/me/accounts/{number}/statement.exe").status_code == 404


def test_limits_say_what_is_used_what_is_left_and_what_to_bring(amina: str) -> None:
    hind = citizen("hind", "2", address=None)
    wallet = account(hind, "wallet", amount=123_456)

    page = browser_of(hind).get("/me/limits/")

    assert f'data-account="{wallet}"' in page.text
    assert 'data-rule="month-in" data-most="2000000" data-used="123456" data-left="1876544"' in page.text
    assert 'data-level="3"' in page.text
    assert "Your postal address, on a bill or another letter that came to you." in page.text
    assert f'href="/offices/{AGENCY}/"' in page.text


def test_without_limits_or_at_the_highest_it_says_so(amina: str) -> None:
    browser = browser_of(amina)
    assert "You can move what is on them." in browser.get("/me/limits/").text

    account(amina, "wallet")

    assert "These are the highest limits there are." in browser.get("/me/limits/").text


def test_who_has_nothing_yet_is_told_what_to_do(amina: str) -> None:
    browser = browser_of(amina)

    assert "Any office opens one for you" in browser.get("/me/").text
    assert "No account to send from" in browser.get("/me/transfer/").text
    assert "No account to send from" in browser.get("/me/issue-money-order/").text
    assert "You have sent no money order" in browser.get("/me/money-orders/").text


def test_a_blocked_account_is_explained_and_sends_nothing(amina: str, brahim: str) -> None:
    number, other = account(amina, amount=100_000), account(brahim)
    browser = browser_of(amina)
    shown = fill(browser, source=number, payee=other, amount="10")
    block_account(
        account=number, kind=BlockKind.WHOLE, reference="TPI 7/2026", authority="Court", reason="a secret reason",
        by=BOSS, at=now(),
    )  # fmt: skip

    page = browser.get(f"/me/accounts/{number}/")
    late = browser.post("/me/transfer/", typed(shown, confirmed=1))

    assert 'data-state="blocked"' in page.text
    assert 'data-available="0"' in page.text
    for secret in ("TPI 7", "Court", "a secret reason"):
        assert secret not in page.text
    assert "No account to send from" in late.text
    assert holds(number) == 100_000


def test_who_is_held_sees_everything_and_is_told_kindly_that_sending_waits(brahim: str) -> None:
    held = citizen("kacem", given_name="Kacem", family_name="Boutayeb Khayali", born="1970-02-03")
    number, other = account(held, amount=100_000), account(brahim)
    bank_list(at=now())
    browser = browser_of(held)

    page = browser.get("/me/")
    refused = send(browser, source=number, payee=other, amount="10")

    assert "data-held" in page.text
    assert 'data-refusal="bank.held"' in refused.text
    assert "sending waits until it is done" in refused.text
    for secret in ("United Nations", "likeness", "listed name", "sanction"):
        assert secret not in page.text + refused.text
    assert holds(number) == 100_000


def bank_list(at: Any) -> None:
    from rekkas.bank.commands import load_sanction_list

    load_sanction_list(data=listed(), by=NADIA, at=at)
    assert screen_customers(by=NADIA, at=at).opened == 1


# ---- transfers -------------------------------------------------------------------------------------------------


def test_a_transfer_is_seen_before_it_is_sent_and_pressed_twice_it_is_sent_once(
    amina: str, brahim: str
) -> None:
    source, target = account(amina, amount=100_000), account(brahim, "wallet")
    browser = browser_of(amina)

    shown = fill(browser, source=source, payee=bank.account(target).alias, amount="١٢٫٥٠", note="Loyer")
    assert (value(shown, "amount"), value(shown, "fee"), value(shown, "payee")) == ("1250", "0", target)
    assert "Brahim A•••••" in shown.text
    assert "Alaoui" not in shown.text
    assert holds(source) == 100_000
    said = typed(shown, confirmed=1)
    first, second = browser.post("/me/transfer/", said), browser.post("/me/transfer/", said)

    assert first["Location"] == second["Location"]
    assert (holds(source), holds(target)) == (98_750, 1_250)
    receipt = browser.get(first["Location"])
    assert (value(receipt, "amount"), value(receipt, "fee")) == ("1250", "0")
    assert "Loyer" in receipt.text


def test_what_a_customer_does_stands_in_the_ledger_under_their_own_name(amina: str, brahim: str) -> None:
    source, target = account(amina, amount=100_000), account(brahim)

    done = send(browser_of(amina), source=source, payee=target, amount="10")

    entry = money.entry_keyed(re.search(r"transfers/([^/]+)/", done["Location"])[1])  # type: ignore[arg-type, index]
    assert entry is not None
    assert (entry.actor_kind, entry.actor_name, entry.office_code) == ("person", f"customer {amina}", "")


def test_correcting_keeps_what_was_typed(amina: str, brahim: str) -> None:
    source, target = account(amina, amount=100_000), account(brahim)
    browser = browser_of(amina)
    shown = fill(browser, source=source, payee=target, amount="12,50", note="Loyer")

    again = browser.post("/me/transfer/", typed(shown, correct=1))

    assert 'value="12,50"' in again.text
    assert 'value="Loyer"' in again.text
    assert f'<option value="{source}" selected>' in again.text
    assert holds(source) == 100_000


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({"amount": "0"}, "above zero"),
        ({"amount": "-5"}, "below zero"),
        ({"amount": "1.005"}, "Write an amount in MAD"),
        ({"amount": "99999999999999999999"}, "too large"),
        ({"amount": "99999999999999999999", "confirmed": "1"}, "too large"),
        ({"amount": "1000,01"}, "You can send at most"),
        ({"amount": "ten"}, "Write an amount in MAD"),
        ({"payee": "+212699887766"}, "no telephone leads to one"),
        ({"payee": "999780000000000000019506"}, "key of the RIB"),
        ({"payee": "0000000000000159"}, "check digits"),
        ({"payee": "DE89370400440532013000"}, "another country"),
        ({"payee": ELSEWHERE}, "as their bank knows it"),
        ({"payee": "<script>alert(1)</script>"}, "too many or too few"),
        ({"payee": "source"}, "the account from which you send"),
    ],
)
def test_what_cannot_be_sent_is_said_beside_what_was_typed(
    amina: str, brahim: str, answers: dict[str, str], said: str
) -> None:
    source, target = account(amina, amount=100_000), account(brahim)
    answers = {name: source if text == "source" else text for name, text in answers.items()}

    refused = fill(browser_of(amina), **{"source": source, "payee": target, "amount": "10", **answers})

    assert refused.status_code == 422
    assert said in refused.text
    assert "<script>" not in refused.text
    assert holds(source) == 100_000


def test_what_is_sent_past_the_first_page_is_judged_by_the_verb(amina: str, brahim: str) -> None:
    source, target = account(amina, amount=100_000), account(brahim)
    said = {"source": source, "payee": target, "target": target, "amount": "1000,01", "confirmed": 1}

    refused = browser_of(amina).post("/me/transfer/", {"key": uuid4(), **said})

    assert 'data-refusal="bank.balance-too-low"' in refused.text
    assert (holds(source), holds(target)) == (100_000, 0)


def test_why_anothers_account_takes_nothing_is_not_told(amina: str) -> None:
    poor = citizen("said", "1")
    source, target = account(amina, amount=900_000), account(poor, "wallet", amount=15_000, level="1")

    refused = send(browser_of(amina), source=source, payee=target, amount="150")

    assert "The account of the payee cannot take this now" in refused.text
    for secret in ("200.00", "50.00", "Level", "level", target[:12]):
        assert secret not in re.sub(r"<(?:input|option)[^>]*>[^<]*", "", refused.text), secret
    assert (holds(source), holds(target)) == (900_000, 15_000)


def test_a_savings_book_moves_with_the_own_account_only(amina: str, brahim: str) -> None:
    current, savings, other = account(amina, amount=100_000), account(amina, "savings"), account(brahim)
    browser = browser_of(amina)

    own = send(browser, source=current, payee=savings, amount="500")
    refused = send(browser, source=savings, payee=other, amount="10")

    assert own.status_code == 302
    assert "A savings book moves with your own current account only." in refused.text
    assert (holds(current), holds(savings)) == (50_000, 50_000)


def test_a_limit_that_is_reached_says_what_raises_it() -> None:
    hind, other = citizen("hind", "2"), citizen("omar")
    source, target = account(hind, "wallet", amount=490_000), account(other)
    browser = browser_of(hind)
    send(browser, source=source, payee=target, amount="4000")

    refused = send(browser, source=source, payee=target, amount="900")
    paid = citizens.paid(source, 200_000)
    over = send(browser, source=paid, payee=target, amount="1500")

    assert refused.status_code == 302
    assert 'data-refusal="bank.limit-reached"' in over.text
    assert "Level 3" in over.text


def test_the_payee_who_was_seen_is_the_payee_who_is_paid(amina: str, brahim: str) -> None:
    source, seen, other = account(amina, amount=100_000), account(brahim), account(citizen("omar"))
    browser = browser_of(amina)
    shown = fill(browser, source=source, payee=seen, amount="10")

    again = browser.post("/me/transfer/", typed(shown, confirmed=1, payee=other))

    assert 'id="confirm"' in again.text
    assert value(again, "payee") == other
    assert holds(source) == 100_000


def test_a_transfer_to_another_bank_shows_the_bank_the_fee_and_when_it_leaves(amina: str) -> None:
    source = account(amina, amount=100_000)
    browser = browser_of(amina)
    said = {
        "source": source,
        "payee": ELSEWHERE,
        "payee_name": "Fatima Idrissi",
        "amount": "300",
        "note": "Loyer",
    }

    shown = fill(browser, **said)
    assert (value(shown, "fee"), value(shown, "payee")) == ("300", ELSEWHERE)
    assert "Demonstration Bank of the Coast" in shown.text
    assert "It leaves for the other bank on" in shown.text
    answers = typed(shown, confirmed=1)
    first, second = browser.post("/me/transfer/", answers), browser.post("/me/transfer/", answers)

    assert first["Location"] == second["Location"]
    assert holds(source) == 69_700
    page = browser.get(first["Location"])
    assert (value(page, "state"), value(page, "amount")) == ("waiting", "30000")
    assert f'data-transfer="{value(page, "transfer")}"' in browser.get("/me/").text


def test_at_once_goes_at_once_and_a_large_one_waits_for_a_second_person(amina: str) -> None:
    source = account(amina, amount=20_000_000)
    browser = browser_of(amina)
    said = {"source": source, "payee": ELSEWHERE, "payee_name": "Fatima Idrissi"}

    quick = fill(browser, **said, amount="300")
    assert 'name="at_once"' in quick.text
    done = browser.post("/me/transfer/", typed(quick, confirmed=1, at_once="on"))
    large = fill(browser, **said, amount="100000")
    assert 'name="at_once"' not in large.text
    held = browser.post("/me/transfer/", typed(large, confirmed=1, at_once="on"))

    assert value(browser.get(done["Location"]), "state") == "sent"
    assert value(browser.get(held["Location"]), "state") == "held"


# ---- money orders ----------------------------------------------------------------------------------------------


def test_a_money_order_shows_its_code_once_and_pressed_twice_it_is_issued_once(amina: str) -> None:
    source = account(amina, amount=100_000)
    browser = browser_of(amina)
    address = "/me/issue-money-order/?product=from-account"

    shown = order(browser, source=source, payee_name="حسن العمراني", amount="500", payee_locality="زاكورة")
    assert (value(shown, "amount"), value(shown, "fee")) == ("50000", "1500")
    said = typed(shown, confirmed=1)
    first, second = browser.post(address, said), browser.post(address, said)

    code = re.search(r'data-code><bdi dir="ltr">(\d{6})<', first.text)
    assert code is not None
    assert code[1] in second.text  # whoever presses twice sees the second answer
    assert value(first, "order") == value(second, "order")
    assert "no-store" in first["Cache-Control"]
    assert holds(source) == 48_500
    number = value(first, "order")
    for later in (f"/me/money-orders/{number}/", "/me/money-orders/", "/me/"):
        page = browser.get(later)
        assert number in page.text
        assert code[1] not in page.text


def test_the_code_is_shown_to_nobody_after_some_minutes(amina: str) -> None:
    source = account(amina, amount=100_000)
    browser = browser_of(amina)
    address = "/me/issue-money-order/?product=from-account"
    said = typed(order(browser, source=source, payee_name="Hassan", amount="500"), confirmed=1)
    first = browser.post(address, said)
    session = browser.session
    session["desk-moments"] = {said["key"]: (now() - timedelta(minutes=6)).isoformat()}
    session.save()

    late = browser.post(address, said)

    assert late["Location"] == f"/me/money-orders/{value(first, 'order')}/"
    assert "data-code" not in browser.get(late["Location"]).text


def test_a_money_order_goes_into_an_account_at_once(amina: str, brahim: str) -> None:
    source, target = account(amina, amount=100_000), account(brahim)
    browser = browser_of(amina)

    shown = order(browser, "account-to-account", source=source, payee_account=target, amount="500")
    assert "Brahim A•••••" in shown.text
    done = browser.post("/me/issue-money-order/?product=account-to-account", typed(shown, confirmed=1))

    page = browser.get(done["Location"])
    assert value(page, "state") == "paid"
    assert (holds(source), holds(target)) == (100_000 - 50_500, 50_000)
    assert "data-code" not in page.text


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({"amount": "5"}, "at least"),
        ({"amount": "10000,01"}, "at most"),
        ({"amount": "990"}, "You can send at most"),
        ({"payee_name": ""}, "required"),
    ],
)
def test_what_no_money_order_can_be_is_said(amina: str, answers: dict[str, str], said: str) -> None:
    source = account(amina, amount=100_000)

    refused = order(
        browser_of(amina), **{"source": source, "payee_name": "Hassan", "amount": "500", **answers}
    )

    assert refused.status_code == 422
    assert said in refused.text
    assert holds(source) == 100_000


# ---- every page ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("language", "direction"), [("ar", "rtl"), ("fr", "ltr"), ("en", "ltr")])
def test_every_page_is_light_and_speaks_the_readers_language(
    amina: str, theirs: dict[str, str], brahim: str, language: str, direction: str
) -> None:
    account(brahim, "savings")
    browser = browser_of(brahim)
    reader = {"accept-language": language}
    form = {"source": theirs["number"], "payee": ELSEWHERE, "payee_name": "Nobody", "amount": "20"}
    shown = [Client().get(address, headers=reader) for address in DOORS]
    shown += [
        browser.get(address, headers=reader)
        for address in (*PAGES, *(theirs[name] for name in ("account", "inside", "outside", "order")))
    ]
    shown.append(browser.post("/me/transfer/", {"key": uuid4(), **form}, headers=reader))
    shown.append(browser.post("/me/transfer/", {"key": uuid4(), **form, "amount": "0"}, headers=reader))

    for page in shown:
        assert f'<html lang="{language}" dir="{direction}">' in page.text
        assert weight_of(page.text) < HEAVIEST, page.request["PATH_INFO"]
        assert "<script" not in page.text
        assert not re.search(r'(?:href|src|action)="https?://', page.text)


def weight_of(html: str) -> int:
    """The page and everything it asks for: style sheets, what they draw, icons, the mark."""
    asked = {name: _file(name) for name in re.findall(r'(?:href|src)="/static/([^"#]+)', html)}
    for name, file in [pair for pair in asked.items() if pair[0].endswith(".css")]:
        for drawn in re.findall(r'url\("([^"]+)"\)', file.read_text()):
            asked[f"{name}/{drawn}"] = file.parent / drawn
    return len(html.encode()) + sum(file.stat().st_size for file in asked.values())


def _file(name: str) -> Path:
    found = finders.find(name)
    assert found, name
    return Path(str(found))


def test_a_page_costs_as_many_statements_however_much_there_is(
    amina: str, brahim: str, statements: Callable[[], AbstractContextManager[list[str]]]
) -> None:
    number, other = account(amina, amount=100_000), account(brahim)
    browser = browser_of(amina)

    def cost(address: str) -> int:
        with statements() as seen:
            assert browser.get(address).status_code == 200
        return len(seen)

    def move(count: int) -> None:
        for turn in range(count):
            transfer_between(
                source=number, target=other, amount=100, currency="MAD", by=BOSS, at=now(), key=f"{count}-{turn}"
            )  # fmt: skip

    addresses = ("/me/", f"/me/accounts/{number}/", "/me/money-orders/")
    move(1)
    few = [cost(address) for address in addresses]
    move(15)
    assert [cost(address) for address in addresses] == few
    assert max(few) <= 30
