"""The books as a file: what the real ledger writes agrees with itself, and with the days that were signed."""

from datetime import date, datetime, timedelta
from itertools import groupby
from operator import itemgetter

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.apps import apps

from postkit.evidence import START, Fault, row_digest, seal_digest
from postkit.evidence.books import Checked, check
from rekkas.money.choices import Book, Phase
from rekkas.money.commands import close_day, sign_day
from rekkas.money.models import Entry, Transfer
from rekkas.money.queries import books_file
from rekkas.money.queries.evidence import said_by, stored_entries
from tests.build import BOSS, MONDAY, later
from tests.money.purses import (
    SAFE,
    TILL,
    guards_off,
    hold,
    opened,
    paid_in,
    post,
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
