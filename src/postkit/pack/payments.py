"""payments.toml: which money orders a post takes, at what price and under which rules, and whose bills it collects.

The idea is that of the other files of a pack: a person edits it, and reading it finds every mistake in one pass with
the line on which it stands. Fees are rows by the day from which they hold and the amount up to which they hold, so
that what held on a day of the past can still be asked. A biller says how its references look, by which arithmetic they
are checked, whether a bill is paid whole, who bears the fee and how often it is paid what was collected.

Source: the format is this package's own; inside it ISO 4217 (currencies), ISO 8601 (days), ISO 7064 (two of the
checks). Shapes and units: bytes in, a frozen `Payments` out; amounts in minor units, a missing limit is no limit,
likeness in thousandths. Errors: none are raised for what a person wrote; they are `Mistake`s in the order of the lines.

>>> payments, mistakes = read_payments(b'currency = "MAD"\\n[[billers]]\\ncode = "water"\\namounts = "some"')
>>> payments is None, str(mistakes[-1])
(True, "payments.toml, line 4, billers.amounts: 'some' is not known here; write one of exact, partial, open")
>>> reference_agrees("79927398713", "luhn"), reference_agrees("79927398710", "luhn"), reference_agrees("7", "")
(True, False, True)
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from postkit.pack.document import (
    CODE,
    CODE_AND_NAMES,
    CURRENCY,
    SOURCE,
    Document,
    Key,
    Table,
    chosen,
    read_document,
    regular_expression,
)
from postkit.pack.fields import choice, text
from postkit.pack.model import Mistake
from postkit.text import clean_number

FILE = "payments.toml"
WAYS = ("cash", "account")
VALIDITIES = ("days", "month-after")
AMOUNTS = ("exact", "partial", "open")
FEE_PAYERS = ("customer", "biller")
CYCLES = ("day", "week", "month")
_MOST = 10**15


# ---- what the file holds ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class OrderTerms:
    """One sort of money order. ``validity`` days: ``valid_days`` from issue; month-after: the end of the next month."""

    code: str
    name_en: str
    name_fr: str
    name_ar: str
    taken: str
    paid: str
    amount_at_least: int
    amount_at_most: int | None
    validity: str
    valid_days: int
    available_after_minutes: int


@dataclass(frozen=True, slots=True)
class OrderFee:
    """What an order up to an amount costs from a day on: an amount, and thousandths of the sum beside it."""

    order: str
    valid_from: date
    up_to: int | None
    amount: int
    per_mille: int


@dataclass(frozen=True, slots=True)
class Biller:
    """Somebody for whom the post collects."""

    code: str
    name_en: str
    name_fr: str
    name_ar: str
    reference: str
    check: str
    amounts: str
    amount_at_most: int | None
    fee: int
    fee_payer: str
    cycle: str
    cancel_minutes: int
    pays_to: str
    example: str


@dataclass(frozen=True, slots=True)
class Payments:
    """The rules of a country. ``suspicious_…``, ``near_limit_…`` and ``many_…`` choose what is shown as doubtful.

    ``cancel_at_most``: what a clerk who took it gives back alone out of a till; above it somebody else does.
    """

    currency: str
    source: str
    code_tries: int
    payment_lock_minutes: int
    name_likeness_from: int
    second_signature_from: int
    door_at_most: int
    day_at_most: int | None
    amendment_fee: int
    prescription_months: int
    prescribed_to: str
    suspicious_minutes: int
    near_limit_per_mille: int
    orders: tuple[OrderTerms, ...]
    fees: tuple[OrderFee, ...]
    billers: tuple[Biller, ...]
    suspicious_days: int = 7
    many_offices: int = 3
    many_senders: int = 5
    many_guesses: int = 3
    many_orders: int = 3
    many_of_a_pair: int = 5
    cancel_at_most: int = 0

    def order(self, code: str) -> OrderTerms | None:
        return next((row for row in self.orders if row.code == code), None)

    def biller(self, code: str) -> Biller | None:
        return next((row for row in self.billers if row.code == code), None)

    def fee_for(self, order: str, amount: int, day: date) -> int | None:
        """What an order of this amount costs on a day; nothing where no fee was set for it."""
        steps = self.fees_on(order, day)
        row = next((row for row in steps if row.up_to is None or amount <= row.up_to), None)
        return None if row is None else row.amount + -(-amount * row.per_mille // 1000)

    def fees_on(self, order: str, day: date) -> list[OrderFee]:
        """The steps of what an order costs on a day, the lowest first."""
        rows = [row for row in self.fees if row.order == order and row.valid_from <= day]
        latest = max((row.valid_from for row in rows), default=None)
        valid = [row for row in rows if row.valid_from == latest]
        return sorted(valid, key=lambda row: _MOST if row.up_to is None else row.up_to)


# ---- references ------------------------------------------------------------------------------------------------


def _luhn(digits: str) -> bool:
    doubled = [
        int(digit) * (2 if at % 2 else 1) for at, digit in enumerate(reversed(digits))
    ]  # the last digit is the check
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


def _mod97(digits: str) -> bool:
    return int(digits) % 97 == 1


def _mod11_10(digits: str) -> bool:
    product = 10
    for digit in digits[:-1]:
        total = (int(digit) + product) % 10 or 10
        product = total * 2 % 11
    return (int(digits[-1]) + product) % 10 == 1


_CHECKS: Mapping[str, Callable[[str], bool]] = {"luhn": _luhn, "mod97-10": _mod97, "mod11-10": _mod11_10}
CHECKS = tuple(_CHECKS)


def plain_reference(written: str) -> str:
    """A reference as it is kept: capital letters and digits of any script, without blanks and hyphens.

    >>> plain_reference(" ab-12 ٣٤ ")
    'AB1234'
    """
    return clean_number(written).replace("-", "").replace("/", "")


def reference_agrees(reference: str, check: str) -> bool:
    """Whether a reference agrees with its own check digits; letters count as 10 to 35, no check agrees with all.

    >>> reference_agrees("AB1232", "mod97-10"), reference_agrees("0794", "mod11-10"), reference_agrees("é", "luhn")
    (False, False, False)
    >>> reference_agrees("000000001" + "4", "mod11-10"), reference_agrees("79" + "55", "mod97-10")
    (True, True)
    """
    if not check:
        return True
    if not (reference.isascii() and reference.isalnum()):
        return False
    return _CHECKS[check]("".join(str(int(sign, 36)) for sign in reference))


# ---- how it is read --------------------------------------------------------------------------------------------

_HEAD = {
    "currency": CURRENCY, "source": SOURCE, "code_tries": Key(low=1, high=10),
    "payment_lock_minutes": Key(low=1, high=120), "name_likeness_from": Key(high=1_000),
    "second_signature_from": Key(low=1), "door_at_most": Key(), "day_at_most": Key(default=None),
    "amendment_fee": Key(), "prescription_months": Key(low=1, high=600), "prescribed_to": Key(str, CODE),
    "suspicious_minutes": Key(default=30), "near_limit_per_mille": Key(default=950, high=1_000),
    "suspicious_days": Key(default=7, low=1, high=366), "many_offices": Key(default=3, low=2),
    "many_senders": Key(default=5, low=2), "many_guesses": Key(default=3, low=2), "many_orders": Key(default=3, low=2),
    "many_of_a_pair": Key(default=5, low=2), "cancel_at_most": Key(default=0),
}  # fmt: skip
_TABLES = {
    "orders": Table(
        {
            **CODE_AND_NAMES, "taken": chosen(*WAYS), "paid": chosen(*WAYS), "amount_at_least": Key(default=1, low=1),
            "amount_at_most": Key(default=None), "validity": Key(str, choice(*VALIDITIES), "days"),
            "valid_days": Key(default=0, high=3_660), "available_after_minutes": Key(default=0, high=100_000),
        }
    ),
    "fees": Table(
        {
            "order": Key(str, CODE), "valid_from": Key(date), "up_to": Key(default=None, low=1),
            "amount": Key(default=0), "per_mille": Key(default=0, high=1_000),
        },
        once=("order", "valid_from", "up_to"),
    ),
    "billers": Table(
        {
            **CODE_AND_NAMES, "reference": Key(str, regular_expression(example="[0-9]{10}")),
            "check": chosen(*CHECKS, default=""), "amounts": chosen(*AMOUNTS), "amount_at_most": Key(default=None),
            "fee": Key(default=0), "fee_payer": Key(str, choice(*FEE_PAYERS), "customer"), "cycle": chosen(*CYCLES),
            "cancel_minutes": Key(default=0, high=100_000), "pays_to": Key(str, text(at_most=64, blank=True), ""),
            "example": Key(str, text(at_most=40, blank=True), ""),
        }
    ),
}  # fmt: skip
_MADE: Mapping[str, type[Any]] = {"orders": OrderTerms, "fees": OrderFee, "billers": Biller}


def read_payments(data: bytes, *, currency: str = "") -> tuple[Payments | None, list[Mistake]]:
    """The payments of a country, or else every mistake in its file. ``currency`` is that of country.toml, if known."""
    found = read_document(FILE, data, _HEAD, _TABLES)
    found.check_currency(currency)
    for path, reason in _cross_check(found):
        found.note(path, reason)
    if found.noted:
        return None, found.mistakes
    made: dict[str, Any] = {
        name: tuple(_MADE[name](**row.values) for row in rows) for name, rows in found.rows.items()
    }
    return Payments(**found.head, **made), []


def _cross_check(found: Document) -> Iterator[tuple[str, str]]:
    """What rows must say together."""
    rows = {name: [(row.path, row.values) for row in part] for name, part in found.rows.items()}
    priced = {values.get("order") for _, values in rows["fees"]}
    orders = {values.get("code") for _, values in rows["orders"]}
    for path, values in rows["orders"]:
        if values.get("code") not in priced:
            yield f"{path}.code", f"'{values.get('code')}' has no fee; write at least one under [[fees]]"
        most = values.get("amount_at_most")
        if most is not None and most < values.get("amount_at_least", 0):
            yield f"{path}.amount_at_most", f"{most} is below amount_at_least; write more, or leave it out"
        if (values.get("validity") == "days") != bool(values.get("valid_days")):
            yield f"{path}.valid_days", "days are written where validity is days, and only there"
    for path, values in rows["fees"]:
        if values.get("order") is not None and values["order"] not in orders:
            yield f"{path}.order", f"'{values['order']}' is no order of this file; write one that is there"
    for path, values in rows["billers"]:
        example, pattern = values.get("example", ""), values.get("reference")
        if example and pattern is not None and not _may_be(example, pattern, values.get("check", "")):
            yield f"{path}.example", f"'{example}' is no reference of this biller; write one that is"


def _may_be(example: str, pattern: str, check: str) -> bool:
    plain = plain_reference(example)
    return re.fullmatch(pattern, plain) is not None and reference_agrees(plain, check)
