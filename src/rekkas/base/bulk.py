"""The one place where a statement differs between the two databases.

A batch of any size is one insert: COPY into a temporary table and INSERT ... ON CONFLICT on PostgreSQL,
executemany on SQLite.
"""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection

Row = Sequence[Any]


def insert_new(table: str, columns: Sequence[str], rows: Sequence[Row], *, key: str) -> set[Any]:
    """Insert the rows whose unique column ``key`` is not there yet; return the keys that were inserted.

    Values are plain database values in the order of ``columns``. Must run inside a transaction.
    """
    if not rows:
        return set()
    at = columns.index(key)
    if connection.vendor == "postgresql":
        return _insert_postgresql(table, columns, rows, key)
    return _insert_sqlite(table, columns, rows, key, at)


def _insert_postgresql(table: str, columns: Sequence[str], rows: Iterable[Row], key: str) -> set[Any]:
    names = ", ".join(columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TEMP TABLE IF NOT EXISTS incoming_{table} ON COMMIT DELETE ROWS AS "  # noqa: S608
            f"SELECT {names} FROM {table} WITH NO DATA"
        )
        cursor.execute(f"TRUNCATE incoming_{table}")
        with cursor.copy(f"COPY incoming_{table} ({names}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        cursor.execute(
            f"INSERT INTO {table} ({names}) SELECT {names} FROM incoming_{table} "  # noqa: S608
            f"ON CONFLICT ({key}) DO NOTHING RETURNING {key}"
        )
        return {found for (found,) in cursor.fetchall()}


def _insert_sqlite(table: str, columns: Sequence[str], rows: Sequence[Row], key: str, at: int) -> set[Any]:
    """OR IGNORE does not say which rows it took, so those already there are asked for first.

    The transaction is IMMEDIATE: no other writer comes in between.
    """
    names, marks = ", ".join(columns), ", ".join(["?"] * len(columns))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {key} FROM {table} WHERE {key} IN (SELECT value FROM json_each(%s))",  # noqa: S608
            [json.dumps([row[at] for row in rows])],
        )
        known = {found for (found,) in cursor.fetchall()}
        fresh: dict[Any, Row] = {}
        for row in rows:
            if row[at] not in known:
                fresh.setdefault(row[at], row)
        raw = connection.connection
        raw.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", list(fresh.values()))  # noqa: S608
    return set(fresh)
