"""What citizens see of their accounts: what there is, what moved, what they may, and why not."""

import re
from typing import Any

import pytest

from rekkas.bank.choices import BlockKind
from rekkas.bank.commands import block_account, screen_customers, transfer_between
from tests.bank.accounts import holds
from tests.bank.people import NADIA, listed
from tests.build import AGENCY, BOSS
from tests.citizens import account, browser_of, citizen, now, typed
from tests.web.me.asking import fill, send

pytestmark = pytest.mark.django_db


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
