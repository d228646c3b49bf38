"""What a browser is told of who works at it now: a cookie that the window's script reads before it shows anything.

The window opens out of the browser's own memory, where no answer of the post says that somebody has logged out. This
cookie says it. It opens no door: what the post answers goes by the session alone.
"""

from collections.abc import Callable
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from rekkas.base.access import User, reader_of
from rekkas.web.guard import is_locked

DESK, COOKIE, NOBODY = "/desk/", "rekkas-desk", "-"
KEPT_FOR_S = 400 * 86_400

Responder = Callable[[HttpRequest], HttpResponse]


def standing_in_the_browser(respond: Responder) -> Responder:
    """Tell the browser who works at it, wherever that has changed."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = respond(request)
        if not request.path.startswith(DESK):
            return response
        who = _who(request)
        if request.COOKIES.get(COOKIE) != who:
            response.set_cookie(
                COOKIE, who, max_age=KEPT_FOR_S, path=DESK, samesite="Lax",
                secure=bool(settings.SESSION_COOKIE_SECURE),
            )  # fmt: skip
        return response

    return middleware


def _who(request: HttpRequest) -> str:
    """Whoever is logged in and has not locked their session; a hyphen for nobody, which is nobody's name."""
    reader, user = reader_of(request), request.user
    if reader is None or not isinstance(user, User) or is_locked(request.session, user):
        return NOBODY
    return quote(reader.name, safe="")
