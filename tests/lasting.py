"""A world that is built once for a module: each of its tests changes it and leaves it as it found it."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from pytest_django.plugin import DjangoDbBlocker


def lasting(build: Callable[[], object]) -> Any:
    """A fixture of a module: ``build`` makes a world in a transaction, and each test stands in a savepoint of it.

    A test that commits (``transaction=True``) builds a world of its own, in a module of its own: its other threads
    would not see this one, and on SQLite would wait for it.
    """

    @pytest.fixture(scope="module")
    def world(
        request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: DjangoDbBlocker
    ) -> Iterator[None]:
        from django.db import connection, transaction

        for item in request.session.items:
            if item.path == request.path and _commits(item):
                pytest.fail(f"{item.name} commits, in a module whose world is kept in one transaction")
        with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
            whole = transaction.atomic()
            whole._from_testcase = True  # as Django marks its own: a durable block may stand in it
            with whole:
                build()
                # Django lets go of the connection after each test, and the world would go with it.
                patch.setattr(connection, "close", lambda: None)
                yield
                patch.undo()
                transaction.set_rollback(True)

    return world


def _commits(item: pytest.Item) -> bool:
    mark = item.get_closest_marker("django_db")
    return bool(mark and mark.kwargs.get("transaction"))
