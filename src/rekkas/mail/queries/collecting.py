"""The code with which an item is collected instead of a document: it is nowhere kept, and follows from its event."""

from uuid import UUID

from django.utils.crypto import salted_hmac


def pick_up_code(scan_id: UUID | str) -> str:
    """The six digits for an item that waits since this scan: another stay on a shelf has another code."""
    digest = salted_hmac("rekkas.mail.pick-up", UUID(str(scan_id)).hex, algorithm="sha256").digest()
    return f"{int.from_bytes(digest[:8]) % 1_000_000:06}"
