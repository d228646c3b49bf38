"""An office with a funded vault, its people, and what they do with cash."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from django.db import connection, transaction

from postkit.cash import Denomination, Limits, PaymentRule, to_text
from postkit.pack.cash import Cash, OfficeLimits, Payment
from rekkas.base.actors import Actor
from rekkas.base.choices import ActorKind, Role
from rekkas.cash import commands, queries
from rekkas.cash.entries import Closing, Opening
from rekkas.money.choices import EntryKind
from rekkas.money.commands import post_all, post_for_authors
from rekkas.money.entries import TransferEntry, entry_of, from_the_bank
from rekkas.money.queries import balance
from tests.build import AGENCY, BOSS, FATIMA, MONDAY, ZAGORA_OFFICE, key, later, staff

MAD = "MAD"
VALUES = (20_000, 10_000, 5_000, 2_000, 1_000, 500, 200, 100, 50, 20, 10)
TOLERANCE = 500  # five dirhams
FUNDS = 5_000_000

KARIM = staff("karim", Role.MANAGER, AGENCY)
SALMA = staff("salma", Role.CLERK, AGENCY)
LEILA = staff("leila", Role.MANAGER, ZAGORA_OFFICE)
OMAR = staff("omar", Role.CLERK, ZAGORA_OFFICE)
NADIA = staff("nadia", Role.TREASURER)
RACHID = staff("rachid", Role.TREASURER)
IDRISS = staff("idriss", Role.INSPECTOR)
ENGINEER = Actor(
    ActorKind.PERSON, "zineb", None,
    frozenset({"cash.ask_support_access", "cash.end_support_access", "cash.recover_entry", "cash.open_till",
               "cash.close_till", "cash.move_to_vault", "view.cash"}),
)  # fmt: skip

TILL, VAULT = f"till:{AGENCY}/fatima:{MAD}", f"vault:{AGENCY}:{MAD}"
OTHER_TILL, OTHER_VAULT = f"till:{AGENCY}/salma:{MAD}", f"vault:{ZAGORA_OFFICE}:{MAD}"


def rules(tolerance: int = TOLERANCE) -> Cash:
    """The cash of the small country."""
    return Cash(
        currency=MAD, source="tests", recount_tolerance=tolerance,
        denominations=tuple(Denomination(value, "note" if value >= 2_000 else "coin") for value in VALUES),
        limits=(
            OfficeLimits("delivery", Limits(1_000_000, 10_000_000, 200_000)),
            OfficeLimits("sorting", Limits(0, 5_000_000, 200_000)),
        ),
        payments=(Payment(PaymentRule("pensions", (5,)), "Pensions", "Pensions", "المعاشات"),),
    )  # fmt: skip


def fund(office: str = AGENCY, amount: int = FUNDS, word: str = "funds") -> None:
    """Cash from the bank, into a vault."""
    legs = from_the_bank("reserve:central:MAD", f"vault:{office}:MAD", amount, MAD)
    entry = entry_of(
        legs, key=key(word, office), kind=EntryKind.CASH_SUPPLIED, happened_at=later(-24), office=office
    )
    post_all(transfers=[entry], by=BOSS, at=later(-24))


def pieces(amount: int) -> str:
    """An amount in as few notes and coins as need be."""
    found = {}
    for value in VALUES:
        found[value], amount = divmod(amount, value)
    assert amount == 0
    return to_text(found)


def open_till(by: Actor = FATIMA, drawer: int = 0, taken: int = 50_000, **changes: Any) -> Opening:
    said = {
        "office": by.office,
        "currency": MAD,
        "drawer": pieces(drawer),
        "taken": pieces(taken),
        "at": MONDAY,
    }
    return commands.open_till(**{**said, "by": by, **changes})


def said(entry: TransferEntry, by: Actor, at: datetime) -> None:
    """Post an entry in its author's name, as the app does that sells."""
    (result,) = post_for_authors(requests=[(entry, by)], by=BOSS, at=at)
    assert result.outcome == "posted", result


def sell(word: str = "one", amount: int = 3_500, by: Actor = FATIMA, at: datetime = MONDAY) -> TransferEntry:
    """Something sold at the counter: cash comes into the till."""
    entry = TransferEntry(
        key=key("sale", word), source="income:postage:MAD", target=f"till:{by.office}/{by.name}:MAD", amount=amount,
        currency=MAD, kind=EntryKind.POSTAGE, happened_at=at, subject="PC000000019MA", office=by.office or "",
    )  # fmt: skip
    said(entry, by, at)
    return entry


