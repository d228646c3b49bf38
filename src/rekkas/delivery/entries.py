"""The shapes of a delivery and of a count, and of the answers."""

from datetime import datetime

import msgspec

from rekkas.delivery.choices import Recipient


class Handover(msgspec.Struct, frozen=True):
    """One item handed over. ``signature`` and ``photo`` are PNG or JPEG; one of them is needed."""

    number: str
    happened_at: datetime
    recipient: Recipient
    recipient_name: str
    cod_taken: int = 0
    signature: bytes = b""
    photo: bytes = b""


class Delivered(msgspec.Struct, frozen=True, omit_defaults=True):
    """What became of it: delivered, repeated (the same hand-over was recorded before) or declined."""

    outcome: str
    number: str
    code: str = ""
    message: str = ""


class BagCounted(msgspec.Struct, frozen=True, omit_defaults=True):
    """Cash from deliveries that was counted: for how many items, how much, what the record said, and what is asked."""

    number: str
    items: int
    counted: int
    expected: int
    case: str = ""
