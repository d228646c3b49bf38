"""Money orders: the number on the paper, the code in the sender's pocket, and the message from post to post.

**The number** is a country, ten digits of serial and two check digits: with letters read as 10 to 35 the whole is 1
modulo 97 (ISO 7064, MOD 97-10), so that no single wrong digit and no swap of two neighbours passes. It is printed in
groups: `MA 0000 0000 42 94`. The number is no secret.

**The secret code** is six digits, told to the sender and by the sender to the payee. Codes that people guess first are
not given out. `SecretCode` never shows itself: whatever prints, logs or digests it gets dots. It is drawn from a seed
that the caller keeps as long as the page is open: the same seed gives the same code, so that a request sent twice does
not give two. What is kept of a code is the caller's affair: a slow, salted hash, and a limit of attempts, for a million
codes are soon tried.

**The message** between posts says what happened to an order in words that belong to no system: an adapter turns it into
what a partner's network speaks. It carries no code and no trace of one: the post that issued an order checks the code
for the post that pays it.

Shapes and units: frozen dataclasses; amounts are minor units beside an ISO 4217 currency, days and moments ISO 8601
texts inside JSON. Source: ISO 7064 from public descriptions; the verbs of the message follow the public list of what
posts tell one another (issue, payment, cancellation, expiry, return). Errors: `NotAnOrderNumber`, `NotACode` and
`NotAMessage`, ValueErrors with a stable `reason`.

>>> number = make("MA", 42)
>>> str(number), format(number), parse("ma 0000 0000 42-94") == number
('MA000000004294', 'MA 0000 0000 42 94', True)
>>> code = draw_code(b"a seed of at least sixteen bytes")
>>> code, str(code), len(code.spoken), draw_code(b"a seed of at least sixteen bytes") == code
(SecretCode(••••••), '••••••', 6, True)
"""

import hashlib
import hmac
import re
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from itertools import count, pairwise

import msgspec

from postkit.text import clean_number, western_digits

SERIAL_DIGITS = 10
CODE_DIGITS = 6
SEED_BYTES = 16
HIDDEN = "•" * CODE_DIGITS
_NUMBER = re.compile(r"([A-Z]{2})([0-9]{10})([0-9]{2})")
_CURRENCY = re.compile(r"[A-Z]{3}")
_COUNTRY = re.compile(r"[A-Z]{2}")
_MOST = 10**15
_TEXT_AT_MOST = 200


class NotAnOrderNumber(ValueError):
    """The text is no number of a money order; ``reason`` is length, characters or check."""

    def __init__(self, reason: str, said: str = "") -> None:
        super().__init__(f"{reason}: {said}" if said else reason)
        self.reason = reason


class NotACode(ValueError):
    """The text is no secret code; ``reason`` is length or digits. The text itself is not in it."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class NotAMessage(ValueError):
    """The bytes are no message; ``reason`` is json, shape, or the name of the field that cannot be."""

    def __init__(self, reason: str, said: str = "") -> None:
        super().__init__(f"{reason}: {said}" if said else reason)
        self.reason = reason


# ---- the number ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, order=True)
class OrderNumber:
    """The parts of a money order's number; str() puts them together again."""

    country: str
    serial: str
    check: str

    def __str__(self) -> str:
        return f"{self.country}{self.serial}{self.check}"


def check_digits(country: str, serial: str) -> str:
    """The two digits that close a number: 02 to 98.

    >>> check_digits("MA", "0000000042")
    '94'
    """
    text = f"{country}{serial}00"
    if not _NUMBER.fullmatch(text):
        raise NotAnOrderNumber("characters", text)
    return f"{98 - _value(text) % 97:02}"


def make(country: str, serial: int) -> OrderNumber:
    """Make the number of a new order; the caller sees to it that the serial is not in use.

    >>> str(make("SN", 7))
    'SN000000000773'
    """
    if not 0 <= serial < 10**SERIAL_DIGITS:
        raise NotAnOrderNumber("length", f"serial {serial}")
    digits = f"{serial:0{SERIAL_DIGITS}}"
    return OrderNumber(country, digits, check_digits(country, digits))


