"""Money orders from and into accounts of the bank."""

from typing import Any

from rekkas.bank.commands import deposit, open_account
from rekkas.base.actors import Actor
from rekkas.payments.entries import DocumentShown, Issued, PayeeEntry, SenderEntry
from tests.bank.accounts import PAPERS, customer
from tests.build import AGENCY, BOSS, FATIMA, MONDAY
from tests.payments.desks import SALMA, card, issue


def of(word: str, amount: int = 0) -> tuple[str, DocumentShown]:
    """An account with so much on it, and the paper of its holder."""
    holder = customer(word)
    number = open_account(customer=holder, product="current", office=AGENCY, by=BOSS, at=MONDAY).number
    if amount:
        deposit(
            account=number,
            amount=amount,
            currency="MAD",
            office=AGENCY,
            by=SALMA,
            at=MONDAY,
            key=f"for {word}",
        )
    return number, card(PAPERS[holder], word.title())


def from_account(
    number: str, paper: DocumentShown, amount: int = 50_000, by: Actor = FATIMA, **changes: Any
) -> Issued:
    return issue(
        amount,
        by=by,
        **{"product": "from-account", "sender": SenderEntry(account=number, document=paper), **changes},
    )


def into_account(number: str, amount: int = 50_000, **changes: Any) -> Issued:
    payee = PayeeEntry(name="Amina Alaoui", account=number)
    return issue(amount, **{"product": "into-account", "payee": payee, **changes})
