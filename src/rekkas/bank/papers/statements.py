"""A statement of an account on paper, as CSV, and as camt.053. The same statement gives the same bytes."""

import csv
import io
from collections.abc import Iterator
from datetime import datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

from babel.dates import format_date
from babel.numbers import format_decimal
from django.conf import settings
from django.utils.translation import get_language, get_language_info, gettext, pgettext

from postkit.iso20022.entries import AccountEntry, EntryDetail
from postkit.iso20022.parts import Agent, account_of
from postkit.iso20022.statement import Statement as Message
from postkit.iso20022.statement import Statements
from postkit.money import decimals, to_text
from rekkas.bank.queries import Movement, Statement, bank_terms
from rekkas.bank.queries.messages import written
from rekkas.design import formats
from rekkas.design.paper import sheets
from rekkas.design.paper.faces import without_face

HERE = Path(__file__).resolve().parent
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would work out instead of showing
COLUMNS = (
    "statement", "date", "kind", "description", "counterpart", "paid_out", "paid_in", "balance", "currency", "entry"
)  # fmt: skip


def statement_pdf(told: Statement) -> bytes:
    """The statement as a sheet to print, in the reader's language."""
    return sheets.pdf(HERE / "statement.typ", statement_data(told))


def statement_csv(told: Statement) -> str:
    """The statement as a table for spreadsheets: amounts with a point, days as ISO writes them."""
    out = io.StringIO(newline="")
    rows = csv.writer(out)
    rows.writerow(COLUMNS)
    rows.writerows(_csv_rows(told))
    return out.getvalue()


def statement_camt(told: Statement, *, at: datetime) -> bytes:
    """The statement as camt.053, for programs that keep books. ``at`` is when it is made."""
    row = told.account
    zone = row.zone
    bic = bank_terms(row.product.country_id).bic
    message = Message(
        statement_id=statement_name(told), created_at=at.replace(microsecond=0),
        account=account_of(row.iban or row.number), currency=row.currency, opening=told.opening,
        opening_date=told.first, closing=told.closing, closing_date=told.last,
        entries=tuple(_entry(told, line) for line in told.lines),
        owner=row.holder.latin_name or row.holder.arabic_name,
        servicer=Agent(bic) if bic else None, sequence=told.number,
        from_at=datetime.combine(told.first, time.min, zone), to_at=datetime.combine(told.last, time(23, 59, 59), zone),
    )  # fmt: skip
    name = statement_name(told)
    return written(Statements(name, at.replace(microsecond=0), (message,)), name)


def statement_name(told: Statement) -> str:
    """What a statement is called: its account and number, or its days where it has none."""
    span = str(told.number) if told.number else f"{told.first:%Y%m%d}-{told.last:%Y%m%d}"
    return f"{told.account.number}-{span}"


def _entry(told: Statement, line: Movement) -> AccountEntry:
    other = account_of(line.counterpart) if line.counterpart else None
    detail = EntryDetail(counterparty=line.counterpart_name[:140], counterparty_account=other)
    return AccountEntry(
        amount=abs(line.amount), currency=told.account.currency, is_credit=line.amount > 0, booked_date=line.day,
        value_date=line.day, kind=line.kind.value.upper(), reference=f"{line.entry.hex}.{line.leg}",
        details=(detail,) if line.counterpart else (), note=line.note,
    )  # fmt: skip


def _csv_rows(told: Statement) -> Iterator[tuple[Any, ...]]:
    currency, name = told.account.currency, statement_name(told)

    def written(amount: int) -> str:
        return to_text(amount, currency)

    yield name, told.first.isoformat(), "opening", "", "", "", "", written(told.opening), currency, ""
    for line in told.lines:
        yield (
            name, line.day.isoformat(), line.kind.value, _plain(line.note), _plain(line.counterpart_name),
            written(-line.amount) if line.amount < 0 else "", written(line.amount) if line.amount > 0 else "",
            written(line.balance or 0), currency, f"{line.entry}.{line.leg}",
        )  # fmt: skip
    yield name, told.last.isoformat(), "closing", "", "", "", "", written(told.closing), currency, ""


