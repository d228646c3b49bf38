"""What the database itself says of rows that may change a little, whoever writes: triggers, on SQLite and PostgreSQL.

No row goes away. What was fixed when it was written stays; what is set later is set once; states only go on. See
``rekkas.base.append_only`` for the tables in which nothing changes.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from rekkas.base.append_only import DatabaseStep


@dataclass(frozen=True, slots=True)
class Guard:
    """A table of which no row goes away.

    ``fixed`` columns never change; ``once_named`` (texts) and ``once_set`` ones change only from nothing; ``bad`` are
    further changes that are refused, ``bad_first`` rows that may not be added, both as SQL.
    """

    table: str
    fixed: tuple[str, ...]
    once_named: tuple[str, ...] = ()
    once_set: tuple[str, ...] = ()
    bad: tuple[str, ...] = ()
    bad_first: str = ""

    def is_rewriting(self, differs: str) -> str:
        """The condition under which an UPDATE is refused, with the database's word for *differs from*."""
        changed = [f"NEW.{name} {differs} OLD.{name}" for name in self.fixed]
        named = [f"(OLD.{name} <> '' AND NEW.{name} {differs} OLD.{name})" for name in self.once_named]
        given = [f"(OLD.{name} IS NOT NULL AND NEW.{name} {differs} OLD.{name})" for name in self.once_set]
        return " OR ".join((*changed, *named, *given, *(f"({one})" for one in self.bad)))


def no_step(steps: Mapping[str, Iterable[str]]) -> str:
    """That a row goes from its state to one that may not follow it; ``steps`` says which may."""
    known = ", ".join(f"'{before}>{after}'" for before, afters in steps.items() for after in sorted(afters))
    return f"NEW.state <> OLD.state AND OLD.state || '>' || NEW.state NOT IN ({known})"


def guarded(guards: Sequence[Guard]) -> DatabaseStep:
    """A migration step after which the database judges every change of these tables.

    Its refusals begin with ``evidence_is_never_taken_away``, ``evidence_is_never_written_anew`` or
    ``begins_at_its_beginning`` and name the table.
    """

    def protect(editor: BaseDatabaseSchemaEditor) -> None:
        for guard in guards:
            if editor.connection.vendor == "postgresql":
                editor.execute(_postgresql(guard), params=None)  # its percent signs are its own
                continue
            for name, (when, refusal) in _sqlite(guard).items():
                editor.execute(
                    f"CREATE TRIGGER {guard.table}_{name} BEFORE {when} "
                    f"BEGIN SELECT RAISE(ABORT, '{refusal}: {guard.table}'); END",
                    params=None,
                )

    def release(editor: BaseDatabaseSchemaEditor) -> None:
        for guard in guards:
            if editor.connection.vendor == "postgresql":
                editor.execute(f"DROP FUNCTION {guard.table}_stays() CASCADE")
                continue
            for name in _sqlite(guard):
                editor.execute(f"DROP TRIGGER {guard.table}_{name}")

    return DatabaseStep(protect, release)


def _postgresql(guard: Guard) -> str:
    name = f"{guard.table}_stays"
    refuse = "USING ERRCODE = 'integrity_constraint_violation'"
    first = f"""
    ELSIF TG_OP = 'INSERT' THEN
        IF {guard.bad_first} THEN
            RAISE EXCEPTION 'begins_at_its_beginning: {guard.table}' {refuse};
        END IF;"""
    return f"""
CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP IN ('DELETE', 'TRUNCATE') THEN
        RAISE EXCEPTION 'evidence_is_never_taken_away: {guard.table}' {refuse};{first if guard.bad_first else ""}
    ELSIF {guard.is_rewriting("IS DISTINCT FROM")} THEN
        RAISE EXCEPTION 'evidence_is_never_written_anew: {guard.table}' {refuse};
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER {name} BEFORE {"INSERT OR " if guard.bad_first else ""}UPDATE OR DELETE ON {guard.table}
    FOR EACH ROW EXECUTE FUNCTION {name}();
CREATE TRIGGER {name}_whole BEFORE TRUNCATE ON {guard.table} FOR EACH STATEMENT EXECUTE FUNCTION {name}();
"""


def _sqlite(guard: Guard) -> dict[str, tuple[str, str]]:
    """For each trigger its event with its condition, and its refusal."""
    table = guard.table
    made = {
        "taken": (f"DELETE ON {table}", "evidence_is_never_taken_away"),
        "anew": (f"UPDATE ON {table} WHEN {guard.is_rewriting('IS NOT')}", "evidence_is_never_written_anew"),
    }
    if guard.bad_first:
        made["begins"] = (f"INSERT ON {table} WHEN {guard.bad_first}", "begins_at_its_beginning")
    return made
