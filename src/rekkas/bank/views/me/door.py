"""The customers' door: a code is exchanged for a secret, a secret opens, the door is closed again."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from rekkas.bank import commands, queries
from rekkas.bank.commands.logins import AT_THE_DOOR, NewSecret
from rekkas.bank.entries import DoorAnswer
from rekkas.bank.errors import SecretTooEasy, SecretTooShort
from rekkas.bank.views.me.forms import ActivateForm, ChangeForm, LogInForm, NewSecretForm
from rekkas.bank.views.me.pages import BEFORE, me_page
from rekkas.base.access import (
    CustomerRequest,
    for_customers,
    let_in,
    let_out,
    public,
    visitor_of,
    where_going,
)

HOME = "/me/"


@public
@never_cache
@sensitive_post_parameters()
def log_in(request: HttpRequest) -> HttpResponse:
    """Let a customer in who knows their secret."""
    wanted = where_going(request, HOME)
    if request.method != "POST" and visitor_of(request):
        return redirect(wanted)
    form = LogInForm(request.POST or None)
    if form.is_valid():
        number = queries.number_at_door(form.cleaned_data["who"])
        attempt = queries.secret_compared(number, form.cleaned_data["secret"])
        answer = commands.log_in_customer(number=number, attempt=attempt, by=AT_THE_DOOR, at=timezone.now())
        if answer.opened:
            return _begin(request, number, answer, wanted)
        form.add_error(
            None,
            _(
                "Number and secret do not belong together. After five wrong attempts nothing opens for a while: wait, "
                "then try again."
            ),
        )
    return _door(request, "bank/me/log_in.html", form, wanted)


@public
@never_cache
@sensitive_post_parameters()
def activate_login(request: HttpRequest) -> HttpResponse:
    """Let a customer choose a secret, against the code on their slip."""
    form = ActivateForm(request.POST or None)
    if form.is_valid() and (secret := _chosen(form, form.cleaned_data["who"])):
        number = queries.number_at_door(form.cleaned_data["who"])
        attempt = queries.code_compared(number, form.cleaned_data["code"])
        answer = commands.activate_login(
            number=number, attempt=attempt, secret=secret, by=AT_THE_DOOR, at=timezone.now()
        )
        if answer.opened:
            messages.success(
                request, _("Your pages are open. Throw the slip away: its code opens nothing more.")
            )
            return _begin(request, number, answer, HOME)
        form.add_error(
            None,
            _(
                "Number and code do not belong together, or the code is too old. After five wrong attempts nothing "
                "opens for a while. An office gives you a new slip."
            ),
        )
    return _door(request, "bank/me/activate_login.html", form, HOME)


@sensitive_post_parameters()
@for_customers
def change_secret(request: CustomerRequest) -> HttpResponse:
    """Choose another secret."""
    form = ChangeForm(request.POST or None)
    number = request.customer.number
    if form.is_valid() and (secret := _chosen(form, number, request.customer.phone)):
        attempt = queries.secret_compared(number, form.cleaned_data["secret"])
        answer = commands.change_secret(
            number=number, attempt=attempt, secret=secret, by=request.actor, at=timezone.now()
        )
        if answer.opened:
            messages.success(
                request, _("Your secret is changed. Wherever else you were logged in, you are no more.")
            )
            return _begin(request, number, answer, HOME)
        form.add_error(
            "secret", _("This is not your secret. After five wrong attempts nothing opens for a while.")
        )
    return me_page(request, "bank/me/change_secret.html", form=form)


@public
@require_POST
def log_out(request: HttpRequest) -> HttpResponse:
    """Close the door behind a customer."""
    let_out(request)
    messages.success(request, _("You are logged out."))
    return redirect("me-log-in")


def _begin(request: HttpRequest, number: str, answer: DoorAnswer, address: str) -> HttpResponse:
    let_in(request, number, answer.proof)
    if answer.before:
        request.session[BEFORE] = answer.before.isoformat()
    return redirect(address)


def _chosen(form: NewSecretForm, *known: str) -> NewSecret | None:
    try:
        return NewSecret(form.cleaned_data["new"], known=known)
    except (SecretTooShort, SecretTooEasy) as refusal:
        form.add_error("new", str(refusal))
        return None


def _door(request: HttpRequest, template: str, form: object, wanted: str) -> HttpResponse:
    status = 422 if getattr(form, "errors", None) else 200
    return render(request, template, {"form": form, "next": wanted}, status=status)
