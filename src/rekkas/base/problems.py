"""Every refusal to a machine in one form: application/problem+json (RFC 9457), in the reader's language.

``type`` and ``code`` never change; ``detail`` says in words what to do; ``errors`` point at what is not right
(RFC 6901 pointers into the body, or the name of a parameter); ``trace`` finds the request in the log.
"""

import logging
import re
from collections.abc import Callable, Mapping, Sequence
from http import HTTPStatus
from typing import Any
from uuid import uuid4

import msgspec
from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse, UnreadablePostError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from rekkas.base.errors import DiskFull, InvalidInput, NotFound, Refused, disk_is_full

MEDIA_TYPE = "application/problem+json"
TRACEPARENT = re.compile(r"[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}")
logger = logging.getLogger("rekkas.api")


class Fault(msgspec.Struct, frozen=True, omit_defaults=True):
    """One thing that is not right, and where."""

    detail: str
    pointer: str = ""
    parameter: str = ""


class Problem(msgspec.Struct, frozen=True):
    """Why a request was not answered. The code is stable; the detail is for people."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    trace: str
    errors: list[Fault] = []


class TokenMissing(Refused):
    code = "base.token-missing"
    message = _("Send your token in the header Authorization: Bearer …")
    status = 401


class CannotBeRead(Refused):
    code = "base.cannot-be-read"
    message = _("The body is not JSON that can be read: %(reason)s")
    status = 400


class NotJson(Refused):
    code = "base.not-json"
    message = _("Send the body as JSON, with the header Content-Type: application/json.")
    status = 415


class TooLarge(Refused):
    code = "base.too-large"
    message = _("The request is too large. Send it in several parts.")
    status = 413


class WrongMethod(Refused):
    code = "base.wrong-method"
    message = _("This address does not answer %(method)s. It answers %(allowed)s.")
    status = 405


class Failed(Refused):
    code = "base.failed"
    message = _(
        "Something went wrong on our side. Send the same request again, and name the trace if it stays."
    )
    status = 500


# What is wrong with a parameter, in the reader's words; pydantic's own English for the rest.
REASONS: Mapping[str, Any] = {
    "missing": _("it is missing"),
    "int_parsing": _("a whole number is expected"),
    "greater_than_equal": _("it is less than %(ge)s"),
    "less_than_equal": _("it is more than %(le)s"),
    "string_too_short": _("it is empty"),
    "string_too_long": _("it has more than %(max_length)s characters"),
}


def trace_of(request: HttpRequest) -> str:
    """The caller's own trace where one came with the request (W3C traceparent), else a new one."""
    kept: str | None = getattr(request, "trace", None)
    if kept is None:
        given = TRACEPARENT.fullmatch(request.headers.get("traceparent", ""))
        kept = given[1] if given else uuid4().hex
        request.trace = kept  # type: ignore[attr-defined]
    return kept


def problem(request: HttpRequest, refusal: Refused, errors: Sequence[Fault] = ()) -> HttpResponse:
    """A refusal as the caller gets it."""
    status, code = refusal.status, refusal.code
    place = f"/docs/errors/{code.partition('.')[0]}#{code}"
    body = Problem(
        place, HTTPStatus(status).phrase, status, str(refusal), code, trace_of(request),
        list(errors) or _faults_of(refusal),
    )  # fmt: skip
    answer = HttpResponse(msgspec.json.encode(body), content_type=MEDIA_TYPE, status=status)
    answer["Cache-Control"] = "no-store"
    if status == 401:
        answer["WWW-Authenticate"] = 'Bearer realm="post"'
    return answer


def _faults_of(refusal: Refused) -> list[Fault]:
    if not isinstance(refusal, InvalidInput) or not {"field", "reason"} <= refusal.details.keys():
        return []
    field, reason = str(refusal.details["field"]), str(refusal.details["reason"])
    return [Fault(reason, pointer=field) if field.startswith("#") else Fault(reason, parameter=field)]


def _of_parameters(error: ValidationError) -> list[Fault]:
    faults = []
    for fault in error.errors:
        words = REASONS.get(fault["type"])
        reason = str(words) % fault.get("ctx", {}) if words else fault["msg"]
        faults.append(Fault(reason, parameter=str(fault["loc"][-1])))
    return faults


def wrong_method(request: HttpRequest, allowed: Sequence[str]) -> HttpResponse:
    methods = ", ".join(sorted(allowed))
    answer = problem(request, WrongMethod(method=request.method, allowed=methods))
    answer["Allow"] = methods
    return answer


def _not_valid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    faults = _of_parameters(error)
    return problem(request, InvalidInput(field=faults[0].parameter, reason=faults[0].detail), faults)


def _unexpected(request: HttpRequest, error: Exception) -> HttpResponse:
    """A bug: the log has all of it, the caller only the trace."""
    if disk_is_full(error):
        logger.error("%s %s: the disk is full", request.method, request.path)
        return problem(request, DiskFull())
    logger.error("%s %s, trace %s", request.method, request.path, trace_of(request), exc_info=error)
    return problem(request, Failed())


def answer_with_problems(api: NinjaAPI) -> None:
    """Let everything that goes wrong inside an interface leave it in this form."""
    handlers: dict[type[Exception], Callable[[HttpRequest, Any], HttpResponse]] = {
        Refused: problem,
        ValidationError: _not_valid,
        AuthenticationError: lambda request, _error: problem(request, TokenMissing()),
        HttpError: lambda request, error: problem(request, CannotBeRead(reason=error.message)),
        Http404: lambda request, _error: problem(request, NotFound(what=request.path)),
        RequestDataTooBig: lambda request, _error: problem(request, TooLarge()),
        UnreadablePostError: lambda request, _error: problem(
            request, CannotBeRead(reason=gettext("it broke off"))
        ),
        Exception: _unexpected,
    }
    for cause, handler in handlers.items():
        api.add_exception_handler(cause, handler)
