"""Shared machines: a session is locked in seconds and resumed by PIN, badge or password, or a colleague's begins.

The script of each desk page (static/web/lock.js) asks these as data, a browser without scripts as pages.
"""

from dataclasses import replace
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.core import ratelimit
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from rekkas.base import commands
from rekkas.base.access import ONESELF, StaffRequest, User, public, reader_of, requires, stand_at
from rekkas.base.errors import NotResumed, Refused
from rekkas.base.keys import BADGE
from rekkas.base.logins import locks_after
from rekkas.desk.pages import show
from rekkas.network import queries as network
from rekkas.web import guard
from rekkas.web.forms_staff import OfficeForm, PinForm

HOME = "/desk/"


def state_of(request: HttpRequest) -> dict[str, Any]:
    """How the session stands, and of whom, as scripts are told it."""
    reader, user = reader_of(request), request.user
    if reader is None or not isinstance(user, User):
        return {"state": "out"}
    return {
        "state": "locked" if guard.is_locked(request.session, user) else "open",
        "user": user.username,
        "name": user.get_full_name() or user.username,
        "role": user.role,
        "office": reader.office or "",
        "region": reader.region,
        "locks_after_s": locks_after(user),
    }


@public
@require_safe
@never_cache
def session_state(request: HttpRequest) -> HttpResponse:
    """How the session stands; ``?seen`` says that its reader is there."""
    state = state_of(request)
    if state["state"] == "open" and "seen" in request.GET:
        guard.note_seen(request.session)
    return JsonResponse(state)


@public
@require_POST
@never_cache
def lock(request: HttpRequest) -> HttpResponse:
    """Lock the session now."""
    if request.user.is_authenticated:
        guard.lock(request.session)
    return JsonResponse(state_of(request)) if guard.wants_data(request) else redirect(HOME)


@public
@require_POST
@never_cache
@sensitive_post_parameters("given", "password")
def resume(request: HttpRequest) -> HttpResponse:
    """Go on, as the one who was here or, by a badge, as a colleague."""
    user = request.user
    if not isinstance(user, User):
        return _told(request, {"state": "out"}, 403)
    try:
        done = _resumed(request, user)
    except Refused as refusal:
        return _told(
            request, {**state_of(request), "refused": str(refusal), "code": refusal.code}, refusal.status
        )
    if not done.user:
        wrong = {"refused": str(NotResumed()), "code": NotResumed.code, "tries_left": done.tries_left}
        return _told(request, {**state_of(request), **wrong}, NotResumed.status)
    if done.user != user.username:
        _begin(request, done.user)
        return _told(request, {**state_of(request), "swapped": True}, 200)
    guard.unlock(request.session)
    return _told(request, state_of(request), 200)


def _resumed(request: HttpRequest, user: User) -> commands.Resumed:
    given, password = request.POST.get("given", "").strip(), request.POST.get("password", "")
    reader = reader_of(request)
    if reader is None or not (given or password):
        return commands.Resumed()
    if password and ratelimit.consume(request, action="reauthenticate", user=user) is None:
        raise NotResumed
    by = replace(reader, region="")  # it is about themselves, wherever they stand
    badge = given if BADGE.fullmatch(given) else ""
    pin = "" if badge or password else given
    return commands.resume_session(pin=pin, badge=badge, password=password, by=by, at=timezone.now())


def _begin(request: HttpRequest, username: str) -> None:
    """Begin a colleague's session in the place of the one that was here: nothing of it is left."""
    request.session.flush()
    user = User.objects.get(username=username)
    get_adapter(request).login(request, user)
    UserSession.objects.create_from_request(request)
    guard.unlock(request.session)


def _told(request: HttpRequest, state: dict[str, Any], status: int) -> HttpResponse:
    if guard.wants_data(request):
        return JsonResponse(state, status=status)
    if status != 200 and state["state"] != "out":
        return resume_page(request, status=status, refused=state.get("refused", ""))
    onward = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(onward, {request.get_host()}, require_https=request.is_secure())
    return redirect(onward if is_ours and not state.get("swapped") else HOME)


def resume_page(request: HttpRequest, *, status: int, refused: str = "") -> HttpResponse:
    """What a locked session shows instead of any page of the desk."""
    onward = request.POST.get("next", "") or (request.get_full_path() if request.method == "GET" else HOME)
    context = {"refused": refused, "next": onward, "desk_parts": [], "is_locked": True}
    return render(request, "web/resume.html", context, status=status)


@requires(ONESELF)
def account(request: StaffRequest) -> HttpResponse:
    """The reader's own log-in: where they work, PIN, badge, password, second factor, where they are logged in."""
    return render(request, "web/account.html", {"locks_after": locks_after(request.user)})


@requires(ONESELF)
@sensitive_post_parameters("pin", "again")
def choose_pin(request: StaffRequest) -> HttpResponse:
    """Choose the PIN that resumes one's own session."""
    form = PinForm(request.POST or None)
    by = replace(request.actor, region="")
    if form.is_valid() and form.does(
        lambda _key: commands.choose_pin(pin=form.cleaned_data["pin"], by=by, at=timezone.now())
    ):
        messages.success(request, _("Your PIN is set. It resumes your session when the machine was locked."))
        return redirect("account")
    return show(request, "web/choose_pin.html", form=form)


@requires(ONESELF)
def choose_office(request: StaffRequest) -> HttpResponse:
    """Say at which office of their region somebody works now."""
    region = request.user.region_code
    form = OfficeForm(request.POST or None, offices=network.offices_in_region(region) if region else [])
    if form.is_valid():
        stand_at(request, form.cleaned_data["office"])
        onward = request.GET.get("next", "")
        is_ours = url_has_allowed_host_and_scheme(
            onward, {request.get_host()}, require_https=request.is_secure()
        )
        return redirect(onward if is_ours else HOME)
    return show(request, "web/choose_office.html", form=form, region=region)
