"""What else is done to a money order at the desk: each act with its form and its reason."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from rekkas.base.access import StaffRequest, requires
from rekkas.design.formats import money_text
from rekkas.desk.forms import DeskForm
from rekkas.desk.pages import at_office, now_at
from rekkas.payments import commands
from rekkas.payments.choices import Act, RefusalReason, Way
from rekkas.payments.forms import (
    DoorForm,
    LookedForm,
    ReasonForm,
    RedirectForm,
    RefuseForm,
    ReimburseForm,
    RenewForm,
    WaiverForm,
)
from rekkas.payments.models import MoneyOrder
from rekkas.payments.queries import orders as queries
from rekkas.payments.queries.rules import rules_of
from rekkas.payments.views.orders import slip_for
from rekkas.payments.views.pages import documents_of, payments_page, state_of


def _act(
    request: StaffRequest, row: MoneyOrder, form: Any, verb: Callable[[str], Any], *, title: str, said: str,
    text: str = "", symbol: str = "check", office: Any = None,
) -> HttpResponse:  # fmt: skip
    """The form of one act, and what became of it."""
    if form.is_valid() and form.does(verb):
        messages.success(request, said)
        return redirect("payments-order", number=row.number)
    return payments_page(
        request, "payments/act.html", order=row, look=state_of(row), form=form, title=title, text=text,
        symbol=symbol, office=office,
    )  # fmt: skip


@requires("payments.cancel_money_order")
@at_office
def cancel_money_order(request: StaffRequest, office: Any, number: str) -> HttpResponse:
    """Undo an order that was not announced yet."""
    row = queries.order(number)
    form = ReasonForm(request.POST or None)
    return _act(
        request, row, form,
        lambda key: commands.cancel_money_order(
            number=number, reason=form.cleaned_data["reason"], office=office.code, by=request.actor,
            at=now_at(office), key=key,
        ),
        title=_("Cancel"), symbol="cross", office=office,
        said=_("Cancelled. Give back %(amount)s.") % {"amount": money_text(row.total, row.currency)},
        text=_("The amount and the fee go back the way they came: %(amount)s.")
        % {"amount": money_text(row.total, row.currency)},
    )  # fmt: skip


@requires("payments.refuse_money_order")
@at_office
def refuse_money_order(request: StaffRequest, office: Any, number: str) -> HttpResponse:
    """Note that an order will not be paid."""
    row = queries.order(number)
    form = RefuseForm(
        request.POST or None, documents=documents_of(row.country_id), initial={"why": RefusalReason.PAYEE}
    )
    return _act(
        request, row, form,
        lambda key: commands.refuse_money_order(
            number=number, why=RefusalReason(form.cleaned_data["why"]), reason=form.cleaned_data["reason"],
            shown=form.shown(), office=office.code, by=request.actor, at=now_at(office), key=key,
        ),
        title=_("It will not be paid"), symbol="back", office=office,
        said=_("Noted: only the sender can have the money now."),
        text=_("After this nobody is paid but the sender, who comes with the receipt."),
    )  # fmt: skip


@requires("payments.reimburse_money_order")
@at_office
def reimburse_money_order(request: StaffRequest, office: Any, number: str) -> HttpResponse:
    """Give the money of an order back to its sender."""
    row = queries.order(number)
    signed = [
        one.number for one in queries.requests_of(row)
        if one.act == Act.REIMBURSE and one.signed_by and one.used_at is None
    ]  # fmt: skip
    is_cash = row.taken == Way.CASH
    form = ReimburseForm(
        request.POST or None, documents=documents_of(row.country_id), requests=signed, is_cash=is_cash
    )
    amount = money_text(row.amount, row.currency)
    return _act(
        request, row, form,
        lambda key: commands.reimburse_money_order(
            number=number, office=office.code, shown=form.shown(),
            receipt_mark=form.cleaned_data.get("receipt_mark", ""), request=form.cleaned_data["request"],
            by=request.actor, at=now_at(office), key=key,
        ),
        title=_("Give it back to the sender"), symbol="coin", office=office,
        said=_("Given back. Hand %(amount)s out.") % {"amount": amount} if is_cash
        else _("Given back to the account: %(amount)s.") % {"amount": amount},
        text=_("%(amount)s to the sender. The fee is kept unless a second person signed that the post is at fault.")
        % {"amount": amount},
    )  # fmt: skip


@requires("payments.send_to_door")
@at_office
def send_to_door(request: StaffRequest, office: Any, number: str) -> HttpResponse:
    """Give the money of an order to a postman."""
    row = queries.order(number)
    form = DoorForm(request.POST or None)
    return _act(
        request, row, form,
        lambda key: commands.send_to_door(
            number=number, courier=form.cleaned_data["courier"], office=office.code, by=request.actor,
            at=now_at(office), key=key,
        ),
        title=_("To the payee’s door"), symbol="door", office=office,
        said=_("Given to the postman: %(amount)s.") % {"amount": money_text(row.amount, row.currency)},
        text=_("The money goes from your till into the postman’s bag. At the door the payee gives the code, shows the "
               "document and signs."),
    )  # fmt: skip


@requires("payments.bring_back_money_order")
@at_office
def bring_back_money_order(request: StaffRequest, office: Any, number: str) -> HttpResponse:
    """Count the money of an order that was not paid at the door back in."""
    row = queries.order(number)
    form = DeskForm(request.POST or None)
    return _act(
        request, row, form,
        lambda key: commands.bring_back_money_order(
            number=number, office=office.code, by=request.actor, at=now_at(office), key=key
        ),
        title=_("Back from the postman"), symbol="back", office=office, said=_("Counted back into your till."),
        text=_("Count %(amount)s from the postman into your till.")
        % {"amount": money_text(row.amount, row.currency)},
    )  # fmt: skip


@requires("payments.lock_money_order")
def lock_money_order(request: StaffRequest, number: str) -> HttpResponse:
    """Lock an order while somebody named in it is looked into."""
    form = ReasonForm(request.POST or None)
    return _act(
        request, queries.order(number), form,
        lambda key: commands.lock_money_order(
            number=number, reason=form.cleaned_data["reason"], by=request.actor, at=timezone.now(), key=key
        ),
        title=_("Lock it"), symbol="shield", said=_("Locked: nothing is paid, given back or taken."),
    )  # fmt: skip


@requires("payments.clear_money_order")
def clear_money_order(request: StaffRequest, number: str) -> HttpResponse:
    """Lift the lock of an order that was looked into."""
    form = ReasonForm(request.POST or None)
    return _act(
        request, queries.order(number), form,
        lambda key: commands.clear_money_order(
            number=number, reason=form.cleaned_data["reason"], by=request.actor, at=timezone.now(), key=key
        ),
        title=_("Lift the lock"), said=_("It can be paid again."),
    )  # fmt: skip


@requires("payments.unlock_money_order")
@at_office
def unlock_money_order(request: StaffRequest, office: Any, number: str) -> HttpResponse:
    """Let the code of an order be tried again."""
    row = queries.order(number)
    form = LookedForm(request.POST or None, documents=documents_of(row.country_id))
    return _act(
        request, row, form,
        lambda key: commands.unlock_money_order(
            number=number, shown=form.document(), reason=form.cleaned_data["reason"], office=office.code,
            by=request.actor, at=now_at(office), key=key,
        ),
        title=_("Let the code be tried again"), said=_("It can be paid again."), office=office,
        text=_("Look at who gave the wrong codes, and at their document, first."),
    )  # fmt: skip


@requires("payments.renew_code")
@at_office
def renew_code(request: StaffRequest, office: Any, number: str) -> HttpResponse:
    """Give the sender another secret code. The answer is the page from which the slip is printed."""
    row = queries.order(number)
    form = RenewForm(request.POST or None, documents=documents_of(row.country_id))
    if form.is_valid() and form.does(
        lambda key: commands.renew_code(
            number=number, code=form.cleaned_data["seed"], shown=form.document(),
            reason=form.cleaned_data["reason"], office=office.code, by=request.actor, at=now_at(office), key=key,
        )
    ):  # fmt: skip
        slip = slip_for(request, row.number, form.cleaned_data["seed"])
        return payments_page(request, "payments/renewed.html", order=row, look=state_of(row), slip=slip)
    return payments_page(
        request, "payments/act.html", order=row, look=state_of(row), form=form, title=_("A new secret code"),
        text=_("For the sender alone, against the document of the issue. The code before opens nothing any more."),
        symbol="shield", office=office,
    )  # fmt: skip


# ---- with a second signature -----------------------------------------------------------------------------------


@requires("payments.ask_signature")
@at_office
def ask_signature(request: StaffRequest, office: Any, number: str, act: str) -> HttpResponse:
    """Ask for a second signature under an act."""
    row = queries.order(number)
    wanted = Act(act)
    form, title, text = _asked(request, row, wanted)
    return _act(
        request, row, form,
        lambda key: commands.ask_signature(
            number=number, act=wanted, reason=form.cleaned_data["reason"], office=office.code, by=request.actor,
            at=now_at(office), key=key, **_content(form),
        ),
        title=title, symbol="user", text=text, office=office,
        said=_("Asked. It is done when a second person has signed."),
    )  # fmt: skip


def _asked(request: StaffRequest, row: MoneyOrder, act: Act) -> tuple[Any, str, str]:
    documents = documents_of(row.country_id)
    if act is Act.REDIRECT:
        fee = money_text(rules_of(row.country_id).amendment_fee, row.currency)
        return (
            RedirectForm(request.POST or None, documents=documents), _("Redirect"),
            _("As the sender wishes, who shows the document of the issue. It costs %(fee)s.") % {"fee": fee},
        )  # fmt: skip
    if act is Act.REVERSE:
        return (
            ReasonForm(request.POST or None), _("Take the payment back"),
            _("Only when the payee has returned the money to the till that paid it."),
        )  # fmt: skip
    return (
        WaiverForm(request.POST or None, documents=documents, is_own=row.clerk == request.actor.name),
        _("Give it back otherwise"), _("Without the receipt, with the fee, or by whoever issued it."),
    )  # fmt: skip


def _content(form: Any) -> dict[str, Any]:
    if isinstance(form, RedirectForm):
        return {"shown": form.document(), "redirection": form.redirection()}
    if isinstance(form, WaiverForm):
        return {"shown": form.document(), "waiver": form.waiver()}
    return {}


@requires("payments.redirect_money_order")
@at_office
def redirect_money_order(request: StaffRequest, office: Any, asked: str) -> HttpResponse:
    """Redirect an order as it was signed; the fee is taken."""
    row = queries.request(asked).order
    form = DeskForm(request.POST or None)
    fee = money_text(rules_of(row.country_id).amendment_fee, row.currency)
    return _act(
        request, row, form,
        lambda key: commands.redirect_money_order(
            request=asked, office=office.code, by=request.actor, at=now_at(office), key=key
        ),
        title=_("Redirect"), symbol="forward", office=office, said=_("Redirected."),
        text=_("Take the fee of %(fee)s, then redirect.") % {"fee": fee},
    )  # fmt: skip


@requires("payments.reverse_payment")
@at_office
def reverse_payment(request: StaffRequest, office: Any, asked: str) -> HttpResponse:
    """Take a payment back as it was signed."""
    row = queries.request(asked).order
    form = DeskForm(request.POST or None)
    return _act(
        request, row, form,
        lambda key: commands.reverse_payment(
            request=asked, office=office.code, by=request.actor, at=now_at(office), key=key
        ),
        title=_("Take the payment back"), symbol="back", office=office,
        said=_("Taken back: it can be paid to the right payee."),
        text=_("Count %(amount)s into your till first.") % {"amount": money_text(row.amount, row.currency)},
    )  # fmt: skip


@requires("payments.sign_request")
def sign_request(request: StaffRequest, asked: str) -> HttpResponse:
    """Look at what a colleague asks for, and sign it."""
    one = queries.request(asked)
    form = DeskForm(request.POST or None)
    if form.is_valid() and form.does(
        lambda key: commands.sign_request(request=one.number, by=request.actor, at=timezone.now(), key=key)
    ):
        messages.success(request, _("Signed."))
        return redirect("payments-signatures")
    return payments_page(
        request, "payments/sign_request.html", asked=one, order=one.order, look=state_of(one.order), form=form,
        changes=_changes(one),
    )  # fmt: skip


def _changes(one: Any) -> list[tuple[str, str, str]]:
    """What a request would change: its name, what is there, what shall be."""
    names = {
        "pay_office": _("Office"), "payee_name": _("Name of the payee"),
        "payee_name_ar": _("Name of the payee, in Arabic letters"), "payee_phone": _("Telephone of the payee"),
        "no_receipt": _("The receipt is lost"), "fee_back": _("The post is at fault: the fee goes back too"),
    }  # fmt: skip
    return [
        (str(names[name]), str(getattr(one.order, name, "")), "" if value is True else str(value))
        for name, value in one.body.items()
        if name in names and value
    ]
