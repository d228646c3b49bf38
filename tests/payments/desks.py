"""Two offices with open tills, the rules of Morocco, and money orders between them. Nobody of these exists."""

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
from django.utils import timezone

from postkit.moneyorder import SecretCode
from postkit.pack.payments import Payments, read_payments
from rekkas.bank.commands import load_bank
from rekkas.base.actors import Actor
from rekkas.base.choices import Role
from rekkas.cash.commands import load_cash
from rekkas.money.choices import EntryKind
from rekkas.money.commands import post_all
from rekkas.money.entries import entry_of, from_the_bank
from rekkas.money.queries import balance
from rekkas.payments import commands
from rekkas.payments.choices import Act, RefusalReason
from rekkas.payments.commands.rules import load_payments
from rekkas.payments.entries import (
    Begun,
    DocumentShown,
    GivenBack,
    Issued,
    OrderEntry,
    PaidOut,
    PayeeEntry,
    Redirection,
    Resolved,
    SenderEntry,
    Waiver,
)
from rekkas.payments.queries import orders as queries
from tests.bank import people
from tests.build import AGENCY, BOSS, FATIMA, MONDAY, ZAGORA_OFFICE, key, later, staff
from tests.cash import drawers
from tests.desk import load, open_day_and_night

ROOT = Path(__file__).parents[2]
MAD = "MAD"
CODE, WRONG = SecretCode("482913"), SecretCode("111119")
SALMA = staff("salma", Role.CLERK, AGENCY)
OMAR = staff("omar", Role.CLERK, ZAGORA_OFFICE)
HIND = staff("hind", Role.CLERK, ZAGORA_OFFICE)
LEILA = staff("leila", Role.MANAGER, ZAGORA_OFFICE)
KARIM = staff("karim", Role.MANAGER, AGENCY)
NADIA = staff("nadia", Role.COMPLIANCE)
RACHID = staff("rachid", Role.TREASURER)
TILLS = {
    "fatima": f"till:{AGENCY}/fatima:{MAD}", "salma": f"till:{AGENCY}/salma:{MAD}",
    "omar": f"till:{ZAGORA_OFFICE}/omar:{MAD}", "hind": f"till:{ZAGORA_OFFICE}/hind:{MAD}",
}  # fmt: skip
BAG = f"courier:{ZAGORA_OFFICE}/youssef:{MAD}"
INCOME = "income:money-orders:MAD"
FLOAT = 2_000_000  # what lies in a till in the morning


def rules(**changes: Any) -> Payments:
    """Those of Morocco, but that a clerk alone gives back whatever lies in the till."""
    payments, mistakes = read_payments((ROOT / "countries" / "morocco" / "payments.toml").read_bytes())
    assert payments is not None, mistakes
    return replace(payments, **{"cancel_at_most": FLOAT, **changes})


def world(at: datetime = MONDAY) -> None:
    """The small country with its bank, its cash and its money orders; four clerks with open tills."""
    people.world()
    load_cash(rules=drawers.rules(), country="MA", by=BOSS, at=at)
    load_payments(payments=rules(), country="MA", by=BOSS, at=at)
    for office in (AGENCY, ZAGORA_OFFICE):
        fund(office, at=at)
    for clerk in (FATIMA, SALMA, OMAR, HIND):
        drawers.open_till(by=clerk, taken=FLOAT, at=at)


def fund(office: str, amount: int = 10_000_000, at: datetime = MONDAY) -> None:
    legs = from_the_bank("reserve:central:MAD", f"vault:{office}:MAD", amount, MAD)
    entry = entry_of(
        legs, key=key("funds", office), kind=EntryKind.CASH_SUPPLIED, happened_at=at, office=office
    )
    post_all(transfers=[entry], by=BOSS, at=at)


def card(number: str = "AB123456", name: str = "", **changes: Any) -> DocumentShown:
    shown = DocumentShown(kind="national-id", number=number, name=name, expires_on=date(2030, 1, 1))
    return msgspec.structs.replace(shown, **changes)


PAYEES_CARD = card("CD654321", "Amina El Alaoui")


def asked(amount: int = 50_000, **changes: Any) -> OrderEntry:
    """500 MAD from Driss in Casablanca for Amina in Zagora."""
    entry = OrderEntry(
        product="electronic", amount=amount, currency=MAD,
        sender=SenderEntry(name="Driss Berrada", phone="+212611111111", document=card()),
        payee=PayeeEntry(name="Amina Alaoui", name_ar="أمينة العلوي", phone="+212622222222", locality="Zagora"),
        pay_office=ZAGORA_OFFICE,
    )  # fmt: skip
    return msgspec.structs.replace(entry, **changes)


