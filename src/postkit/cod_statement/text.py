"""The one text of a statement of cash on delivery: a table that people and programs read."""

import csv
import io
from collections.abc import Sequence

from postkit.cod_statement.reckoning import FEES_TAKEN, KINDS, Line, Statement, Terms, Totals
from postkit.money import NotAnAmount, to_minor
from postkit.money import to_text as amount_text

FORMAT, VERSION = "cod-statement", "1"
COLUMNS = (
    "line", "kind", "item", "reference", "amount", "currency", "collected", "banked", "fee", "tax", "net", "reason",
)  # fmt: skip
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_HEAD = (
    "statement", "merchant", "name", "currency", "period", "made", "sequence", "fee", "fee_per_mille", "tax_per_mille",
    "return_fee", "fees", "minimum", "by_hand", "paid_to", "opening", "paid", "closing", "why_not_paid",
)  # fmt: skip
_YES, _NO = "yes", "no"


class NotAStatement(ValueError):
    """The text is no statement of this form; ``reason`` is csv, head, version, lines or value."""

    def __init__(self, reason: str, said: str) -> None:
        super().__init__(f"{reason}: {said}")
        self.reason = reason


def to_text(statement: Statement) -> str:
    """The one text of a statement."""
    terms, currency = statement.terms, statement.currency

    def money(amount: int) -> str:
        return amount_text(amount, currency)

    values = (
        statement.number, statement.merchant, statement.name, currency, statement.period, statement.made,
        str(statement.sequence), money(terms.fee), str(terms.fee_per_mille), str(terms.tax_per_mille),
        money(terms.return_fee), terms.fees, money(terms.minimum), _YES if statement.by_hand else _NO,
        statement.paid_to, money(statement.opening), money(statement.paid), money(statement.closing),
        statement.why_not_paid,
    )  # fmt: skip
    written = io.StringIO()
    table = csv.writer(written)
    table.writerow([FORMAT, VERSION])
    table.writerows((name, _safe(value)) for name, value in zip(_HEAD, values, strict=True))
    table.writerow([])
    table.writerow(COLUMNS)
    for line in statement.lines:
        table.writerow(
            [
                line.number, line.kind, _safe(line.item), _safe(line.reference), money(line.amount), currency,
                line.collected, line.banked, money(line.fee), money(line.tax), money(line.net), _safe(line.reason),
            ]
        )  # fmt: skip
    amount, fee, tax, net = map(money, statement.total)
    table.writerow(["total", "", "", "", amount, currency, "", "", fee, tax, net, ""])
    return written.getvalue()


def from_text(text: str) -> Statement:
    """Read `to_text` back, and nothing else.

    >>> from_text("payment,item")
    Traceback (most recent call last):
    postkit.cod_statement.text.NotAStatement: head: the file does not begin with cod-statement
    """
    try:
        rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True))
    except csv.Error as problem:
        raise NotAStatement("csv", str(problem)) from problem
    head, lines = _parted(rows)
    read = _Values(head)
    currency = head["currency"]
    return Statement(
        number=head["statement"], merchant=head["merchant"], name=head["name"], currency=currency,
        period=head["period"], made=head["made"], sequence=read.whole("sequence"),
        terms=Terms(
            read.money("fee"), read.whole("fee_per_mille"), read.whole("tax_per_mille"), read.money("return_fee"),
            read.word("fees", FEES_TAKEN), read.money("minimum"),
        ),
        by_hand=read.word("by_hand", (_YES, _NO)) == _YES, paid_to=head["paid_to"], opening=read.money("opening"),
        paid=read.money("paid"), closing=read.money("closing"), why_not_paid=head["why_not_paid"],
        lines=tuple(_line(row, currency) for row in lines[:-1]), total=_totals(lines[-1], currency),
    )  # fmt: skip


def _parted(rows: list[list[str]]) -> tuple[dict[str, str], list[list[str]]]:
    """The head by name, and the lines with the totals as their last."""
    if not rows or rows[0][:1] != [FORMAT]:
        raise NotAStatement("head", f"the file does not begin with {FORMAT}")
    if rows[0] != [FORMAT, VERSION]:
        raise NotAStatement("version", f"only version {VERSION} is known here")
    end = len(_HEAD) + 1
    if [(len(row), *row[:1]) for row in rows[1:end]] != [(2, name) for name in _HEAD]:
        raise NotAStatement("head", "its rows are not those of a statement")
    if len(rows) < end + 3 or any(rows[end]) or tuple(rows[end + 1]) != COLUMNS:
        raise NotAStatement("lines", "the names of the columns are missing")
    lines = [row for row in rows[end + 2 :] if row]
    if not lines or lines[-1][0] != "total" or any(len(row) != len(COLUMNS) for row in lines):
        raise NotAStatement("lines", "the rows are not whole")
    return {name: _plain(value) for name, value in rows[1:end]}, lines


class _Values:
    """Reads values of one row by their names, or refuses them."""

    def __init__(self, row: dict[str, str], currency: str = "", where: str = "head") -> None:
        self.row, self.currency, self.where = row, currency or row["currency"], where

    def money(self, name: str) -> int:
        try:
            amount = to_minor(self.row[name], self.currency)
        except NotAnAmount as problem:
            raise NotAStatement("value", f"{self.where}, {name}: {problem}") from problem
        if amount_text(amount, self.currency) != self.row[name]:
            raise NotAStatement(
                "value",
                f"{self.where}, {name}: {self.row[name]!r} is written otherwise",
            )
        return amount

    def whole(self, name: str) -> int:
        text = self.row[name]
        if not (text.isascii() and text.isdecimal() and len(text) < 10):
            raise NotAStatement("value", f"{self.where}, {name}: {text!r} is no whole number")
        return int(text)

    def word(self, name: str, known: Sequence[str]) -> str:
        if self.row[name] not in known:
            raise NotAStatement(
                "value",
                f"{self.where}, {name}: {self.row[name]!r} is none of {', '.join(known)}",
            )
        return self.row[name]


def _line(row: Sequence[str], currency: str) -> Line:
    said = dict(zip(COLUMNS, row, strict=True))
    read = _Values(said, currency, f"line {row[0]}")
    if said["currency"] != currency:
        raise NotAStatement("value", f"line {row[0]}: it is in {said['currency']!r}")
    return Line(
        read.whole("line"), read.word("kind", KINDS), _plain(said["item"]), _plain(said["reference"]),
        read.money("amount"), said["collected"], said["banked"], read.money("fee"), read.money("tax"),
        read.money("net"), _plain(said["reason"]),
    )  # fmt: skip


def _totals(row: Sequence[str], currency: str) -> Totals:
    read = _Values(dict(zip(COLUMNS, row, strict=True)), currency, "total")
    return Totals(*(read.money(name) for name in Totals._fields))


def _safe(text: str) -> str:
    """A text that no spreadsheet takes for a formula; `_plain` takes the apostrophe away again."""
    return f"'{text}" if text.lstrip("'").startswith(_FORMULA) else text


def _plain(text: str) -> str:
    is_marked = text.startswith("'") and text.lstrip("'").startswith(_FORMULA)
    return text[1:] if is_marked else text
