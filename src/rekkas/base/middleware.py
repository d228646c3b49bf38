"""What every request passes: headers that keep the page safe, the reader's language, refusals said in words."""

import logging
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.cache import patch_vary_headers

from rekkas.base.errors import DiskFull, Refused, disk_is_full
from rekkas.base.languages import complete, languages_of, stand_in

log = logging.getLogger(__name__)
Responder = Callable[[HttpRequest], HttpResponse]
CONTENT_SECURITY_POLICY = (
    "default-src 'self'; img-src 'self' data: blob:; style-src 'self'; script-src 'self'; "
    "frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
)
# The API reader that django-ninja serves writes its own small start script into the page.
DOCS_POLICY = CONTENT_SECURITY_POLICY.replace(
    "script-src 'self'", "script-src 'self' 'unsafe-inline'"
).replace("style-src 'self'", "style-src 'self' 'unsafe-inline'")


def security_headers(respond: Responder) -> Responder:
    def middleware(request: HttpRequest) -> HttpResponse:
        response = respond(request)
        policy = DOCS_POLICY if request.path == "/api/v1/docs" else CONTENT_SECURITY_POLICY
        response.headers.setdefault("Content-Security-Policy", policy)
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        response.headers.setdefault("X-Frame-Options", "DENY")
        response.headers.setdefault("Referrer-Policy", "same-origin")
        return response

    return middleware


def chosen_language(respond: Responder) -> Responder:
    """``?lang=`` chooses and is remembered; then the cookie; then what the reader's browser asks for.

    Of these only what is offered on the page asked for; where that is less than the reader knows from the public
    pages, they read the first language of the country that it has.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        asked = request.GET.get("lang", "")
        offered = languages_of(request.path_info)
        language = asked if asked in offered else translation.get_language_from_request(request)
        if language not in offered:
            language = stand_in(language, offered)
        complete(language)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            request.languages = offered  # type: ignore[attr-defined]
            response = respond(request)
            if asked in offered:
                response.set_cookie(
                    settings.LANGUAGE_COOKIE_NAME, asked, max_age=31_536_000, samesite="Lax", httponly=True
                )
            response.headers.setdefault("Content-Language", language)
            patch_vary_headers(response, ("Accept-Language", "Cookie"))
        return response

    return middleware


class Refusals:
    """A refusal that no page caught is still an answer, not a crash."""

    def __init__(self, respond: Responder) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.respond(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if disk_is_full(error):
            log.error("%s %s: the disk is full", request.method, request.path)
            error = DiskFull()
        if not isinstance(error, Refused):
            return None
        return render(request, "design/refused.html", {"refusal": error}, status=error.status)
