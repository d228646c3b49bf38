"""The daily comparison in tests, and records that were made to disagree."""

from datetime import datetime
from typing import Any

from rekkas.commerce.commands import reconcile_cod
from rekkas.commerce.entries import Reconciled
from rekkas.commerce.queries import exceptions
from rekkas.mail.commands import record_scans
from rekkas.mail.scans import Scan
from rekkas.money.choices import EntryKind
from rekkas.money.commands import post_transfers
from rekkas.money.entries import TransferEntry
from tests.build import BOSS, ZAGORA_OFFICE, device, key, later
from tests.commerce.merchants import NADIA

NOON, NEXT = later(26), later(60)


def compared(at: datetime = NEXT, **changes: Any) -> Reconciled:
    return reconcile_cod(day=at.date(), **{"by": NADIA, "at": at, **changes})


def listed(state: str = "open") -> list[tuple[str, str, int, int]]:
    """The exceptions: item, reason, what was due, what was found."""
    return [(row.subject, row.reason, row.expected, row.found) for row in exceptions(state)]


def bare_delivery(number: str, at: datetime = NOON, word: str = "bare") -> None:
    """A scan that says delivered and brings neither proof nor cash: what a device of old may send."""
    scan = Scan(key(word, number), number, "EMI", at, ZAGORA_OFFICE, reason="to-addressee")
    (answer,) = record_scans(scans=[scan], by=device(ZAGORA_OFFICE), at=at)
    assert answer.outcome == "recorded", answer


def cash_entered(
    subject: str, amount: int, kind: EntryKind = EntryKind.COD_COLLECTED, *, source: str = "merchant:ATLAS:MAD",
    target: str = f"courier:{ZAGORA_OFFICE}/youssef:MAD", at: datetime = NOON, word: str = "",
) -> None:  # fmt: skip
    """Cash written into the ledger beside the verb of delivery."""
    entry = TransferEntry(
        key=key("by hand", subject, kind, amount, word), source=source, target=target, amount=amount, currency="MAD",
        kind=kind, happened_at=at, subject=subject, office=ZAGORA_OFFICE,
    )  # fmt: skip
    (result,) = post_transfers(transfers=[entry], by=BOSS, at=at)
    assert result.outcome == "posted", result
