"""What a script of the window says to the post, and a refusal as such a script reads it: JSON both ways."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

import msgspec
from django.http import HttpResponse, JsonResponse

from rekkas.base.access import StaffRequest
from rekkas.base.errors import InvalidInput, Refused

P = ParamSpec("P")
T = TypeVar("T")
View = Callable[Concatenate[StaffRequest, P], HttpResponse]


def heard(request: StaffRequest, shape: type[T], field: str) -> T:
    """What the body says. Anything that has not this shape is refused."""
    try:
        return msgspec.json.decode(request.body, type=shape)
    except (msgspec.DecodeError, RecursionError) as error:
        raise InvalidInput(field=field, reason=str(error)) from None


def in_json(view: View[P]) -> View[P]:
    """A page for scripts: what is refused is said in JSON, with its code."""

    @wraps(view)
    def answered(request: StaffRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Refused as refusal:
            return JsonResponse({"code": refusal.code, "message": str(refusal)}, status=refusal.status)

    return answered
