"""What is shown at the door: a machine's token, a person's badge, a code that was sent. Only digests are kept."""

import hashlib
import re
import secrets
from dataclasses import dataclass
from datetime import datetime

from django.utils.crypto import salted_hmac

from rekkas.base.actors import Actor

TOKEN = re.compile(r"([0-9a-f]{12})\.[\w-]{43}", re.ASCII)
BADGE = re.compile(r"[0-9]{50}", re.ASCII)  # bars hold two digits in the place of one letter
SCOPE = re.compile(r"[a-z]+\.(?:[a-z_]+|\*)")


@dataclass(frozen=True, slots=True)
class Holder:
    """The machine that a token speaks for."""

    prefix: str
    digest: bytes
    actor: Actor
    expires_at: datetime | None
    revoked_at: datetime | None


def new_token() -> str:
    """A fresh token: twelve characters by which it is found and named, and 256 bits that nobody guesses."""
    return f"{secrets.token_hex(6)}.{secrets.token_urlsafe(32)}"


def prefix_of(token: str) -> str:
    """The part of a token that may be shown; nothing for what is no token.

    >>> prefix_of("0123456789ab." + "x" * 43), prefix_of("guess")
    ('0123456789ab', '')
    """
    found = TOKEN.fullmatch(token)
    return found[1] if found else ""


def digest_of(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def new_badge() -> str:
    """The code of a fresh badge: 160 bits in digits, as every scanner types them.

    >>> BADGE.fullmatch(new_badge()) is not None
    True
    """
    return f"{secrets.randbits(160):050d}"


def badge_digest(code: str) -> bytes:
    return digest_of(code.strip())


class ShortCode:
    """Six digits that open something for some minutes. Only a keyed hash of them is kept.

    They are drawn by whoever calls; a slow hash would not help so short a code, the key and the count of tries do.
    """

    __slots__ = ("plain",)

    def __init__(self, plain: str) -> None:
        self.plain = plain

    def kept_for(self, whom: str) -> str:
        """The hash, for one telephone or follower: the same digits of another are another hash."""
        return salted_hmac("rekkas.base.short-code", f"{whom} {self.plain}", algorithm="sha256").hexdigest()

    def __repr__(self) -> str:
        return "ShortCode(••••••)"


def drawn_code() -> ShortCode:
    """Six digits that nobody foresees."""
    return ShortCode(f"{secrets.randbelow(10**6):06d}")
