"""Every door says who may come in."""

import inspect
from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver
from ninja.operation import Operation, PathView


def routes(resolver: URLResolver, prefix: str = "", family: str = "") -> Iterator[tuple[str, str, Any]]:
    """Each route's address, the family of pages it comes with (``admin``, ``ninja``) and what answers it."""
    for entry in resolver.url_patterns:
        address = prefix + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield address, family, entry.callback
        else:
            yield from routes(entry, address, family or entry.app_name or "")


def operations(callback: Any) -> list[Operation]:
    """What django-ninja does at one address: its view keeps them out of sight."""
    kept = inspect.getclosurevars(callback).nonlocals.get("self") if inspect.isfunction(callback) else None
    return kept.operations if isinstance(kept, PathView) else []


def declares(operation: Operation) -> bool:
    """It asks for a key, or says in so many words (``auth=None``, ``@public``) that it does not."""
    said_open = operation.auth_param is None or hasattr(operation.view_func, "permission")
    return bool(operation.auth_callbacks) or said_open


def undeclared() -> Iterator[str]:
    for address, family, callback in routes(get_resolver()):
        if family == "ninja":
            yield from (
                f"{address} ({op.view_func.__name__})" for op in operations(callback) if not declares(op)
            )
        elif family != "admin" and not getattr(callback, "permission", None):
            yield address


def test_every_route_declares_a_permission() -> None:
    assert list(undeclared()) == []


def test_the_routes_of_the_interface_are_seen() -> None:
    seen = [
        op
        for _, family, callback in routes(get_resolver())
        if family == "ninja"
        for op in operations(callback)
    ]

    assert seen != []
