"""Accounts of the bank for machines: what they hold, what moved them, transfers that happen once."""

from typing import Any

import pytest
from django.utils import timezone

from postkit import iso20022
from postkit.iso20022.statement import Statements
from rekkas.bank import queries
from rekkas.bank.api import A_TRANSFER
from tests.api.caller import Caller, problem, token
from tests.bank.accounts import account, holds, paid_in, snapshot, terms
from tests.bank.people import world_with_counter
from tests.lasting import lasting

SCOPES = ("view.bank", "bank.transfer_between")


def two_accounts() -> tuple[str, str]:
    """Amina’s wallet with 1,000.00 and Brahim’s current account, both as of now."""
    world_with_counter()
    terms()
    now = timezone.now()
    amina, brahim = account("amina", "wallet", level="2"), account("brahim")
    paid_in(amina, 100_000, at=now)
    return amina, brahim


_two_accounts = lasting(two_accounts)


@pytest.fixture
def accounts(_two_accounts: tuple[str, str], db: None) -> tuple[str, str]:
    """What they are numbered."""
    return _two_accounts


@pytest.fixture
def bank(accounts: tuple[str, str]) -> Caller:
    return Caller(token(*SCOPES))


def sent(accounts: tuple[str, str], **changes: Any) -> dict[str, Any]:
    return {"source": accounts[0], "target": accounts[1], "amount": 30_000, "currency": "MAD", **changes}


def test_an_account_tells_what_it_holds_and_what_raises_its_limits(
    bank: Caller, accounts: tuple[str, str]
) -> None:
    shown = bank.get(f"/bank/accounts/{accounts[0]}").json()

    assert (shown["balance"], shown["available"], shown["state"], shown["currency"]) == (
        100_000,
        100_000,
        "open",
        "MAD",
    )
    assert shown["iban"].startswith("MA64")
    limit = next(one for one in shown["limits"] if one["rule"] == "balance")
    assert (limit["most"], limit["used"], limit["left"]) == (500_000, 100_000, 400_000)
    assert (limit["raised_by"], limit["level"], limit["missing"]) == ("level", "3", [])


def test_a_transfer_happens_once_under_its_key(bank: Caller, accounts: tuple[str, str]) -> None:
    first = bank.post("/bank/transfers", sent(accounts, note="rent"), key="t-1")
    again = bank.post("/bank/transfers", sent(accounts, note="rent"), key="t-1")

    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert first.json()["balance"] == 70_000
    problem(bank.post("/bank/transfers", sent(accounts, amount=1), key="t-1"), 422, "base.key-reused")
    problem(bank.post("/bank/transfers", sent(accounts), key=None), 400, "base.key-missing")
    assert (holds(accounts[0]), holds(accounts[1])) == (70_000, 30_000)


def test_a_target_may_be_an_iban_or_a_telephone(bank: Caller, accounts: tuple[str, str]) -> None:
    iban = queries.account(accounts[1]).iban

    assert bank.post("/bank/transfers", sent(accounts, target=iban)).status_code == 201
    assert holds(accounts[1]) == 30_000


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"amount": 125.5}, 422, "base.invalid-input"),
        ({"amount": "100"}, 422, "base.invalid-input"),
        ({"amount": 0}, 422, "base.invalid-input"),
        ({"amount": -1}, 422, "base.invalid-input"),
        ({"amount": 2**70}, 422, "base.invalid-input"),
        ({"currency": "dh"}, 422, "base.invalid-input"),
        ({"currency": "EUR"}, 422, "bank.another-currency"),
        ({"amount": 100_001}, 409, "bank.balance-too-low"),
        ({"amount": 500_001}, 409, "bank.limit-reached"),
        ({"target": "MA64999780000000000000019999"}, 422, "bank.account-number-not-right"),
        ({"target": "011519000001205000534921"}, 422, "bank.account-elsewhere"),
        ({"target": "+212600000001"}, 404, "bank.unknown-account"),
        ({"source": "MA"}, 422, "bank.account-number-not-right"),
        ({"note": "x" * 141}, 422, "base.invalid-input"),
        ({"nots": "x"}, 422, "base.invalid-input"),
    ],
)
def test_what_is_not_right_moves_nothing(
    bank: Caller, accounts: tuple[str, str], changes: dict[str, Any], status: int, code: str
) -> None:
    before = snapshot()

    problem(bank.post("/bank/transfers", sent(accounts, **changes)), status, code)

    assert snapshot() == before


def test_movements_are_told_page_by_page_in_the_order_of_the_record(
    bank: Caller, accounts: tuple[str, str]
) -> None:
    for amount in (100, 200, 300):
        bank.post("/bank/transfers", sent(accounts, amount=amount))

    first = bank.get(f"/bank/accounts/{accounts[0]}/movements?limit=3").json()
    rest = bank.get(f"/bank/accounts/{accounts[0]}/movements?limit=3&after={first['next']}").json()

    told = [*first["data"], *rest["data"]]
    assert [one["amount"] for one in told] == [100_000, -100, -200, -300]
    assert rest["next"] is None
    assert told[1]["counterpart"] == accounts[1]


def test_a_statement_is_given_in_four_forms(bank: Caller, accounts: tuple[str, str]) -> None:
    today = timezone.now().date()
    days = f"first={today.replace(day=1)}&last={today}"
    address = f"/bank/accounts/{accounts[0]}/statement?{days}"

    told = bank.get(address).json()
    message = iso20022.read(bank.get(f"{address}&form=camt.053").content)

    assert (told["opening"], told["closing"], len(told["movements"])) == (0, 100_000, 1)
    assert isinstance(message, Statements)
    assert message.statements[0].closing == 100_000
    assert bank.get(f"{address}&form=csv").content.startswith(b"statement,date")
    assert bank.get(f"{address}&form=pdf").content.startswith(b"%PDF")
    for span in (
        "first=2024-01-01&last=2026-01-01",
        "first=0001-01-01&last=0001-01-02",
        "first=9999-12-31&last=9999-12-31",
    ):
        problem(bank.get(f"/bank/accounts/{accounts[0]}/statement?{span}"), 422, "bank.span-not-right")
    assert bank.get(f"{address}&form=docx").status_code == 422


def test_a_customers_machine_knows_the_accounts_of_its_customer_only(accounts: tuple[str, str]) -> None:
    holder = queries.account(accounts[0]).holder.number
    hers = Caller(token(*SCOPES, customer=holder))

    assert hers.get(f"/bank/accounts/{accounts[0]}").status_code == 200
    problem(hers.get(f"/bank/accounts/{accounts[1]}"), 404, "bank.unknown-account")
    problem(hers.post("/bank/transfers", sent((accounts[1], accounts[0]))), 404, "bank.unknown-account")
    assert hers.post("/bank/transfers", sent(accounts)).status_code == 201


def test_without_a_scope_nothing_is_told(accounts: tuple[str, str]) -> None:
    problem(Caller().get(f"/bank/accounts/{accounts[0]}"), 401, "base.token-missing")
    problem(Caller(token("view.mail")).get(f"/bank/accounts/{accounts[0]}"), 403, "base.not-allowed")
    problem(Caller(token("view.bank")).post("/bank/transfers", sent(accounts)), 403, "base.not-allowed")


def test_the_example_of_the_description_is_one_that_could_be_sent(
    bank: Caller, accounts: tuple[str, str]
) -> None:
    done = bank.post("/bank/transfers", {**A_TRANSFER, "source": accounts[0], "amount": 1_250})

    assert done.status_code == 201, done.content
    assert A_TRANSFER["source"] == accounts[0]
    assert holds(accounts[1]) == 1_250