def _plain(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA) else text


def statement_data(told: Statement) -> dict[str, Any]:
    """What the sheet says, in the reader's language."""
    language = get_language() or settings.LANGUAGE_CODE
    row, country = told.account, told.account.product.country
    currency = row.currency
    out, into = pgettext("of an account", "Paid out"), pgettext("of an account", "Paid in")
    numbers = [(gettext("Account"), row.number)]
    if row.rib:
        numbers += [("RIB", row.shown_rib), ("IBAN", row.shown_iban)]
    said = {
        "heading": gettext("Account statement"),
        "bank": gettext("Postal bank"),
        "country": country.name,
        "product": row.product.name,
        "number": f"{gettext('Statement')} {told.number}" if told.number else gettext("Not numbered"),
        "span": gettext("From %(first)s to %(last)s")
        % {"first": _day(told.first), "last": _day(told.last)},
        "holder": [row.holder.shown_name, *_address(told)],
        "numbers": [[label, f"\u2066{number}\u2069"] for label, number in numbers],
        "columns": [
            gettext("Date"), gettext("Movement"), out, into, gettext("Balance"),
        ],
        "opening": [gettext("Balance at the beginning"), _day(told.first), _amount(told.opening, currency)],
        "lines": [_line(line, currency) for line in told.lines],
        "closing": [
            gettext("Balance at the end"), _day(told.last), _amount(told.paid_out, currency),
            _amount(told.paid_in, currency), _amount(told.closing, currency),
        ],
        "summary": [
            [label, formats.money_text(amount, currency)]
            for label, amount in (
                (gettext("Balance at the beginning"), told.opening), (out, told.paid_out),
                (into, told.paid_in), (gettext("Balance at the end"), told.closing),
            )
        ],
        "nothing": gettext("Nothing moved."),
        "amounts": gettext("Amounts in %(currency)s.") % {"currency": currency},
        "root": _root(told),
        "page": gettext("Page"),
        "notice": country.notice if country.generated else "",
    }  # fmt: skip
    letters = without_face(said)
    missing = gettext("These letters have no type face here, read them on the screen: %(letters)s")
    return {
        **said, "title": statement_name(told), "language": language[:2],
        "rtl": get_language_info(language)["bidi"],
        "warning": missing % {"letters": " ".join(letters)} if letters else "",
    }  # fmt: skip


def _line(line: Movement, currency: str) -> dict[str, Any]:
    more = formats.comma().join(text for text in (line.counterpart_name, line.note) if text)
    out, into = (
        _amount(max(amount, 0), currency) if amount > 0 else "" for amount in (-line.amount, line.amount)
    )
    return {
        "day": _day(line.day), "what": line.kind_label, "more": more, "out": out, "in": into,
        "balance": _amount(line.balance or 0, currency),
    }  # fmt: skip


def _address(told: Statement) -> tuple[str, ...]:
    address = told.account.holder.postal_address
    arabic = (get_language() or "").startswith("ar")
    return (address.lines_ar() if arabic else ()) or address.lines()


def _root(told: Statement) -> list[str]:
    """By which root anybody can check that the books of these days are closed and unchanged."""
    if not told.root or told.closed_on is None:
        return [gettext("The books of these days are not closed yet.")]
    said = gettext("The books are closed up to %(day)s. Root of that day:") % {"day": _day(told.closed_on)}
    return [said, " ".join(told.root[at : at + 8] for at in range(0, len(told.root), 8))]


def _day(day: Any) -> str:
    """A day as the reader writes it, short enough for a column."""
    return format_date(day, "short", locale=formats.reader_locale())


def _amount(amount: int, currency: str) -> str:
    """An amount without its currency, as the reader groups figures."""
    places = decimals(currency)
    pattern = "#,##0" + ("." + "0" * places if places else "")
    value = Decimal(amount).scaleb(-places)
    return f"\u2066{format_decimal(value, pattern, locale=formats.reader_locale())}\u2069"
