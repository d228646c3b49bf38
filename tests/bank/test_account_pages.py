"""The desk pages of accounts: opened, paid in, paid out, sent, blocked, told; each form does once what it says."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from rekkas.bank import queries
from rekkas.base.choices import Role
from rekkas.money import queries as money
from tests.bank.accounts import PAPERS, account, customer, holds, paid_in, snapshot, terms
from tests.bank.people import counter, morocco
from tests.build import AGENCY, BOSS
from tests.desk import at_desk, load, open_day_and_night, sent

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def bank(db: None) -> None:
    from rekkas.bank.commands import load_bank

    load(open_day_and_night())
    load_bank(bank=morocco(), country="MA", by=BOSS, at=timezone.now())
    terms()
    counter()


@pytest.fixture
def clerk() -> Client:
    return at_desk("fatima", Role.CLERK, AGENCY)


@pytest.fixture
def manager() -> Client:
    return at_desk("karim", Role.MANAGER, AGENCY)


def at(number: str, verb: str = "") -> str:
    return f"/desk/bank/accounts/{number}/{verb}"


def said(client: Client, address: str, **answers: Any) -> Any:
    return client.post(address, sent(client.get(address), **answers))


def refused(page: Any) -> str:
    marker = b'data-refusal="'
    return page.content.partition(marker)[2].partition(b'"')[0].decode() if marker in page.content else ""


def test_an_account_is_opened_from_the_page_of_a_customer(clerk: Client) -> None:
    number = customer()
    address = f"/desk/bank/open-account/?customer={number}"
    page = clerk.get(address)

    done = clerk.post(address, sent(page, product="current", customer=number))

    (row,) = queries.accounts_of(number)
    assert done["Location"] == at(row.number)
    shown = clerk.get(done["Location"])
    assert row.iban[:4].encode() in shown.content
    again = clerk.post(address, sent(page, product="current", customer=number))
    assert again["Location"] == at(row.number)


def test_what_a_level_does_not_allow_is_said_beside_the_form(clerk: Client) -> None:
    number = customer("amina", level="1")

    page = said(clerk, f"/desk/bank/open-account/?customer={number}", product="savings", customer=number)

    assert (page.status_code, refused(page)) == (409, "bank.level-too-low")
    assert "Level 3" in page.content.decode()


def test_an_account_is_found_by_what_is_at_hand(clerk: Client) -> None:
    number = account("amina", "wallet", at=timezone.now())
    row = queries.account(number)

    for words in (number, row.rib, row.iban, row.holder.phone):
        assert clerk.post("/desk/bank/accounts/", {"account": words})["Location"] == at(number)
    wrong = clerk.post("/desk/bank/accounts/", {"account": row.rib[:-1] + "x"})
    assert wrong.status_code == 422
    assert number.encode() in clerk.get("/desk/bank/accounts/").content


def test_cash_is_paid_in_once_however_often_the_form_is_sent(clerk: Client) -> None:
    number = account(at=timezone.now())
    page = clerk.get(at(number, "deposit/"))
    form = sent(page, amount="1 250,50", note="her brother")

    first, second = clerk.post(at(number, "deposit/"), form), clerk.post(at(number, "deposit/"), form)

    assert first.status_code == second.status_code == 302
    assert holds(number) == 125_050
    told = clerk.get(at(number))
    assert b'data-balance="125050"' in told.content
    assert b"her brother" in told.content
    assert "MAD\xa01,250.50" in told.content.decode()


@pytest.mark.parametrize("verb", ["deposit/", "withdraw/"])
def test_a_page_opened_anew_asks_before_the_same_is_done_once_more(clerk: Client, verb: str) -> None:
    number = account(at=timezone.now())
    paid_in(number, 100_000, at=timezone.now() - timedelta(hours=1))
    typed = {"amount": "100", "document": PAPERS[queries.account(number).holder.number]}
    url, sign = at(number, verb), 1 if verb == "deposit/" else -1

    first, second = said(clerk, url, **typed), said(clerk, url, **typed)
    moved = holds(number)
    other = said(clerk, url, **{**typed, "amount": "101"})
    again = clerk.post(url, sent(second, again="on"))

    assert (first.status_code, second.status_code, refused(second)) == (302, 409, "bank.done-just-now")
    assert b'name="again"' in second.content
    assert moved == 100_000 + sign * 10_000
    assert (other.status_code, again.status_code) == (302, 302)
    assert holds(number) == moved + sign * 20_100


@pytest.mark.parametrize("amount", ["12.505", "0", "-5", "1,250", "dix", "", "1e3"])
def test_an_amount_that_cannot_be_read_in_dirhams_moves_nothing(clerk: Client, amount: str) -> None:
    number = account(at=timezone.now())
    before = snapshot()

    page = said(clerk, at(number, "deposit/"), amount=amount)

    assert page.status_code == 422
    assert "amount" in page.context["form"].errors
    assert snapshot() == before


def test_cash_is_paid_out_against_a_paper(clerk: Client) -> None:
    number = account(at=timezone.now())
    paid_in(number, 50_000, at=timezone.now())
    paper = PAPERS[queries.account(number).holder.number]

    stranger = said(clerk, at(number, "withdraw/"), amount="100", document="AB000000")
    much = said(clerk, at(number, "withdraw/"), amount="500.01", document=paper)
    done = said(clerk, at(number, "withdraw/"), amount="١٠٠", document=paper)

    assert (stranger.status_code, refused(stranger)) == (403, "bank.paper-differs")
    assert refused(much) == "bank.balance-too-low"
    assert "MAD\xa0500.00" in much.content.decode()
    assert done.status_code == 302
    assert holds(number) == 40_000


def test_to_whom_is_shown_before_anything_is_sent(clerk: Client) -> None:
    amina, brahim = account("amina", at=timezone.now()), account("brahim", at=timezone.now())
    paid_in(amina, 50_000, at=timezone.now())
    paper, rib = PAPERS[queries.account(amina).holder.number], queries.account(brahim).rib
    address = at(amina, "transfer-between/")

    first = said(clerk, address, target=rib, amount="200", document=paper, note="rent")
    assert b"Brahim" in first.content
    assert holds(brahim) == 0
    form = sent(first, payee_shown=brahim, amount_shown="20000", agree="1")
    changed = clerk.post(address, {**form, "amount": "300"})
    done = clerk.post(address, form)

    assert (changed.status_code, done.status_code) == (200, 302)
    assert (holds(amina), holds(brahim)) == (30_000, 20_000)


def test_an_order_of_an_authority_is_noted_and_lifted_by_another(manager: Client) -> None:
    number = account(at=timezone.now())
    paid_in(number, 50_000, at=timezone.now())

    done = said(
        manager, at(number, "block-account/"), kind="amount", amount="300", reference="G-7", authority="Court",
        reason="debt",
    )  # fmt: skip
    page = manager.get(at(number))

    assert done.status_code == 302
    assert b'data-order="G-7"' in page.content
    assert b'data-hold="30000"' in page.content
    own = said(manager, at(number, "unblock-account/"), reference="G-7", reason="paid")
    assert refused(own) == "bank.own-blocking-order"
    other = at_desk("nadia", Role.COMPLIANCE)
    assert said(other, at(number, "unblock-account/"), reference="G-7", reason="paid").status_code == 302
    assert queries.standing(queries.account(number)).set_aside == 0


def test_an_account_is_closed_at_the_counter(clerk: Client) -> None:
    number = account(at=timezone.now())
    paid_in(number, 50_000, at=timezone.now())

    done = said(
        clerk,
        at(number, "close-account/"),
        document=PAPERS[queries.account(number).holder.number],
        to_account="",
    )

    assert done.status_code == 302
    assert money.balance(f"till:{AGENCY}/fatima:MAD") == 0
    page = clerk.get(at(number))
    assert b"/deposit/" not in page.content


def test_limits_say_what_is_used_and_what_raises_them(clerk: Client) -> None:
    number = account("amina", "wallet", level="2", at=timezone.now())
    paid_in(number, 100_000, at=timezone.now())

    page = clerk.get(at(number)).content.decode()

    assert 'data-limit="month-in" data-left="1900000"' in page
    assert "Level 3" in page


def test_a_statement_is_shown_numbered_and_downloaded(clerk: Client) -> None:
    yesterday = timezone.now() - timedelta(days=1)
    number = account(at=yesterday)
    paid_in(number, 50_000, at=yesterday)
    days = {"first": yesterday.date().isoformat(), "last": yesterday.date().isoformat()}

    shown = clerk.get(at(number, "statement/"), days)
    numbered = clerk.post(at(number, "issue-statement/"), days)
    again = clerk.get(at(number, "statement/"), days)
    files = {form: clerk.get(at(number, f"statement.{form}"), days) for form in ("pdf", "csv", "xml")}

    assert b'data-closing="50000"' in shown.content
    assert numbered.status_code == 302
    assert again.context["told"].number == 1
    assert files["pdf"].content.startswith(b"%PDF")
    assert files["csv"].content.startswith(b"statement,")
    assert b"camt.053.001.08" in files["xml"].content
    assert f'filename="{number}-1.pdf"' in files["pdf"]["Content-Disposition"]


@pytest.mark.parametrize("page", ["statement/", "statement.pdf", "statement.csv", "statement.xml"])
@pytest.mark.parametrize(
    "days",
    [
        {"first": "0001-01-01"},
        {"last": "9999-12-31"},
        {"first": "0001-01-01", "last": "9999-12-31"},
        {"first": "9999-12-31", "last": "9999-12-31"},
    ],
)
def test_days_that_no_calendar_has_about_them_are_refused(
    clerk: Client, page: str, days: dict[str, str]
) -> None:
    number = account(at=timezone.now())

    answer = clerk.get(at(number, page), days)

    assert answer.status_code == 422
    assert b"bank.span-not-right" in answer.content


def test_without_days_a_statement_is_that_of_the_month(clerk: Client) -> None:
    number = account(at=timezone.now())

    told = clerk.get(at(number, "statement/")).context["told"]
    turned = clerk.get(at(number, "statement/"), {"first": "2026-05-10", "last": "2026-05-01"}).context[
        "told"
    ]

    assert told.first.day == 1
    assert turned.first == turned.last


@pytest.mark.parametrize(
    "verb",
    ["", "deposit/", "withdraw/", "transfer-between/", "close-account/", "statement/", "statement.pdf"],
)
def test_who_does_not_stand_at_a_counter_sees_no_account(verb: str) -> None:
    number = account(at=timezone.now())

    assert at_desk("sara", Role.SORTER, AGENCY).get(at(number, verb)).status_code == 403
    assert Client().get(at(number, verb)).status_code == 302


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_every_page_is_there_in_each_language(manager: Client, language: str) -> None:
    number = account("amina", "savings", at=timezone.now())
    paid_in(number, 50_000, at=timezone.now())

    for verb in ("", "deposit/", "withdraw/", "transfer-between/", "close-account/", "block-account/",
                 "unblock-account/", "statement/"):  # fmt: skip
        page = manager.get(at(number, verb), headers={"accept-language": language})
        assert page.status_code == 200
        assert f'lang="{language}"' in page.content.decode()


def test_a_page_of_an_account_asks_as_many_questions_for_fifty_movements_as_for_one(
    clerk: Client, statements: Any
) -> None:
    number = account(at=timezone.now())
    paid_in(number, 100, at=timezone.now())
    with statements() as one:
        clerk.get(at(number))
    for _number in range(30):
        paid_in(number, 100, at=timezone.now())

    with statements() as many:
        clerk.get(at(number))

    assert len(many) <= len(one)
