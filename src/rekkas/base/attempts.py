"""A secret is tried at a door: compared slowly and before any lock, counted under it, and shut out when often wrong."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.hashers import check_password, make_password

WRONG_AT_MOST = 5  # in a row; then the door stays shut for a while, and twice as long after each that follows
SHUT_FOR, SHUT_AT_MOST = timedelta(minutes=5), timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Attempt:
    """What came of comparing what was typed with what is kept, and what stood there when it was compared.

    Of attempts that were compared at the same time the first is counted; the others say nothing any more.
    """

    fits: bool = False
    kept: str = ""
    wrong: int = 0


def compared(typed: str, kept: str, wrong: int) -> Attempt:
    """A secret beside the hash that is kept of it. It takes as long where none is: nobody learns who is known."""
    if not kept:
        make_password(typed)
        return Attempt(wrong=wrong)
    return Attempt(check_password(typed, kept), kept, wrong)


def is_shut(row: Any, at: datetime) -> bool:
    """Whether a door is shut for a while. ``row`` has ``wrong`` and ``shut_until``."""
    return row.shut_until is not None and at < row.shut_until


def is_right(row: Any, attempt: Attempt, kept: str, at: datetime) -> bool:
    """Whether what was typed is right; what is wrong is counted. ``row`` is held, ``kept`` is what it keeps by now."""
    if attempt.fits:
        # Compared with what stands here still, before which nobody else was wrong in the meantime.
        return attempt.kept == kept and attempt.wrong == row.wrong
    row.wrong = min(row.wrong + 1, 1_000)
    if row.wrong >= WRONG_AT_MOST:
        turns = min(row.wrong - WRONG_AT_MOST, 20)
        row.shut_until = at + min(SHUT_FOR * 2**turns, SHUT_AT_MOST)
    row.save(update_fields=["wrong", "shut_until"])
    return False
