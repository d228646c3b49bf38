"""The shapes in which texts are written, sent and answered for."""

from datetime import datetime

import msgspec

from rekkas.reach.choices import Answer


class TextEntry(msgspec.Struct, frozen=True):
    """A text to somebody. ``key`` makes a repeat harmless; ``params`` fill its words; ``subject`` is what it is about.

    ``country`` says whose quiet hours count where the number does not; before ``not_before`` nothing is sent.
    """

    key: str
    channel: str
    to: str
    kind: str
    params: dict[str, str] = {}
    language: str = ""
    subject: str = ""
    country: str = ""
    not_before: datetime | None = None


class TextResult(msgspec.Struct, frozen=True, omit_defaults=True):
    """What became of an entry: written, repeated (it was written before), or declined with a stable code."""

    outcome: str
    key: str
    code: str = ""
    message: str = ""


class DueText(msgspec.Struct, frozen=True):
    """A text that is to be sent now, by whoever took it, until the lease ends."""

    id: int
    key: str
    channel: str
    to: str
    language: str
    kind: str
    params: dict[str, str]
    sender: str
    leased_until: datetime


class Sending(msgspec.Struct, frozen=True):
    """What a gateway answered: taken, under a number of its own; not now; or never, and why."""

    answer: Answer
    gateway_id: str = ""
    problem: str = ""


class Receipt(msgspec.Struct, frozen=True):
    """What a gateway says later of a text that it has taken, by its own number or by ours."""

    delivered: bool
    gateway_id: str = ""
    key: str = ""
    problem: str = ""
