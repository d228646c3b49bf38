"""How many statements something costs, on both databases alike."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.test import Client

CONTROL = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")


@contextmanager
def statements_seen() -> Iterator[list[str]]:
    """What is asked of the database meanwhile, in this thread. BEGIN and SAVEPOINT are no statements."""
    seen: list[str] = []

    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        if not sql.lstrip().upper().startswith(CONTROL):
            seen.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield seen


def costs_of(pages: Sequence[tuple[Client, str]]) -> list[int]:
    """How many statements each of these pages costs whoever asks for it: the least of three.

    What a process holds for a while is asked for again when its time is over, whatever the page lists.
    """

    def cost(client: Client, address: str) -> int:
        with statements_seen() as seen:
            assert client.get(address).status_code == 200, address
        return len(seen)

    return [min(cost(*page) for _ in range(3)) for page in pages]
