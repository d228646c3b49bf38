"""Empty every table after a test that commits, the append-only ones included.

The database refuses to empty them, which is the point of them: their triggers step aside for one transaction.
What a migration leaves in a new database, the names of models and of what may be done to them, stays: Django would
empty it too, and write it anew.
"""

from collections.abc import Iterable

from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.backends.base.operations import BaseDatabaseOperations
from django.test import TransactionTestCase

TRIGGERS = {  # how to drop each trigger, and how to make it again
    "sqlite": "SELECT 'DROP TRIGGER ' || name, sql FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": """
        SELECT format('DROP TRIGGER %I ON %s', tgname, tgrelid::regclass), pg_get_triggerdef(oid)
        FROM pg_trigger WHERE NOT tgisinternal""",
}
STAYS = {"django_content_type", "auth_permission"}
_flush = BaseDatabaseOperations.execute_sql_flush


def _flush_all(operations: BaseDatabaseOperations, sql_list: Iterable[str]) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(TRIGGERS[connection.vendor])
        triggers = cursor.fetchall()
        for drop, _create in triggers:
            cursor.execute(drop)
        _flush(operations, sql_list)
        for _drop, create in triggers:
            cursor.execute(create)


def _empty_after_a_test(_case: TransactionTestCase) -> None:
    tables = set(connection.introspection.django_table_names(only_existing=True, include_views=False))
    connection.ops.execute_sql_flush(connection.ops.sql_flush(no_style(), sorted(tables - STAYS)))


def empty_append_only_tables_too() -> None:
    BaseDatabaseOperations.execute_sql_flush = _flush_all  # type: ignore[assignment,method-assign]
    TransactionTestCase._fixture_teardown = _empty_after_a_test  # type: ignore[attr-defined]
