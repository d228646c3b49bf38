"""cash.toml: which notes and coins there are, how much an office may hold, and when money is paid out everywhere.

The idea is that of the other files of a pack: a person edits it, and reading it finds every mistake in one pass with
the line on which it stands.

Source: the format is this package's own; inside it ISO 4217. Shapes and units: bytes in, a frozen `Cash` out; values
and amounts are minor units. A count is by value (`postkit.cash.counts`), so that a note and a coin of one value are one
denomination. Errors: none are raised for what a person wrote; they are `Mistake`s in the order of the lines.

>>> cash, mistakes = read_cash(b'currency = "MAD"\\n[[denominations]]\\nvalue = 20000\\nkind = "paper"')
>>> cash is None, str(mistakes[-1])
(True, "cash.toml, line 4, denominations.kind: 'paper' is not known here; write one of note, coin")
"""

from collections.abc import Iterator
from dataclasses import dataclass

from postkit.cash.calendar import WHEN_CLOSED, PaymentRule
from postkit.cash.counts import KINDS, USES, Denomination
from postkit.cash.limits import Limits
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
from postkit.pack.fields import choice
from postkit.pack.model import Mistake

FILE = "cash.toml"
OFFICE_KINDS = ("agency", "delivery", "sorting", "exchange")


@dataclass(frozen=True, slots=True)
class OfficeLimits:
    """What offices of a kind may hold where nothing else was said for one of them."""

    office_kind: str
    limits: Limits


@dataclass(frozen=True, slots=True)
class Payment:
    """What is paid out in all offices on the same days."""

    rule: PaymentRule
    name_en: str
    name_fr: str
    name_ar: str


@dataclass(frozen=True, slots=True)
class Waits:
    """For how long a question about cash may wait for its answer, from the day it is asked and from that of a dispute,
    and for how many minutes at once a supporter may be let in.
    """

    answer_days: int = 14
    dispute_days: int = 7
    support_minutes: int = 480


@dataclass(frozen=True, slots=True)
class Cash:
    """``recount_tolerance``: a count that differs by more is counted again by somebody else."""

    currency: str
    source: str
    recount_tolerance: int
    denominations: tuple[Denomination, ...]
    limits: tuple[OfficeLimits, ...]
    payments: tuple[Payment, ...]
    waits: Waits = Waits()

    def limits_of(self, office_kind: str) -> Limits | None:
        return next((row.limits for row in self.limits if row.office_kind == office_kind), None)

    @property
    def rules(self) -> tuple[PaymentRule, ...]:
        return tuple(payment.rule for payment in self.payments)


SUPPORT_AT_LEAST = 5  # minutes
SUPPORT_AT_MOST = 24 * 60  # minutes: who needs longer asks again
_WAITS = {
    "answer_days": Key(low=1, high=366, default=Waits().answer_days),
    "dispute_days": Key(low=1, high=366, default=Waits().dispute_days),
    "support_minutes": Key(low=SUPPORT_AT_LEAST, high=SUPPORT_AT_MOST, default=Waits().support_minutes),
}
_HEAD = {"currency": CURRENCY, "source": SOURCE, "recount_tolerance": Key(), **_WAITS}
_TABLES = {
    "denominations": Table(
        {"value": Key(low=1), "kind": chosen(*KINDS), "use": Key(str, choice(*USES), "current")}, once=("value",)
    ),
    "limits": Table(
        {"office_kind": chosen(*OFFICE_KINDS), "minimum": Key(), "maximum": Key(), "bundle": Key(low=1)},
        once=("office_kind",),
    ),
    "payments": Table(
        {
            **CODE_AND_NAMES, "days_of_month": Key(low=1, high=31, many=True),
            "when_closed": Key(str, choice(*WHEN_CLOSED), "before"),
            "months": Key(low=1, high=12, default=tuple(range(1, 13)), many=True),
        }
    ),
}  # fmt: skip


def read_cash(data: bytes, *, currency: str = "") -> tuple[Cash | None, list[Mistake]]:
    """The cash of a country, or else every mistake in its file. ``currency`` is that of country.toml, if known."""
    found = read_document(FILE, data, _HEAD, _TABLES)
    found.check_currency(currency)
    if found.lines and not found.rows["denominations"]:
        found.note("denominations", "there is none; write the notes and coins of the currency")
    for path, reason in _cross_check(found):
        found.note(path, reason)
    return (None, found.mistakes) if found.noted else (_cash(found), [])


def _cross_check(found: Document) -> Iterator[tuple[str, str]]:
    """What rows must say together."""
    answer, dispute = found.head.get("answer_days"), found.head.get("dispute_days")
    if answer and dispute and dispute > answer:
        yield "dispute_days", f"is more than an answer may take at all; write {answer} at most"
    notes = [row.values["value"] for row in found.whole("denominations") if row.values["kind"] == "note"]
    for row in found.whole("limits"):
        try:
            Limits(row.values["minimum"], row.values["maximum"], row.values["bundle"])
        except ValueError:
            yield f"{row.path}.maximum", "is not a bundle above the minimum at least; write more"
        if notes and row.values["bundle"] % min(notes):
            yield f"{row.path}.bundle", f"is not made of whole notes; write a multiple of {min(notes)}"


def _cash(found: Document) -> Cash:
    denominations, limits, payments = (
        [row.values for row in found.rows[name]] for name in ("denominations", "limits", "payments")
    )
    head = dict(found.head)
    return Cash(
        waits=Waits(**{name: head.pop(name) for name in _WAITS}),
        **head,
        denominations=tuple(
            sorted(
                (Denomination(**row) for row in denominations), key=lambda denomination: -denomination.value
            )
        ),
        limits=tuple(
            OfficeLimits(row["office_kind"], Limits(row["minimum"], row["maximum"], row["bundle"]))
            for row in limits
        ),
        payments=tuple(
            Payment(
                PaymentRule(row["code"], row["days_of_month"], row["when_closed"], row["months"]),
                **{name: row[name] for name in NAMES},
            )
            for row in payments
        ),
    )
