"""The worker of merchants' tables: it takes a part, checks or announces its rows, and takes the next.

A worker that is killed says nothing any more: its lease runs out, and the part is done again. Nothing is doubled by
that: a check writes its rows anew, and what was announced is found by its key.
"""

import logging
import os
import threading
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any
from uuid import uuid4

import msgspec
from django.db import DatabaseError, connections, transaction
from django.utils import timezone

from rekkas.base.actors import Actor
from rekkas.base.bulk import insert_all, update_rows
from rekkas.base.choices import ActorKind
from rekkas.merchant import queries as merchants
from rekkas.shipping import leases
from rekkas.shipping.choices import PartTask, RowState, ShipmentOutcome
from rekkas.shipping.commands import create_shipments
from rekkas.shipping.commands.batches import CHECKED_COLUMNS, checked_values
from rekkas.shipping.drafts import rows_of
from rekkas.shipping.entries import Draft, ShipmentResult
from rekkas.shipping.leases import TakenPart
from rekkas.shipping.models import Batch, BatchPart, BatchRow
from rekkas.shipping.runs import CheckedRow, check_rows, entry_of
from rekkas.territory import queries as territory

log = logging.getLogger(__name__)
PAUSE_S = 1.0
ROW_COLUMNS = ("batch_id", "part", "line", *CHECKED_COLUMNS, "number")
RESULT_COLUMNS = ("id", "state", "number", "amount", "code", "message")
VERBS = frozenset({"shipping.create_shipments"})
Clock = Callable[[], datetime]


def work_on_batches(
    *, parent: int = 0, once: bool = False, told_to_stop: threading.Event | None = None
) -> int:  # fmt: skip
    """Work off the parts that wait, as they come; how many. Stops when told to, or when the parent has ended."""
    leave, count = told_to_stop or threading.Event(), 0
    while not leave.is_set() and (not parent or os.getppid() == parent):
        try:
            was_done = do_part(timezone.now)
        except DatabaseError:
            if once:
                raise
            connections.close_all()  # a database that was away may be back
            was_done = False
        count += was_done
        if once and not was_done:
            break
        if not was_done:
            leave.wait(PAUSE_S)
    return count


def do_part(clock: Clock) -> bool:
    """Work off the part that waits longest; whether there was one."""
    taken = leases.take_part(lease=uuid4(), at=clock())
    if taken is None:
        leases.end_worked_off(clock())
        return False
    try:
        if taken.task == PartTask.CHECK:
            _check(taken, clock())
        else:
            _make(taken, clock())
    except DatabaseError:
        raise
    except Exception:
        log.exception("table %s of %s: part %s", taken.batch.number, taken.batch.customer_code, taken.place)
        leases.let_go(taken)
    leases.end_worked_off(clock())
    return True


def _check(taken: TakenPart, at: datetime) -> None:
    """Write how each row of a part stands, in place of what was written before."""
    batch = taken.batch
    rows = rows_of(bytes(BatchPart.objects.get(pk=taken.pk).body))
    if taken.is_given_up:
        broken = [{"code": "broken"}]
        checked = [CheckedRow(row.line, Draft(), {}, broken) for row in rows]
    else:
        country = merchants.merchant(batch.customer_code).customer.country
        checked = check_rows(batch, country, [(row, {}) for row in rows], at)
    with transaction.atomic():
        if not leases.is_held(taken):
            return
        BatchRow.objects.filter(batch=batch, part=taken.place).delete()
        insert_all(
            "shipping_batchrow", ROW_COLUMNS,
            [(batch.pk, taken.place, one.line, *checked_values(one), "") for one in checked],
        )  # fmt: skip
        leases.part_done(taken)


def _make(taken: TakenPart, at: datetime) -> None:
    """Announce the rows of a part that are ready. Killed in between, they are found by their keys the next time."""
    batch = taken.batch
    ready = BatchRow.objects.filter(batch=batch, part=taken.place, state=RowState.READY).order_by("line")
    rows = list(ready.only("line", "draft", "locality_code", "amount"))
    results = [] if taken.is_given_up else _announced(batch, rows, at)
    with transaction.atomic():
        if not leases.is_held(taken):
            return
        update_rows(
            "shipping_batchrow", RESULT_COLUMNS,
            [_answer(row, result) for row, result in zip(rows, results, strict=bool(results))], key="id",
        )  # fmt: skip
        leases.part_done(taken)


def _announced(batch: Batch, rows: Sequence[BatchRow], at: datetime) -> list[ShipmentResult]:
    places = territory.held_localities({row.locality_code for row in rows})
    drafts = [msgspec.convert(row.draft, Draft) for row in rows]
    entries = [
        entry_of(batch, row.line, draft, places[row.locality_code])
        for row, draft in zip(rows, drafts, strict=True)
    ]
    asker = Actor(ActorKind.PERSON, batch.asked_by, permissions=VERBS, customer=batch.customer_code)
    return create_shipments(shipments=entries, by=asker, at=at) if entries else []


def _answer(row: BatchRow, result: ShipmentResult) -> tuple[Any, ...]:
    if result.outcome == ShipmentOutcome.DECLINED:
        return row.pk, RowState.DECLINED.value, "", row.amount, result.code, result.message
    said = ShipmentOutcome.REPEATED.value if result.outcome == ShipmentOutcome.REPEATED else ""
    return row.pk, RowState.MADE.value, result.numbers[0], result.amount, said, ""
