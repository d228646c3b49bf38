"""The ledger when much is in it: a million postings verified, and ten million behind the next batch."""

import os
import random
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from time import perf_counter
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from benchmarks.cost import Cost
from benchmarks.money import BATCH, analyse, batch, customer, entry, opened, post, still, told
from benchmarks.scratch import empty_postgresql
from benchmarks.table import Measured, benchmark

POSTINGS, AT_ONCE, TILLS = 1_000_000, 5_000, 200
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
    """Posted by the ledger itself, nine in ten between customers and one into a till that can prove its lines."""
    opened()
    dice = random.Random(0)
    for _ in range(POSTINGS // AT_ONCE):
        work = []
        for _ in range(AT_ONCE):
            one, other = dice.sample(range(10_000), 2)
            ends = customer(other), customer(one)
            if dice.random() < 0.1:
                ends = "income:postage:MAD", f"till:MA{one % TILLS:04}/clerk:MAD"
            work.append(entry(UUID(int=dice.getrandbits(128)), *ends, dice.randint(1, 1_000)))
        post(work)
    analyse()


@benchmark("money.verify.postgresql", goal=30, unit="s", better="lower")
def verify(seed: int) -> Measured:
    """The trial balance and every digest, seal, balance and line of a million postings; fails where memory grows."""
    from rekkas.money import queries

    _a_million()
    seen: list[int] = []

    def progress(count: int) -> None:
        seen.append(count)
        if sum(seen) % 100_000 < count:
            print(f"\r  {sum(seen):,} entries verified", end="", flush=True)

    still()
    started, parts = perf_counter(), {}
    with _watched_memory() as memory:
        for name, ask in (
            ("trial balance", lambda: queries.sums_by_kind() and None),
            ("entries", lambda: list(queries.ledger_faults(progress))),
            ("balances", lambda: list(queries.balance_faults())),
            ("lines", lambda: list(queries.line_faults())),
        ):
            since = perf_counter()
            assert not ask(), f"{name}: there are faults"
            parts[name] = perf_counter() - since
        taken = perf_counter() - started
    said = ", ".join(f"{name} {spent:.1f} s" for name, spent in parts.items())
    print(f"\r  {said}; {sum(seen):,} entries told; {memory():.0f} MB more than before, at most")
    assert memory() < MEMORY_MB, f"verification took {memory():.0f} MB"
    return Measured(taken)


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
