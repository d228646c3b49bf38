"""The one place where a statement differs between the two databases.

A batch of any size is one insert and one update: COPY into a temporary table and INSERT ... ON CONFLICT or
UPDATE ... FROM on PostgreSQL; executemany on SQLite. Rows hold Python values in the order of ``columns``.
Every function must run inside a transaction.
"""

import json
import re
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django.db import connection

Row = Sequence[Any]


def among(column: str, values: Iterable[Any], *, of: str = "") -> tuple[str, list[Any]]:
    """``column IN values`` for any number of values, as a condition and its parameters.

    ``of`` is their type on PostgreSQL where they are in its text form already: ``uuid``, for hexadecimal keys.
    """
    given = list(values)
    plain = [value.hex if isinstance(value, UUID) else value for value in given]
    if connection.vendor == "postgresql":
        kind, text = (f"::{of}[]", f"{{{','.join(plain)}}}") if of else _array(given, plain)
        return f"{column} = ANY(%s{kind})", [text]
    return f"{column} IN (SELECT value FROM json_each(%s))", [json.dumps(plain)]  # noqa: S608


def _array(values: Iterable[Any], plain: list[Any]) -> tuple[str, Any]:
    """An array as PostgreSQL writes one: putting it into that form value by value is what takes long."""
    first = next(iter(values), None)
    if isinstance(first, UUID):
        return "::uuid[]", f"{{{','.join(plain)}}}"
    if type(first) is int:
        return "::bigint[]", f"{{{','.join(map(str, plain))}}}"
    if isinstance(first, str):
        text = '","'.join(plain)
        if "\\" not in text and text.count('"') == 2 * (len(plain) - 1):
            return "::text[]", f'{{"{text}"}}'
    return "", plain


def stored(column: str) -> str:
    """A column as it is stored: without this SQLite would have each value understood on the way."""
    return column if connection.vendor == "postgresql" else f"+{column}"


def stored_moment(column: str) -> str:
    """A moment as it is stored: as text, or on PostgreSQL counted in microseconds since 1970, which are read faster."""
    if connection.vendor == "postgresql":
        return f"(EXTRACT(epoch FROM {column}) * 1000000)::bigint"
    return f"CAST({column} AS text)"


def moment(value: Any) -> datetime:
    """A moment as a plain cursor gives it: aware on PostgreSQL, UTC text or wall time on SQLite."""
    if isinstance(value, str):
        return datetime.fromisoformat(value if "+" in value else f"{value}+00:00")
    found: datetime = value
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def day(value: Any) -> date:
    """A day as a plain cursor gives it: a date on PostgreSQL, text on SQLite."""
    return date.fromisoformat(value) if isinstance(value, str) else value


def insert_new(table: str, columns: Sequence[str], rows: Sequence[Row], *, key: str) -> set[Any]:
    """Insert the rows whose unique column ``key`` is not there yet; return the keys that were inserted."""
    if not rows:
        return set()
    if connection.vendor == "postgresql":
        return _insert_postgresql(table, columns, rows, key)
    return _insert_sqlite(table, columns, rows, key)


def insert_all(table: str, columns: Sequence[str], rows: Sequence[Row]) -> None:
    """Insert every row in one statement, or none: a row that is there already fails the batch."""
    if not rows:
        return
    if connection.vendor == "postgresql":
        names = ", ".join(columns)
        with connection.cursor() as cursor:
            _copy(cursor, f"COPY {table} ({names}) FROM STDIN", rows)
    else:
        _insert_plain(table, columns, _for_sqlite(rows))


def update_rows(
    table: str, columns: Sequence[str], rows: Sequence[Row], *, key: str, only_if: str = ""
) -> None:
    """Set ``columns`` of the rows named by ``key`` (the first of them); no two rows name the same.

    ``only_if`` is a condition over the columns of ``table`` and of ``new``, checked under the row's lock.
    """
    if not rows:
        return
    if connection.vendor == "postgresql":
        _update_postgresql(table, columns, rows, key, only_if)
    else:
        _update_sqlite(table, columns, rows, key, only_if)


