"""The citizens' door: a telephone is typed, a code comes by SMS, the code opens."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from rekkas.base.access import CITIZEN, CITIZENS_HOME, let_in, let_out, public, visitor_of, where_going
from rekkas.base.addresses import address_of
from rekkas.base.errors import Refused
from rekkas.base.keys import ShortCode, drawn_code
from rekkas.citizen import commands
from rekkas.citizen.commands.door import AT_THE_DOOR
from rekkas.citizen.forms import AskForm, CodeForm

ASKED = "citizen-asked"  # the telephone that a code was sent to, and where its owner was going


@public
@never_cache
def log_in(request: HttpRequest) -> HttpResponse:
    """Send a code to a telephone."""
    wanted = where_going(request, CITIZENS_HOME, "/track/")
    if request.method != "POST" and visitor_of(request, CITIZEN):
        return redirect(wanted)
    form = AskForm(request.POST or None)
    if form.is_valid():
        phone = form.cleaned_data["phone"]
        try:
            commands.ask_code(
                phone=phone, code=drawn_code(), address=address_of(request), language=get_language() or "",
                by=AT_THE_DOOR, at=timezone.now(),
            )  # fmt: skip
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            request.session[ASKED] = {"phone": phone, "next": wanted}
            return redirect("post-code")
    status = 422 if form.errors else 200
    return render(request, "citizen/log_in.html", {"form": form, "next": wanted}, status=status)


@public
@never_cache
@sensitive_post_parameters()
def code(request: HttpRequest) -> HttpResponse:
    """Let a citizen in who types the code that came to their telephone."""
    asked = request.session.get(ASKED)
    if not asked:
        return redirect("post-log-in")
    form = CodeForm(request.POST or None)
    if form.is_valid():
        phone = asked["phone"]
        answer = commands.log_in_citizen(
            phone=phone, code=ShortCode(form.cleaned_data["code"]), language=get_language() or "", by=AT_THE_DOOR,
            at=timezone.now(),
        )  # fmt: skip
        if answer.opened:
            let_in(request, phone, answer.proof, kind=CITIZEN)
            return redirect(asked["next"])
        form.add_error(
            "code",
            _("This code does not open. It lasts 10 minutes; after five wrong ones, ask for a new one."),
        )
    status = 422 if form.errors else 200
    return render(request, "citizen/code.html", {"form": form, "phone": asked["phone"]}, status=status)


@public
@require_POST
def log_out(request: HttpRequest) -> HttpResponse:
    """Close the door behind a citizen."""
    let_out(request)
    messages.success(request, _("You are logged out."))
    return redirect("post-log-in")
