"""How a change of what is known of a customer is kept: who, where, when, what it was before."""

from collections.abc import Iterable
from typing import Any

import msgspec

from rekkas.bank.choices import EventKind
from rekkas.bank.models import Customer, CustomerEvent
from rekkas.base.actors import Actor, Moment, author_name
from rekkas.base.bulk import insert_all

COLUMNS = ("customer_id", "kind", "details", "happened_at", "actor_kind", "actor_name", "office_code")


def noted(
    customer: Customer, kind: EventKind, *, by: Actor, at: Moment, office: str = "", **details: Any
) -> CustomerEvent:
    """One line of a customer's history, not yet written. Numbers of papers come masked."""
    return CustomerEvent(
        customer=customer, kind=kind, details=details, happened_at=at, actor_kind=by.kind, actor_name=author_name(by),
        office_code=office or by.office or "",
    )  # fmt: skip


def note(
    customer: Customer, kind: EventKind, *, by: Actor, at: Moment, office: str = "", **details: Any
) -> None:
    """Add one line to a customer's history."""
    noted(customer, kind, by=by, at=at, office=office, **details).save(force_insert=True)


def note_all(events: Iterable[CustomerEvent]) -> None:
    """Add the lines of a batch, in one statement."""
    insert_all(
        "bank_customerevent", COLUMNS,
        [
            (row.customer_id, row.kind, msgspec.json.encode(row.details).decode(), row.happened_at,
             row.actor_kind, row.actor_name, row.office_code)
            for row in events
        ],
    )  # fmt: skip
