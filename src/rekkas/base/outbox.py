"""News between apps: a fact is written beside the change and relayed upward after it."""

import dataclasses
import logging
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import msgspec
from django.db import connection, transaction
from django.db.models import F as Column
from django.utils import timezone

from rekkas.base.models import Notice

F = TypeVar("F")
Subscriber = Callable[[Any], None]
log = logging.getLogger(__name__)

ATTEMPTS_AT_MOST = 12
_subscribers: dict[type[Any], dict[str, Subscriber]] = {}
_facts: dict[str, type[Any]] = {}


def _name(thing: Any) -> str:
    return f"{thing.__module__}.{thing.__qualname__}"


def subscribes(fact: type[F]) -> Callable[[Callable[[F], None]], Callable[[F], None]]:
    """Have a function of a higher app called for every such fact, at least once, after the commit."""

    def register(function: Callable[[F], None]) -> Callable[[F], None]:
        _facts[_name(fact)] = fact
        _subscribers.setdefault(fact, {})[_name(function)] = function
        return function

    return register


def tell(*facts: Any) -> None:
    """Announce what has happened, in the transaction of the command that made it happen."""
    tell_all(facts)


def tell_all(facts: Iterable[Any]) -> None:
    """The same for a batch: a statement for each thousand notices, for fewer on SQLite."""
    notices = [
        Notice(subscriber=name, fact=_name(type(fact)), body=dataclasses.asdict(fact))
        for fact in facts
        for name in _subscribers.get(type(fact), ())
    ]
    Notice.objects.bulk_create(notices, batch_size=1000)


def relay_notices(*, at_most: int = 500) -> int:
    """Let subscribers hear what is waiting, oldest first. Returns how many notices were relayed.

    Each notice is relayed in its own transaction: one subscriber's failure is noted on its notice and
    does not hold up the others. Processes may relay side by side on PostgreSQL.
    """
    relayed = 0
    waiting = Notice.objects.filter(relayed_at=None, attempts__lt=ATTEMPTS_AT_MOST).order_by("attempts", "id")
    for pk in list(waiting.values_list("pk", flat=True)[:at_most]):
        relayed += _relay(pk)
    return relayed


def _relay(pk: int) -> bool:
    try:
        with transaction.atomic():
            rows = Notice.objects.select_for_update(skip_locked=connection.vendor == "postgresql")
            notice = rows.filter(pk=pk, relayed_at=None).first()
            if notice is None:
                return False
            fact_type = _facts[notice.fact]
            _subscribers[fact_type][notice.subscriber](msgspec.convert(notice.body, fact_type))
            Notice.objects.filter(pk=pk).update(relayed_at=timezone.now())
            return True
    except Exception as error:
        log.exception("notice %s was not relayed", pk)
        Notice.objects.filter(pk=pk).update(attempts=Column("attempts") + 1, last_error=str(error)[:2000])
        return False
