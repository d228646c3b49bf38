"""Merchants under terms, and their cash on its way: made by the real commands. Nobody of these exists."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from rekkas.bank.commands import load_bank, load_bank_terms, open_account
from rekkas.base.choices import Role
from rekkas.base.outbox import relay_notices
from rekkas.commerce.choices import Cycle
from rekkas.commerce.commands import agree_terms, settle_merchants
from rekkas.commerce.entries import Run, Settled, TermsEntry
from rekkas.counter.commands import accept_parcels
from rekkas.money.queries import balance_faults, ledger_faults
from tests import build
from tests.bank import accounts
from tests.bank.people import morocco
from tests.build import AGENCY, BOSS, FATIMA, MONDAY, later, parcel, staff, with_till
from tests.delivery.doorstep import arrived, bank, deliver, hand_over, handover

NADIA = staff("nadia", Role.TREASURER)
SALMA = staff("salma", Role.TREASURER)
CASABLANCA_TIME = ZoneInfo("Africa/Casablanca")
FEES: dict[str, Any] = {"fee": 500, "fee_per_mille": 10, "tax_per_mille": 200, "return_fee": 2_000}
OTHER_RIB = "011519000001205000534921"  # published as an example by another bank
PERIOD = date(2026, 3, 4)  # a Wednesday: what was banked at `later(53)` counts since that day


def world(*codes: str) -> None:
    """The small country with its postal bank, and merchants."""
    build.country()
    load_bank(bank=morocco(), country="MA", by=BOSS, at=MONDAY)
    load_bank_terms(bank=morocco(), country="MA", by=BOSS, at=MONDAY)
    for code in codes or ("ATLAS",):
        build.merchant(code)


def agreed(merchant: str = "ATLAS", *, at: datetime = MONDAY, **changes: Any) -> str:
    """Terms: every working day, to another bank, for nothing; with these changes."""
    terms = msgspec.structs.replace(
        TermsEntry(valid_from=date(2026, 3, 1), cycle=Cycle.WORKING_DAYS), **changes
    )
    return agree_terms(merchant=merchant, terms=terms, by=NADIA, at=at)


def current_account(word: str = "amina", **changes: Any) -> str:
    """The number of a current account at the postal bank."""
    holder = accounts.customer(word, **changes)
    done = open_account(
        customer=holder, product="current", office=AGENCY, by=BOSS, at=MONDAY, key=f"open {word}"
    )
    return done.number


def taken(
    amounts: Mapping[str, int], *, customer: str = "ATLAS", at: datetime = MONDAY, door: float = 25
) -> list[str]:
    """The numbers of parcels handed over against these amounts, so many hours after they were posted."""
    return taken_for({word: (customer, amount) for word, amount in amounts.items()}, at=at, door=door)


def taken_for(
    parcels: Mapping[str, tuple[str, int]], *, at: datetime = MONDAY, door: float = 25
) -> list[str]:
    """The same for several merchants at once."""
    entries = [
        parcel(word, customer=customer, cod_amount=amount, reference=f"REF-{word}")
        for word, (customer, amount) in parcels.items()
    ]
    answers = accept_parcels(parcels=entries, office=AGENCY, by=with_till(FATIMA, at=at), at=at)
    numbers = arrived(*(one.number for one in answers), at=later(0.01, at))
    handovers = [
        handover(number, happened_at=later(door, at), cod_taken=amount)
        for number, (_, amount) in zip(numbers, parcels.values(), strict=True)
    ]
    assert {one.outcome for one in deliver(*handovers, at=later(door, at))} == {"delivered"}
    return numbers


def in_the_bank(amounts: Mapping[str, int], *, customer: str = "ATLAS", at: datetime = MONDAY) -> list[str]:
    """The numbers of parcels whose cash is in the bank and noted as due."""
    return in_the_bank_for({word: (customer, amount) for word, amount in amounts.items()}, at=at)


def in_the_bank_for(parcels: Mapping[str, tuple[str, int]], *, at: datetime = MONDAY) -> list[str]:
    numbers = taken_for(parcels, at=at)
    total = sum(amount for _, amount in parcels.values())
    hand_over(total, at=later(52, at))
    bank(total, at=later(53, at))
    while relay_notices():
        pass
    return numbers


def settled(day: date = PERIOD, *, at: datetime | None = None, **changes: Any) -> list[Settled]:
    """What a whole run did, all its parts."""
    moment = at or datetime(day.year, day.month, day.day, 18, tzinfo=CASABLANCA_TIME)
    answers: list[Settled] = []
    after, is_more = "", True
    while is_more:
        run: Run = settle_merchants(day=day, after=after, **{"by": NADIA, "at": moment, **changes})
        answers += run.merchants
        after, is_more = run.last, run.is_more
    return answers


def nothing_is_wrong() -> bool:
    """Both books balance, and everything about cash on delivery follows from the records."""
    from rekkas.commerce.queries import cod_faults

    found = [*balance_faults(), *ledger_faults(), *cod_faults()]
    assert found == []
    return True
