"""Where a merchant's news is sent: how each endpoint does, its last attempts, and what is sent once more."""

import secrets
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from rekkas.base.access import MerchantRequest, for_merchants
from rekkas.merchant import commands, queries
from rekkas.merchant.choices import ChangeKind, Trouble
from rekkas.merchant.entries import EndpointSecret
from rekkas.merchant.forms import EndpointForm, ReplayForm, SendAgainForm
from rekkas.merchant.queries import Health
from rekkas.merchant.views.pages import pro_page

TOLD_ONCE = "endpoint-secret"


@for_merchants("merchant.add_endpoint")
def endpoints(request: MerchantRequest) -> HttpResponse:
    """Where news is sent and how each does, and somewhere new. A secret is shown once."""
    form = EndpointForm(request.POST or None)
    secret = _drawn()
    if form.is_valid() and form.does(
        lambda key: commands.add_endpoint(
            url=form.cleaned_data["url"], kinds=_kinds(form), secret=secret, by=request.actor, at=timezone.now()
        )
    ):  # fmt: skip
        messages.success(request, _("News is sent there from now on."))
        return _told(request, form.result, secret)
    code = request.actor.customer or ""
    return pro_page(
        request, "merchant/webhooks.html", form=form, rows=queries.endpoints(code), last=queries.last_change(code)
    )  # fmt: skip


@require_safe
@for_merchants("view.changes")
def endpoint(request: MerchantRequest, place: int) -> HttpResponse:
    """One endpoint: how it does, its last attempts, and what can be done about it."""
    return _shown(request, place)


def _shown(request: MerchantRequest, place: int, **forms: Any) -> HttpResponse:
    found = queries.health(request.actor.customer or "", place)
    rows = [
        (row, Trouble(row.problem).label if row.problem else "") for row in queries.attempts_of(found.row)
    ]
    kept = request.session.get(TOLD_ONCE) or {}
    shown = {
        "amend": EndpointForm(initial={"url": found.row.url, "kinds": found.row.kinds}, auto_id="amend_%s"),
        "replay": ReplayForm(auto_id="replay_%s"), "again": SendAgainForm(auto_id="again_%s"), **forms,
    }  # fmt: skip
    if kept.get("place") == place:
        del request.session[TOLD_ONCE]
    form = next(iter(forms.values()), None)
    return pro_page(
        request, "merchant/webhook.html", one=found, rows=rows, kinds=_labels(found),
        last=queries.last_change(request.actor.customer or ""), form=form,
        secret=kept.get("secret", "") if kept.get("place") == place else "", **shown,
    )  # fmt: skip


def _labels(found: Health) -> list[str]:
    return [str(ChangeKind(kind).label) for kind in found.row.kinds]


def _kinds(form: EndpointForm) -> list[ChangeKind]:
    return [ChangeKind(kind) for kind in form.cleaned_data["kinds"]]


def _drawn() -> EndpointSecret:
    return EndpointSecret(secrets.token_bytes(32))


def _told(request: MerchantRequest, place: int, secret: EndpointSecret) -> HttpResponse:
    """Shown on the next page, and forgotten in this session then: elsewhere it lies put away."""
    request.session[TOLD_ONCE] = {"place": place, "secret": secret.plain}
    return redirect("pro-webhook", place)


@require_POST
@for_merchants("merchant.amend_endpoint")
def amend_endpoint(request: MerchantRequest, place: int) -> HttpResponse:
    """Send news to another address, or other news."""
    form = EndpointForm(request.POST, auto_id="amend_%s")
    if form.is_valid() and form.does(
        lambda key: commands.amend_endpoint(
            endpoint=place, url=form.cleaned_data["url"], kinds=_kinds(form), by=request.actor, at=timezone.now()
        )
    ):  # fmt: skip
        messages.success(request, _("It is changed."))
        return redirect("pro-webhook", place)
    return _shown(request, place, amend=form)


def _done(request: MerchantRequest, place: int, verb: Callable[..., object], said: str) -> HttpResponse:
    verb(endpoint=place, by=request.actor, at=timezone.now())
    messages.success(request, said)
    return redirect("pro-webhook", place)


@require_POST
@for_merchants("merchant.pause_endpoint")
def pause_endpoint(request: MerchantRequest, place: int) -> HttpResponse:
    """Send nothing for a while."""
    return _done(request, place, commands.pause_endpoint, _("Nothing is sent now; what happens waits."))


@require_POST
@for_merchants("merchant.resume_endpoint")
def resume_endpoint(request: MerchantRequest, place: int) -> HttpResponse:
    """Send again from where it stopped."""
    return _done(request, place, commands.resume_endpoint, _("News is sent again, from where it stopped."))


@require_POST
@for_merchants("merchant.remove_endpoint")
def remove_endpoint(request: MerchantRequest, place: int) -> HttpResponse:
    """Send nothing there any more."""
    commands.remove_endpoint(endpoint=place, by=request.actor, at=timezone.now())
    messages.success(request, _("Nothing is sent there any more."))
    return redirect("pro-webhooks")


@require_POST
@for_merchants("merchant.rotate_endpoint_secret")
def rotate_secret(request: MerchantRequest, place: int) -> HttpResponse:
    """Sign with a new secret; the old one signs beside it for one more day."""
    secret = _drawn()
    commands.rotate_endpoint_secret(endpoint=place, secret=secret, by=request.actor, at=timezone.now())
    messages.success(request, _("The old secret signs beside the new one for one more day."))
    return _told(request, place, secret)


@require_POST
@for_merchants("merchant.replay_changes")
def replay_changes(request: MerchantRequest, place: int) -> HttpResponse:
    """Send everything again from a change or a moment on."""
    form = ReplayForm(request.POST, auto_id="replay_%s")
    if form.is_valid():
        after, since = form.cleaned_data["after"], form.cleaned_data["since"]
        if since is not None:
            after = queries.last_change_before(request.actor.customer or "", since)
        if form.does(
            lambda key: commands.replay_changes(
                endpoint=place, after=after, by=request.actor, at=timezone.now()
            )
        ):
            said = ngettext(
                "%(count)s change is sent again.", "%(count)s changes are sent again.", form.result
            )
            messages.success(request, said % {"count": form.result})
            return redirect("pro-webhook", place)
    return _shown(request, place, replay=form)


@require_POST
@for_merchants("merchant.send_change_again")
def send_change_again(request: MerchantRequest, place: int) -> HttpResponse:
    """Send one change again."""
    form = SendAgainForm(request.POST, auto_id="again_%s")
    if form.is_valid() and form.does(
        lambda key: commands.send_change_again(
            endpoint=place, number=form.cleaned_data["number"], by=request.actor, at=timezone.now()
        )
    ):
        messages.success(request, _("It is sent again."))
        return redirect("pro-webhook", place)
    return _shown(request, place, again=form)


@require_POST
@for_merchants("merchant.send_test_change")
def send_test_change(request: MerchantRequest, place: int) -> HttpResponse:
    """Send something that means nothing."""
    return _done(request, place, commands.send_test_change, _("A test is on its way."))
