"""How transfers go on: a step is an event, and the state that follows from it; any number in two statements."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from rekkas.base.actors import Actor, Moment, author_name
from rekkas.base.bulk import insert_all, new_ids, update_rows
from rekkas.payments.choices import TransferState
from rekkas.payments.models import CreditTransfer

TRANSFERS, EVENTS = "payments_credittransfer", "payments_transferevent"
EVENT_COLUMNS = ("transfer_id", "before", "after", "reason", "happened_at", "actor_kind", "actor_name")
S = TransferState
_JSON = frozenset({"payee_references"})
_FIELDS = [field for field in CreditTransfer._meta.concrete_fields if not field.primary_key]


@dataclass(frozen=True, slots=True)
class Step:
    """A transfer goes on to a state, and why where something was declined."""

    row: CreditTransfer
    after: TransferState
    reason: str = ""
    reason_text: str = ""


def take_steps(steps: Sequence[Step], *changed: str, by: Actor, at: Moment) -> None:
    """Bring transfers one step on; ``changed`` are columns that the caller has set on the rows besides."""
    if not steps:
        return
    _tell(((step.row, step.row.state, step.after, step.reason) for step in steps), by, at)
    for step in steps:
        step.row.state = step.after
        if step.reason:
            step.row.reason, step.row.reason_text = step.reason[:35], step.reason_text[:500]
    columns = ("id", "state", "reason", "reason_text", *changed)
    rows = [
        (row.pk, str(row.state), row.reason, row.reason_text, *(getattr(row, name) for name in changed))
        for row in (step.row for step in steps)
    ]
    update_rows(TRANSFERS, columns, rows, key="id")


def add_transfers(rows: Sequence[CreditTransfer], *, by: Actor, at: Moment) -> None:
    """Put new transfers down as received, each with its number; that is its first step.

    One that is given as rejected takes its second step at once. A number comes with the transfer's row: numbers rise,
    and nobody waits for another to have taken one.
    """
    if not rows:
        return
    for pk, row in zip(new_ids(TRANSFERS, len(rows)), rows, strict=True):
        row.pk, row.number, row.state = pk, transfer_number(pk), row.state or S.RECEIVED
        row.transaction_id = row.transaction_id or row.number
        row.end_to_end_id = row.end_to_end_id or row.number
    columns = ("id", *(str(field.column) for field in _FIELDS))
    insert_all(TRANSFERS, columns, [(row.pk, *(_value(row, field) for field in _FIELDS)) for row in rows])
    rejected = [row for row in rows if row.state == S.REJECTED]
    _tell(
        [
            *((row, "", S.RECEIVED, "") for row in rows),
            *((row, S.RECEIVED, S.REJECTED, row.reason) for row in rejected),
        ],
        by,
        at,
    )


def transfer_number(serial: int) -> str:
    """The number of a transfer.

    >>> transfer_number(42)
    'TR0000000042'
    """
    return f"TR{serial:010}"


def _value(row: CreditTransfer, field: Any) -> Any:
    value = getattr(row, field.attname)
    if field.name in _JSON:
        return msgspec.json.encode(value).decode()
    return str(value) if isinstance(value, str) else value  # a word of choices as plain text


def _tell(steps: Iterable[tuple[CreditTransfer, str, TransferState, str]], by: Actor, at: Moment) -> None:
    said = (at, str(by.kind), author_name(by))
    insert_all(
        EVENTS, EVENT_COLUMNS,
        [(row.pk, str(before), str(after), reason[:35], *said) for row, before, after, reason in steps],
    )  # fmt: skip
