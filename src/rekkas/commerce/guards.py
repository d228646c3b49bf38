"""What the database itself says of settlement lines, whoever writes: they go onto a statement once, and never change.

What turns out later is another line. SQLite and PostgreSQL refuse with the same words.
"""

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from rekkas.base.append_only import DatabaseStep

TABLE, REFUSAL = "commerce_settlementline", "settlement_line_is_never_edited"

KEPT = (
    "key", "kind", "customer_code", "currency", "subject", "reference", "amount", "collected_at", "due_at", "reason",
    "note", "noted_by", "entry",
)  # fmt: skip


def guard_lines() -> DatabaseStep:
    """A migration step after which a line can only be put onto a statement, once, and never be taken away."""

    def protect(editor: BaseDatabaseSchemaEditor) -> None:
        if editor.connection.vendor == "postgresql":
            differs = " OR ".join(f"NEW.{name} IS DISTINCT FROM OLD.{name}" for name in KEPT)
            editor.execute(
                f"""CREATE OR REPLACE FUNCTION commerce_line_kept() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    IF TG_OP = 'TRUNCATE' THEN
                        RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation';
                    ELSIF TG_OP = 'DELETE' OR OLD.statement_id IS NOT NULL OR {differs} THEN
                        RAISE EXCEPTION '{REFUSAL}: %', OLD.key USING ERRCODE = 'integrity_constraint_violation';
                    END IF;
                    RETURN NEW;
                END $$""",
                params=None,  # its percent signs are its own
            )
            editor.execute(
                f"CREATE TRIGGER commerce_line_kept BEFORE UPDATE OR DELETE ON {TABLE} "
                "FOR EACH ROW EXECUTE FUNCTION commerce_line_kept()"
            )
            editor.execute(
                f"CREATE TRIGGER commerce_lines_kept BEFORE TRUNCATE ON {TABLE} "
                "FOR EACH STATEMENT EXECUTE FUNCTION commerce_line_kept()"
            )
            return
        differs = " OR ".join(f"NEW.{name} IS NOT OLD.{name}" for name in KEPT)
        for verb, when in (("UPDATE", f"OLD.statement_id IS NOT NULL OR {differs}"), ("DELETE", "1")):
            editor.execute(
                f"CREATE TRIGGER commerce_line_no_{verb.lower()} BEFORE {verb} ON {TABLE} WHEN {when} "
                f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
            )

    def release(editor: BaseDatabaseSchemaEditor) -> None:
        if editor.connection.vendor == "postgresql":
            editor.execute("DROP FUNCTION commerce_line_kept() CASCADE")
        else:
            for verb in ("update", "delete"):
                editor.execute(f"DROP TRIGGER commerce_line_no_{verb}")

    return DatabaseStep(protect, release)