def parse(text: str) -> OrderNumber:
    """Read a number, however spaced and in whatever digits.

    >>> parse("MA ٠٠٠٠٠٠٠٠٤٢ ٩٤").serial
    '0000000042'
    >>> parse("MA 0000 0000 24 94")
    Traceback (most recent call last):
    postkit.moneyorder.NotAnOrderNumber: check: MA000000002494
    """
    number = clean_number(text)
    if len(number) != 2 + SERIAL_DIGITS + 2:
        raise NotAnOrderNumber("length", number[:40])
    found = _NUMBER.fullmatch(number)
    if not found:
        raise NotAnOrderNumber("characters", number)
    if check_digits(found[1], found[2]) != found[3]:
        raise NotAnOrderNumber("check", number)
    return OrderNumber(*found.groups())


def format(number: OrderNumber | str) -> str:
    """Group a number as it is printed.

    >>> format("MA000000004294")
    'MA 0000 0000 42 94'
    """
    parts = number if isinstance(number, OrderNumber) else parse(number)
    serial = parts.serial
    return f"{parts.country} {serial[:4]} {serial[4:8]} {serial[8:]} {parts.check}"


def _value(text: str) -> int:
    """The country moved to the end, letters as 10 to 35: the one number whose remainder counts."""
    return int("".join(str(int(sign, 36)) for sign in f"{text[2:-2]}{text[:2]}{text[-2:]}"))


# ---- the secret code -------------------------------------------------------------------------------------------


class SecretCode:
    """A code that shows itself to nobody but whoever asks for ``spoken``.

    >>> SecretCode("482 913") == SecretCode("٤٨٢٩١٣"), f"{SecretCode('482913')!r} {SecretCode('482913')}"
    (True, 'SecretCode(••••••) ••••••')
    """

    __slots__ = ("_digits",)

    def __init__(self, text: str) -> None:
        digits = "".join(western_digits(text).split()).replace("-", "")
        if not digits.isascii() or not digits.isdigit():
            raise NotACode("digits")
        if len(digits) != CODE_DIGITS:
            raise NotACode("length")
        self._digits = digits

    @property
    def spoken(self) -> str:
        """The digits, for the slip of the sender and for a slow hash. Write them nowhere else."""
        return self._digits

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SecretCode) and hmac.compare_digest(self._digits, other._digits)

    def __hash__(self) -> int:
        return hash(SecretCode)

    def __str__(self) -> str:
        return HIDDEN

    def __repr__(self) -> str:
        return f"SecretCode({HIDDEN})"

    def __reduce__(self) -> str:
        raise TypeError("a secret code is not kept")


def draw_code(seed: bytes) -> SecretCode:
    """The code of a seed: the same seed gives the same code, and codes that are guessed first are passed over.

    >>> draw_code(b"short")
    Traceback (most recent call last):
    ValueError: a seed has at least 16 bytes
    """
    if len(seed) < SEED_BYTES:
        raise ValueError(f"a seed has at least {SEED_BYTES} bytes")
    space = 10**CODE_DIGITS
    fair = 2**64 - 2**64 % space  # beyond this the first codes would come more often
    for turn in count():
        drawn = int.from_bytes(hashlib.sha256(seed + turn.to_bytes(4, "big")).digest()[:8], "big")
        digits = f"{drawn % space:0{CODE_DIGITS}}"
        if drawn < fair and not is_weak(digits):
            return SecretCode(digits)
    raise AssertionError  # pragma: no cover


def is_weak(digits: str) -> bool:
    """Whether a code is among those that people try first: few different digits, a row up or down, a part repeated.

    >>> [is_weak(code) for code in ("111111", "123456", "987654", "121212", "482482", "482913")]
    [True, True, True, True, True, False]
    """
    steps = {(int(after) - int(before)) % 10 for before, after in pairwise(digits)}
    half = len(digits) // 2
    return len(set(digits)) < 3 or steps in ({1}, {9}) or digits[:half] == digits[half:]


# ---- the message between posts ---------------------------------------------------------------------------------


class Happened(StrEnum):
    """What one post tells another of an order."""

    ISSUED = "issued"  # by the post that took the money, to the one that shall pay
    RECEIVED = "received"  # it is known here and can be paid
    LOCKED = "locked"  # being looked into: pay nothing
    UNLOCKED = "unlocked"
    PAID = "paid"
    PAYMENT_REVERSED = "payment-reversed"
    AMENDED = "amended"  # another payee, or another place
    CANCEL_ASKED = "cancel-asked"
    CANCELLED = "cancelled"
    REFUSED = "refused"
    EXPIRED = "expired"
    REIMBURSED = "reimbursed"


