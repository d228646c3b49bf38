"""The ledger when much is in it: a million postings verified, and ten million behind the next batch."""

import os
import random
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import cache
from pathlib import Path
from time import perf_counter
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from msgspec.structs import replace

from benchmarks.cost import Cost
from benchmarks.money import BATCH, analyse, batch, customer, entry, opened, post, still, told
from benchmarks.scratch import empty_postgresql
from benchmarks.table import Measured, benchmark

POSTINGS, AT_ONCE, TILLS, DAYS = 1_000_000, 5_000, 200, 5
MEMORY_MB = 64
FEW, MANY, A_CHUNK = 100_000, 10_000_000, 500_000
WARM, ROUNDS = 40, 60


def _resident_mb() -> float:
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20


@contextmanager
def _watched_memory() -> Iterator[Callable[[], float]]:
    """How many megabytes this process took more than at the start, at its most."""
    start, over = _resident_mb(), threading.Event()
    most = [0.0]

    def watch() -> None:
        while not over.wait(0.05):
            most[0] = max(most[0], _resident_mb() - start)

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield lambda: most[0]
    finally:
        over.set()
        watcher.join()


@cache
def _a_million() -> None:
    """Posted by the ledger itself, nine in ten between customers and one into a till that can prove its lines; over
    five days, of which each is closed and signed in both books.
    """
    from tests.build import MONDAY

    opened()
    dice, batches = random.Random(0), POSTINGS // AT_ONCE
    for number in range(batches):
        work, day = [], MONDAY.date() + timedelta(days=number * DAYS // batches)
        for _ in range(AT_ONCE):
            one, other = dice.sample(range(10_000), 2)
            ends = customer(other), customer(one)
            if dice.random() < 0.1:
                ends = "income:postage:MAD", f"till:MA{one % TILLS:04}/clerk:MAD"
            one_of_it = entry(UUID(int=dice.getrandbits(128)), *ends, dice.randint(1, 1_000))
            work.append(replace(one_of_it, business_date=day))
        post(work)
    analyse()
    _close_days()


def _close_days() -> None:
    from rekkas.money.choices import Book
    from rekkas.money.commands import close_day, sign_day
    from tests.build import BOSS, MONDAY

    key = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
    for day in (MONDAY + timedelta(days=number, hours=12) for number in range(DAYS)):
        for book in Book:
            root = bytes.fromhex(close_day(book=book, business_date=day.date(), by=BOSS, at=day))
            sign_day(
                book=book, business_date=day.date(), public_key=key.public_key().public_bytes_raw(),
                signature=key.sign(root), by=BOSS, at=day,
            )  # fmt: skip


@benchmark("money.verify.postgresql", goal=30, unit="s", better="lower")
def verify(seed: int) -> Measured:
    """All that ``rekkas verify`` looks at, and the trial balance, over a million postings: every digest, seal, balance,
    line and closed day; fails where memory grows.
    """
    from rekkas.money.queries import sums_by_kind
    from rekkas.operator.verify import CHECKS

    _a_million()
    seen: list[int] = []

    def progress(count: int) -> None:
        seen.append(count)
        if sum(seen) % 100_000 < count:
            print(f"\r  {sum(seen):,} entries verified", end="", flush=True)

    still()
    parts: dict[str, float] = {}
    cost = Cost()
    with _watched_memory() as memory, cost.counted():
        sums_by_kind()
        for name, check in CHECKS:
            since = perf_counter()
            assert not list(check(progress)), f"{name}: there are faults"
            parts[name] = perf_counter() - since
    said = ", ".join(f"{name} {spent:.1f} s" for name, spent in parts.items() if spent >= 0.05)
    print(
        f"\r  {said}; {cost.cpu:.1f} s of processor ({cost.client:.1f} here, {cost.backend:.1f} in the database); "
        f"{sum(seen):,} entries told; {memory():.0f} MB more than before, at most"
    )
    assert memory() < MEMORY_MB, f"verification took {memory():.0f} MB"
    return Measured(cost.wall)


ENTRIES = """
INSERT INTO money_entry (id, key, request, kind, phase, subject, office_code, business_date, happened_at, recorded_at,
    actor_kind, actor_name, rate, note, lane, seal_number, digest)
SELECT n, gen_random_uuid(), sha256(n::text::bytea), 'account-transfer', 'posted', '', '', date '2026-03-02',
    timestamptz '2026-03-02 09:00Z', timestamptz '2026-03-02 09:00Z', 'system', 'tests', '', '', n %% 8, n / 8000,
    sha256(n::text::bytea)
FROM generate_series(%s::bigint, %s) n
"""
TRANSFERS = """
INSERT INTO money_transfer (entry_id, leg, source_id, target_id, amount, currency, business_date, is_held)
SELECT n, 0, first + one, first + (one + 1 + other) %% 10000, 1 + n %% 1000, 'MAD', date '2026-03-02', false
FROM (
    SELECT n, (SELECT min(id) FROM money_account WHERE kind = 'current') AS first,
        (random() * 9999)::int AS one, (random() * 9997)::int AS other
    FROM generate_series(%s::bigint, %s) n
) drawn
"""


def _filled(until: int) -> None:
    """Rows that the database makes itself, with every index in place and the guards at rest: as large as real ones,
    with keys as scattered. Their digests are noise, and no balance knows of them: neither is read when a batch is
    posted.
    """
    from django.db import connection

    from benchmarks.money import last_entry

    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE money_transfer DISABLE TRIGGER USER")
        last = last_entry()
        while last < until:
            ends = [last + 1, min(last + A_CHUNK, until)]
            cursor.execute(ENTRIES, ends)
            cursor.execute(TRANSFERS, ends)
            last = ends[1]
            print(f"\r  {last:,} postings", end="", flush=True)
        cursor.execute("ALTER TABLE money_transfer ENABLE TRIGGER USER")
        cursor.execute("SELECT setval(pg_get_serial_sequence('money_entry', 'id'), %s)", [last])
        cursor.execute("VACUUM (ANALYZE)")
        cursor.execute("CHECKPOINT")
    print()


def _beside(address: str) -> Any:
    """A connection to another database, which takes the place of this thread's when it is its turn."""
    from django.db import connections

    connections.databases["default"]["NAME"] = urlsplit(address).path.removeprefix("/")
    return connections.create_connection("default")


@benchmark("money.growth.postgresql", goal=0.7, unit="transfers/s", peer="with 100,000 behind", seeds=(1,))
def growth(seed: int) -> Measured:
    """Batches with ten million postings behind them, in turns with the same where a hundred thousand are."""
    from django.db import connections

    costs = {FEW: Cost(), MANY: Cost()}
    with empty_postgresql(os.environ["DATABASE_URL"]) as address:
        held = {FEW: connections["default"], MANY: _beside(address)}
        for size, connection in held.items():
            connections["default"] = connection
            opened.__wrapped__()
            _filled(size)
            costs[size] = Cost()
        dice = random.Random(seed)
        for number in range(WARM + ROUNDS):
            work = batch(dice)
            for size, connection in held.items():
                connections["default"] = connection
                still()
                if number < WARM:  # the pages that a checkpoint left are written whole once
                    post(work)
                    continue
                with costs[size].counted():
                    post(work)
        held[MANY].close()
        connections["default"] = held[FEW]
    count = BATCH * ROUNDS
    print(f"  {told('10 M', costs[MANY], count)}; {told('100 k', costs[FEW], count)}")
    return Measured(count / costs[MANY].wall, count / costs[FEW].wall)
