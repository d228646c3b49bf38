"""Customers at their door, for tests: invited, let in, turned away."""

from datetime import datetime
from typing import Any

from django.apps import apps

from postkit.passcode import Passcode, draw
from rekkas.bank import queries
from rekkas.bank.commands import activate_login, change_secret, invite_customer, log_in_customer
from rekkas.bank.commands.logins import AT_THE_DOOR, NewSecret
from rekkas.bank.entries import DoorAnswer, Invited
from rekkas.base.access import customer_actor
from tests.bank.accounts import PAPERS
from tests.build import AGENCY, FATIMA, MONDAY

SECRET = "four camels at dawn"
CODE = draw(b"the seed of a slip at a counter")


def acts(verb: str) -> list[tuple[str, str, str]]:
    """What the record of acts says of a verb of the bank: subject, sort of author, author."""
    rows = apps.get_model("base", "ActionRecord").objects.filter(verb=f"bank.{verb}").order_by("id")
    return list(rows.values_list("subject", "actor_kind", "actor_name"))


def kept_answers(verb: str) -> str:
    """What is kept to answer a repeated request."""
    rows = apps.get_model("base", "KeyedResult").objects.filter(verb=f"bank.{verb}")
    return " ".join(bytes(result or b"").decode() for result in rows.values_list("result", flat=True))


def invited(number: str, *, code: Passcode = CODE, at: datetime = MONDAY, **changes: Any) -> Invited:
    """A code on a slip, for who shows their paper at the counter."""
    said = {"document": PAPERS.get(number, ""), "office": AGENCY, "by": FATIMA, **changes}
    return invite_customer(number=number, code=code, at=at, **said)


def activated(said: str, code: str = CODE.printed, secret: str = SECRET, at: datetime = MONDAY) -> DoorAnswer:
    """The code typed, with a secret of their own."""
    number = queries.number_at_door(said)
    attempt = queries.code_compared(number, code)
    return activate_login(number=number, attempt=attempt, secret=NewSecret(secret), by=AT_THE_DOOR, at=at)


def logged_in(said: str, secret: str = SECRET, at: datetime = MONDAY) -> DoorAnswer:
    """The secret typed."""
    number = queries.number_at_door(said)
    attempt = queries.secret_compared(number, secret)
    return log_in_customer(number=number, attempt=attempt, by=AT_THE_DOOR, at=at)


def changed(number: str, new: str, secret: str = SECRET, at: datetime = MONDAY, **changes: Any) -> DoorAnswer:
    """The secret typed, and another."""
    attempt = queries.secret_compared(number, secret)
    by = changes.get("by", customer_actor(number))
    return change_secret(number=number, attempt=attempt, secret=NewSecret(new), by=by, at=at)


def with_pages(number: str, secret: str = SECRET, at: datetime = MONDAY) -> str:
    """A customer who has come to pages of their own."""
    invited(number, at=at)
    assert activated(number, secret=secret, at=at).opened
    return number
