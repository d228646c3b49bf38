"""How a change is made: one decorator, one transaction, one author, one answer per key."""

import functools
import hashlib
import inspect
import time
import typing
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import replace
from typing import Any, ParamSpec, TypeVar

import msgspec
from django.db import DatabaseError, connection, transaction

from rekkas.base.actors import Actor
from rekkas.base.errors import KeyReused, NotAllowed, NotYourOffice, OfficeNotChosen
from rekkas.base.models import ActionRecord, KeyedResult
from rekkas.base.places import lies_in

P = ParamSpec("P")
R = TypeVar("R")

COMMANDS: dict[str, Callable[..., Any]] = {}
SUBJECTS = (
    "number",
    "receptacle",
    "dispatch",
    "trip_run",
    "merchant",
    "account",
    "user",
    "office",
    "prefix",
    "endpoint",
    "name",
)
# Serialization failure, deadlock, and a unique value that a twin took first: looking again answers all three.
RETRIED_STATES = frozenset({"40001", "40P01", "23505"})
_running: ContextVar[str | None] = ContextVar("running_command", default=None)


def command(function: Callable[P, R]) -> Callable[P, R]:
    """Make a verb of ``function``: keyword-only, authorised, atomic, recorded, and safe to repeat.

    ``by`` is the author and ``at`` the aware moment. Where the verb takes ``key``, the same key with the
    same content gets the first result again and the same key with other content is refused (KeyReused).
    A command called by a command joins its transaction and acts under its permission.
    """
    app = function.__module__.split(".")[1]
    verb = f"{app}.{function.__name__}"
    parameters = inspect.signature(function).parameters
    if any(p.kind is not p.KEYWORD_ONLY for p in parameters.values()):
        raise TypeError(f"{verb} takes keyword-only arguments")
    if not {"by", "at"} <= set(parameters):
        raise TypeError(f"{verb} takes `by` and `at`")

    @functools.wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        if kwargs["at"].tzinfo is None:  # type: ignore[attr-defined]
            raise TypeError(f"{verb}: `at` has no UTC offset")
        if _running.get() is not None:
            with transaction.atomic(savepoint=False):
                return _once(function, verb, kwargs)[0]
        _authorise(
            verb, kwargs
        )  # may place the author: whoever acts for a region stands at one of its offices
        token = _running.set(verb)
        try:
            return _retrying(lambda: _record(function, verb, kwargs))
        finally:
            _running.reset(token)

    COMMANDS[verb] = run
    return run


def _authorise(verb: str, kwargs: dict[str, Any]) -> None:
    by: Actor = kwargs["by"]
    if not by.may(verb):
        raise NotAllowed(who=by.name, verb=verb)
    office = kwargs.get("office")
    if by.region:
        kwargs["by"] = _placed(by, office)
    elif office and by.office and office != by.office:
        raise NotYourOffice(yours=by.office, office=office)


def _placed(by: Actor, office: str | None) -> Actor:
    """Whoever acts for a region acts at one office of it, and what looks at their office finds that one."""
    place = office or by.office
    if not place:
        raise OfficeNotChosen(region=by.region)
    if not lies_in(place, by.region):
        raise NotYourOffice(yours=by.region, office=place)
    return replace(by, office=place)


def _retrying(attempt: Callable[[], R], tries: int = 4) -> R:
    for left in range(tries - 1, -1, -1):
        try:
            return attempt()
        except DatabaseError as error:
            state = getattr(error.__cause__, "sqlstate", None)
            if state not in RETRIED_STATES or not left or connection.in_atomic_block:
                raise
            time.sleep(0.01 * (tries - left))
    raise AssertionError


def _record(function: Callable[..., R], verb: str, kwargs: dict[str, Any]) -> R:
    with transaction.atomic():
        result, is_new = _once(function, verb, kwargs)
        if not is_new:
            return result
        by: Actor = kwargs["by"]
        subject = next((str(kwargs[name]) for name in SUBJECTS if kwargs.get(name)), "")
        ActionRecord.objects.create(
            verb=verb, subject=subject[:80], actor_kind=by.kind, actor_name=by.name[:80],
            office_code=by.office or "", customer_code=by.customer or "", happened_at=kwargs["at"],
        )  # fmt: skip
        return result


def _once(function: Callable[..., R], verb: str, kwargs: dict[str, Any]) -> tuple[R, bool]:
    """Run it, unless this key was answered before; say whether it was run.

    Inserting the key first makes a twin request wait for our commit and then find our answer.
    """
    key = kwargs.get("key")
    if key is None:
        return function(**kwargs), True
    content = {name: value for name, value in kwargs.items() if name not in {"by", "at", "key"}}
    by: Actor = kwargs["by"]
    digest = hashlib.sha256(
        msgspec.json.encode([verb, by.kind, by.name, content], order="sorted", enc_hook=str)
    ).digest()
    KeyedResult.objects.bulk_create(
        [KeyedResult(key=str(key), verb=verb, content_digest=digest)], ignore_conflicts=True
    )
    kept = KeyedResult.objects.select_for_update().get(pk=str(key))
    if bytes(kept.content_digest) != digest:
        raise KeyReused(key=str(key))
    if kept.result is not None:
        answer = typing.get_type_hints(function)["return"]
        return typing.cast(R, msgspec.json.decode(bytes(kept.result), type=answer)), False
    result = function(**kwargs)
    KeyedResult.objects.filter(pk=str(key)).update(result=msgspec.json.encode(result))
    return result, True