def add_to_rows(table: str, columns: Sequence[str], rows: Sequence[Row], *, key: str) -> int:
    """Add to whole numbers of the rows named by ``key`` (the first column); no two rows name the same.

    Returns how many rows were found.
    """
    if not rows:
        return 0
    if connection.vendor == "postgresql":
        return _add_postgresql(table, columns, rows, key)
    with connection.cursor() as cursor:
        changes = ", ".join(f"{name} = {name} + ?{n}" for n, name in enumerate(columns[1:], start=2))
        cursor.executemany(f"UPDATE {table} SET {changes} WHERE {key} = ?1", rows)  # noqa: S608
        return int(cursor.rowcount)


def new_ids(table: str, count: int) -> list[int]:
    """The next ``count`` numbers of a table's rows, ascending; nobody else gets them."""
    if not count:
        return []
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "WITH ids AS MATERIALIZED (SELECT pg_get_serial_sequence(%s, 'id')::regclass AS sequence) "
                "SELECT string_agg(nextval(ids.sequence)::text, ',') FROM ids, generate_series(1, %s)",
                [table, count],
            )
            return sorted(map(int, cursor.fetchone()[0].split(",")))
        # The transaction is IMMEDIATE and nothing is ever taken away: no other writer has these.
        cursor.execute(f"SELECT coalesce(max(id), 0) FROM {table}")  # noqa: S608
        last = int(cursor.fetchone()[0])
        return list(range(last + 1, last + count + 1))


def _copy_in(table: str, columns: Sequence[str], rows: Sequence[Row]) -> str:
    """Carry the rows into a temporary table of the same shape; return its name."""
    names, incoming = ", ".join(columns), f"incoming_{table}"
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TEMP TABLE IF NOT EXISTS {incoming} ON COMMIT DELETE ROWS AS "  # noqa: S608
            f"SELECT * FROM {table} WITH NO DATA"
        )
        cursor.execute(f"TRUNCATE {incoming}")
        _copy(cursor, f"COPY {incoming} ({names}) FROM STDIN", rows)
    return incoming


def _copy(cursor: Any, statement: str, rows: Sequence[Row]) -> None:
    """Django does not wrap what goes wrong in a COPY, and only what it wraps is tried again."""
    with connection.wrap_database_errors, cursor.copy(statement) as copy:
        copy.write(_copy_text(rows))


def _copy_text(rows: Sequence[Row]) -> str:
    """The rows in COPY's text form, written column by column: a row at a time is half as fast."""
    moments: dict[int, str] = {}
    written: list[Sequence[str]] = []
    for column in zip(*rows, strict=True):
        kind = _type_of(column)
        if kind is datetime:
            written.append(_moments(column, str, moments, r"\N"))
        elif kind is bytes:
            written.append([r"\N" if value is None else rf"\\x{value.hex()}" for value in column])
        elif kind is str:
            written.append(_copy_words(column))
        elif kind is UUID:
            written.append([r"\N" if value is None else value.hex for value in column])
        else:
            written.append([r"\N" if value is None else str(value) for value in column])
    return "\n".join(map("\t".join, zip(*written, strict=True))) + "\n"


def _type_of(column: Row) -> type[Any]:
    return next((type(value) for value in column if value is not None), type(None))


def _moments(
    column: Row, form: Callable[[datetime], str], known: dict[int, str], absent: str | None
) -> list[Any]:
    """Moments written once for all places where the same one stands: a batch is heard at one moment."""
    written = []
    for value in column:
        text = known.get(id(value))
        if text is None:
            if value is None:
                written.append(absent)
                continue
            text = known[id(value)] = form(value)
        written.append(text)
    return written


_ESCAPES = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})
_TO_ESCAPE = re.compile(r"[\\\t\n\r]")


def _copy_words(column: Row) -> Sequence[str]:
    if None in column:
        column = [r"\N" if value is None else value.translate(_ESCAPES) for value in column]
    elif _TO_ESCAPE.search("".join(column)):
        column = [value.translate(_ESCAPES) for value in column]
    return column


