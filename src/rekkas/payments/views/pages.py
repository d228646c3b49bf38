"""What every desk page of money orders and bills knows: its tabs, what the reader may do, what waits for them."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from rekkas.bank import queries as bank
from rekkas.base import looks
from rekkas.base.access import StaffRequest
from rekkas.base.errors import InvalidInput
from rekkas.desk.pages import show
from rekkas.money.choices import EntryKind
from rekkas.network import queries as network
from rekkas.payments.choices import LockReason, OrderEventKind, OrderState, PaymentState, RefusalReason
from rekkas.payments.errors import NoPaymentRules
from rekkas.payments.models import MoneyOrder, OrderEvent
from rekkas.payments.queries.orders import awaiting_answers, payments_to_sign, people_in, requests_waiting
from rekkas.payments.queries.rules import countries_with_rules

VERBS = (
    "issue_money_order", "begin_payment", "resolve_payment", "sign_payment", "sign_request", "ask_signature",
    "redirect_money_order", "reverse_payment", "send_to_door", "bring_back_money_order", "cancel_money_order",
    "refuse_money_order", "reimburse_money_order", "lock_money_order", "clear_money_order", "unlock_money_order",
    "renew_code", "expire_money_orders", "prescribe_money_orders", "pay_bill", "cancel_bill_payment", "load_bills",
    "remit_biller",
)  # fmt: skip
LOOKS: Mapping[str, tuple[str, str]] = {
    OrderState.ISSUED: ("moving", "clock"),
    OrderState.AVAILABLE: ("moving", "coin"),
    OrderState.OUT: ("moving", "out"),
    OrderState.LOCKED: ("bad", "shield"),
    OrderState.PAID: ("good", "check"),
    OrderState.CANCELLED: ("quiet", "cross"),
    OrderState.REFUSED: ("wait", "back"),
    OrderState.EXPIRED: ("wait", "clock"),
    OrderState.REIMBURSED: ("quiet", "back"),
    OrderState.PRESCRIBED: ("quiet", "shield"),
}
SEES = "view.payments"
COUNTRY = "payments.country"  # what a reader without an office has chosen, in the session


def payments_page(request: StaffRequest, template: str, **context: Any) -> HttpResponse:
    """A page with the tabs of payments."""
    may = {verb: request.actor.may(f"payments.{verb}") for verb in VERBS}
    may["sign"] = may["sign_payment"] or may["sign_request"]
    may["look"] = request.actor.may(SEES)
    may["suspicions"] = request.actor.may("view.screening")
    if isinstance(order := context.get("order"), MoneyOrder):
        looks.note_look(request, *people_in(order))
    return show(request, template, may=may, waits=_waits(request, may), **context)


def _waits(request: StaffRequest, may: Mapping[str, bool]) -> dict[str, int]:
    """What waits for this reader: their own unanswered payments, and what they may sign at their office."""
    office = request.actor.office or ""
    found = {"answers": 0, "signatures": 0}
    if may["resolve_payment"]:
        found["answers"] = len(awaiting_answers(office, request.actor.name))
    if may["sign"]:
        found["signatures"] = len(payments_to_sign(office)) + len(requests_waiting(office))
    return found


def office_listed(request: StaffRequest) -> str:
    """The office of which a page lists what is there: the reader's own, the one named (``?office=``), or none: all."""
    return request.actor.office or request.GET.get("office", "").strip().upper()


def country_of(request: StaffRequest) -> Any:
    """The country that a page is about: that of the reader's office; whoever has none chooses (``?country=``)."""
    if request.actor.office:
        return network.office(request.actor.office).country
    known = {row.pk: row for row in countries_with_rules()}
    asked = request.GET.get("country", "").strip().upper()
    if asked in known:
        request.session[COUNTRY] = asked
    chosen = known.get(request.session.get(COUNTRY, "")) or next(iter(known.values()), None)
    if chosen is None:
        raise NoPaymentRules(country=asked or "–")
    return chosen


def country_named(request: StaffRequest) -> Any:
    """The country in which a page does something: that of the reader's office; whoever has none names it
    (``?country=``), for what another tab chose is not what this one shows."""
    known = [row.pk for row in countries_with_rules()]
    is_plain = request.actor.office or len(known) < 2
    if not is_plain and request.GET.get("country", "").strip().upper() not in known:
        raise InvalidInput(field="country", reason=_("choose the country first."))
    return country_of(request)


def today_in(country: Any) -> date:
    """The day on a country's clock."""
    return timezone.now().astimezone(ZoneInfo(country.time_zone)).date()


def state_of(row: MoneyOrder) -> tuple[str, str, str]:
    """How an order's state looks: tone, words, icon."""
    tone, symbol = LOOKS[row.state]
    return tone, str(OrderState(row.state).label), symbol


def payment_look(state: str) -> tuple[str, str]:
    return {
        PaymentState.PAID: ("good", "check"), PaymentState.BEGUN: ("wait", "clock"),
        PaymentState.LET_GO: ("quiet", "cross"), PaymentState.REVERSED: ("wait", "back"),
    }[PaymentState(state)]  # fmt: skip


def event_words(event: OrderEvent) -> list[str]:
    """What more there is to say of an event, in the reader's language."""
    said = event.details
    found = [str(said[name]) for name in ("reason", "courier", "request", "document") if said.get(name)]
    if said.get("why"):
        found.insert(0, str(RefusalReason(said["why"]).label))
    if said.get("to"):
        found.append(_("handed to whom the law names: %(whom)s") % {"whom": said["to"]})
    if event.kind == OrderEventKind.LOCKED and not said:
        found.append(str(LockReason.CODE.label))
    return found


def kind_label(kind: str) -> str:
    return str(EntryKind(kind).label)


def documents_of(country: str) -> list[Any]:
    """The papers that count in a country."""
    return list(bank.document_kinds(country))


def document_name(country: str, code: str) -> str:
    return next((str(kind.name) for kind in documents_of(country) if kind.code == code), code)


def paper(content: bytes, name: str) -> HttpResponse:
    """A paper to print. What is on a slip is kept by no browser."""
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{name}.pdf"'},
    )


def is_asked(request: HttpRequest, name: str) -> bool:
    return request.method == "POST" and name in request.POST