class PaidInto(StrEnum):
    CASH = "cash"
    ACCOUNT = "account"


class Party(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Somebody named in an order, as far as the other post must know."""

    name: str
    name_local: str = ""  # in the letters of the paying country
    street: str = ""
    locality: str = ""
    country: str = ""
    phone: str = ""
    account: str = ""  # an IBAN or the paying country's own number, where the order goes to an account


class OrderMessage(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One thing that happened to an order, from one post to another. ``id`` is the same when it is sent again."""

    id: str
    happened: Happened
    number: str
    from_post: str
    to_post: str
    happened_at: datetime
    amount: int
    currency: str
    paid_into: PaidInto = PaidInto.CASH
    sender: Party | None = None
    payee: Party | None = None
    issued_on: date | None = None
    valid_until: date | None = None
    reason: str = ""
    note: str = ""


_encoder = msgspec.json.Encoder(order="sorted")
_decoder = msgspec.json.Decoder(OrderMessage)


def to_json(message: OrderMessage) -> bytes:
    """The one text of a message: the same message is the same bytes.

    >>> said = OrderMessage(id="m-1", happened=Happened.PAID, number="MA000000004294", from_post="SN", to_post="MA",
    ...     happened_at=datetime.fromisoformat("2026-03-02T10:00:00+00:00"), amount=50_000, currency="MAD")
    >>> from_json(to_json(said)) == said, to_json(said)[:24]
    (True, b'{"amount":50000,"currenc')
    """
    _check(message)
    return _encoder.encode(message)


def from_json(data: bytes) -> OrderMessage:
    """Read a message, whole and with everything in it that can be.

    >>> from_json(b'{"id": "m-1"}')
    Traceback (most recent call last):
    postkit.moneyorder.NotAMessage: shape: Object missing required field `happened`
    """
    try:
        message = _decoder.decode(data)
    except msgspec.ValidationError as problem:
        raise NotAMessage("shape", str(problem)) from problem
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as problem:
        raise NotAMessage("json", str(problem)) from problem
    _check(message)
    return message


def _check(message: OrderMessage) -> None:
    for name in ("from_post", "to_post"):
        if not _COUNTRY.fullmatch(getattr(message, name)):
            raise NotAMessage(name, "two letters of a country")
    if message.from_post == message.to_post:
        raise NotAMessage("to_post", "a post tells another")
    try:
        parse(message.number)
    except NotAnOrderNumber as problem:
        raise NotAMessage("number", problem.reason) from problem
    if not 0 < message.amount <= _MOST:
        raise NotAMessage("amount", str(message.amount))
    if not _CURRENCY.fullmatch(message.currency):
        raise NotAMessage("currency", message.currency[:8])
    if message.happened_at.tzinfo is None:
        raise NotAMessage("happened_at", "it has no UTC offset")
    _check_texts(message)
    if message.happened is Happened.ISSUED:
        _check_issue(message)


def _check_texts(message: OrderMessage) -> None:
    named = {"id": message.id, "reason": message.reason, "note": message.note}
    for who in ("sender", "payee"):
        party = getattr(message, who)
        if party is not None:
            named |= {f"{who}.{field}": getattr(party, field) for field in party.__struct_fields__}
            if not party.name.strip():
                raise NotAMessage(f"{who}.name", "it is empty")
    for name, text in named.items():
        if len(text) > _TEXT_AT_MOST or any(ord(sign) < 32 for sign in text):
            raise NotAMessage(name, "one line of at most 200 characters")
    if not message.id.strip():
        raise NotAMessage("id", "it is empty")


def _check_issue(message: OrderMessage) -> None:
    """Who is to be paid until when is in the first message."""
    for name in ("sender", "payee", "issued_on", "valid_until"):
        if getattr(message, name) is None:
            raise NotAMessage(name, "an issued order says it")
    if message.issued_on and message.valid_until and message.valid_until < message.issued_on:
        raise NotAMessage("valid_until", "it is before the day of issue")
    if message.paid_into is PaidInto.ACCOUNT and message.payee and not message.payee.account:
        raise NotAMessage("payee.account", "the order goes to an account")
