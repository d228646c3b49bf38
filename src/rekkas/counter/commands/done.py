"""What one line of a visit did, as every service answers it."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from rekkas.base.errors import Refused
from rekkas.catalogue.queries import PriceLine
from rekkas.counter.choices import Service
from rekkas.counter.entries import LineDone


@dataclass(frozen=True, slots=True)
class Did:
    """What one line did, for the record of the visit: ``entries`` are the keys of what it moved."""

    service: Service
    done: LineDone
    what: str = ""
    count: int = 1
    reasons: Sequence[PriceLine] = ()
    entries: Sequence[UUID] = ()


def as_refusal(code: str, message: str, number: str = "") -> Refused:
    """A refusal that a batch gave back in words, with the code that it had."""

    class Declined(Refused):
        pass

    Declined.code, Declined.message = code, message.replace("%", "%%")
    return Declined(number=number)
