"""The shape of one scan, and of the answer to it."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from rekkas.mail.choices import Outcome


class Scan(msgspec.Struct, frozen=True, gc=False):
    """One reading of one barcode, as a device, a person or a partner says it happened.

    ``happened_at`` keeps the local offset it was given; without one it is the office's wall time and the offset
    is remembered as unknown. ``scan_id`` is made by the device before it first tries to send.
    """

    scan_id: UUID
    barcode: str
    code: str
    happened_at: datetime
    office: str = ""
    container: str = ""
    reason: str = ""
    action: str = ""
    raw_code: str = ""

    def body(self) -> dict[str, Any]:
        """The scan as plain JSON values, for keeping it aside."""
        plain: dict[str, Any] = msgspec.to_builtins(self)
        return plain


class ScanResult(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """What became of a scan. ``why`` is a stable code where it was kept aside; ``clock`` where time was doubted."""

    scan_id: str
    outcome: Outcome
    number: str = ""
    why: str = ""
    clock: str = ""
