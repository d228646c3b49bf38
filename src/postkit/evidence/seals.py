"""Evidence that a record was not touched: a digest for each row, and a chain of seals over batches of rows.

A row's digest is SHA-256 over its values written as one JSON array in a fixed form: strings, integers, booleans
and null only, no blanks, UTF-8, non-ASCII letters as themselves (the form that RFC 8785 gives such an array).
A seal covers one batch: SHA-256 over the seal before it and the batch's row digests in ascending order. Order
inside a batch therefore does not matter; a row added, removed or changed does, and so does a lost or moved batch.

>>> first = seal_digest(START, [row_digest(["EMA", 1]), row_digest(["EMI", 2])])
>>> first == seal_digest(START, [row_digest(["EMI", 2]), row_digest(["EMA", 1])])
True
>>> first == seal_digest(START, [row_digest(["EMA", 1]), row_digest(["EMI", 3])])
False
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import TypeAlias

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

Value: TypeAlias = "str | int | bool | Sequence[Value] | None"

START = bytes(32)  # what the first seal of a lane follows
_encode = msgspec.json.Encoder().encode


def row_digest(values: Sequence[Value]) -> bytes:
    """The 32 bytes that stand for a row's content.

    >>> row_digest(["EMA", None, 12]).hex()[:16]
    '46d92b7d21d5ec40'
    """
    return sha256(_encode(values)).digest()


def seal_digest(previous: bytes, rows: Iterable[bytes]) -> bytes:
    """The 32 bytes that stand for a batch of rows and for all batches before it."""
    seal = sha256(previous)
    for row in sorted(rows):
        seal.update(row)
    return seal.digest()


def chain_digest(previous: bytes, values: Sequence[Value]) -> bytes:
    """The 32 bytes that stand for a line and for all lines before it: a receipt shows them.

    >>> chain_digest(START, ["till:A/b:MAD", 1, 500]) == chain_digest(START, ["till:A/b:MAD", 1, 501])
    False
    """
    return sha256(previous + row_digest(values)).digest()


def is_signed(message: bytes, public_key: bytes, signature: bytes) -> bool:
    """Whether an Ed25519 signature (RFC 8032) of 64 bytes under a message was made with this key of 32 bytes."""
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


@dataclass(frozen=True, slots=True)
class SealedRow:
    """A row as found: its name for people, the digest kept beside it, and its values now."""

    name: str
    number: int
    kept: bytes
    values: Sequence[Value]


@dataclass(frozen=True, slots=True)
class KeptSeal:
    number: int
    row_count: int
    previous: bytes
    digest: bytes


@dataclass(frozen=True, slots=True)
class Fault:
    """One place where the record does not agree with its evidence."""

    name: str
    reason: str


def faults_in_lane(rows: Iterable[SealedRow], seals: Iterable[KeptSeal]) -> Iterator[Fault]:
    """Recompute one lane. ``rows`` and ``seals`` come in ascending order of their seal's number.

    Reasons: ``row-changed``, ``row-without-seal``, ``rows-missing``, ``seal-missing``, ``seal-changed``.
    """
    waiting = iter(rows)
    row = next(waiting, None)
    previous, expected = START, 1
    for seal in seals:
        if seal.number != expected or seal.previous != previous:
            yield Fault(f"seal {expected}", "seal-missing")
        while row is not None and row.number < seal.number:
            yield Fault(row.name, "row-without-seal")
            row = next(waiting, None)
        digests, changed = [], False
        while row is not None and row.number == seal.number:
            digest = row_digest(row.values)
            if digest != row.kept:
                changed = True
                yield Fault(row.name, "row-changed")
            digests.append(digest)
            row = next(waiting, None)
        if len(digests) != seal.row_count:
            yield Fault(f"seal {seal.number}", "rows-missing")
        elif not changed and seal_digest(seal.previous, digests) != seal.digest:
            yield Fault(f"seal {seal.number}", "seal-changed")
        previous, expected = seal.digest, seal.number + 1
    while row is not None:
        yield Fault(row.name, "row-without-seal")
        row = next(waiting, None)
