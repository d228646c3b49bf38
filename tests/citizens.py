"""Citizens for tests: customers of the bank of Morocco with pages of their own. Pages read the real clock."""

import re
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.test import Client
from django.utils import timezone

from postkit.pack.clearing import read_clearing
from postkit.pack.payments import read_payments
from rekkas.bank.commands import load_bank, load_bank_terms
from rekkas.payments.commands import load_clearing, load_payments
from tests.bank import accounts, doors
from tests.bank.doors import SECRET
from tests.bank.people import morocco
from tests.build import AGENCY, BOSS
from tests.desk import load, open_day_and_night

PACK = Path(__file__).parents[1] / "countries" / "morocco"


def now() -> datetime:
    """This moment on the clock of the country: the books count their days by it."""
    return timezone.now().astimezone(ZoneInfo("Africa/Casablanca"))


def world() -> None:
    """A country that never closes, with its bank, its money orders and its clearing."""
    at = now()
    load(open_day_and_night())
    load_bank(bank=morocco(), country="MA", by=BOSS, at=at)
    load_bank_terms(bank=morocco(), country="MA", by=BOSS, at=at)
    payments, _ = read_payments((PACK / "payments.toml").read_bytes())
    clearing, _ = read_clearing((PACK / "clearing.toml").read_bytes())
    assert payments is not None
    assert clearing is not None
    load_payments(payments=payments, country="MA", by=BOSS, at=at)
    load_clearing(clearing=clearing, country="MA", by=BOSS, at=at)


def citizen(word: str = "amina", level: str = "3", **changes: Any) -> str:
    """Somebody who has pages of their own."""
    number = accounts.customer(word, level, at=now(), **changes)
    if level == "1":
        return number
    return doors.with_pages(number, at=now())


def account(holder: str, product: str = "current", amount: int = 0, **changes: Any) -> str:
    """An account of theirs, with so much on it."""
    number = accounts.account(product=product, holder=holder, at=now(), **changes)
    return paid(number, amount) if amount else number


def paid(number: str, amount: int) -> str:
    """A salary that has come."""
    entry = accounts.salary(f"{number} {now()}", number, amount)
    (answer,) = accounts.credited(entry, at=now())
    assert answer.outcome == "posted", answer
    return number


def browser_of(number: str, secret: str = SECRET) -> Client:
    """A browser in which they have logged in."""
    client = Client(headers={"accept-language": "en"})
    done = client.post("/me/log-in/", {"who": number, "secret": secret})
    assert done.status_code == 302, done.text
    return client


def typed(page: Any, **answers: Any) -> dict[str, Any]:
    """What the form of a page would send: what is hidden in it and what was filled in, with these answers."""
    form = re.search(r'<form[^>]*id="verb".*?</form>', page.text, re.DOTALL)
    assert form is not None, page.text
    hidden = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form[0])
    return {**{name: value for name, value in hidden if name != "csrfmiddlewaretoken"}, **answers}


__all__ = ["AGENCY", "SECRET"]
