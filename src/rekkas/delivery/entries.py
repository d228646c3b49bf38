"""The shapes of a delivery and of a count, and of the answers."""

from datetime import datetime
from uuid import UUID

import msgspec

from rekkas.delivery.choices import Recipient, Shown


class Identified(msgspec.Struct, frozen=True, omit_defaults=True):
    """How whoever collects a waiting item has shown that they may: by its code, or by a document.

    Of a document its kind and its last signs are said, never its number; ``collector`` is the authorisation of whoever
    comes for the addressee. The code itself is said to ``try_pick_up_code`` alone, and nowhere written down.
    """

    shown: Shown
    document_kind: str = ""
    document_signs: str = ""
    collector: UUID | None = None


class Handover(msgspec.Struct, frozen=True):
    """One item handed over. ``signature`` and ``photo`` are PNG or JPEG; one of them is needed.

    ``identified`` says what was shown for an item that waits on a shelf; at a door nobody is asked.
    """

    number: str
    happened_at: datetime
    recipient: Recipient
    recipient_name: str
    cod_taken: int = 0
    signature: bytes = b""
    photo: bytes = b""
    identified: Identified | None = None


class Delivered(msgspec.Struct, frozen=True, omit_defaults=True):
    """What became of it: delivered, repeated (the same hand-over was recorded before) or declined."""

    outcome: str
    number: str
    code: str = ""
    message: str = ""


class Returned(msgspec.Struct, frozen=True, omit_defaults=True):
    """What became of an item that nobody collected: it goes back, or it was declined and stays where it is."""

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
