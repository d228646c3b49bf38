"""A rate table and the signature under it, as a file of two lines.

The first line is the text of the table, the second says with which key it was signed: ``{"algorithm":"Ed25519",
"public_key":…,"signature":…}``, both hexadecimal. What is signed is the bytes of the first line without its end, so
that a shop checks them before it reads anything of them, with any library that knows Ed25519 (RFC 8032).
"""

import re
from typing import Annotated, Literal

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from msgspec import Meta, Struct

from postkit.evidence import is_signed
from postkit.rate_table.table import MOST_BYTES, NotARateTable, RateTable, document_of, table_of

_LINES = re.compile(rb"([^\r\n]+)\n([^\r\n]+)\n?")


class _Signature(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    public_key: Annotated[str, Meta(pattern=r"^[0-9a-f]{64}\Z")]
    signature: Annotated[str, Meta(pattern=r"^[0-9a-f]{128}\Z")]
    algorithm: Literal["Ed25519"] = "Ed25519"


_encode = msgspec.json.Encoder(order="sorted").encode
_decode = msgspec.json.Decoder(_Signature).decode


def sign(table: RateTable, private_key: Ed25519PrivateKey) -> bytes:
    """The file of a table, signed. Who keeps the key elsewhere signs `document_of` there and calls `signed`."""
    document = document_of(table)
    public_key = private_key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    return signed(document, public_key, private_key.sign(document))


def signed(document: bytes, public_key: bytes, signature: bytes) -> bytes:
    """The file of a text that was signed with this key of 32 bytes; a signature that is wrong is not given out."""
    if not is_signed(document, public_key, signature):
        raise NotARateTable("signature")
    seal = _encode(_Signature(public_key=public_key.hex(), signature=signature.hex()))
    return b"\n".join((document, seal, b""))


def verify(data: bytes, *public_keys: str) -> RateTable:
    """The table of a file that one of these keys (hexadecimal) has signed; nothing of another is even read."""
    if len(data) > MOST_BYTES:
        raise NotARateTable("too-large", f"{len(data)} bytes")
    lines = _LINES.fullmatch(data)
    if not lines:
        raise NotARateTable("form")
    try:
        seal = _decode(lines[2])
    except (msgspec.DecodeError, UnicodeError, RecursionError) as wrong:
        raise NotARateTable("form", str(wrong)) from None
    if seal.public_key not in {key.strip().lower() for key in public_keys}:
        raise NotARateTable("another-key", seal.public_key)
    if not is_signed(lines[1], bytes.fromhex(seal.public_key), bytes.fromhex(seal.signature)):
        raise NotARateTable("signature")
    return table_of(lines[1])
