"""A customer's money orders: those on their way, and a new one, whose secret code is shown once."""

from datetime import datetime, timedelta
from typing import Any, cast

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from postkit.moneyorder import SecretCode, draw_code
from rekkas.bank import queries as bank
from rekkas.bank.views.me.pages import me_page, now_of
from rekkas.base.access import CustomerRequest, StaffRequest, for_customers
from rekkas.base.errors import NotFound
from rekkas.desk.listings import page_of
from rekkas.desk.pages import first_sent_at
from rekkas.network import queries as network
from rekkas.payments import commands
from rekkas.payments.choices import OrderEventKind, Way
from rekkas.payments.errors import NoPaymentRules
from rekkas.payments.queries.orders import events_of
from rekkas.payments.queries.own import own_order, own_orders
from rekkas.payments.queries.rules import counter_products, product_name, rules_of, valid_until
from rekkas.payments.views.me.forms import OrderForm
from rekkas.payments.views.me.transfers import sources_among
from rekkas.payments.views.me.words import ORDER_LOOKS

A_PAGE = 20
CODE_SHOWN_FOR = timedelta(minutes=5)  # to whoever pressed twice; later it is shown to nobody
# What its sender need not know of an order.
INNER = {
    OrderEventKind.PAYMENT_BEGUN, OrderEventKind.PAYMENT_LET_GO, OrderEventKind.PAYMENT_SIGNED,
    OrderEventKind.SIGNATURE_ASKED, OrderEventKind.SIGNED,
}  # fmt: skip


@require_safe
@for_customers
def money_orders(request: CustomerRequest) -> HttpResponse:
    """The money orders that a customer has sent, with where each stands."""
    accounts = bank.own_accounts(request.customer, now_of(request))
    page = page_of(request, own_orders(accounts), size=A_PAGE)
    return me_page(
        request, "payments/me/orders.html", rows=[(row, ORDER_LOOKS[row.state]) for row in page], page_obj=page,
        products=_products(request),
    )  # fmt: skip


@for_customers
def issue_money_order(request: CustomerRequest) -> HttpResponse:
    """Send a money order from an account: filled in, looked at once more, issued once."""
    at = now_of(request)
    products = _products(request)
    sources = sources_among(bank.own_accounts(request.customer, at))
    if not products or not sources:
        return me_page(request, "payments/me/no_source.html", no_orders=not products)
    wanted = request.GET.get("product", "")
    terms = next((row for row, _name in products if row.code == wanted), products[0][0])
    rules = rules_of(request.customer.country_id)
    asked: dict[str, Any] = {"sources": sources, "rules": rules, "terms": terms, "today": at.date()}
    if request.method != "POST" or "correct" in request.POST:
        typed = {name: value for name, value in request.POST.items() if name != "key"}
        return _page(
            request, OrderForm(initial=typed or {"source": request.GET.get("source", "")}, **asked), products
        )
    form = OrderForm(request.POST, **asked)
    if not form.is_valid():
        return _page(request, form, products)
    if "confirmed" not in request.POST:
        return _to_confirm(request, form, at)
    code = _code_of(request, form.cleaned_data["key"]) if terms.paid == Way.CASH else None
    if form.does(
        lambda key: commands.issue_money_order(
            order=form.order, code=code, office=form.giver.opened_office, by=request.actor, at=at, key=key
        )
    ):
        return _issued(request, form, code, at)
    return _page(request, form, products)


def _products(request: CustomerRequest) -> list[tuple[Any, str]]:
    """The sorts of money orders that are paid for from an account; none where the country has none."""
    try:
        rules = rules_of(request.customer.country_id)
    except NoPaymentRules:
        return []
    rows = counter_products(rules, taken=Way.ACCOUNT)
    return [(row, product_name(row)) for row in sorted(rows, key=lambda row: row.paid != Way.CASH)]


def _page(request: CustomerRequest, form: OrderForm, products: list[tuple[Any, str]]) -> HttpResponse:
    return me_page(
        request, "payments/me/issue_money_order.html", form=form, products=products, terms=form.terms
    )


def _to_confirm(request: CustomerRequest, form: OrderForm, at: datetime) -> HttpResponse:
    amount = form.cleaned_data["amount"]
    return me_page(
        request, "payments/me/confirm_order.html", asked=form, giver=form.giver, payee=form.found, amount=amount,
        fee=form.fee, total=amount + form.fee, terms=form.terms, product=product_name(form.terms),
        until=valid_until(form.terms, at.date()), kept=form.kept,
    )  # fmt: skip


def _issued(request: CustomerRequest, form: OrderForm, code: SecretCode | None, at: datetime) -> HttpResponse:
    """The code is in this answer and nowhere else; whoever pressed twice gets it with the second answer."""
    number = form.result.number
    first = first_sent_at(cast(StaffRequest, request), form.cleaned_data["key"], at)
    if code is None or at - first > CODE_SHOWN_FOR:
        messages.success(request, _("The money order %(number)s is issued.") % {"number": number})
        return redirect("me-order", number)
    accounts = bank.own_accounts(request.customer, at)
    return me_page(request, "payments/me/issued.html", order=own_order(accounts, number), code=code.spoken)


def _code_of(request: CustomerRequest, key: object) -> SecretCode:
    """The code of a form: the same however often it is sent, as long as this visit lasts."""
    seed = salted_hmac("rekkas.payments.code", f"{request.session.session_key} {key}", algorithm="sha256")
    return draw_code(seed.digest())


@require_safe
@for_customers
def money_order(request: CustomerRequest, number: str) -> HttpResponse:
    """One money order of the customer: where it stands, and what happened to it. Its code is not here."""
    row = own_order(bank.own_accounts(request.customer, now_of(request)), number)
    if row is None:
        raise NotFound(what=number)
    products = {terms.code: name for terms, name in _products(request)}
    steps = [event for event in events_of(row) if event.kind not in INNER]
    return me_page(
        request, "payments/me/order.html", order=row, look=ORDER_LOOKS[row.state], steps=steps,
        product=products.get(row.product, row.product), office=network.office(row.office_id),
    )  # fmt: skip
