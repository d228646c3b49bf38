"""A world that is built once for a module: each of its tests changes it and leaves it as it found it."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from pytest_django.plugin import DjangoDbBlocker


def lasting(build: Callable[[], object], *, on: str = "") -> Any:
    """A fixture of a module: ``build`` makes a world in a transaction, and each test stands in a savepoint of it.

    ``on`` names another such fixture, whose world it is built upon. The fixture gives what ``build`` gives back,
    numbers that no test changes.

    A test that commits (``transaction=True``) builds a world of its own, in a module of its own: its other threads
    would not see this one, and on SQLite would wait for it.
    """

    @pytest.fixture(scope="module")
    def world(
        request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: DjangoDbBlocker
    ) -> Iterator[Any]:
        from django.db import connections, transaction

        if on:
            request.getfixturevalue(on)
        for item in request.session.items:
            if item.path == request.path and _commits(item):
                pytest.fail(f"{item.name} commits, in a module whose world is kept in one transaction")
        with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
            whole = transaction.atomic()
            whole._from_testcase = True  # as Django marks its own: a durable block may stand in it
            with whole:
                built = build()
                # Django lets go of the connection after each test, and the world would go with it.
                patch.setattr(connections["default"], "close", lambda: None)
                yield built
                patch.undo()
                transaction.set_rollback(True)

    return world


def _commits(item: pytest.Item) -> bool:
    mark = item.get_closest_marker("django_db")
    return bool(mark and mark.kwargs.get("transaction"))
