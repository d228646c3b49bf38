"""The papers of a visit: its receipt on a roll, for the eye, for a thermal head and for the ear.

The receipt says each service, why its price is what it is, how it was paid, and each line that the visit left on the
till with the chain that proves it. The same rows give the same bytes.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.utils.translation import get_language, get_language_info, gettext, ngettext

from postkit import escpos
from postkit.raster import Raster, from_png
from rekkas.cash.queries import ReceiptLine
from rekkas.counter.choices import Means, Service
from rekkas.counter.models import Refund, Visit, VisitPayment
from rekkas.counter.papers import HERE, UNDRAWN, hijri_fact
from rekkas.design import formats
from rekkas.design.paper import sheets
from rekkas.design.paper.bars import squares
from rekkas.design.paper.faces import without_face

SHEET = HERE / "visit.typ"
TWO_STOPS = re.compile(
    r"\.\u200f?\.$"
)  # an amount whose currency ends with a full stop, at the end of a sentence
Told = Mapping[str, Any]  # a line as views.telling.line_told says it


def visit_pdf(data: Mapping[str, Any]) -> bytes:
    """The receipt as a page of its own length."""
    return sheets.pdf(SHEET, data)


def visit_raster(data: Mapping[str, Any]) -> Raster:
    """The receipt as dots for a head of 80 mm."""
    (page,) = sheets.pictures(SHEET, data)
    return from_png(page).cut(escpos.DOTS_80_MM).without_blank_end()


def visit_job(data: Mapping[str, Any], *, opens_drawer: bool = False) -> bytes:
    """The receipt as a thermal printer is told it: every script as dots."""
    return escpos.receipt(visit_raster(data), kick=opens_drawer)


def visit_data(
    visit: Visit, lines: Sequence[tuple[Told, Refund | None]], payments: Sequence[VisitPayment],
    marks: Sequence[ReceiptLine],
) -> dict[str, Any]:  # fmt: skip
    """The words and numbers of a visit's receipt, in the reader's language."""
    currency, office = visit.currency, visit.office
    words = {
        "heading": gettext("Receipt"),
        "subtitle": office.country.name,
        "facts": [(gettext("Number"), _ltr(visit.number)), *_where(visit.happened_at, office, visit.clerk)],
        "services": [_service(line, currency, refund) for line, refund in lines],
        "total": _total(visit.amount, currency),
        "paid": _paid(visit, payments),
        "follow": gettext("Keep this receipt: its number gives back what can be given back."),
    }
    return _finished(words, visit.number, office, marks)


def refund_data(
    refund: Refund, line: Told, visit: Visit, marks: Sequence[ReceiptLine], *, office: Any
) -> dict[str, Any]:
    """The same for one line of a visit that was given back."""
    currency = visit.currency
    words = {
        "heading": gettext("Receipt of money given back"),
        "subtitle": office.country.name,
        "facts": [
            (gettext("Number"), _ltr(refund.number)),
            (gettext("Of the visit"), _ltr(visit.number)),
            *_where(refund.happened_at, office, refund.clerk),
            (gettext("Reason"), refund.reason),
        ],
        "services": [_service(line, currency, None)],
        "total": (gettext("Given back"), formats.money_text(refund.amount, currency)),
        "paid": [(gettext("How"), _means(refund))],
        "follow": gettext("This line of the visit was undone. The rest of it stands."),
    }
    return _finished(words, refund.number, office, marks)


def visit_sentences(
    visit: Visit, lines: Sequence[tuple[Told, Refund | None]], payments: Sequence[VisitPayment]
) -> list[str]:
    """The receipt as one says it to somebody who does not read: short, plain, in order."""
    currency = visit.currency
    said = [
        ngettext("You came for %(count)s thing.", "You came for %(count)s things.", len(lines))
        % {"count": len(lines)}
    ]
    for line, refund in lines:
        said.append(_line_sentence(line, currency))
        if refund is not None:
            said.append(gettext("It was given back: %(reason)s.") % {"reason": refund.reason.rstrip(".")})
    total = formats.money_text(abs(visit.amount), currency)
    if visit.amount < 0:
        said.append(gettext("The post pays you %(amount)s.") % {"amount": total})
    else:
        said.append(gettext("All together it costs %(amount)s.") % {"amount": total})
    for payment in payments:
        if payment.amount > 0:
            amount = formats.money_text(payment.amount, currency)
            said.append(_payment_sentence(Means(payment.means), amount))
    change = _change(visit, payments)
    if change > 0:
        given, back = formats.money_text(visit.tendered, currency), formats.money_text(change, currency)
        said.append(gettext("You gave %(given)s and get %(back)s back.") % {"given": given, "back": back})
    return [TWO_STOPS.sub(".", sentence) for sentence in said]


def _line_sentence(line: Told, currency: str) -> str:
    amount = formats.money_text(abs(line["amount"]), currency)
    title = f"{line['title']} × {line['count']}" if line["count"] > 1 else line["title"]
    if line["amount"] < 0:
        return gettext("%(what)s: you get %(amount)s.") % {"what": title, "amount": amount}
    if not line["amount"]:
        return gettext("%(what)s: nothing to pay.") % {"what": title}
    return gettext("%(what)s: %(amount)s.") % {"what": title, "amount": amount}


def _payment_sentence(means: Means, amount: str) -> str:
    match means:
        case Means.CARD:
            return gettext("You paid %(amount)s by card.") % {"amount": amount}
        case Means.ACCOUNT:
            return gettext("%(amount)s were taken from your postal account.") % {"amount": amount}
        case Means.CREDIT:
            return gettext("%(amount)s are put on account: an invoice follows.") % {"amount": amount}
        case _:
            return gettext("You paid %(amount)s in cash.") % {"amount": amount}


def _where(at: Any, office: Any, clerk: str) -> list[tuple[str, str]]:
    return [
        (gettext("Date"), formats.brief_text(at.astimezone(office.zone))),
        *hijri_fact(at, office),
        (gettext("Office"), f"{office.shown_name} ({office.code})"),
        (gettext("Clerk"), clerk),
    ]


def _service(line: Told, currency: str, refund: Refund | None) -> dict[str, Any]:
    title = str(line["title"])
    reasons = [(str(label), formats.money_text(amount, currency)) for label, amount in line["reasons"]]
    notes = [gettext("For: %(name)s") % {"name": line["name"]}] if line["name"] else []
    if line["on_account"]:
        notes.append(gettext("On account: %(merchant)s") % {"merchant": _ltr(line["on_account"])})
    if refund is not None:
        notes.append(gettext("Given back: %(number)s") % {"number": _ltr(refund.number)})
    service = str(Service(line["service"]).label)
    return {
        "title": f"{title} × {line['count']}" if line["count"] > 1 else title,
        "subject": _subject(line),
        "amount": formats.money_text(line["amount"], currency),
        "reasons": reasons if len(reasons) > 1 or (reasons and reasons[0][0] != title) else [],
        "notes": notes if service == title else [service, *notes],
    }


def _subject(line: Told) -> str:
    """The number that the line is about: an account is not shown whole."""
    subject = str(line["subject"])
    if Service(line["service"]) in (Service.DEPOSIT, Service.WITHDRAWAL):
        return f"… {subject[-4:]}" if len(subject) > 4 else subject
    return formats.grouped(subject)


def _total(amount: int, currency: str) -> tuple[str, str]:
    words = gettext("The post pays") if amount < 0 else gettext("Total")
    return words, formats.money_text(abs(amount), currency)


def _change(visit: Visit, payments: Sequence[VisitPayment]) -> int:
    cash = sum(payment.amount for payment in payments if payment.means == Means.CASH)
    return visit.tendered - cash if visit.tendered else 0


def _paid(visit: Visit, payments: Sequence[VisitPayment]) -> list[tuple[str, str]]:
    rows = [
        (
            str(Means(payment.means).label) + _reference(payment),
            formats.money_text(payment.amount, visit.currency),
        )
        for payment in payments
    ]
    if visit.tendered:
        rows.append((gettext("Cash given"), formats.money_text(visit.tendered, visit.currency)))
        rows.append((gettext("Change given"), formats.money_text(_change(visit, payments), visit.currency)))
    return rows


def _reference(payment: VisitPayment) -> str:
    if not payment.reference:
        return ""
    is_whole = payment.means in (Means.CARD, Means.CREDIT)
    shown = payment.reference if is_whole else f"…{payment.reference[-4:]}"
    return f" {_ltr(shown)}"


def _finished(
    words: dict[str, Any], number: str, office: Any, marks: Sequence[ReceiptLine]
) -> dict[str, Any]:
    language = get_language() or settings.LANGUAGE_CODE
    said = {
        **words,
        "notice": office.country.notice if office.country.generated else "",
        "proofs_title": gettext("What this left on the till. Each square proves its line without our server."),
        "proofs": [_proof(one) for one in marks],
    }  # fmt: skip
    letters = without_face(said)
    return {
        **said, "title": number, "language": language[:2], "rtl": get_language_info(language)["bidi"],
        "qr": squares(number), "warning": gettext(UNDRAWN) % {"letters": " ".join(letters)} if letters else "",
    }  # fmt: skip


def _proof(one: ReceiptLine) -> dict[str, Any]:
    line = one.line
    return {
        "facts": [
            (gettext("Line of the till"), str(line.number)),
            (gettext("Amount"), formats.money_text(line.delta, line.currency)),
            (gettext("Then it held"), formats.money_text(line.after, line.currency)),
            (gettext("Mark"), _ltr(line.mark)),
        ],
        "chain": " ".join(line.chain.hex()[at : at + 8] for at in range(0, 64, 8)),
        "square": squares(one.text),
    }


def _means(refund: Refund) -> str:
    label = str(Means(refund.means).label)
    return f"{label} {_ltr(refund.reference)}" if refund.reference else label


def _ltr(text: str) -> str:
    """Kept from being reordered in Arabic text."""
    return f"\u2066{text}\u2069"
