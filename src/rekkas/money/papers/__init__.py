"""The papers of the books: the statement of a closed day."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import get_language, get_language_info, gettext, pgettext

from rekkas.design import formats
from rekkas.design.paper import sheets
from rekkas.design.paper.bars import squares
from rekkas.money.choices import Book
from rekkas.money.sheets import sheets_of

HERE = Path(__file__).resolve().parent


def closing_pdf(day: Any) -> bytes:
    """The statement of a closed day in the reader's language."""
    return sheets.pdf(HERE / "closing.typ", closing_data(day))


def closing_data(day: Any) -> dict[str, Any]:
    language = get_language() or settings.LANGUAGE_CODE
    sums = [
        (day.book, kind, currency, received - given) for kind, currency, received, given in day.trial_balance
    ]
    signed = getattr(day, "signature", None)
    root = bytes(day.root).hex()
    evidence = [
        (gettext("Root of the day"), root),
        (gettext("Root of the day before"), bytes(day.previous).hex()),
    ]
    if signed:
        evidence += [
            (gettext("Signature (Ed25519)"), bytes(signed.signature).hex()),
            (gettext("Public key"), bytes(signed.public_key).hex()),
        ]
    return {
        "title": f"{day.book} {day.business_date.isoformat()}",
        "language": language[:2],
        "rtl": get_language_info(language)["bidi"],
        "heading": gettext("Statement of a closed day"),
        "book": str(Book(day.book).label),
        "facts": [
            (gettext("Business day"), formats.day_text(day.business_date)),
            (pgettext("of a day", "Closed"), formats.moment_text(day.closed_at)),
            (gettext("By"), day.actor_name),
            (gettext("Entries since the last closing"), str(day.entry_count)),
            (gettext("Transfers since the last closing"), str(day.transfer_count)),
        ],
        "sheets": [_sheet(sheet) for currency in sheets_of(sums) for sheet in currency.books if sheet.book == day.book],
        "evidence_heading": gettext("Evidence"),
        "evidence": [(words, _grouped(digits)) for words, digits in evidence],
        "unsigned": "" if signed else gettext("This day is not signed yet."),
        "how": gettext(
            "Whoever holds this sheet can check the books without the post: export them, and run "
            "python -m postkit.evidence on any machine. The root above must be in the file."
        ),
        "qr": squares(root),
    }  # fmt: skip


def _sheet(sheet: Any) -> dict[str, Any]:
    return {
        "currency": sheet.currency,
        "classes": [
            {
                "name": str(one.account_class.label),
                "rows": [
                    (str(kind.label), formats.money_text(held, sheet.currency)) for kind, held in one.rows
                ],
                "total": formats.money_text(one.total, sheet.currency),
            }
            for one in sheet.classes
        ],
        "check": gettext("All debits less all credits: %(amount)s")
        % {"amount": formats.money_text(sheet.total, sheet.currency)},
    }


def _grouped(digits: str) -> str:
    """Hexadecimal digits in groups of eight, as a person compares them."""
    return " ".join(digits[at : at + 8] for at in range(0, len(digits), 8))
