"""The peers of the ledger's rows: the barest SQL, and django-hordak in a process and a database of its own.

``python -m benchmarks.money_peers`` is hordak's process: it reads what to do from its arguments and answers with JSON.
"""

import json
import os
import random
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter
from typing import Any

from benchmarks.scratch import empty_postgresql

ROOT = Path(__file__).resolve().parents[1]
BULK = 1_000


class Bare:
    """The rows that a batch wrote, written again into tables of the same shape: no check, no digest, no look-up.

    The copies have the columns, constraints and indexes of the ledger's tables, and none of their triggers. What is
    copied and by how much each balance grows is in this process before the clock starts, as Python values.
    """

    def __init__(self) -> None:
        from django.db import connection

        from rekkas.money.posting.writing import ENTRY_COLUMNS, TRANSFER_COLUMNS

        self.columns = {"entry": ENTRY_COLUMNS, "transfer": TRANSFER_COLUMNS}
        with connection.cursor() as cursor:
            for table in ("entry", "transfer", "balance"):
                cursor.execute(f"DROP TABLE IF EXISTS bare_{table}")
                cursor.execute(f"CREATE TABLE bare_{table} (LIKE money_{table} INCLUDING ALL)")
            cursor.execute("CREATE INDEX ON bare_transfer USING brin (business_date)")
            cursor.execute("ALTER TABLE bare_balance SET (fillfactor = 60)")
            cursor.execute("INSERT INTO bare_balance SELECT * FROM money_balance")
            cursor.execute("ANALYZE bare_balance")

    def rows_after(self, last: int) -> tuple[list[Any], list[Any], list[list[int]]]:
        """What the ledger wrote after an entry: entries, transfers, and how balances grew, column by column."""
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT {', '.join(self.columns['entry'])} FROM money_entry WHERE id > %s ORDER BY id",
                [last],
            )
            entries = cursor.fetchall()
            cursor.execute(
                f"SELECT {', '.join(self.columns['transfer'])} FROM money_transfer WHERE entry_id > %s "
                "ORDER BY entry_id, leg",
                [last],
            )
            transfers = cursor.fetchall()
        grown: dict[int, list[int]] = {}
        for _, _, source, target, amount, *_ in transfers:
            grown.setdefault(source * 16, [0, 0])[1] += amount
            grown.setdefault(target * 16, [0, 0])[0] += amount
        balances = [(pk, *grown[pk]) for pk in sorted(grown)]
        return entries, transfers, [list(column) for column in zip(*balances, strict=True)]

    def write(self, rows: tuple[list[Any], list[Any], list[list[int]]]) -> None:
        from django.db import connection, transaction

        from rekkas.base.bulk import insert_all

        entries, transfers, balances = rows
        arrays = [f"{{{','.join(map(str, column))}}}" for column in balances]
        with transaction.atomic(), connection.cursor() as cursor:
            insert_all("bare_entry", self.columns["entry"], entries)
            insert_all("bare_transfer", self.columns["transfer"], transfers)
            cursor.execute(
                "UPDATE bare_balance SET received = bare_balance.received + new.received, "
                "given = bare_balance.given + new.given "
                "FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[]) AS new(id, received, given) "
                "WHERE bare_balance.id = new.id AND bare_balance.id = ANY(%s::bigint[])",
                [*arrays, arrays[0]],
            )


def hordak(seed: int, accounts: int, seconds: float, way: str = "transfer_to") -> dict[str, float]:
    """What hordak reaches on the server of this process, in a database of its own: transfers a second and CPU each."""
    with empty_postgresql(os.environ["DATABASE_URL"]) as address:
        command = [sys.executable, "-m", "benchmarks.money_peers", address, way]
        given = {name: value for name, value in os.environ.items() if not name.startswith("DJANGO_")}
        found = subprocess.run(
            [*command, str(seed), str(accounts), str(seconds)],
            cwd=ROOT, env=given, stdout=subprocess.PIPE, check=True,
        )  # fmt: skip
        answer: dict[str, float] = json.loads(found.stdout)
        return answer


def _configure(address: str) -> None:
    import dj_database_url
    import django
    from django.conf import settings

    settings.configure(
        DATABASES={"default": dj_database_url.parse(address, conn_max_age=None)},
        INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", "mptt", "hordak"],
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        USE_TZ=True, HORDAK_CURRENCIES=["MAD"], CURRENCIES=["MAD"], DEFAULT_CURRENCY="MAD",
        HORDAK_INTERNAL_CURRENCY="EUR", SECRET_KEY="bench",
    )  # fmt: skip
    django.setup()


def _hordak_accounts(count: int) -> list[Any]:
    from hordak.models import Account, AccountType

    Account.objects.bulk_create(
        Account(
            name=f"Customer {n}", code=str(n), type=AccountType.liability, currencies=["MAD"], lft=1, rght=2,
            level=0, tree_id=n,
        )
        for n in range(1, count + 1)
    )  # fmt: skip
    return list(Account.objects.all())


def _post_with_hordak(way: str, pairs: Sequence[tuple[Any, Any]], amounts: Sequence[Any]) -> None:
    """``transfer_to``: its own verb, a commit each. ``one-commit``: the same, a commit a thousand. ``bulk``: no verb
    of its own does that, so Django's bulk_create of its rows; its checks in the database are those of all its rows.
    """
    from django.db import transaction
    from hordak.models import Leg, Transaction

    if way == "transfer_to":
        for (source, target), amount in zip(pairs, amounts, strict=True):
            with transaction.atomic():
                source.transfer_to(target, amount)
        return
    with transaction.atomic():
        if way == "one-commit":
            for (source, target), amount in zip(pairs, amounts, strict=True):
                source.transfer_to(target, amount)
            return
        made = Transaction.objects.bulk_create(Transaction() for _ in pairs)
        legs = []
        for one, (source, target), amount in zip(made, pairs, amounts, strict=True):
            legs += [
                Leg(transaction=one, account=source, credit=amount),
                Leg(transaction=one, account=target, debit=amount),
            ]
        Leg.objects.bulk_create(legs)


def main(address: str, way: str, seed: int, accounts: int, seconds: float) -> None:
    _configure(address)
    from django.core.management import call_command
    from django.db import connection
    from djmoney.money import Money

    from benchmarks.cost import Cost

    call_command("migrate", verbosity=0, skip_checks=True)
    dice = random.Random(seed)
    purses = _hordak_accounts(accounts)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    at_once = 100 if way == "transfer_to" else BULK

    def batch() -> tuple[list[Any], list[Any]]:
        return (
            [tuple(dice.sample(purses, 2)) for _ in range(at_once)],
            [Money(dice.randint(1, 1_000), "MAD") for _ in range(at_once)],
        )

    _post_with_hordak(way, *batch())
    cost, count, ends = Cost(), 0, perf_counter() + seconds
    while perf_counter() < ends:
        work = batch()
        with cost.counted():
            _post_with_hordak(way, *work)
        count += at_once
    print(json.dumps({"rate": count / cost.wall, "us": cost.cpu / count * 1e6, "count": count}))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]), float(sys.argv[5]))
