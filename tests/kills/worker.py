"""A worker who may be killed at any moment: what is asked is written down first, and asked again until it is answered.

As a device does, it makes the keys before the first try and keeps them. Its paper is a file: a line for each batch
before it is sent, a line with the answers after. Whoever takes over reads the paper and finishes what has no answer.
"""

import os
import random
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread
from typing import Any
from uuid import UUID

import msgspec
from django.db import DatabaseError, InterfaceError, connection

from rekkas.base.actors import system
from rekkas.base.errors import Refused
from rekkas.money.choices import Book, EntryKind, Phase
from rekkas.money.commands import close_day, expire_holds, post_transfers
from rekkas.money.entries import (
    Leg,
    TransferEntry,
    TransferResult,
    from_the_bank,
    release,
    reversal,
    to_the_bank,
)
from rekkas.money.grouping import GroupPoster

CUSTOMERS, TILLS, MOST, THREADS = 40, 6, 40, 6
DAYS_BACK = 6
ON_ITS_WAY_S = 0, 0, 0, 0.1
Send = Callable[[Sequence[TransferEntry]], Sequence[TransferResult]]


class Line(msgspec.Struct, omit_defaults=True):
    """One line of the paper. ``tries`` counts how often it was sent before it was answered."""

    asked: list[TransferEntry] = []
    answered: list[TransferResult] = []
    tries: int = 0
    is_again: bool = False


class Paper:
    """The file of one worker. A line that a kill cut off was never sent, or never answered: both may be asked again."""

    def __init__(self, path: Path) -> None:
        self.lines = list(read(path))
        self._file = os.open(path, os.O_CREAT | os.O_APPEND | os.O_WRONLY)
        os.write(self._file, b"\n")

    def write(self, line: Line) -> None:
        os.write(self._file, msgspec.json.encode(line) + b"\n")
        self.lines.append(line)

    @property
    def unanswered(self) -> list[TransferEntry]:
        return self.lines[-1].asked if self.lines else []

    @property
    def posted(self) -> list[UUID]:
        """The keys last answered as posted, of which some can be settled or reversed."""
        return [one.key for line in self.lines[-30:] for one in line.answered if one.outcome != "declined"]


def read(path: Path) -> Iterator[Line]:
    for line in path.read_bytes().splitlines() if path.exists() else ():
        try:
            yield msgspec.json.decode(line, type=Line)
        except msgspec.DecodeError:  # an empty line, or one that was cut off
            continue


def customer(number: int) -> str:
    return f"current:{number:03}:MAD"


class Clerk:
    """Draws what is asked for."""

    def __init__(self, dice: random.Random) -> None:
        self.dice = dice
        self.holds: dict[UUID, TransferEntry] = {}

    def batch(self, size: int, done: Sequence[UUID]) -> list[TransferEntry]:
        known = set(done)
        return [self._entry([key for key in self.holds if key in known], done) for _ in range(size)]

    def _entry(self, held: Sequence[UUID], done: Sequence[UUID]) -> TransferEntry:
        dice, now = self.dice, datetime.now(UTC)
        key = UUID(int=dice.getrandbits(128))
        moment = {"key": key, "happened_at": now - timedelta(days=dice.random() * DAYS_BACK)}
        one, other = (customer(number) for number in dice.sample(range(CUSTOMERS), 2))
        amount, till = dice.randint(1, 500), f"till:MA0001/{dice.randrange(TILLS)}:MAD"
        what = dice.random()
        if what < 0.08 and held:
            hold = self.holds.pop(dice.choice(held))
            if dice.random() < 0.4:
                return release(hold.key, kind=EntryKind.FEE, **moment)
            part = dice.randint(1, hold.amount)
            return msgspec.structs.replace(
                hold, phase=Phase.POSTED, amount=part, settles=hold.key, expires_at=None, **moment
            )
        if what < 0.12 and done:
            return reversal(dice.choice(done), note="by chance", **moment)
        legs: tuple[Leg, ...] = (Leg(other, one, amount, "MAD"),)
        kind, phase, ends = EntryKind.ACCOUNT_TRANSFER, Phase.POSTED, None
        if what < 0.30:
            legs, kind = (Leg("income:postage:MAD", till, amount, "MAD"),), EntryKind.POSTAGE
        elif what < 0.45:
            legs, kind = to_the_bank(till, one, amount, "MAD"), EntryKind.DEPOSIT
        elif what < 0.60:
            legs, kind = from_the_bank(one, till, amount, "MAD"), EntryKind.WITHDRAWAL
        elif what < 0.75:
            legs += (Leg("fees:transfers:MAD", one, 3, "MAD"),)
        elif what < 0.90:
            phase, ends = Phase.HELD, now + timedelta(seconds=dice.choice((0.5, 2, 3_600)))
        first, *also = legs
        entry = TransferEntry(
            source=first.source, target=first.target, amount=first.amount, currency="MAD", kind=kind, phase=phase,
            also=tuple(also), expires_at=ends, **moment,
        )  # fmt: skip
        if phase is Phase.HELD:
            self.holds[key] = entry
        return entry


