"""The papers of payments: receipts of orders and bills, and the slip with the secret code. Rows in, PDF out.

The code is on the slip alone, and the slip says no amount: neither paper is worth anything without the other.
"""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import get_language, get_language_info, gettext

from postkit.moneyorder import SecretCode
from postkit.words import LANGUAGES, NotSayable, in_words
from rekkas.bank.entries import masked
from rekkas.cash.queries import ReceiptLine
from rekkas.design import formats
from rekkas.design.paper import sheets
from rekkas.design.paper.bars import bars, squares
from rekkas.design.paper.faces import without_face
from rekkas.payments.choices import BillPaymentState, Way
from rekkas.payments.models import BillPayment, MoneyOrder, OrderPayment

HERE = Path(__file__).resolve().parent
ROLL_MM = {"width_mm": 80.0, "height_mm": 80.0}


def sender_pdf(
    order: MoneyOrder, product: str, lines: Sequence[ReceiptLine], *, is_copy: bool = False
) -> bytes:
    """What the sender of an order keeps. Its mark gives the money back if nobody is paid; a copy has none."""
    return sheets.pdf(HERE / "voucher.typ", sender_data(order, product, lines, is_copy=is_copy))


def notice_pdf(order: MoneyOrder) -> bytes:
    """What tells the payee that money is there: neither amount nor code nor sender is on it."""
    return sheets.pdf(HERE / "voucher.typ", notice_data(order))


def payee_pdf(payment: OrderPayment, document: str, lines: Sequence[ReceiptLine]) -> bytes:
    """What the payee signs and keeps. No code is on it."""
    return sheets.pdf(HERE / "voucher.typ", payee_data(payment, document, lines))


def bill_pdf(payment: BillPayment, lines: Sequence[ReceiptLine]) -> bytes:
    """What somebody who paid a bill keeps."""
    return sheets.pdf(HERE / "voucher.typ", bill_data(payment, lines))


def slip_pdf(order: MoneyOrder, code: SecretCode) -> bytes:
    """The secret code for the sender alone, with neither amount nor name."""
    return sheets.pdf(HERE / "slip.typ", slip_data(order, code))


def sender_data(
    order: MoneyOrder, product: str, lines: Sequence[ReceiptLine], *, is_copy: bool = False
) -> dict[str, Any]:
    office, currency = order.office, order.currency
    words = {
        "heading": gettext("Copy of a receipt") if is_copy else gettext("Receipt of a money order"),
        "subtitle": office.country.name,
        "facts": [
            (gettext("Kind"), product),
            (gettext("Issued"), _moment(order.issued_at, office)),
            (gettext("Office"), _office(office)),
            (gettext("Clerk"), order.clerk),
            (gettext("Sender"), order.sender),
            (gettext("From account"), _ltr(order.sender_account)),
            (gettext("Payee"), order.payee),
            (gettext("Place"), order.payee_locality),
            (gettext("Into account"), _ltr(order.payee_account)),
            (gettext("Message"), order.message),
            (gettext("Can be paid until"), formats.day_text(order.expires_on)),
        ],
        "amount": formats.money_text(order.amount, currency),
        "words": _in_words(order.amount, currency),
        "lines": [
            (gettext("Amount"), formats.money_text(order.amount, currency)),
            (gettext("Fee"), formats.money_text(order.fee, currency)),
        ],
        "total": (gettext("Paid"), formats.money_text(order.total, currency)),
        "says": _says(order, is_copy=is_copy),
        "signature": "",
    }
    return _voucher(words, order.number, order.printed, lines, office)


def _says(order: MoneyOrder, *, is_copy: bool) -> list[str]:
    if is_copy:
        return [gettext("A copy bears no mark: no money is given back against it.")]
    if order.paid == Way.ACCOUNT:
        return []
    said = [gettext("The payee needs the number, the secret code and an identity document.")]
    if order.taken == Way.CASH:
        said.append(
            gettext(
                "Keep this receipt: with its mark and your document you get the money back if it is not paid."
            )
        )
    return said


def notice_data(order: MoneyOrder) -> dict[str, Any]:
    office = order.office
    words = {
        "heading": gettext("Notice of a money order"),
        "subtitle": office.country.name,
        "facts": [
            (gettext("For"), order.payee),
            (gettext("Place"), order.payee_locality),
            (gettext("To be paid at"), _ltr(order.pay_office) or gettext("any post office")),
            (gettext("Can be paid from"), _moment(order.available_at, office)),
            (gettext("Can be paid until"), formats.day_text(order.expires_on)),
        ],
        "amount": "",
        "words": "",
        "lines": [],
        "total": [],
        "says": [
            gettext("A money order is there for you. Come with this number and an identity document."),
            gettext(
                "The sender tells you the secret code. Nobody of the post asks for it but the clerk who pays."
            ),
        ],
        "signature": "",
    }
    return _voucher(words, order.number, order.printed, [], office)


