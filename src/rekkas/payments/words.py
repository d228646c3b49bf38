"""How transfers and their files look, and why something was declined or a code is wrong, in the reader's language."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rekkas.payments.choices import (
    CodeAnswer,
    FileState,
    NoteOutcome,
    ReasonCode,
    TransferState,
    TransferWay,
)
from rekkas.payments.entries import Begun
from rekkas.payments.models import CreditTransfer

TRANSFER_LOOKS: Mapping[str, tuple[str, str]] = {
    TransferState.RECEIVED: ("moving", "clock"),
    TransferState.HELD: ("wait", "question"),
    TransferState.WAITING: ("moving", "clock"),
    TransferState.SENT: ("moving", "out"),
    TransferState.SETTLED: ("good", "check"),
    TransferState.REJECTED: ("bad", "cross"),
    TransferState.RETURNED: ("wait", "back"),
    TransferState.CANCELLED: ("quiet", "cross"),
}
FILE_LOOKS: Mapping[str, tuple[str, str]] = {
    FileState.RECEIVED: ("wait", "user"),
    FileState.APPROVED: ("moving", "clock"),
    FileState.EXECUTED: ("good", "check"),
    FileState.REJECTED: ("bad", "cross"),
    FileState.CANCELLED: ("quiet", "cross"),
}
NOTE_LOOKS: Mapping[str, tuple[str, str]] = {
    NoteOutcome.APPLIED: ("good", "check"),
    NoteOutcome.REPEATED: ("quiet", "info"),
    NoteOutcome.ASIDE: ("wait", "question"),
}


def messages_named() -> Mapping[str, str]:
    """What the messages between banks are, for people."""
    return {
        "pacs.008": _("Transfers"),
        "pacs.002": _("Answer"),
        "pacs.004": _("Transfers sent back"),
    }


def reason_words(code: str, text: str = "") -> str:
    """Why, in words: those of the code where we know it, and what was said besides."""
    words = str(ReasonCode(code).label) if code in ReasonCode.values else code
    return f"{words} ({text})" if text and text != words else words


def state_words(row: CreditTransfer) -> str:
    """Where a transfer stands; what comes from another bank and waits goes back."""
    if row.way == TransferWay.IN and row.state == TransferState.WAITING:
        return _("Goes back with the next file")
    if row.way == TransferWay.IN and row.state == TransferState.RETURNED:
        return _("Sent back")
    return str(TransferState(row.state).label)


def shown(row: CreditTransfer) -> dict[str, Any]:
    """One transfer as lists show it."""
    return {
        "row": row, "look": TRANSFER_LOOKS[row.state], "state": state_words(row),
        "why": reason_words(row.reason, row.reason_text) if row.reason else "",
    }  # fmt: skip


def wrong_code_words(begun: Begun) -> str:
    """What a clerk is told whose payee said another code."""
    if begun.answer == CodeAnswer.LOCKED:
        return _("The code was wrong too often: the money order is locked. Pay nothing out; ask the manager.")
    said = ngettext(
        "The secret code is wrong. One more try, then the money order is locked.",
        "The secret code is wrong. %(count)s more tries, then the money order is locked.",
        begun.tries_left,
    )
    return said % {"count": begun.tries_left}
