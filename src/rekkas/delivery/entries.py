"""The shape of a delivery and of the answer."""

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
