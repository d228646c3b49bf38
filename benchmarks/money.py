"""How quickly money moves through the whole of ``post_transfers``, beside its peers; ``--profile``: where it goes."""

import gc
import os
import random
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from functools import cache
from statistics import median
from threading import Barrier, Thread
from time import perf_counter
from typing import Any
from uuid import UUID

from benchmarks.cost import Cost
from benchmarks.money_peers import Bare, hordak
from benchmarks.scratch import environment, migrate
from benchmarks.table import Measured, benchmark
from tests.postgres import embedded_server

ACCOUNTS, BATCH, BATCHES = 10_000, 1_000, 30
HORDAK_S = 8.0
FUNDS = 10**9


def customer(number: int) -> str:
    return f"current:{number:05}:MAD"


@cache
def opened() -> None:
    """Ten thousand customers, each with a floor of nothing and ten million dirhams: the same for all seeds."""
    from rekkas.money.commands import add_accounts
    from rekkas.money.entries import AccountLimit
    from tests import build

    migrate()
    limits = [AccountLimit(customer(n)) for n in range(ACCOUNTS)]
    add_accounts(accounts=limits, by=build.BOSS, at=build.MONDAY)
    for start in range(0, ACCOUNTS, BATCH):
        post(
            [
                entry(UUID(int=start + n + 1), customer(start + n), "reserve:central:MAD", FUNDS)
                for n in range(BATCH)
            ]
        )
    analyse()


def analyse() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def entry(key: UUID, source: str, target: str, amount: int) -> Any:
    from rekkas.money.choices import EntryKind
    from rekkas.money.entries import TransferEntry
    from tests import build

    return TransferEntry(key, source, target, amount, "MAD", EntryKind.ACCOUNT_TRANSFER, build.MONDAY)


def batch(dice: random.Random, hot: str = "") -> list[Any]:
    """A thousand transfers between customers; with ``hot``, from customers to that account."""
    made = []
    for _ in range(BATCH):
        one, other = dice.sample(range(ACCOUNTS), 2)
        source = hot or customer(other)
        made.append(entry(UUID(int=dice.getrandbits(128)), source, customer(one), dice.randint(1, 1_000)))
    return made


def post(transfers: Sequence[Any]) -> None:
    from rekkas.money.commands import post_transfers
    from tests import build

    results = post_transfers(transfers=transfers, by=build.BOSS, at=build.MONDAY)
    assert all(result.outcome == "posted" for result in results)


def last_entry() -> int:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT max(id) FROM money_entry")
        return int(cursor.fetchone()[0])


def still() -> None:
    """What the benchmark itself holds is kept from the collector, for both sides alike."""
    gc.collect()
    gc.freeze()


def told(name: str, cost: Cost, count: int) -> str:
    per = 1e6 / count
    return (
        f"{name} {count / cost.wall:,.0f}/s, {cost.cpu * per:.0f} us of processor each "
        f"(client {cost.client * per:.0f}, database {cost.backend * per:.0f})"
    )


@benchmark("money.post.bare.postgresql", goal=0.4, unit="transfers/s", peer="COPY and UPDATE, nothing else")
def bare(seed: int) -> Measured:
    opened()
    dice, peer = random.Random(seed), Bare()
    mine, theirs = Cost(), Cost()
    for number in range(BATCHES + 2):
        work, last = batch(dice), last_entry()
        still()
        if number < 2:  # both warm
            post(work)
            peer.write(peer.rows_after(last))
            continue
        with mine.counted():
            post(work)
        rows = peer.rows_after(last)
        still()
        with theirs.counted():
            peer.write(rows)
    count = BATCH * BATCHES
    print(
        f"  {told('ours', mine, count)}; {told('bare', theirs, count)}; by processor {theirs.cpu / mine.cpu:.2f}"
    )
    return Measured(count / mine.wall, count / theirs.wall)


