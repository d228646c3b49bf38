"""How quickly scans become custody, beside the barest way of putting the same rows into the same table."""

import gc
import random
from collections.abc import Callable, Sequence
from datetime import timedelta
from time import perf_counter
from typing import Any
from uuid import UUID

from benchmarks.scratch import migrate
from benchmarks.table import Measured, benchmark

BATCH, BATCHES, ITEMS = 5_000, 4, 20_000


def _world(seed: int) -> list[str]:
    """A small country and ``ITEMS`` items on their way; returns their numbers."""
    migrate()
    from rekkas.mail.commands import accept_items
    from rekkas.mail.entries import ItemEntry
    from tests import build

    build.country()
    numbers = []
    for start in range(0, ITEMS, 2_000):
        entries = [
            ItemEntry(
                key=build.key("bench", seed, n), product="parcel", origin=build.AGENCY,
                destination_locality=build.ZAGORA, sender=build.parcel().sender,
                addressee=build.parcel().addressee, weight_g=1_000, happened_at=build.MONDAY,
            )
            for n in range(start, start + 2_000)
        ]  # fmt: skip
        numbers += [taken.number for taken in accept_items(items=entries, by=build.BOSS, at=build.MONDAY)]
    return numbers


def _scans(seed: int, numbers: Sequence[str], hours: float) -> list[Any]:
    """A batch as a device sends it: each scan another item, shuffled, with the local offset."""
    from rekkas.mail.scans import Scan
    from tests import build

    dice = random.Random(seed * 1_000 + int(hours))
    at = build.later(hours).astimezone(build.MONDAY.tzinfo)
    return [
        Scan(UUID(int=dice.getrandbits(128)), number, "EDD", at + timedelta(milliseconds=n), build.HUB)
        for n, number in enumerate(dice.sample(list(numbers), BATCH))
    ]


def _rate(write: Callable[[Any], Any], batches: Sequence[Any]) -> float:
    """Rows a second. What the benchmark itself holds is kept from the collector, for both sides alike."""
    gc.collect()
    gc.freeze()
    started = perf_counter()
    for batch in batches:
        write(batch)
    return sum(map(len, batches)) / (perf_counter() - started)


def _bare_rows(table: str) -> list[tuple[Any, ...]]:
    """The rows that the verb wrote, as the barest client would hold them: ids of their own, nothing to work out."""
    from django.db import connection

    from rekkas.mail.projection import EVENT_COLUMNS

    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(EVENT_COLUMNS)} FROM {table} WHERE code = 'EDD' ORDER BY id")
        return cursor.fetchall()


def _with_new_ids(seed: int, rows: Sequence[tuple[Any, ...]], form: Callable[[UUID], Any]) -> list[Any]:
    dice = random.Random(-seed)
    fresh = [(form(UUID(int=dice.getrandbits(128))), *row[1:]) for row in rows]
    return [fresh[start : start + BATCH] for start in range(0, len(fresh), BATCH)]


def _record(batch: Any) -> None:
    from rekkas.mail.commands import record_scans
    from tests import build

    record_scans(scans=batch, by=build.device(build.HUB), at=build.later(40))


@benchmark("mail.scans.postgresql", goal=0.4, unit="rows/s", peer="COPY to a temporary table, ON CONFLICT")
def scans_on_postgresql(seed: int) -> Measured:
    from django.db import connection, transaction

    from rekkas.mail.projection import EVENT_COLUMNS

    numbers = _world(seed)
    batches = [_scans(seed, numbers, 24 + n) for n in range(BATCHES + 1)]
    _record(batches[0])
    names = ", ".join(EVENT_COLUMNS)

    def bare(rows: Any) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                f"CREATE TEMP TABLE bare ON COMMIT DROP AS SELECT {names} FROM mail_event WITH NO DATA"
            )
            with cursor.copy(f"COPY bare ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            cursor.execute(
                f"INSERT INTO mail_event ({names}) SELECT {names} FROM bare ON CONFLICT (scan_id) DO NOTHING"
            )

    ours = _rate(_record, batches[1:])
    peers = _with_new_ids(seed, _bare_rows("mail_event"), lambda value: value)
    bare(peers[0])
    return Measured(ours, _rate(bare, peers[1:]))


@benchmark("mail.scans.sqlite", goal=0.4, unit="rows/s", peer="executemany INSERT OR IGNORE")
def scans_on_sqlite(seed: int) -> Measured:
    from django.db import connection, transaction

    from rekkas.mail.projection import EVENT_COLUMNS

    numbers = _world(seed)
    batches = [_scans(seed, numbers, 24 + n) for n in range(BATCHES + 1)]
    _record(batches[0])
    names, marks = ", ".join(EVENT_COLUMNS), ", ".join(["?"] * len(EVENT_COLUMNS))

    def bare(rows: Any) -> None:
        with transaction.atomic():
            connection.connection.executemany(
                f"INSERT OR IGNORE INTO mail_event ({names}) VALUES ({marks})", rows
            )

    ours = _rate(_record, batches[1:])
    peers = _with_new_ids(seed, _bare_rows("mail_event"), lambda value: value.hex)
    plain = [[tuple(map(_plain, row)) for row in batch] for batch in peers]
    bare(plain[0])
    return Measured(ours, _rate(bare, plain[1:]))


def _plain(value: Any) -> Any:
    return str(value) if hasattr(value, "tzinfo") else value


@benchmark("mail.bag_move", goal=3.0, unit="ms", better="lower", peer="a scan of one item")
def a_bag_moves(seed: int) -> Measured:
    """A bag of a thousand items leaves, against one scan of one item: the same work, whatever it holds."""
    from rekkas.mail.commands import close_receptacle, fill_receptacle, prepare_receptacle
    from rekkas.mail.scans import Scan
    from tests import build

    numbers = _world(seed)
    by, at = build.staff("sorter", build.Role.MANAGER, build.AGENCY), build.later(2)
    bag = prepare_receptacle(office=build.AGENCY, destination=build.HUB, by=by, at=at)
    fill_receptacle(receptacle=bag, numbers=numbers[:1_000], office=build.AGENCY, by=by, at=at)
    close_receptacle(receptacle=bag, office=build.AGENCY, by=by, at=at)
    dice = random.Random(seed)

    def one(number: str, code: str) -> float:
        scan = Scan(UUID(int=dice.getrandbits(128)), number, code, build.later(3), build.HUB)
        started = perf_counter()
        _record([scan])
        return (perf_counter() - started) * 1_000

    pairs = [(one(bag, "RDP"), one(numbers[1_000 + n], "EDD")) for n in range(50)]
    return Measured(*(sorted(side)[25] for side in zip(*pairs, strict=True)))
