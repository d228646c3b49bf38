"""How the interface describes itself: OpenAPI 3.1, made from the same shapes that read and answer."""

from collections.abc import Mapping, Sequence
from functools import partial, wraps
from typing import Any

import msgspec
from django.db.models import TextChoices
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation
from ninja.router import BoundRouter

from rekkas.base.access import PUBLIC
from rekkas.base.api import Bearer
from rekkas.base.problems import (
    MEDIA_TYPE,
    CannotBeRead,
    Problem,
    answer_with_problems,
    problem,
    wrong_method,
)

SCHEMAS: dict[str, Any] = {}
NO_NUL = r"^[^\x00]*$"  # no address of ours holds one
IDEMPOTENCY = {
    "name": "Idempotency-Key", "in": "header", "schema": {"type": "string", "pattern": '^"?[!#-~]{1,64}"?$'},
    "example": "2026-03-02-batch-17",
}  # fmt: skip
LANGUAGE = (
    {
        "name": "Accept-Language", "in": "header", "required": False, "schema": {"type": "string"},
        "description": "The language of names and of problems: ar, fr or en.", "example": "ar",
    },
    {
        "name": "lang", "in": "query", "required": False, "schema": {"type": "string", "pattern": NO_NUL},
        "description": "The same, for those who cannot set a header. One that is not offered is passed over.",
    },
)  # fmt: skip
PROBLEMS = {
    400: "The body cannot be read, or a header is missing.",
    401: "The token is missing, unknown, expired or revoked.",
    403: "The token does not have the scope.",
    404: "Nothing is known under this name.",
    409: "It was understood and declined; code says why.",
    413: "The body is larger than 8 MB.",
    415: "The body is not sent as JSON.",
    422: "What was sent is not right; errors points at it.",
    500: "Something went wrong on our side; it was noted under the trace.",
}
KEY_SAYS = {
    True: "The same key with the same content gets the first answer again; with other content, 422.",
    False: "Not needed: each row carries an id of its own, which makes a repeat harmless.",
}


def schema_of(shape: Any) -> Any:
    """The schema of a shape; the shapes it is made of are kept once, under their names."""
    (schema,), parts = msgspec.json.schema_components(
        [shape], schema_hook=_words, ref_template="#/components/schemas/{name}"
    )
    for name, part in parts.items():
        if SCHEMAS.setdefault(name, part) != part:
            raise TypeError(f"two shapes are called {name}")
    return schema


def _words(kind: type[Any]) -> dict[str, Any]:
    """Django's words to choose from are no enumeration that msgspec knows."""
    if issubclass(kind, TextChoices):
        return {"type": "string", "enum": kind.values}
    raise NotImplementedError


def door(
    permission: str, *, gives: Any = None, status: int = 200, takes: Any = None, example: Any = None,
    key: bool | None = None, fails: Sequence[int] = (), parameters: Sequence[Mapping[str, Any]] = (),
    files: Sequence[str] = (), links: Mapping[str, tuple[str, str]] | None = None,
) -> dict[str, Any]:  # fmt: skip
    """The arguments of an operation: who may come in, what it takes, gives and refuses.

    ``permission`` is a scope, or PUBLIC. ``key`` says whether a write needs its Idempotency-Key (None: it is
    no write). What gives files names their media types in ``files``, beside the JSON that it ``gives`` or alone.
    ``links`` tell with which part of an answer (a JSON pointer) other operations are asked: for each, its parameter.
    """
    is_open = permission == PUBLIC
    refused = {400, 422, 500, *fails} | (set() if is_open else {401, 403}) | ({413, 415} if takes else set())
    described = {code: _answer(PROBLEMS[code], Problem, MEDIA_TYPE) for code in sorted(refused)}
    extra: dict[str, Any] = {
        "x-permission": permission,
        "responses": {
            status: {**_given(gives, files), **_links(links or {})},
            **described,
        },
        "parameters": [*parameters, *LANGUAGE],
    }
    if key is not None:
        extra["parameters"].append({**IDEMPOTENCY, "required": key, "description": KEY_SAYS[key]})
    if takes:
        body = {"schema": schema_of(takes), "example": example}
        extra["requestBody"] = {"required": True, "content": {"application/json": body}}
    return {
        "auth": None if is_open else Bearer(permission), "response": {status: None}, "openapi_extra": extra
    }  # fmt: skip


def _answer(description: str, shape: Any, media_type: str) -> dict[str, Any]:
    content = {media_type: {"schema": schema_of(shape)}}
    return {"content": content, **({"description": description} if description else {})}


def _given(shape: Any, files: Sequence[str]) -> dict[str, Any]:
    if not files:
        return _answer("", shape, "application/json")
    told = {kind: {"schema": {"type": "string", "format": "binary"}} for kind in files}
    as_json = _answer("", shape, "application/json")["content"] if shape else {}
    return {"content": {**as_json, **told}, "description": "The file."}


def _links(links: Mapping[str, tuple[str, str]]) -> dict[str, Any]:
    told = {
        operation: {"operationId": operation, "parameters": {parameter: f"$response.body#{pointer}"}}
        for operation, (parameter, pointer) in links.items()
    }
    return {"links": told} if told else {}


class MachineAPI(NinjaAPI):
    """An interface for machines whose every refusal is a problem and whose every shape is described."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        answer_with_problems(self)
        self.add_decorator(self._of_sound_address, mode="view")

    def get_openapi_operation_id(self, operation: Operation) -> str:
        return operation.view_func.__name__

    def get_openapi_schema(self, *, path_prefix: str | None = None, path_params: Any = None) -> OpenAPISchema:
        schema = super().get_openapi_schema(path_prefix=path_prefix, path_params=path_params)
        schema["components"]["schemas"].update(sorted(SCHEMAS.items()))
        return schema

    def _get_bound_routers(self) -> list[BoundRouter]:
        routers = super()._get_bound_routers()
        for router in routers:
            for view in router.path_operations.values():
                allowed = [method for operation in view.operations for method in operation.methods]
                view._sync_view = partial(_answering, view, allowed)  # type: ignore[method-assign]
        return routers

    def _of_sound_address(self, run: Any) -> Any:
        """No address of ours holds a NUL, and no database takes one."""

        @wraps(run)
        def checked(request: HttpRequest, **parts: Any) -> HttpResponse:
            if "%00" in request.get_full_path():
                return problem(request, CannotBeRead(reason="NUL"))
            answered: HttpResponse = run(request, **parts)
            return answered

        return checked


def _answering(view: Any, allowed: list[str], request: HttpRequest, *args: Any, **parts: Any) -> Any:
    operation = view._find_operation(request)
    return operation.run(request, *args, **parts) if operation else wrong_method(request, allowed)
