"""Empty every table after a test that commits, the append-only ones included.

The database refuses to empty them, which is the point of them: their triggers step aside for one transaction.
"""

from collections.abc import Iterable

from django.db import connection, transaction
from django.db.backends.base.operations import BaseDatabaseOperations

TRIGGERS = {  # how to drop each trigger, and how to make it again
    "sqlite": "SELECT 'DROP TRIGGER ' || name, sql FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": """
        SELECT format('DROP TRIGGER %I ON %s', tgname, tgrelid::regclass), pg_get_triggerdef(oid)
        FROM pg_trigger WHERE NOT tgisinternal""",
}
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


def empty_append_only_tables_too() -> None:
    BaseDatabaseOperations.execute_sql_flush = _flush_all  # type: ignore[assignment,method-assign]
