"""What is asked, before any account is looked at: entries that no ledger could take are declined for themselves."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from hashlib import sha256
from uuid import UUID

import msgspec
from django.utils.translation import gettext as _

from postkit.money import decimals
from rekkas.base.actors import Actor
from rekkas.base.errors import InvalidInput
from rekkas.money.choices import CURRENCIES, EXCHANGE_KINDS, Phase
from rekkas.money.entries import Leg, TransferEntry
from rekkas.money.errors import (
    AuthorMissing,
    NotExchanged,
    NothingMoves,
    RateDiffers,
    RateMissing,
    UnknownCurrency,
    WrongCurrency,
)
from rekkas.money.posting.accounts import Purse, parts_of
from rekkas.money.times import microseconds

AMOUNT_AT_MOST = 10**15  # far above any transfer, and thousands of these still fit a balance
LEGS_AT_MOST = 100
ACTOR_NAME_AT_MOST = 150
RATE = re.compile(r"[0-9]{1,12}(\.[0-9]{1,12})?", re.ASCII)
FIRST_YEAR, LAST_YEAR = 1900, 2999
# A member of an enumeration, asked for by the name of its class, is found twenty times as slowly (Python 3.11).
MOVED, HELD, RELEASED = Phase.POSTED, Phase.HELD, Phase.RELEASED
TEXTS = (("subject", 40), ("office", 12), ("rate", 40), ("note", 200))
_encode = msgspec.json.Encoder().encode


@dataclass(slots=True)
class Other:
    """The entry that a request settles or reverses, as it was kept."""

    id: int
    key: UUID
    phase: str
    expires_at: datetime | None
    is_reversal: bool
    legs: tuple[Leg, ...] = ()
    is_done: bool = False


@dataclass(slots=True)
class Request:
    """One entry of a batch on its way: where its answer belongs, its key as evidence writes it, its author, its legs,
    the digest of what was asked, the entry that it names.
    """

    position: int
    entry: TransferEntry
    key: str
    by: Actor
    legs: tuple[Leg, ...]
    digest: bytes
    other: Other | None = None
    ends: Sequence[tuple[Purse, Purse, int]] = ()
    business_date: date | None = None


def check_shape(entry: TransferEntry, legs: Sequence[Leg]) -> None:
    """What no column has room for would fail the whole batch; here it fails its own row."""
    if not legs and entry.other_key is None:
        raise NothingMoves()
    if len(legs) > LEGS_AT_MOST:
        raise InvalidInput(field="also", reason=_("it has too many legs."))
    for leg in legs:
        source, target, amount, currency = leg.source, leg.target, leg.amount, leg.currency
        if type(amount) is not int:  # a fraction is not rounded, and truth is no amount
            raise InvalidInput(field="amount", reason=_("it is not a whole number of the smallest unit."))
        if amount <= 0 or source == target:
            raise NothingMoves()
        if amount > AMOUNT_AT_MOST:
            raise InvalidInput(field="amount", reason=_("it is too large."))
        if parts_of(source)[2] != currency:
            raise WrongCurrency(account=source, currency=currency)
        if parts_of(target)[2] != currency:
            raise WrongCurrency(account=target, currency=currency)
        if currency not in CURRENCIES:
            raise UnknownCurrency(currency=currency)
    _check_fields(entry)
    if len(legs) > 1 and len({leg.currency for leg in legs}) > 1:
        check_exchange(legs, entry.rate)


def check_exchange(legs: Sequence[Leg], rate: str) -> None:
    """Two currencies meet through exchange accounts alone, at a rate with which both amounts agree.

    What somebody gives comes out of the exchange account of that currency, as in any entry of theirs. ``rate`` says how
    many of the currency taken they have for one of that given; the amounts agree where the one is what the other comes
    to, give or take one of the smallest unit.
    """
    if not rate:
        raise RateMissing()
    out: dict[str, int] = {leg.currency: 0 for leg in legs}
    for leg in legs:
        out[leg.currency] += leg.amount * (_is_exchange(leg.source) - _is_exchange(leg.target))
    (given, amount), *_, (taken, other) = sorted(out.items(), key=lambda one: -one[1])
    if len(out) != 2 or amount <= 0 or other >= 0:
        raise NotExchanged()
    if not RATE.fullmatch(rate):
        raise RateDiffers(rate=rate, given=given, taken=taken)
    comes_to = Fraction(rate) * amount * Fraction(10) ** (decimals(taken) - decimals(given))
    if abs(comes_to + other) > 1:
        raise RateDiffers(rate=rate, given=given, taken=taken)


def _is_exchange(code: str) -> bool:
    return parts_of(code)[0] in EXCHANGE_KINDS


def _check_fields(entry: TransferEntry) -> None:
    if entry.subject or entry.office or entry.rate or entry.note:
        _check_texts(entry)
    _check_moment("happened_at", entry.happened_at)
    if entry.phase is MOVED and entry.other_key is None and entry.expires_at is None:
        return
    _check_phase(entry)


def _check_texts(entry: TransferEntry) -> None:
    for name, room in TEXTS:
        text: str = getattr(entry, name)
        if len(text) > room:
            raise InvalidInput(field=name, reason=_("it is too long."))
        if "\0" in text or not text.isascii():
            _check_signs(name, text)


def _check_signs(name: str, text: str) -> None:
    """A database keeps no NUL, and half a sign is none."""
    if "\0" in text or any("\ud800" <= sign <= "\udfff" for sign in text):
        raise InvalidInput(field=name, reason=_("it holds a sign that cannot be kept."))


def _check_moment(name: str, moment: datetime) -> None:
    if moment.tzinfo is None:
        raise InvalidInput(field=name, reason=_("it has no UTC offset."))
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise InvalidInput(field=name, reason=_("its year is not between 1900 and 2999"))


def check_author(by: Actor) -> None:
    """Nobody's name is cut short in the books, and nothing in them is nobody's."""
    if not by.name.strip():
        raise AuthorMissing()
    if len(by.name) > ACTOR_NAME_AT_MOST:
        raise InvalidInput(field="actor", reason=_("it is too long."))


def _check_phase(entry: TransferEntry) -> None:
    """What an entry that is more than a movement may say."""
    if entry.expires_at is not None:
        _check_moment("expires_at", entry.expires_at)
    if entry.settles and entry.reverses:
        raise InvalidInput(field="reverses", reason=_("an entry settles or reverses, not both."))
    if entry.expires_at and entry.phase is not HELD:
        raise InvalidInput(field="expires_at", reason=_("only what is set aside expires."))
    if entry.phase is RELEASED and (entry.settles is None or not entry.takes_legs or entry.also):
        raise InvalidInput(field="phase", reason=_("name what is let go, and no legs."))
    if entry.phase is HELD and entry.other_key is not None:
        raise InvalidInput(field="phase", reason=_("what settles or reverses cannot be set aside."))


def request_digest(entry: TransferEntry, legs: Sequence[Leg]) -> bytes:
    """The 32 bytes that stand for what was asked: a repeat says the same, whenever it comes and whoever sends it."""
    return sha256(
        _encode(
            [
                [[leg.source, leg.target, leg.amount, leg.currency] for leg in legs],
                entry.kind._value_, entry.subject, entry.office, entry.phase._value_,
                microseconds(entry.expires_at), entry.settles and entry.settles.hex,
                entry.reverses and entry.reverses.hex,
                entry.business_date and entry.business_date.isoformat(), entry.rate, entry.note,
            ]
        )
    ).digest()  # fmt: skip