def pay_out(word: str, amount: int, by: Actor, at: datetime = MONDAY) -> TransferEntry:
    """Something paid at the counter, by whoever says so: cash leaves Fatima's till."""
    entry = TransferEntry(
        key=key("payment", word), source=TILL, target="partner:FR:MAD", amount=amount, currency=MAD,
        kind=EntryKind.ORDER_PAID, happened_at=at, office=AGENCY, note=f"because of {word}",
    )  # fmt: skip
    said(entry, by, at)
    return entry


def mark(account: str = TILL) -> str:
    """What the last receipt of a till says."""
    last = queries.last_line(account)
    return last.mark if last else ""


def close_till(counted: int, by: Actor = FATIMA, **changes: Any) -> Closing:
    account = f"till:{by.office}/{by.name}:MAD"
    said = {
        "office": by.office, "currency": MAD, "pieces": pieces(counted), "last_mark": mark(account),
        "at": later(8), "by": by,
    }  # fmt: skip
    return commands.close_till(**{**said, **changes})


def recount(session: str, counted: int, by: Actor = KARIM, **changes: Any) -> Closing:
    said = {"session": session, "office": AGENCY, "pieces": pieces(counted), "by": by, "at": later(9)}
    return commands.recount_till(**{**said, **changes})


def see(account: str = TILL, by: Actor = FATIMA, *numbers: int) -> int:
    """Say that the lines of others were seen: all that wait, or these."""
    waiting = [line.number for line in queries.unseen_lines(account)]
    return commands.acknowledge_lines(
        account=account, numbers=numbers or waiting, office=by.office or "", by=by, at=later(7)
    )


def short(amount: int = 300) -> str:
    """A till closed with less in it than its record says, within the tolerance. Returns the question's number."""
    open_till()
    sell()
    return close_till(53_500 - amount).case


def hidden_hand(amount: int = 10_000, name: str = "fatima") -> str:
    """Somebody with the application's own role takes money out of a till by SQL, under the clerk's name."""
    sell("to be hidden behind")
    entry = uuid4()
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(id) + 1 FROM money_entry")
        (number,) = cursor.fetchone()
        cursor.execute(
            "INSERT INTO money_entry (id, key, request, kind, phase, subject, office_code, business_date, happened_at,"
            " recorded_at, actor_kind, actor_name, rate, note, lane, seal_number, digest) SELECT %s, %s, request,"
            " 'correction', phase, '', office_code, business_date, happened_at, recorded_at, 'person', %s, '',"
            " 'balancing', lane, seal_number, digest FROM money_entry WHERE id = (SELECT max(id) FROM money_entry)",
            [number, entry.hex, name],
        )
        cursor.execute(
            "INSERT INTO money_transfer (entry_id, leg, source_id, target_id, amount, currency, business_date,"
            " is_held) SELECT %s, 0, target_id, source_id, %s, currency, business_date, is_held FROM money_transfer"
            " WHERE entry_id = %s - 1 AND leg = 0",
            [number, amount, number],
        )
    return entry.hex


def forged_line(delta: int, account: str = TILL) -> None:
    """Somebody adds a line by SQL for the last entry of all, with a chain value of their own, and moves the balance."""
    last = queries.last_line(account)
    assert last is not None
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT id FROM money_account WHERE code = %s", [account])
        (owner,) = cursor.fetchone()
        chain = bytes(range(32))
        cursor.execute(
            "INSERT INTO money_line (account_id, number, entry_id, delta, after, chain) "
            "SELECT %s, %s, max(id), %s, %s, %s FROM money_entry",
            [owner, last.number + 1, delta, last.after + delta, chain],
        )
        cursor.execute(
            "UPDATE money_balance SET given = given - %s, line_count = %s, chain = %s WHERE account_id = %s",
            [delta, last.number + 1, chain, owner],
        )


def sql(statement: str, *values: Any) -> None:
    """Go round every command, as the application's own role can."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


def held(*accounts: str) -> list[int]:
    return [balance(account) for account in accounts]
