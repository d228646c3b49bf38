"""What stands between a request and the desk: a session that is locked, a log-in that is not whole yet.

A machine at a counter is left for a minute. After some idle seconds its session is locked: it is still that clerk's,
and no page of the desk answers until somebody resumes it (rekkas.web.sessions). What was typed stays where it is, under
the cover that the page's own script lays over it (static/web/lock.js). See decision 0034.
"""

from collections.abc import Callable

from allauth.mfa.models import Authenticator
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.cache import add_never_cache_headers

from rekkas.base.access import User
from rekkas.base.logins import locks_after, needs_second_factor

GUARDED = ("/desk/", "/admin/")
ACCOUNT = "/desk/account/"
# These answer whoever comes: the way in, the way out, and how the session stands.
OPEN = ("/desk/log-in/", "/desk/log-out/", "/desk/session/", "/desk/lock/", "/desk/resume/")
LOCKED, SEEN, IS_WHOLE = "desk-locked", "desk-seen", "desk-second-factor"
BY_ITSELF = "X-By-Itself"  # a page that asks without its reader says so: that keeps no session awake
SEEN_EVERY_S = 15  # how exactly the last sign of the reader is kept
LOCKED_STATUS = 423

Responder = Callable[[HttpRequest], HttpResponse]


def _now() -> float:
    return timezone.now().timestamp()


def is_locked(session: SessionBase, user: User) -> bool:
    """Whether a session is locked, by hand or because its reader gave no sign for too long."""
    if LOCKED in session:
        return True
    after, seen = locks_after(user), session.get(SEEN)
    return bool(after and seen and _now() - seen > after)


def lock(session: SessionBase) -> None:
    session[LOCKED] = _now()


def unlock(session: SessionBase) -> None:
    session.pop(LOCKED, None)
    session[SEEN] = _now()


def note_seen(session: SessionBase) -> None:
    """Remember that the reader is there."""
    now = _now()
    if now - session.get(SEEN, 0) > SEEN_EVERY_S:
        session[SEEN] = now


def wants_data(request: HttpRequest) -> bool:
    """Whether a script asks, and not a person who turns to a page."""
    fetched = request.headers.get("Sec-Fetch-Mode", "navigate") not in ("navigate", "")
    return fetched or "application/json" in request.headers.get("Accept", "")


def guard_of_the_desk(respond: Responder) -> Responder:
    """Answer nothing of the desk while its session is locked or its log-in is not whole."""

    def middleware(request: HttpRequest) -> HttpResponse:
        user = request.user if request.path.startswith(GUARDED) else None
        if not isinstance(user, User) or request.path.startswith(OPEN):
            return respond(request)
        if is_locked(request.session, user):
            return _locked(request)
        if request.headers.get(BY_ITSELF) is None:
            note_seen(request.session)
        way = None if request.path.startswith(ACCOUNT) else _way_to_a_whole_log_in(request, user)
        if way is None:
            return respond(request)
        return (
            JsonResponse({"state": "out", "address": way}, status=403)
            if wants_data(request)
            else redirect(way)
        )

    return middleware


def _locked(request: HttpRequest) -> HttpResponse:
    from rekkas.web.sessions import resume_page

    if LOCKED not in request.session:
        lock(request.session)
    answer: HttpResponse
    if wants_data(request):
        answer = JsonResponse({"state": "locked"}, status=LOCKED_STATUS)
    else:
        answer = resume_page(request, status=LOCKED_STATUS)
    add_never_cache_headers(answer)
    return answer


def _way_to_a_whole_log_in(request: HttpRequest, user: User) -> str | None:
    """Where somebody must go first: to a password that nobody else knows, to the second factor of their role."""
    if user.is_secret_given:
        return f"{ACCOUNT}password/"
    if request.session.get(IS_WHOLE) or not needs_second_factor(user):
        return None
    if not Authenticator.objects.filter(user=user).exclude(type=Authenticator.Type.RECOVERY_CODES).exists():
        return f"{ACCOUNT}second-factor/"
    request.session[IS_WHOLE] = True
    return None
