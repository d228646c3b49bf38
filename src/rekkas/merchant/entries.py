"""The shapes in which merchants sign up, and in which they are answered at the door."""

import base64
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

from rekkas.merchant.errors import PasswordTooWeak

LEAST_SIGNS, LEAST_DIFFERENT, MOST_SIGNS = 10, 5, 200


class NewPassword:
    """A password that somebody has chosen. Looked at and hashed when it is made: slowly, before any lock."""

    __slots__ = ("hash",)

    def __init__(self, text: str, *, known: str = "") -> None:
        """``known`` is what others know of whoever chooses it: their mailbox."""
        folded = text.casefold().strip()
        common = CommonPasswordValidator()
        try:
            common.validate(folded)
        except ValidationError:
            raise PasswordTooWeak from None
        own = known.partition("@")[0].casefold()
        is_easy = len(set(folded)) < LEAST_DIFFERENT or (len(own) > 3 and own in folded)
        if not LEAST_SIGNS <= len(text) <= MOST_SIGNS or is_easy:
            raise PasswordTooWeak
        self.hash = make_password(text)

    def __repr__(self) -> str:
        return "NewPassword(••••••••)"


class SignUp(msgspec.Struct, frozen=True):
    """What a business says of itself. ``tax_number`` is by the scheme of its country."""

    country: str
    name: str
    tax_number: str
    phone: str
    email: str
    member_name: str
    name_ar: str = ""
    language: str = ""


class SignedUp(msgspec.Struct, frozen=True):
    """The code of the contract, and the member who is its owner."""

    merchant: str
    member: str


class DoorAnswer(msgspec.Struct, frozen=True):
    """Whether a door opened, for whom, and the proof of the visit. ``needs_code``: the mailbox is not proved yet."""

    opened: bool = False
    member: str = ""
    proof: str = ""
    needs_code: bool = False


class KeyAnswer(msgspec.Struct, frozen=True):
    """A machine's token, told once, and the part of it that may be shown."""

    prefix: str
    token: str = ""


# ---- news of a merchant ----------------------------------------------------------------------------------------


class ChangeEntry(msgspec.Struct, frozen=True):
    """Something that a merchant is told. ``source`` is what it is told of: from one source comes one change.

    ``happened_at`` has its offset. ``data`` is what is told; ``heard_at`` is when the post knew.
    """

    merchant: str
    source: str
    kind: str
    subject: str
    happened_at: datetime
    data: dict[str, Any]
    status: str = ""
    reason: str = ""
    event: str = ""
    raw_code: str = ""
    office: str = ""
    heard_at: datetime | None = None


class ChangeSent(msgspec.Struct, frozen=True):
    """A change as it is sent, and as it is read in the journal. ``id`` is the same however often it is sent."""

    id: str
    number: int
    type: str
    timestamp: datetime
    recorded_at: datetime
    data: dict[str, Any]


class EndpointSecret:
    """What news to an endpoint is signed with, in the form of Standard Webhooks. Drawn by whoever calls."""

    __slots__ = ("plain",)

    def __init__(self, drawn: bytes) -> None:
        self.plain = f"whsec_{base64.b64encode(drawn).decode()}"

    def __repr__(self) -> str:
        return "EndpointSecret(••••••)"


class DueChange(msgspec.Struct, frozen=True):
    """A change that waits to be sent. ``is_held``: it was held back before."""

    number: int
    subject: str
    id: str
    body: str
    is_held: bool = False


class Lane(msgspec.Struct, frozen=True):
    """What goes to one endpoint now, by whoever took it, until the lease ends; in this order, one after the other.

    ``behind`` are subjects of which something earlier is held back: nothing later of them is sent.
    """

    endpoint: int
    url: str
    lease: UUID
    leased_until: datetime
    upto: int
    changes: tuple[DueChange, ...]
    behind: frozenset[str] = frozenset()
    secrets: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"Lane({self.endpoint}, {len(self.changes)} changes)"


class Tried(msgspec.Struct, frozen=True):
    """One attempt: what was answered, or why nothing was."""

    number: int
    at: datetime
    status: int = 0
    problem: str = ""
    duration_ms: int = 0
    answer: str = ""

    @property
    def is_taken(self) -> bool:
        return 200 <= self.status < 300

    @property
    def was_answered(self) -> bool:
        return self.status > 0


class LaneSent(msgspec.Struct, frozen=True):
    """What became of a lane. ``jitter``, from 0 to 1, parts those who failed at one moment."""

    lane: Lane
    tries: tuple[Tried, ...]
    jitter: float = 0.5
