"""The papers of cash: receipts that prove a till by themselves, and the statement of a closing."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import get_language, get_language_info, gettext, pgettext

from postkit.cash import from_text
from rekkas.cash.choices import CountPurpose
from rekkas.cash.models import Acknowledgement, CashCount, DiscrepancyCase, TillSession
from rekkas.cash.queries import ReceiptLine
from rekkas.design import formats
from rekkas.design.paper import sheets
from rekkas.design.paper.bars import squares
from rekkas.design.paper.faces import without_face
from rekkas.money.choices import EntryKind
from rekkas.money.queries import TillLine

HERE = Path(__file__).resolve().parent
BY_CLERK = (CountPurpose.CLOSING, CountPurpose.RECOUNT)


def receipt_pdf(lines: Sequence[ReceiptLine], office: Any) -> bytes:
    """The receipt of an operation: each line that it left, with the square code that proves it."""
    return sheets.pdf(HERE / "receipt.typ", receipt_data(lines, office))


def closing_pdf(
    session: TillSession, office: Any, *, counts: Sequence[CashCount], totals: Mapping[str, tuple[int, int]],
    others: Sequence[tuple[TillLine, Acknowledgement | None]], case: DiscrepancyCase | None,
    root: tuple[date, str] | None,
) -> bytes:  # fmt: skip
    """The statement of a closing: what was counted, then what was expected, and what differs as a question."""
    said = closing_data(session, office, counts=counts, totals=totals, others=others, case=case, root=root)
    return sheets.pdf(HERE / "closing.typ", said)


def receipt_data(lines: Sequence[ReceiptLine], office: Any) -> dict[str, Any]:
    first = lines[0].line
    at = first.happened_at.astimezone(office.zone)
    words = {
        "heading": gettext("Receipt"),
        "subtitle": office.country.name,
        "facts": [
            (gettext("Office"), f"{office.shown_name} ({office.code})"),
            (gettext("Date"), formats.brief_text(at)),
            (gettext("What"), first.kind_label),
            (gettext("Item"), first.subject),
            (gettext("Said by"), first.actor_name),
        ],
        "lines": [_line(one) for one in lines],
        "how": gettext("The square proves this line without our server: python -m postkit.till reads it."),
        "notice": office.country.notice if office.country.generated else "",
    }
    squares_of = [squares(one.text) for one in lines]
    return {**words, **_paper(words, first.key.hex), "squares": squares_of}


def _line(one: ReceiptLine) -> dict[str, Any]:
    line = one.line
    return {
        "account": line.account,
        "facts": [
            (gettext("Number"), str(line.number)),
            (gettext("Amount"), formats.money_text(line.delta, line.currency)),
            (gettext("Then it held"), formats.money_text(line.after, line.currency)),
            (gettext("Mark"), line.mark),
        ],
    }  # fmt: skip


def closing_data(
    session: TillSession, office: Any, *, counts: Sequence[CashCount], totals: Mapping[str, tuple[int, int]],
    others: Sequence[tuple[TillLine, Acknowledgement | None]], case: DiscrepancyCase | None,
    root: tuple[date, str] | None,
) -> dict[str, Any]:  # fmt: skip
    currency = session.currency

    def money(amount: int | None) -> str:
        return "" if amount is None else formats.money_text(amount, currency)

    opened = session.opened_at.astimezone(office.zone)
    closed = session.closed_at.astimezone(office.zone) if session.closed_at else None
    words = {
        "heading": gettext("Closing of a till"),
        "subtitle": office.country.name,
        "facts": [
            (gettext("Till"), session.account),
            (gettext("Number"), session.number),
            (gettext("Office"), f"{office.shown_name} ({office.code})"),
            (gettext("Clerk"), session.clerk),
            (gettext("Opened"), formats.brief_text(opened)),
            (pgettext("of a till", "Closed"), formats.brief_text(closed) if closed else gettext("not yet")),
        ],
        "counts": [_count(one, currency) for one in counts if one.amount or one.purpose in BY_CLERK],
        "totals": [
            (str(EntryKind(kind).label), str(number), money(amount))
            for kind, (number, amount) in totals.items()
        ],
        "happened": gettext("What happened"),
        "others": [_other(line, seen, office) for line, seen in others],
        "wrote": (
            gettext("What others wrote here"),
            [gettext("What"), pgettext("a line", "Seen"), gettext("Amount")],
        ),
        "counted": (gettext("Counted"), money(session.counted)),
        "expected": (gettext("Expected"), money(session.expected)),
        "difference": (gettext("Difference"), money(session.difference)),
        "question": _question(case, currency, office) if case else "",
        "chain": (gettext("Last line"), str(session.last_line or ""), session.last_chain),
        "root": (gettext("Root of the day"), root[0].isoformat(), root[1]) if root else (),
        "columns": [gettext("What"), gettext("How many"), gettext("Amount")],
        "notice": office.country.notice if office.country.generated else "",
    }
    return {**words, **_paper(words, session.number)}


def _other(line: TillLine, seen: Acknowledgement | None, office: Any) -> tuple[str, str, str]:
    """A line of another: what and whose it is, who said when that they saw it, how much."""
    said = f"{seen.seen_by}, {formats.brief_text(seen.seen_at.astimezone(office.zone))}" if seen else ""
    return (
        f"{line.number}, {line.kind_label}, {line.actor_name}",
        said or gettext("not yet"),
        formats.money_text(line.delta, line.currency),
    )


def _count(one: CashCount, currency: str) -> dict[str, Any]:
    rows = [
        (formats.money_text(value, currency), str(pieces), formats.money_text(value * pieces, currency))
        for value, pieces in from_text(one.pieces).items()
    ]
    return {
        "title": one.purpose_label,
        "by": one.actor_name,
        "rows": rows,
        "total": formats.money_text(one.amount, currency),
    }


def _question(case: DiscrepancyCase, currency: str, office: Any) -> str:
    return gettext(
        "%(amount)s is a question and nobody’s debt. Number %(case)s; %(owner)s answers it by %(day)s. Dispute it on "
        "the page of the question."
    ) % {
        "amount": formats.money_text(case.amount, currency), "case": case.number, "owner": case.owner,
        "day": formats.day_text(case.due_at.astimezone(office.zone).date()),
    }  # fmt: skip


def _ltr(text: str) -> str:
    """Kept from being reordered in Arabic text."""
    return f"\u2066{text}\u2069"


def _paper(words: object, title: str) -> dict[str, Any]:
    language = get_language() or settings.LANGUAGE_CODE
    letters = without_face(words)
    undrawn = gettext("These letters have no type face here, read them on the screen: %(letters)s")
    return {
        "title": title, "language": language[:2], "rtl": get_language_info(language)["bidi"],
        "warning": undrawn % {"letters": " ".join(letters)} if letters else "",
    }  # fmt: skip