def _answer(paper: Paper, asked: list[TransferEntry], send: Send, *, is_again: bool) -> None:
    """Send until there is an answer: whatever went wrong, it is the same batch with the same keys."""
    tries = 0
    while True:
        tries += 1
        try:
            answers = send(asked)
        except (DatabaseError, InterfaceError):
            connection.close()
            time.sleep(0.05)
            continue
        time.sleep(random.choice(ON_ITS_WAY_S))  # noqa: S311 - the answer may be lost on its way
        paper.write(Line(answered=list(answers), tries=tries, is_again=is_again))
        return


def work(path: Path, seed: int, send: Send, most: int, *, finish: bool = False) -> None:
    """Finish what was asked before, then go on asking, until killed."""
    paper, clerk = Paper(path), Clerk(random.Random(seed))  # noqa: S311
    if unanswered := paper.unanswered:
        _answer(paper, unanswered, send, is_again=True)
    while not finish:
        asked = clerk.batch(clerk.dice.randint(1, most), paper.posted)
        paper.write(Line(asked=asked))
        _answer(paper, asked, send, is_again=False)


def batches(path: Path, seed: int, *, finish: bool = False) -> None:
    """A worker who sends up to forty at once, each in a batch."""
    by = system(f"worker {path.stem}")

    def send(asked: Sequence[TransferEntry]) -> Sequence[TransferResult]:
        return post_transfers(transfers=asked, by=by, at=datetime.now(UTC))

    work(path, seed, send, MOST, finish=finish)


def grouped(path: Path, seed: int, *, finish: bool = False) -> None:
    """A worker of several threads, whose single entries are grouped."""
    poster = GroupPoster()

    def send(asked: Sequence[TransferEntry]) -> Sequence[TransferResult]:
        return [poster.post(one, by=system("counter"), at=datetime.now(UTC)) for one in asked]

    def clerk(number: int) -> None:
        work(path.with_name(f"{path.stem}-{number}.paper"), seed + number, send, 1, finish=finish)
        connection.close()

    threads = [Thread(target=clerk, args=(number,), daemon=True) for number in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def sweep(path: Path, seed: int, *, finish: bool = False) -> None:
    """A worker who lets go what has expired, and closes the books of the days gone by, one after the other."""
    dice, by = random.Random(seed), system("sweeper")  # noqa: S311
    steps: list[Callable[[], Any]] = [lambda: expire_holds(by=by, at=datetime.now(UTC))] * 8
    for book in Book:
        steps.append(lambda book=book: _close_the_next(book, by))
    while not finish:
        try:
            dice.choice(steps)()
        except (DatabaseError, InterfaceError):
            connection.close()
        time.sleep(0.1)


def _close_the_next(book: Book, by: Any) -> None:
    from rekkas.money.queries import last_closed_day

    today = datetime.now(UTC).date()
    last = last_closed_day(book) or today - timedelta(days=DAYS_BACK)
    if last + timedelta(days=1) >= today:
        return
    try:
        close_day(book=book, business_date=last + timedelta(days=1), by=by, at=datetime.now(UTC))
    except Refused as refused:
        raise AssertionError(f"the books of a day could not be closed: {refused}") from refused


ROLES: dict[str, Callable[..., None]] = {
    "first": batches,
    "second": batches,
    "grouped": grouped,
    "sweeper": sweep,
}