def payee_data(payment: OrderPayment, document: str, lines: Sequence[ReceiptLine]) -> dict[str, Any]:
    order, office = payment.order, payment.office
    words = {
        "heading": gettext("Payment of a money order"),
        "subtitle": office.country.name,
        "facts": [
            (gettext("Paid"), _moment(payment.answered_at, office)),
            (gettext("Office"), _office(office)),
            (gettext("Clerk"), payment.clerk),
            (gettext("Second signature"), payment.signed_by),
            (gettext("Payee"), order.payee),
            (document, f"{payment.shown_name} {_ltr(masked(payment.document_number))}"),
            (gettext("Sender"), order.sender),
            (gettext("Message"), order.message),
        ],
        "amount": formats.money_text(order.amount, order.currency),
        "words": _in_words(order.amount, order.currency),
        "lines": [],
        "total": [],
        "says": [],
        "signature": gettext("Received in full. Signature of the payee:"),
    }
    return _voucher(words, order.number, order.printed, lines, office)


def bill_data(payment: BillPayment, lines: Sequence[ReceiptLine]) -> dict[str, Any]:
    office, currency = payment.office, payment.currency
    is_cancelled = payment.state == BillPaymentState.CANCELLED
    words = {
        "heading": gettext("Payment cancelled") if is_cancelled else gettext("Bill paid"),
        "subtitle": office.country.name,
        "facts": [
            (gettext("For"), payment.biller.name),
            (gettext("Reference"), _ltr(payment.reference)),
            (gettext("Paid"), _moment(payment.paid_at, office)),
            (gettext("Cancelled"), _moment(payment.cancelled_at, office) if payment.cancelled_at else ""),
            (gettext("Office"), _office(office)),
            (gettext("Clerk"), payment.clerk),
        ],
        "amount": formats.money_text(payment.amount, currency),
        "words": _in_words(payment.amount, currency),
        "lines": [
            (gettext("Bill"), formats.money_text(payment.amount, currency)),
            (gettext("Fee"), formats.money_text(payment.fee, currency)),
        ],
        "total": (
            gettext("Given back") if is_cancelled else gettext("Paid"),
            formats.money_text(payment.total, currency),
        ),
        "says": [],
        "signature": "",
    }
    return _voucher(words, payment.number, payment.number, lines, office)


def slip_data(order: MoneyOrder, code: SecretCode) -> dict[str, Any]:
    office = order.office
    words = {
        "heading": gettext("For the sender alone"),
        "number": (gettext("Money order"), order.printed),
        "code": (gettext("Secret code"), f"{code.spoken[:3]} {code.spoken[3:]}"),
        "says": [
            gettext("Tell this code to the payee and to nobody else."),
            gettext("Nobody of the post asks for it but the clerk who pays the money out."),
            gettext("After a few wrong codes the money order is locked."),
        ],
        "notice": office.country.notice if office.country.generated else "",
    }
    return {**words, **_paper(words, order.number)}


def _voucher(
    words: dict[str, Any], number: str, printed: str, lines: Sequence[ReceiptLine], office: Any
) -> dict[str, Any]:
    said = {
        **words,
        "proofs": [_proof(one) for one in lines],
        "notice": office.country.notice if office.country.generated else "",
    }
    drawn = bars(number, **ROLL_MM)
    code = {
        "runs": drawn.runs, "module": drawn.module_mm, "width": drawn.width_mm, "turned": drawn.turned,
        "words": printed,
    }  # fmt: skip
    return {**said, **_paper(said, number), "code": code, "squares": [squares(one.text) for one in lines]}


def _proof(one: ReceiptLine) -> dict[str, Any]:
    """The line that it left on a till or bag: number, what was there before and after, the mark of the chain."""
    line = one.line
    return {
        "account": line.account,
        "facts": [
            (gettext("Number"), str(line.number)),
            (gettext("Before"), formats.money_text(line.after - line.delta, line.currency)),
            (gettext("After"), formats.money_text(line.after, line.currency)),
            (gettext("Mark"), line.mark),
        ],
    }


def _in_words(amount: int, currency: str) -> str:
    language = (get_language() or settings.LANGUAGE_CODE)[:2]
    try:
        return in_words(amount, currency, language if language in LANGUAGES else "en")
    except NotSayable:
        return ""


def _moment(at: datetime | None, office: Any) -> str:
    return formats.brief_text(at.astimezone(office.zone)) if at else ""


def _office(office: Any) -> str:
    return f"{office.shown_name} ({office.code})"


def _ltr(text: str) -> str:
    """Kept from being reordered in Arabic text."""
    return f"\u2066{text}\u2069" if text else ""


def _paper(words: object, title: str) -> dict[str, Any]:
    language = get_language() or settings.LANGUAGE_CODE
    letters = without_face(words)
    undrawn = gettext("These letters have no type face here, read them on the screen: %(letters)s")
    return {
        "title": title, "language": language[:2], "rtl": get_language_info(language)["bidi"],
        "warning": undrawn % {"letters": " ".join(letters)} if letters else "",
    }  # fmt: skip
