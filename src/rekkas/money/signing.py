"""The post's own hand under a closed day: an Ed25519 key that stays with the operator.

``REKKAS_LEDGER_KEY`` names a file with the private key (PEM, PKCS 8). Without it one is made in the data folder, where
only its owner reads it. The public key is printed on each closing statement and goes with every export: whoever
checks needs no more. A post that keeps its key elsewhere signs the root there and records it by ``sign_day``.
Public keys that the post had before, or keeps elsewhere, stand in ``ledger-keys.txt`` in the data folder, one a line.
"""

import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)
from django.conf import settings

KEY_FILE, PUBLIC_KEYS_FILE = "ledger-key.pem", "ledger-keys.txt"


@dataclass(frozen=True, slots=True)
class Signed:
    public_key: bytes
    signature: bytes


def sign(root: bytes) -> Signed:
    """Sign the root of a day. The key is made with the first signature."""
    path = _path()
    if not os.environ.get("REKKAS_LEDGER_KEY") and not path.exists():
        _make(path)
    key = _key(path)
    return Signed(_public(key), key.sign(root))


def known_keys() -> frozenset[str]:
    """The public keys with which the post signs and signed, hexadecimal; none where nothing here tells of any.

    Whoever compares the records need not be able to sign: where the private key cannot be read, the list alone counts.
    """
    listed = Path(settings.DATA) / PUBLIC_KEYS_FILE
    keys = set(listed.read_text("ascii", errors="replace").lower().split() if listed.exists() else ())
    with suppress(OSError, TypeError, ValueError):  # not there, not ours to read, behind a password, no key
        keys.add(_public(_key(_path())).hex())
    return frozenset(keys)


def _path() -> Path:
    given = os.environ.get("REKKAS_LEDGER_KEY")
    return Path(given) if given else Path(settings.DATA) / KEY_FILE


def _public(key: Ed25519PrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def _key(path: Path) -> Ed25519PrivateKey:
    key = load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise TypeError(f"{path.name} holds no Ed25519 key")
    return key


def _make(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    content = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    try:
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:  # a twin process was first
        return
    with os.fdopen(handle, "wb") as file:
        file.write(content)
