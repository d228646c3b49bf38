"""The shapes in which the bank is told of customers and their papers, and tells."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import msgspec

from postkit.address import Address
from rekkas.bank.choices import CustomerKind, Seen, Sex
from rekkas.money.choices import EntryKind, Posted


class CustomerEntry(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Who somebody is, as the clerk enters it: a person with given and family names, or an organisation.

    ``born`` is a day, a month or a year, as ISO writes them: papers of the old often know no more. ``phone`` begins
    with + and the country's code. A registration is named by its kind and number.
    """

    country: str
    kind: CustomerKind = CustomerKind.PERSON
    given_name: str = ""
    family_name: str = ""
    given_name_ar: str = ""
    family_name_ar: str = ""
    name: str = ""
    name_ar: str = ""
    registration_kind: str = ""
    registration_number: str = ""
    born: str = ""
    birth_place: str = ""
    sex: Sex | None = None
    phone: str = ""
    address: Address | None = None
    language: str = ""


class DocumentEntry(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One paper that shows who somebody is. ``image`` is a PNG or JPEG of it; ``country`` says who issued it."""

    kind: str
    number: str
    country: str = ""
    issued_on: date | None = None
    expires_on: date | None = None
    seen: Seen = Seen.IN_PERSON
    image: bytes = b""


class Enrolled(msgspec.Struct, frozen=True):
    """The number of a new customer and the level reached at once, if any."""

    number: str
    level: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody whom the bank may know already under another spelling, and why. Numbers are masked."""

    number: str
    name: str
    name_ar: str
    born: str
    phone: str
    likeness: int  # in thousandths
    same_phone: bool
    same_document: bool


@dataclass(frozen=True, slots=True)
class LoadedBank:
    """What a load found in the pack, and how many rows left it."""

    levels: int
    documents: int
    products: int
    retired: int


class LoadedList(msgspec.Struct, frozen=True):
    """A version of a sanction list; ``is_new`` is false where that very file was in force already."""

    code: str
    listed_on: date
    digest: str
    entry_count: int
    new_count: int
    left_count: int
    is_new: bool


class Screened(msgspec.Struct, frozen=True):
    """How much was compared in one go, how many likenesses are new, and whether something is left to compare."""

    customers: int
    entries: int
    opened: int
    is_more: bool


def masked(number: str) -> str:
    """A number of a paper or a telephone as lists show it: enough to tell two apart, not enough to use.

    >>> masked("+212612345678"), masked("AB123456"), masked("12"), masked("")
    ('+212•••••••78', 'AB••••56', '••', '')
    """
    shown = 4 if number.startswith("+") else 2
    if len(number) <= shown + 2:
        return "•" * len(number)
    return f"{number[:shown]}{'•' * (len(number) - shown - 2)}{number[-2:]}"


def numbers_of(candidates: Sequence[Candidate]) -> str:
    return ", ".join(candidate.number for candidate in candidates)


# ---- accounts --------------------------------------------------------------------------------------------------

ACCOUNT_DIGITS, SERIAL_DIGITS = 16, 14


def account_number_of(serial: int) -> str:
    """The number of an account: its serial and two check digits (ISO 7064, modulo 97), so that no slip is another's.

    >>> account_number_of(1), account_number_of(10)
    ('0000000000000195', '0000000000001068')
    """
    return f"{serial:0{SERIAL_DIGITS}}{98 - serial * 100 % 97:02}"


def account_number_agrees(number: str) -> bool:
    """Whether an account's number was read right.

    >>> account_number_agrees("0000000000000195"), account_number_agrees("0000000000000159")
    (True, False)
    """
    is_whole = len(number) == ACCOUNT_DIGITS and number.isascii() and number.isdecimal()
    return is_whole and int(number) % 97 == 1


class Opened(msgspec.Struct, frozen=True):
    """A new account, by the numbers under which it is known. RIB and IBAN are empty where a country has none."""

    number: str
    rib: str = ""
    iban: str = ""


class Moved(msgspec.Struct, frozen=True):
    """What became of one movement at a counter: ``entry`` is its key in the ledger."""

    entry: UUID
    account: str
    amount: int
    currency: str
    fee: int
    balance: int
    available: int


class AccountEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One row of a list: an amount between an account, named as people do, and a place of the bank or the post.

    ``place`` is an account of the ledger, such as ``clearing:incoming:MAD``. ``fee`` is the code of a fee that the
    account pays besides.
    """

    key: UUID
    account: str
    amount: int
    currency: str
    place: str
    kind: EntryKind
    subject: str = ""
    note: str = ""
    fee: str = ""


class RowAnswer(msgspec.Struct, frozen=True, omit_defaults=True):
    """What became of one row of a list; ``account`` is the number of the account that was found."""

    key: UUID
    outcome: Posted
    account: str = ""
    fee: int = 0
    code: str = ""
    message: str = ""


class Swept(msgspec.Struct, frozen=True):
    """How far one go over the accounts of a product came. ``amount`` is what was credited, taken or counted."""

    period: str
    accounts: int
    done: int
    declined: int = 0
    amount: int = 0
    tax: int = 0
    is_more: bool = False


# ---- customers' own pages --------------------------------------------------------------------------------------


class Invited(msgspec.Struct, frozen=True):
    """Who may come to pages of their own, and until when the code on the slip opens them."""

    number: str
    until: datetime


class DoorAnswer(msgspec.Struct, frozen=True, omit_defaults=True):
    """Whether the door opened: with the proof that a visit carries, and when it opened before."""

    opened: bool = False
    proof: str = ""
    before: datetime | None = None
