"""What merchants are due is noted once: cash that came into the bank, parcels that came back."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from rekkas.base.actors import Actor, Moment, author_name
from rekkas.base.bulk import insert_new
from rekkas.base.command import command
from rekkas.commerce.choices import LineKind
from rekkas.delivery.queries import cash_taken_at, sent_back_since
from rekkas.mail.queries import items_numbered

LINES = "commerce_settlementline"
COLUMNS = (
    "key", "kind", "customer_code", "currency", "subject", "reference", "amount", "collected_at", "due_at", "reason",
    "note", "noted_by", "entry", "fee", "tax",
)  # fmt: skip
RETURNS_LOOKED_BACK = timedelta(days=45)
DueItem = tuple[str, str, int, str]  # name in the ledger, merchant's code, minor units, currency


@command
def note_due(*, items: Sequence[DueItem], due_at: Moment, by: Actor, at: Moment) -> int:
    """Note that the cash of these items is in the bank and is due to their merchants. Returns how many are new."""
    return add_collected(items, due_at, by)


def add_collected(items: Sequence[DueItem], due_at: Moment, by: Actor) -> int:
    """The lines of cash that was collected, each once, with the merchant's own reference."""
    subjects = [subject for subject, *_ in items]
    taken, references = cash_taken_at(subjects), _references(subjects)
    rows = [
        (
            f"collected {subject}", LineKind.COLLECTED.value, customer, currency, subject,
            references.get(subject, ""), amount, taken.get(subject), due_at, "", "", author_name(by), None, 0, 0,
        )
        for subject, customer, amount, currency in items
    ]  # fmt: skip
    return len(insert_new(LINES, COLUMNS, rows, key="key"))


def _references(subjects: Sequence[str]) -> dict[str, str]:
    """What merchants call these items, by the items' names in the ledger."""
    found = items_numbered([subject.partition("~")[0] for subject in subjects])
    return {item.unit.subject: item.reference for item in found.values()}


@command
def note_returns(*, day: date, by: Actor, at: Moment) -> int:
    """Note the parcels against cash that went back to their merchants until a day. Returns how many are new."""
    until = datetime.combine(day + timedelta(days=1), time(), tzinfo=at.tzinfo)
    back = sent_back_since(until - RETURNS_LOOKED_BACK, until)
    items = {item.unit.subject: item for item in items_numbered([one.number for one in back]).values()}
    rows = [
        (
            f"returned {one.subject}", LineKind.RETURNED.value, item.customer_code, item.currency, one.subject,
            item.reference, 0, None, one.happened_at, "", "", author_name(by), None, 0, 0,
        )
        for one in back
        if (item := items.get(one.subject)) is not None and item.cod_amount and item.customer_code
    ]  # fmt: skip
    return len(insert_new(LINES, COLUMNS, rows, key="key"))
