"""What the worker does with money unasked: cut-offs to the minute, sweeps by the hour, interest after its period."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from postkit.pack.bank_model import Bank, LevelLimit
from rekkas.bank import queries as bank
from rekkas.bank.commands import load_bank
from rekkas.money import queries as money
from rekkas.money.choices import EntryKind, Phase
from rekkas.money.commands import post_all
from rekkas.money.entries import TransferEntry
from rekkas.operator import daily, daily_money
from rekkas.operator.daily import DailyWork
from rekkas.payments.queries.clearing import cut_offs
from tests.bank.accounts import account, holds
from tests.bank.people import counter, morocco
from tests.build import BOSS, key
from tests.payments import transfers_world as world
from tests.payments.transfers_world import send

pytestmark = pytest.mark.django_db
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
MORNING = datetime(2026, 3, 2, 8, 20, tzinfo=UTC)  # the first cut-off is at 9:30


class Clock:
    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """A country with its bank and its clearing, and no lessons."""
    monkeypatch.setattr(daily, "learn_from_records", lambda iso, *, at: None)
    world.world()
    counter()
    return Clock(MORNING)


def run(clock: Clock, long: timedelta, step: timedelta) -> None:
    """Have the worker look again and again."""
    work, until = DailyWork(clock), clock.now + long
    while clock.now <= until:
        work()
        clock.now += step


def test_a_cut_off_is_closed_in_its_minute_and_once(clock: Clock) -> None:
    send(account("amina", amount=100_000), 20_000)

    run(clock, 3 * HOUR, MINUTE)

    closed = list(cut_offs("MA"))
    assert [(one.ordinal, one.transfer_count, one.total) for one in closed] == [(1, 1, 20_000)]
    assert timedelta(0) <= closed[0].closed_at - datetime(2026, 3, 2, 9, 30, tzinfo=UTC) < 2 * MINUTE


def test_interest_of_a_period_that_is_over_is_credited_once(clock: Clock) -> None:
    book = account("amina", "savings", amount=1_000_000)

    clock.now = datetime(2026, 4, 1, 6, tzinfo=UTC)
    run(clock, 2 * DAY, HOUR)

    assert holds(book) > 1_000_000
    assert money.balance("interest:savings:MAD") == 1_644


def test_a_limit_that_begins_today_holds_today(clock: Clock) -> None:
    wallet = account("amina", "wallet", amount=100_000)
    load_bank(bank=with_limits_from(date(2026, 3, 3)), country="MA", by=BOSS, at=clock.now)
    before = bank.standing(bank.account(wallet)).ceiling

    run(clock, DAY, HOUR)

    assert before == 2_000_000
    assert bank.standing(bank.account(wallet)).ceiling == 300_000


def with_limits_from(day: date) -> Bank:
    """The bank of Morocco, in which nobody may hold more than 3,000 dirhams from a day."""
    here, lower = morocco(), LevelLimit(day, balance_at_most=300_000)
    return replace(here, levels=tuple(replace(one, limits=(*one.limits, lower)) for one in here.levels))


def test_what_was_set_aside_lapses_within_the_hour(clock: Clock) -> None:
    amina = account("amina", amount=50_000)
    ledger = bank.account(amina).ledger
    aside = TransferEntry(
        key=key("aside"), source="fees:tests:MAD", target=ledger, amount=20_000, currency="MAD", kind=EntryKind.FEE,
        happened_at=clock.now, phase=Phase.HELD, expires_at=clock.now + 30 * MINUTE,
    )  # fmt: skip
    post_all(transfers=[aside], by=BOSS, at=clock.now)
    assert bank.standing(bank.account(amina)).available == 30_000

    run(clock, HOUR, 10 * MINUTE)

    assert bank.standing(bank.account(amina)).available == 50_000


def test_what_fails_keeps_nothing_else_from_being_done(
    clock: Clock, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(*_: Any, **__: Any) -> None:
        raise ValueError("no such rate")

    monkeypatch.setattr(daily_money, "capitalise_interest", fails)
    send(account("amina", amount=100_000), 20_000)

    run(clock, 2 * HOUR, 10 * MINUTE)

    assert len(list(cut_offs("MA"))) == 1
    assert any("interest and fees of MA" in record.getMessage() for record in caplog.records)
