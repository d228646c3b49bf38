"""The shapes in which merchants sign up, and in which they are answered at the door."""

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
