"""The shapes of answers at a citizen's door, and of who follows what."""

import msgspec
from django.utils.crypto import salted_hmac


class ShortCode:
    """Six digits that open something for some minutes. Only a keyed hash of them is kept.

    They are drawn by whoever calls; a slow hash would not help so short a code, the key and the count of tries do.
    """

    __slots__ = ("plain",)

    def __init__(self, plain: str) -> None:
        self.plain = plain

    def kept_for(self, whom: str) -> str:
        """The hash, for one telephone or follower: the same digits of another are another hash."""
        return salted_hmac("rekkas.citizen.code", f"{whom} {self.plain}", algorithm="sha256").hexdigest()

    def __repr__(self) -> str:
        return "ShortCode(••••••)"


class CitizenAnswer(msgspec.Struct, frozen=True):
    """Whether a door opened, and the proof that a visit carries."""

    opened: bool = False
    proof: str = ""


class Followed(msgspec.Struct, frozen=True):
    """Who follows from now on, or, where they were not known yet, after a code."""

    follower: int
    confirmed: bool
