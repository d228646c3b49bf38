"""Citizens send money: seen before it is sent, sent once, and what cannot be is said."""

import re
from uuid import uuid4

import pytest

from rekkas.bank import queries as bank
from rekkas.money import queries as money
from tests import citizens
from tests.bank.accounts import holds
from tests.citizens import account, browser_of, citizen, typed
from tests.web.me.asking import ELSEWHERE, fill, send, value

pytestmark = pytest.mark.django_db


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