def _insert_postgresql(table: str, columns: Sequence[str], rows: Sequence[Row], key: str) -> set[Any]:
    names, incoming = ", ".join(columns), _copy_in(table, columns, rows)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({names}) SELECT {names} FROM {incoming} "  # noqa: S608
            f"ON CONFLICT ({key}) DO NOTHING RETURNING {key}"
        )
        return {found for (found,) in cursor.fetchall()}


def _update_postgresql(
    table: str, columns: Sequence[str], rows: Sequence[Row], key: str, only_if: str
) -> None:
    incoming = _copy_in(table, columns, rows)
    changes = ", ".join(f"{name} = new.{name}" for name in columns if name != key)
    condition = f" AND ({only_if})" if only_if else ""
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} SET {changes} FROM {incoming} AS new "  # noqa: S608
            f"WHERE {table}.{key} = new.{key}{condition}"
        )


def _add_postgresql(table: str, columns: Sequence[str], rows: Sequence[Row], key: str) -> int:
    """A later column to which nothing is added anywhere is left out. Naming the rows twice has them found by their
    index, where the join alone would read the whole table.
    """
    numbered = enumerate(zip(columns, zip(*rows, strict=True), strict=True))
    added = {name: column for place, (name, column) in numbered if place < 2 or any(column)}
    changes = ", ".join(f"{name} = {table}.{name} + new.{name}" for name in added if name != key)
    arrays = [f"{{{','.join(map(str, column))}}}" for column in added.values()]
    marks = ", ".join(["%s::bigint[]"] * len(arrays))
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} SET {changes} FROM unnest({marks}) AS new({', '.join(added)}) "  # noqa: S608
            f"WHERE {table}.{key} = new.{key} AND {table}.{key} = ANY(%s::bigint[])",
            [*arrays, arrays[0]],
        )
        return int(cursor.rowcount)


def _utc_text(moment: datetime) -> str:
    """A moment as Django keeps it in SQLite: UTC, without saying so."""
    return moment.astimezone(UTC).isoformat(" ")[:-6]


def _for_sqlite(rows: Sequence[Row]) -> list[Row]:
    moments: dict[int, str] = {}
    columns: list[Row] = []
    for column in zip(*rows, strict=True):
        kind = _type_of(column)
        if kind is datetime:
            columns.append(_moments(column, _utc_text, moments, None))
        elif kind is UUID:
            columns.append([None if value is None else value.hex for value in column])
        else:
            columns.append(column)
    return list(zip(*columns, strict=True))


def _insert_sqlite(table: str, columns: Sequence[str], rows: Sequence[Row], key: str) -> set[Any]:
    """OR IGNORE does not say which rows it took, so those already there are asked for first.

    The transaction is IMMEDIATE: no other writer comes in between.
    """
    at = columns.index(key)
    condition, values = among(key, [row[at] for row in rows])
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {key} FROM {table} WHERE {condition}", values)  # noqa: S608
        known = {found for (found,) in cursor.fetchall()}
    fresh: dict[Any, tuple[Row, Any]] = {}
    for plain, row in zip(_for_sqlite(rows), rows, strict=True):
        if plain[at] not in known:
            fresh.setdefault(plain[at], (plain, row[at]))
    _insert_plain(table, columns, [plain for plain, _ in fresh.values()])
    return {given for _, given in fresh.values()}


def _insert_plain(table: str, columns: Sequence[str], rows: Sequence[Row]) -> None:
    names, marks = ", ".join(columns), ", ".join(["%s"] * len(columns))
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows)  # noqa: S608


def _update_sqlite(table: str, columns: Sequence[str], rows: Sequence[Row], key: str, only_if: str) -> None:
    """Numbered parameters stand for the columns of ``new``: each may be used several times."""
    place = {name: f"?{number}" for number, name in enumerate(columns, start=1)}
    changes = ", ".join(f"{name} = {place[name]}" for name in columns if name != key)
    condition = re.sub(r"\bnew\.(\w+)", lambda found: place[found[1]], only_if) or "1"
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {table} SET {changes} WHERE {key} = {place[key]} AND ({condition})",  # noqa: S608
            _for_sqlite(rows),
        )
