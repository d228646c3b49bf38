"""What the database itself says of evidence about cash, whoever writes to it: triggers, on SQLite and on PostgreSQL.

No row goes away. What was fixed when it was written stays; what is set later is set once; what is closed or settled is
never written anew, and states only go on. See ``rekkas.base.append_only`` for the tables in which nothing changes.
"""

from dataclasses import dataclass

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from rekkas.base.append_only import DatabaseStep

Steps = dict[str, tuple[str, ...]]  # from a state to those that may follow it

ANSWERS = ("explained", "recovered", "written-off")
STEPS_OF_A_CASE: Steps = {"open": ("disputed", *ANSWERS), "disputed": ANSWERS}
STEPS_OF_A_SESSION: Steps = {"open": ("counted", "closed"), "counted": ("closed",)}


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


def _no_step(steps: Steps) -> str:
    known = ", ".join(f"'{before}>{after}'" for before, afters in steps.items() for after in afters)
    return f"NEW.state <> OLD.state AND OLD.state || '>' || NEW.state NOT IN ({known})"


GUARDS = (
    Guard(
        "cash_discrepancycase",
        fixed=("number", "office_id", "kind", "account", "reference", "clerk", "currency", "amount", "opened_at"),
        once_set=("settled_at",),
        bad=(
            _no_step(STEPS_OF_A_CASE), "NEW.due_at > OLD.due_at",
            "OLD.settled_at IS NOT NULL AND (NEW.owner <> OLD.owner OR NEW.due_at <> OLD.due_at)",
        ),
        bad_first="NEW.state <> 'open'",
    ),
    Guard(
        "cash_tillsession",
        fixed=("number", "office_id", "clerk", "currency", "account", "business_date", "opened_at", "before_line",
               "before_chain"),
        once_named=("last_chain", "counted_by"),
        once_set=("closed_at", "last_line", "expected", "counted"),
        bad=(
            _no_step(STEPS_OF_A_SESSION), "NEW.last_line < OLD.before_line",
            "NEW.state <> 'closed' AND (NEW.last_line IS NOT NULL OR NEW.counted IS NOT NULL)",
            "OLD.state = 'closed' AND (NEW.last_chain <> OLD.last_chain OR NEW.counted_by <> OLD.counted_by)",
        ),
        bad_first="NEW.state <> 'open' OR NEW.last_line IS NOT NULL OR NEW.counted IS NOT NULL",
    ),
    Guard(
        "cash_supportaccess",
        fixed=("number", "office_id", "supporter", "reason", "minutes", "asked_at"),
        once_named=("granted_by", "ended_by"), once_set=("granted_at", "until", "ended_at"),
    ),
    Guard(
        "cash_move",
        fixed=("number", "office_id", "way", "clerk", "currency", "amount", "pieces", "given_by", "given_at",
               "business_date", "entry_key"),
        once_named=("taken_by",), once_set=("taken_at", "taken_amount", "case_id"),
    ),
    Guard(
        "cash_pouch",
        fixed=("number", "seal", "origin_id", "destination_id", "currency", "amount", "pieces", "sent_by", "sent_at"),
        once_named=("sent_witness", "received_by", "received_witness", "received_pieces", "seal_found"),
        once_set=("received_at", "received_amount", "case_id"),
        bad=(
            "OLD.received_at IS NOT NULL AND (NEW.received_pieces <> OLD.received_pieces"
            " OR NEW.seal_found <> OLD.seal_found)",
        ),
    ),
    Guard(
        "cash_writeoff", fixed=("case_id", "reason", "proposed_by", "proposed_at"),
        once_named=("approved_by",), once_set=("approved_at",),
    ),
)  # fmt: skip


def _postgresql(guard: Guard) -> str:
    name = f"{guard.table}_stays"
    refuse = "USING ERRCODE = 'integrity_constraint_violation'"
    first = f"""
        IF {guard.bad_first} THEN
            RAISE EXCEPTION 'begins_at_its_beginning: {guard.table} %', NEW.number {refuse};
        END IF;"""
    return f"""
CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP IN ('DELETE', 'TRUNCATE') THEN
        RAISE EXCEPTION 'evidence_is_never_taken_away: {guard.table}' {refuse};
    ELSIF TG_OP = 'INSERT' THEN {first if guard.bad_first else "NULL;"}
    ELSIF {guard.is_rewriting("IS DISTINCT FROM")} THEN
        RAISE EXCEPTION 'evidence_is_never_written_anew: {guard.table}' {refuse};
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER {name} BEFORE INSERT OR UPDATE OR DELETE ON {guard.table} FOR EACH ROW EXECUTE FUNCTION {name}();
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


def guard_evidence() -> DatabaseStep:
    """A migration step after which the database judges every change of what is evidence about cash."""

    def protect(editor: BaseDatabaseSchemaEditor) -> None:
        for guard in GUARDS:
            if editor.connection.vendor == "postgresql":
                editor.execute(_postgresql(guard), params=None)
                continue
            for name, (when, refusal) in _sqlite(guard).items():
                editor.execute(
                    f"CREATE TRIGGER {guard.table}_{name} BEFORE {when} "
                    f"BEGIN SELECT RAISE(ABORT, '{refusal}: {guard.table}'); END",
                    params=None,
                )

    def release(editor: BaseDatabaseSchemaEditor) -> None:
        for guard in GUARDS:
            if editor.connection.vendor == "postgresql":
                editor.execute(f"DROP FUNCTION {guard.table}_stays() CASCADE")
                continue
            for name in _sqlite(guard):
                editor.execute(f"DROP TRIGGER {guard.table}_{name}")

    return DatabaseStep(protect, release)