def issue(amount: int = 50_000, by: Actor = FATIMA, **changes: Any) -> Issued:
    said = {"office": by.office or AGENCY, "at": MONDAY, "code": CODE, "key": None}
    said |= {name: changes.pop(name) for name in list(changes) if name in said}
    return commands.issue_money_order(order=asked(amount, **changes), by=by, **said)


def begin(number: str, by: Actor = OMAR, word: str = "one", **changes: Any) -> Begun:
    said = {
        "code": CODE, "shown": PAYEES_CARD, "token": token(word), "office": by.office, "at": later(1),
    }  # fmt: skip
    return commands.begin_payment(number=number, by=by, **{**said, **changes})


def token(word: str = "one") -> UUID:
    return key("payment", word)


def pay(by: Actor = OMAR, word: str = "one", **changes: Any) -> PaidOut:
    said = {"token": token(word), "office": by.office, "at": later(1)}
    return commands.pay_money_order(by=by, **{**said, **changes})


def paid(amount: int = 50_000, word: str = "one", by: Actor = OMAR, **changes: Any) -> str:
    """An order that was issued and paid."""
    number = issue(amount, **changes).number
    begin(number, by=by, word=word)
    pay(by=by, word=word)
    return number


def resolve(by: Actor = OMAR, word: str = "one", **changes: Any) -> Resolved:
    said = {"token": token(word), "office": by.office, "at": later(2)}
    return commands.resolve_payment(by=by, **{**said, **changes})


def ask(number: str, act: Act, by: Actor = OMAR, **changes: Any) -> str:
    said = {"reason": "as the sender wishes", "office": by.office, "at": later(2), "shown": card()}
    return commands.ask_signature(number=number, act=act, by=by, **{**said, **changes})


def signed(number: str, act: Act, by: Actor = OMAR, signer: Actor = LEILA, **changes: Any) -> str:
    """A request that a second person has signed."""
    request = ask(number, act, by=by, **changes)
    return commands.sign_request(request=request, by=signer, at=later(2))


def redirected(number: str, **changes: str) -> str:
    request = signed(number, Act.REDIRECT, redirection=Redirection(**changes))
    return commands.redirect_money_order(request=request, office=ZAGORA_OFFICE, by=OMAR, at=later(3))


def refuse(
    number: str, why: RefusalReason = RefusalReason.PAYEE, by: Actor = OMAR, **changes: Any
) -> str:  # fmt: skip
    said = {"reason": "does not want it", "office": by.office or AGENCY, "at": later(2)}
    return commands.refuse_money_order(number=number, why=why, by=by, **{**said, **changes})


def mark_of(number: str) -> str:
    """The mark on the sender's receipt."""
    (line,) = queries.issue_lines(queries.order(number))
    return line.mark


def reimburse(number: str, by: Actor = SALMA, **changes: Any) -> GivenBack:
    said = {"office": by.office, "shown": card(), "receipt_mark": mark_of(number), "at": later(4)}
    return commands.reimburse_money_order(number=number, by=by, **{**said, **changes})


def waived(number: str, **changes: bool) -> str:
    return signed(number, Act.REIMBURSE, by=FATIMA, signer=KARIM, waiver=Waiver(**changes))


def lock_by_guessing(number: str, by: Actor = OMAR, times: int = 3) -> list[Begun]:
    return [begin(number, by=by, word=f"guess {turn}", code=WRONG) for turn in range(times)]


def state(number: str) -> str:
    return queries.order(number).state


def history(number: str) -> list[str]:
    return [event.kind for event in queries.events_of(queries.order(number))]


def held(*accounts: str) -> list[int]:
    return [balance(account) for account in accounts]


def owed(number: str) -> int:
    """What the order's own account holds."""
    return -balance(f"order:{number}:MAD")


def open_desks() -> None:
    """The same world for pages, which read the real clock: offices that never close, tills open now."""
    load(open_day_and_night())
    at = timezone.now()
    load_bank(bank=people.morocco(), country="MA", by=BOSS, at=at)
    load_cash(rules=drawers.rules(), country="MA", by=BOSS, at=at)
    load_payments(payments=rules(), country="MA", by=BOSS, at=at)
    for office in (AGENCY, ZAGORA_OFFICE):
        fund(office, at=at)
    for clerk in (FATIMA, SALMA, OMAR, HIND):
        drawers.open_till(by=clerk, taken=FLOAT, at=at)
