"""Payment messages of ISO 20022, as much of them as a postal bank needs, read strictly and written by hand.

Idea: a small profile that is understood whole. What is read becomes frozen dataclasses; an element that would change
what is paid and that the profile lacks refuses the message; what is merely told beside it is taken and not kept. What
is written has been read back first. So the arithmetic, the account numbers and the identifications of a message can be
trusted, whoever sent it.

| Messages | Module | Read, written |
|---|---|---|
| pain.001 transfers that a customer asks for | `initiation` | both |
| pain.002, pacs.002 what became of them | `statuses` | both |
| pacs.008 transfers between banks, pacs.004 sent back | `interbank` | both |
| camt.053 statement, camt.054 advice | `statement`, `entries` | both |

Versions stand in `versions`, what all messages share in `parts`, the profile itself in the shapes of each module
(`shape` tells how to read them), reasons of refusals in `refusal`. `fingerprint` finds the same payments in another
file; `schemas` judges by the official schemas where one has them.

Shapes and units: amounts are minor units beside a currency; a message has bytes of UTF-8. Bytes from strangers do no
harm (`opening`): whatever they are, they give a message or `NotAMessage`.
Source: ISO 20022, from public descriptions and schemas, in own words; no schema is part of this package.

>>> read(b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>")
Traceback (most recent call last):
postkit.iso20022.refusal.NotAMessage: has-dtd: the file declares a document type, which no payment message needs
"""

from collections.abc import Callable, Mapping

from postkit.iso20022.initiation import Initiation
from postkit.iso20022.initiation import of as initiation_of
from postkit.iso20022.initiation import write as write_initiation
from postkit.iso20022.interbank import (
    InterbankTransfers,
    ReturnedTransfers,
    returns_of,
    transfers_of,
    write_returns,
    write_transfers,
)
from postkit.iso20022.opening import MOST_BYTES, Opened, open_message
from postkit.iso20022.refusal import REASONS, NotAMessage
from postkit.iso20022.statement import (
    Advices,
    Statements,
    advices_of,
    statements_of,
    write_advices,
    write_statements,
)
from postkit.iso20022.statuses import (
    CustomerStatus,
    InterbankStatus,
    customer_status_of,
    interbank_status_of,
    write_customer_status,
    write_interbank_status,
)
from postkit.iso20022.versions import VERSIONS, Version

Message = (
    Initiation
    | CustomerStatus
    | InterbankTransfers
    | InterbankStatus
    | ReturnedTransfers
    | Statements
    | Advices
)

_READERS: Mapping[str, Callable[[Opened], Message]] = {
    "pain.001": initiation_of,
    "pain.002": customer_status_of,
    "pacs.008": transfers_of,
    "pacs.002": interbank_status_of,
    "pacs.004": returns_of,
    "camt.053": statements_of,
    "camt.054": advices_of,
}

__all__ = ["MOST_BYTES", "REASONS", "VERSIONS", "Message", "NotAMessage", "Version", "read", "write"]


def read(data: bytes, most_bytes: int = MOST_BYTES) -> Message:
    """Read any message of the table of versions, or refuse it."""
    opened = open_message(data, most_bytes)
    return _READERS[opened.version.message](opened)


def write(message: Message) -> bytes:
    """Write any message, or refuse what could not be read back."""
    match message:
        case Initiation():
            return write_initiation(message)
        case CustomerStatus():
            return write_customer_status(message)
        case InterbankTransfers():
            return write_transfers(message)
        case InterbankStatus():
            return write_interbank_status(message)
        case ReturnedTransfers():
            return write_returns(message)
        case Statements():
            return write_statements(message)
        case Advices():
            return write_advices(message)
