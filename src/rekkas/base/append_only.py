"""Rows that may be added and never changed: the database itself refuses, on SQLite and on PostgreSQL."""

from collections.abc import Callable
from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation

Step = Callable[[BaseDatabaseSchemaEditor], None]


class DatabaseStep(Operation):
    """A migration step that speaks to the database alone. It asks for no models, so that none are made for it."""

    reduces_to_sql = False
    elidable = False

    def __init__(self, protect: Step, release: Step) -> None:
        self.protect, self.release = protect, release

    def state_forwards(self, app_label: str, state: Any) -> None:
        """The models stay as they are."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        self.protect(schema_editor)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        self.release(schema_editor)

    def describe(self) -> str:
        return "Have the database itself refuse what may not be"


def append_only(table: str) -> DatabaseStep:
    """A migration step after which ``table`` refuses UPDATE, DELETE and TRUNCATE.

    The refusal's text starts with ``append-only`` and names the table, so that a log says what was tried.
    """

    def protect(editor: BaseDatabaseSchemaEditor) -> None:
        if editor.connection.vendor == "postgresql":
            editor.execute(
                """CREATE OR REPLACE FUNCTION rekkas_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    RAISE EXCEPTION 'append-only: % on % is refused', TG_OP, TG_TABLE_NAME
                        USING ERRCODE = 'integrity_constraint_violation';
                END $$""",
                params=None,  # its percent signs are its own
            )
            editor.execute(
                f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION rekkas_append_only()"
            )
        else:
            for verb in ("UPDATE", "DELETE"):
                editor.execute(
                    f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, 'append-only: {verb} on {table} is refused'); END"
                )

    def release(editor: BaseDatabaseSchemaEditor) -> None:
        if editor.connection.vendor == "postgresql":
            editor.execute(f"DROP TRIGGER {table}_append_only ON {table}")
        else:
            for verb in ("update", "delete"):
                editor.execute(f"DROP TRIGGER {table}_no_{verb}")

    return DatabaseStep(protect, release)


def lifted(step: DatabaseStep) -> DatabaseStep:
    """The step undone while a migration rebuilds a table: SQLite copies it, and its triggers are lost."""
    return _on_sqlite(step.release, step.protect)


def restored(step: DatabaseStep) -> DatabaseStep:
    """The step done again, after the table was rebuilt."""
    return _on_sqlite(step.protect, step.release)


def _on_sqlite(forwards: Step, backwards: Step) -> DatabaseStep:
    def only(step: Step) -> Step:
        return lambda editor: step(editor) if editor.connection.vendor == "sqlite" else None

    return DatabaseStep(only(forwards), only(backwards))
