"""The papers of commerce: a merchant's statement of cash on delivery."""

from datetime import date
from pathlib import Path
from typing import Any

from babel.dates import format_date
from django.conf import settings
from django.utils.translation import get_language, get_language_info, gettext

from postkit import cod_statement as form
from rekkas.catalogue.queries import customer
from rekkas.commerce import queries
from rekkas.commerce.choices import FeesTaken, LineKind, NotPaid
from rekkas.commerce.models import Statement
from rekkas.design import formats
from rekkas.design.paper import sheets
from rekkas.design.paper.faces import without_face

HERE = Path(__file__).resolve().parent


def statement_pdf(kept: Statement) -> bytes:
    """The statement in the reader's language."""
    return sheets.pdf(HERE / "statement.typ", statement_data(kept))


def statement_data(kept: Statement) -> dict[str, Any]:
    said, merchant = queries.said(kept), customer(kept.customer_code)
    country = merchant.country

    def money(amount: int) -> str:
        return formats.money_text(amount, said.currency)

    words = {
        "heading": gettext("Statement of cash on delivery"),
        "subtitle": country.name,
        "merchant": merchant.shown_name,
        "facts": [
            (gettext("Number"), _ltr(said.number)),
            (gettext("Merchant’s code"), _ltr(said.merchant)),
            (gettext("Period"), formats.day_text(kept.period)),
            (gettext("Paid to"), _ltr(said.paid_to) if said.paid_to else ""),
            (gettext("Statement of this merchant"), str(said.sequence)),
        ],
        "terms": _terms(said, money),
        "sums": [
            (gettext("Carried over from the statement before"), money(said.opening)),
            (gettext("Lines"), money(said.total.amount)),
            (_fees_label(said), money(-said.total.fee if _is_deducted(said) else said.total.fee)),
            (gettext("Tax on the fees"), money(-said.total.tax if _is_deducted(said) else said.total.tax)),
        ],
        "paid": (gettext("Paid"), money(said.paid)),
        "closing": (gettext("Carried on to the next"), money(said.closing)) if said.closing else (),
        "why": str(NotPaid(said.why_not_paid).label) if said.why_not_paid else "",
        "columns": [
            gettext("Item"), gettext("Reference"), gettext("Collected"), gettext("Counts since"), gettext("Amount"),
            gettext("Fee"), gettext("Tax"), gettext("Net"),
        ],
        "lines": [_line(line, said.currency) for line in said.lines],
        "total": [gettext("Total"), *_amounts(said.total, said.currency)],
        "how": gettext(
            "Every sum follows from the terms and the lines above. The table (CSV) of this statement can be recomputed "
            "without the post: python -m postkit.cod_statement."
        ),
        "notice": country.notice if country.generated else "",
    }  # fmt: skip
    return {**words, **_paper(words, said.number)}


def _is_deducted(said: form.Statement) -> bool:
    return said.terms.fees == FeesTaken.DEDUCTED


def _fees_label(said: form.Statement) -> str:
    return gettext("Fees") if _is_deducted(said) else gettext("Fees, by an invoice")


def _terms(said: form.Statement, money: Any) -> list[tuple[str, str]]:
    """What the fees follow from; a term that takes nothing is left out."""
    terms = said.terms
    told = [
        (gettext("Fee for each item"), money(terms.fee) if terms.fee else ""),
        (gettext("And thousandths of what is collected"), f"{terms.fee_per_mille} ‰" if terms.fee_per_mille else ""),
        (gettext("Fee for an item that comes back"), money(terms.return_fee) if terms.return_fee else ""),
        (gettext("Tax, in thousandths of the fee"), f"{terms.tax_per_mille} ‰" if terms.tax_per_mille else ""),
        (gettext("Least that is paid out"), money(terms.minimum) if terms.minimum else ""),
    ]  # fmt: skip
    return [(name, value) for name, value in told if value]


def _line(line: form.Line, currency: str) -> dict[str, Any]:
    is_plain = line.kind == LineKind.COLLECTED
    note = "" if is_plain else " · ".join(filter(None, (str(LineKind(line.kind).label), line.reason)))
    return {
        "cells": [
            _ltr(formats.grouped(line.item)), _ltr(line.reference), _day(line.collected), _day(line.banked),
            *_amounts(line, currency),
        ],
        "note": note,
    }  # fmt: skip


def _amounts(sums: form.Line | form.Totals, currency: str) -> list[str]:
    return [formats.money_text(value, currency) for value in (sums.amount, sums.fee, sums.tax, sums.net)]


def _day(text: str) -> str:
    """A day as the reader writes it, short enough for a column."""
    return format_date(date.fromisoformat(text), "medium", locale=formats.reader_locale()) if text else ""


def _ltr(text: str) -> str:
    """Kept from being reordered in Arabic text."""
    return f"\u2066{text}\u2069" if text else ""


def _paper(words: object, title: str) -> dict[str, Any]:
    language = get_language() or settings.LANGUAGE_CODE
    letters = without_face(words)
    undrawn = gettext("These letters have no type face here, read them on the screen: %(letters)s")
    return {
        "title": title, "language": language[:2], "rtl": get_language_info(language)["bidi"],
        "page": gettext("Page"), "warning": undrawn % {"letters": " ".join(letters)} if letters else "",
    }  # fmt: skip
