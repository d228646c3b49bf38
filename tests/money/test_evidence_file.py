"""The books as a file: what the real ledger writes agrees with itself, and with the days that were signed."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.apps import apps

from postkit.evidence import START, Fault, row_digest, seal_digest
from postkit.evidence.books import Checked, check
from rekkas.money.choices import LANES, Book, Phase
from rekkas.money.commands import close_day, sign_day
from rekkas.money.models import ClosedDay, Entry, Transfer
from rekkas.money.queries import DayFigures, books_file, day_faults
from rekkas.money.queries.days import balances_digest, root_said
from rekkas.money.queries.evidence import said_by, stored_entries
from rekkas.operator.verify import verify
from tests.build import BOSS, MONDAY, later
from tests.money.purses import (
    SAFE,
    TILL,
    guards_off,
    hold,
    opened,
    paid_in,
    post,
    run,
    transfer,
    wrong,
)

pytestmark = pytest.mark.django_db
DAY = MONDAY.date()
A_DAY = timedelta(days=1)
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = KEY.public_key().public_bytes_raw()


def close(day: date, at: datetime) -> None:
    """Close and sign a day in both books."""
    for book in Book:
        root = bytes.fromhex(close_day(book=book, business_date=day, by=BOSS, at=at))
        sign_day(book=book, business_date=day, public_key=PUBLIC, signature=KEY.sign(root), by=BOSS, at=at)


def verdict(key: bytes = PUBLIC) -> tuple[list[str], Checked]:
    """What whoever holds the file finds."""
    *faults, done = check(books_file(), keys=[key.hex()] if key else [])
    assert isinstance(done, Checked)
    return [f"{one.name}: {one.reason}" for one in faults if isinstance(one, Fault)], done


@pytest.fixture
def _three_days() -> None:
    """Monday and Tuesday are closed, each when entries of the day after had been written; Wednesday is open."""
    opened()
    post(transfer("a"), transfer("b", source=TILL, target=SAFE, amount=1_000), paid_in(10_000))
    post(hold(expires_at=later(40)))
    post(transfer("early", business_date=DAY + A_DAY))
    close(DAY, later(12))
    post(transfer("late"), paid_in(50, word="tuesday", happened_at=later(24)), at=later(24))
    post(transfer("take", source="", target="", amount=0, settles=hold().key), at=later(24))
    post(hold("again", expires_at=later(40)), at=later(24))
    post(transfer("let go", source="", target="", amount=0, settles=hold("again").key, phase=Phase.RELEASED),
         at=later(24))  # fmt: skip
    post(transfer("wednesday", business_date=DAY + 2 * A_DAY), at=later(24))
    close(DAY + A_DAY, later(36))
    post(
        transfer("open", happened_at=later(48)),
        paid_in(7, word="open too", happened_at=later(48)),
        at=later(48),
    )
    assert wrong() == []


@pytest.mark.usefixtures("_three_days")
def test_what_the_ledger_writes_agrees_with_its_signed_days() -> None:
    faults, done = verdict()

    assert faults == []
    assert (done.entries, done.days, done.signed_days) == (Entry.objects.count(), 4, 4)
    assert done.reach == {"post": "2026-03-03", "bank": "2026-03-03"}
    assert done.entries_not_covered == 2  # the one for Wednesday was under Tuesday's seals


@pytest.mark.usefixtures("_three_days")
def test_days_closed_in_which_nothing_moved_agree_too() -> None:
    close(DAY + 5 * A_DAY, later(24 * 6))
    close(DAY + 6 * A_DAY, later(24 * 7))

    faults, done = verdict()
    assert (faults, done.entries_not_covered, done.days) == ([], 0, 8)


def test_books_that_were_never_closed_do_not_stand_before_the_key() -> None:
    post(transfer())

    assert verdict()[0] == ["books of the post: no-signed-day"]
    assert verdict(b"")[0] == []


@pytest.mark.usefixtures("_three_days")
def test_a_day_that_was_closed_and_not_signed_is_named() -> None:
    close_day(book=Book.POST, business_date=DAY + 2 * A_DAY, by=BOSS, at=later(60))

    assert verdict()[0] == ["day 2026-03-04 of the post: day-not-signed"]


def sealed_anew() -> None:
    """Every digest, seal and head is made again from what the rows say now, as a hidden hand would."""
    seals = apps.get_model("base.Seal").objects.filter(record="money")
    lanes = apps.get_model("base.Lane").objects.filter(record="money")
    found = [(row[0], row[1], row[2], row_digest(said_by(row, legs))) for row, legs in stored_entries()]
    for lane, rows in groupby(found, key=itemgetter(1)):
        previous = START
        for number, batch in groupby(rows, key=itemgetter(2)):
            digests = {pk: digest for pk, _, _, digest in batch}
            seal = seal_digest(previous, digests.values())
            seals.filter(lane=lane, number=number).update(previous=previous, digest=seal)
            for pk, digest in digests.items():
                Entry.objects.filter(pk=pk).update(digest=digest)
            previous = seal
        lanes.filter(lane=lane).update(digest=previous)


@pytest.mark.usefixtures("_three_days")
def test_an_entry_rewritten_in_the_database_with_all_its_evidence_does_not_fit_the_signed_day() -> None:
    with guards_off():
        sealed_anew()
    assert verdict()[0] == []  # made again from what they say, they are the same

    with guards_off():
        Entry.objects.filter(pk=Entry.objects.earliest("pk").pk).update(note="another")
        sealed_anew()

    faults, _ = verdict()
    assert faults
    assert all(fault.endswith("head-differs") for fault in faults), faults


@pytest.mark.usefixtures("_three_days")
def test_so_does_not_one_whose_day_is_another() -> None:
    moved = Entry.objects.filter(business_date=DAY + A_DAY, phase="posted").earliest("pk").pk
    with guards_off():
        Entry.objects.filter(pk=moved).update(business_date=DAY + 2 * A_DAY)
        Transfer.objects.filter(entry=moved).update(business_date=DAY + 2 * A_DAY)
        sealed_anew()

    faults, _ = verdict()
    assert "day 2026-03-03 of the post: counts-differ" in faults
    assert "day 2026-03-03 of the post: trial-balance-differs" in faults
    assert "day 2026-03-03 of the post: balances-differ" in faults
    named = {fault for fault in wrong() if "2026-03-03" in fault}
    assert named >= {
        f for f in faults if "2026-03-03" in f
    }  # rekkas verify finds what the holder of the file finds


FORGED: dict[str, Callable[[ClosedDay], None]] = {
    "counts-differ": lambda day: setattr(day, "transfer_count", day.transfer_count + 1),
    "trial-balance-differs": lambda day: day.trial_balance[-1].__setitem__(2, day.trial_balance[-1][2] + 7),
    "balances-differ": lambda day: run(
        "UPDATE money_daybalance SET received = received + 7 WHERE business_date = '2026-03-03' "
        "AND account_id IN (SELECT id FROM money_account WHERE book = 'post')"
    ),
}  # fmt: skip


@pytest.mark.usefixtures("_three_days")
@pytest.mark.parametrize("reason", FORGED)
def test_a_day_signed_over_figures_that_its_entries_do_not_have_is_named_by_both(
    reason: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever has the key signs what they like: the root and the signature agree, and the entries do not."""
    day = ClosedDay.objects.select_related("signature").get(book=Book.POST, business_date=DAY + A_DAY)
    with guards_off():
        FORGED[reason](day)
        figures = DayFigures(day.entry_count, day.transfer_count, tuple(map(tuple, day.trial_balance)))
        balances = balances_digest(day.book, day.business_date)
        heads = [tuple(head) for head in day.heads]
        day.root = row_digest(
            root_said(day.book, day.business_date, bytes(day.previous), figures, heads, balances)
        )
        day.signature.signature = KEY.sign(day.root)
        day.save()
        day.signature.save()

    own = tmp_path / "key.pem"
    own.write_bytes(KEY.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    monkeypatch.setenv("REKKAS_LEDGER_KEY", str(own))
    named = f"day 2026-03-03 of the post: {reason}"
    assert verdict()[0] == [named]
    assert [fault for fault in wrong() if fault.startswith("day ")] == [named]
    found = verify().faults["closed days and their roots"]
    assert [(fault.name, fault.reason) for fault in found] == [("day 2026-03-03 of the post", reason)]


@pytest.mark.parametrize("year", [1900, 1969, 2999])
def test_moments_are_read_back_to_the_microsecond(year: int) -> None:
    at = datetime(year, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC)
    opened()
    post(transfer(happened_at=at), hold(happened_at=at, expires_at=at), at=at)

    assert wrong() == []
    assert verdict(b"")[0] == []


def test_to_look_at_closed_days_takes_as_many_statements_however_much_moved(statements: Any) -> None:
    post(*(transfer(f"few {n}", target=f"till:MA0001/{n}:MAD") for n in range(3)))
    close(DAY, later(12))
    with statements() as few:
        assert list(day_faults()) == []
    post(*(transfer(f"many {n}", target=f"till:MA0001/m{n}:MAD", happened_at=later(24)) for n in range(500)),
         at=later(24))  # fmt: skip
    close(DAY + A_DAY, later(36))
    with statements() as many:
        assert list(day_faults()) == []

    assert len(many) - len(few) <= 2 + LANES  # one day more in each book, and where its chains stood