@benchmark("money.post.hordak.postgresql", goal=15, unit="transfers/s", peer="django-hordak’s transfer_to()")
def beside_hordak(seed: int) -> Measured:
    """Hordak has a process and a database of its own on the same server, between two halves of ours."""
    opened()
    dice, mine = random.Random(seed), Cost()
    post(batch(dice))
    for half in range(2):
        for _ in range(BATCHES // 2):
            work = batch(dice)
            still()
            with mine.counted():
                post(work)
        if half == 0:
            theirs = hordak(seed, ACCOUNTS, HORDAK_S)
            others = {way: hordak(seed, ACCOUNTS, 3.0, way) for way in ("one-commit", "bulk")}
    said = [f"{way} {found['rate']:,.0f}/s, {found['us']:.0f} us" for way, found in others.items()]
    print(
        f"  {told('ours', mine, BATCH * BATCHES)}; hordak {theirs['rate']:,.0f}/s, {theirs['us']:.0f} us of "
        f"processor each; a thousand of them in one commit: {'; '.join(said)}"
    )
    return Measured(BATCH * BATCHES / mine.wall, theirs["rate"])


@benchmark("money.post.hot.postgresql", goal=0.75, unit="transfers/s", peer="the same, spread out")
def hot(seed: int) -> Measured:
    """One account (fees, striped) on one side of every transfer, in turns with transfers between customers."""
    opened()
    dice, fees = random.Random(seed), "fees:transfers:MAD"
    mine, spread = Cost(), Cost()
    post(batch(dice, fees))
    post(batch(dice))
    for _ in range(BATCHES):
        one, other = batch(dice, fees), batch(dice)
        still()
        with mine.counted():
            post(one)
        with spread.counted():
            post(other)
    count = BATCH * BATCHES
    print(f"  {told('hot', mine, count)}; {told('spread', spread, count)}")
    return Measured(count / mine.wall, count / spread.wall)


THREADS, EACH_ALONE, EACH_GROUPED = 16, 60, 500


def _by_threads(dice: random.Random, each: int, post_one: Callable[[Any], Any]) -> float:
    """Single postings a second, from threads that each wait for an answer before they ask again."""
    work = [batch(dice)[:each] for _ in range(THREADS)]
    ready, wrong = Barrier(THREADS + 1), []

    def clerk(mine: list[Any]) -> None:
        from django.db import connection

        connection.ensure_connection()
        ready.wait()
        try:
            wrong.extend(one for one in map(post_one, mine) if one.outcome != "posted")
        except Exception as error:
            wrong.append(error)
        connection.close()

    threads = [Thread(target=clerk, args=(mine,)) for mine in work]
    for thread in threads:
        thread.start()
    still()
    ready.wait()
    started = perf_counter()
    for thread in threads:
        thread.join()
    assert not wrong, wrong[:3]
    return THREADS * each / (perf_counter() - started)


@benchmark(
    "money.post.grouped.postgresql", goal=4, unit="transfers/s", peer="one commit each, 16 threads too"
)
def grouped(seed: int) -> Measured:
    """Single postings from sixteen threads of one process through the group poster, between two halves of alone."""
    from rekkas.money.commands import post_transfers
    from rekkas.money.grouping import GroupPoster
    from tests import build

    opened()
    dice, poster = random.Random(seed), GroupPoster()

    def alone(one: Any) -> Any:
        return post_transfers(transfers=[one], by=build.BOSS, at=build.MONDAY)[0]

    def together(one: Any) -> Any:
        return poster.post(one, by=build.BOSS, at=build.MONDAY)

    _by_threads(dice, 10, alone)
    _by_threads(dice, 10, together)
    rounds = [
        (_by_threads(dice, EACH_ALONE, alone), _by_threads(dice, EACH_GROUPED, together)) for _ in range(3)
    ]
    theirs, mine = (median(side) for side in zip(*rounds, strict=True))
    print(f"  grouped {mine:,.0f}/s, alone {theirs:,.0f}/s")
    return Measured(mine, theirs)


def main() -> None:
    """``--profile``: print where the time of a batch goes, on a database of its own."""
    if sys.argv[1:] != ["--profile"]:
        sys.exit("python -m benchmarks.money --profile; the rows run by python -m benchmarks --only money")
    given = os.environ.get("DATABASE_URL")
    with (
        nullcontext(given) if given else embedded_server(durable=True) as server,
        environment(server) as found,
    ):
        command = [sys.executable, "-m", "benchmarks.money_profile"]
        sys.exit(subprocess.run(command, env=found, check=False).returncode)


if __name__ == "__main__":
    main()
