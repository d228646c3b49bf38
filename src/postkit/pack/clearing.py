"""clearing.toml: how the transfers of a country's postal bank reach other banks, when, and who these banks are.

The idea is that of the other files of a pack: a person edits it, and reading it finds every mistake in one pass with
the line on which it stands. A bank is known in a clearing by its number there, which is also how account numbers of
the country begin; `member_digits` says how many digits that are.

Rules that banks choose differently are words: what one wrong payment does to a file (`accept`), what too little money
does (`funds`), and what becomes of money for an account that does not take it (`unknown`).

Source: the format is this package's own; inside it ISO 4217 (currencies), ISO 9362 (BIC). Shapes and units: bytes in,
a frozen `Clearing` out; amounts in minor units, times in minutes after midnight of the country's clock, a missing limit
is no limit. Errors: none are raised for what a person wrote; they are `Mistake`s in the order of the lines.

>>> clearing, mistakes = read_clearing(b'currency = "MAD"\\ncut_offs = ["15:00", "09:00"]')
>>> clearing is None, str(mistakes[-1])
(True, 'clearing.toml, line 2, cut_offs: the times do not follow one another; write the earliest first')
"""

from collections.abc import Iterator
from dataclasses import dataclass

from postkit.iban import NotAnAccount, parse_bic
from postkit.pack.document import (
    CODE_AND_NAMES,
    CURRENCY,
    NAMES,
    SOURCE,
    Document,
    Key,
    Table,
    chosen,
    read_document,
)
from postkit.pack.fields import TIME, Kind, days, shaped
from postkit.pack.model import Mistake

FILE = "clearing.toml"
ACCEPT = ("whole", "each")  # one wrong payment refuses its file, or only itself
FUNDS = ("whole", "each")  # what is there must pay all payments of a file, or pays the first of them
UNKNOWN = ("return", "keep")  # what cannot be credited goes back with the next file, or waits for a person
_MOST = 10**15
_MISSING = "this key is missing; write {}"


@dataclass(frozen=True, slots=True)
class Bank:
    """Another bank that can be reached: its number in the clearing, and its names."""

    member: str
    bic: str
    name_en: str
    name_fr: str
    name_ar: str


@dataclass(frozen=True, slots=True)
class Clearing:
    """The clearing of a country, and who we are in it."""

    currency: str
    source: str
    code: str
    name_en: str
    name_fr: str
    name_ar: str
    system: str
    bic: str
    member: str
    member_digits: int
    days: str
    cut_offs: tuple[int, ...]
    transfer_at_most: int | None
    instant_at_most: int | None
    second_person_from: int
    payments_at_most: int
    days_back_at_most: int
    accept: str
    funds: str
    unknown: str
    keep_hours: int
    banks: tuple[Bank, ...]


def _bic(cell: str) -> str:
    try:
        return str(parse_bic(cell))
    except NotAnAccount as error:
        raise ValueError(f"'{cell}' is no BIC ({error}); write 8 or 11 capital letters and digits") from None


_MEMBER = Key(str, shaped("[0-9A-Z]{1,11}", right="the bank's number in the clearing"))
_HEAD = {
    "currency": CURRENCY, "source": SOURCE, **CODE_AND_NAMES,
    "system": Key(str, shaped("[A-Z0-9]{1,35}", right="capital letters and digits")), "bic": Key(str, Kind(_bic)),
    "member": _MEMBER, "member_digits": Key(low=1, high=11), "days": Key(str, days()),
    "cut_offs": Key(str, TIME, many=True), "transfer_at_most": Key(default=None, low=1),
    "instant_at_most": Key(default=None, low=1), "second_person_from": Key(low=1),
    "payments_at_most": Key(low=1, high=20_000),
    "days_back_at_most": Key(default=366, low=0, high=366), "accept": chosen(*ACCEPT), "funds": chosen(*FUNDS),
    "unknown": chosen(*UNKNOWN), "keep_hours": Key(low=1, high=10_000),
}  # fmt: skip
_TABLES = {"banks": Table({"member": _MEMBER, "bic": Key(str, Kind(_bic), ""), **NAMES}, once=("member",))}


def read_clearing(data: bytes, *, currency: str = "") -> tuple[Clearing | None, list[Mistake]]:
    """The clearing of a country, or else every mistake in its file. ``currency`` is that of country.toml, if known."""
    found = read_document(FILE, data, _HEAD, _TABLES)
    found.check_currency(currency)
    for path, reason in _cross_check(found):
        found.note(path, reason)
    if found.noted:
        return None, found.mistakes
    return Clearing(**found.head, banks=tuple(Bank(**row.values) for row in found.rows["banks"])), []


def _cross_check(found: Document) -> Iterator[tuple[str, str]]:
    """What the keys must say together."""
    head = found.head
    times = head.get("cut_offs", ())
    if list(times) != sorted(times):
        yield "cut_offs", "the times do not follow one another; write the earliest first"
    most, instant = head.get("transfer_at_most"), head.get("instant_at_most")
    if most is not None and instant is not None and instant > most:
        yield "instant_at_most", f"{instant} is above transfer_at_most; write less, or leave it out"
    digits, ours = head.get("member_digits", 0), head.get("member", "")
    members = [
        ("member", ours),
        *((f"{row.path}.member", row.values.get("member", "")) for row in found.rows["banks"]),
    ]
    for path, member in members:
        if digits and member and len(member) != digits:
            yield path, f"'{member}' has not {digits} digits; write the number as account numbers begin"
        elif path != "member" and member == ours:
            yield path, f"'{member}' is our own number; leave it out"
