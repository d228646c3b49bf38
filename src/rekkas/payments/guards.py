"""What the database itself says of transfers, whoever writes to it: triggers, on SQLite and on PostgreSQL.

A transfer takes known steps only; what it moves, between whom and in which file it was sent is never written anew;
and it is never taken away.
"""

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from rekkas.base.append_only import DatabaseStep
from rekkas.payments.choices import STEPS

TABLE = "payments_credittransfer"
FIXED = (
    "number", "way", "customer_id", "payer_account", "payer_ledger", "payer_bank", "payee_account", "payee_ledger",
    "payee_bank", "amount", "currency", "end_to_end_id", "transaction_id", "key", "file_id", "came_file_id",
)  # fmt: skip
ONCE = ("sent_file_id", "return_file_id", "settlement_id", "return_settlement_id")
_KNOWN = ", ".join(
    f"'{before}>{after}'" for before, afters in STEPS.items() if before for after in sorted(afters)
)
_IS_STEP = f"OLD.state || '>' || NEW.state IN ({_KNOWN})"


def _changed(columns: tuple[str, ...], other: str) -> str:
    return " OR ".join(f"NEW.{name} {other} OLD.{name}" for name in columns)


def _set_anew(other: str) -> str:
    links = (f"(OLD.{name} IS NOT NULL AND NEW.{name} {other} OLD.{name})" for name in ONCE)
    return " OR ".join((*links, "(OLD.fee <> 0 AND NEW.fee <> OLD.fee)"))


_PG, _LITE = "IS DISTINCT FROM", "IS NOT"
POSTGRESQL = f"""
CREATE OR REPLACE FUNCTION payments_transfer_goes_on() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'transfer_is_never_taken_away: %', OLD.number
            USING ERRCODE = 'integrity_constraint_violation';
    ELSIF NEW.state <> OLD.state AND NOT ({_IS_STEP}) THEN
        RAISE EXCEPTION 'transfer_takes_a_known_step: %, % to %', OLD.number, OLD.state, NEW.state
            USING ERRCODE = 'integrity_constraint_violation';
    ELSIF {_changed(FIXED, _PG)} OR {_set_anew(_PG)} THEN
        RAISE EXCEPTION 'transfer_is_never_written_anew: %', OLD.number
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER payments_transfer_goes_on BEFORE UPDATE OR DELETE ON {TABLE}
    FOR EACH ROW EXECUTE FUNCTION payments_transfer_goes_on();
"""
SQLITE = {
    "takes_a_known_step": f"UPDATE ON {TABLE} WHEN NEW.state <> OLD.state AND NOT ({_IS_STEP})",
    "is_never_written_anew": f"UPDATE ON {TABLE} WHEN {_changed(FIXED, _LITE)} OR {_set_anew(_LITE)}",
    "is_never_taken_away": f"DELETE ON {TABLE}",
}


def guard_credit_transfers() -> DatabaseStep:
    """A migration step after which the database judges every change of a transfer."""

    def protect(editor: BaseDatabaseSchemaEditor) -> None:
        if editor.connection.vendor == "postgresql":
            editor.execute(POSTGRESQL, params=None)
            return
        for name, when in SQLITE.items():
            editor.execute(
                f"CREATE TRIGGER payments_transfer_{name} BEFORE {when} "
                f"BEGIN SELECT RAISE(ABORT, 'transfer_{name}'); END",
                params=None,
            )

    def release(editor: BaseDatabaseSchemaEditor) -> None:
        if editor.connection.vendor == "postgresql":
            editor.execute("DROP FUNCTION payments_transfer_goes_on() CASCADE")
        else:
            for name in SQLITE:
                editor.execute(f"DROP TRIGGER payments_transfer_{name}")

    return DatabaseStep(protect, release)


# ---- money orders ----------------------------------------------------------------------------------------------

ORDERS = "payments_moneyorder"
FIXED_IN_AN_ORDER = (
    "number", "country_id", "product", "taken", "paid", "amount", "fee", "currency", "sender_name", "sender_name_ar",
    "sender_document_kind", "sender_document_country", "sender_document_number", "sender_account", "payee_account",
    "office_id", "clerk", "issue_entry", "issued_at", "available_at", "expires_on", "prescribed_on",
)  # fmt: skip
POSTGRESQL_ORDERS = f"""
CREATE OR REPLACE FUNCTION payments_order_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'order_is_never_taken_away: %', OLD.number
            USING ERRCODE = 'integrity_constraint_violation';
    ELSIF {_changed(FIXED_IN_AN_ORDER, _PG)} THEN
        RAISE EXCEPTION 'order_is_never_written_anew: %', OLD.number
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER payments_order_stays BEFORE UPDATE OR DELETE ON {ORDERS}
    FOR EACH ROW EXECUTE FUNCTION payments_order_stays();
"""
SQLITE_ORDERS = {
    "is_never_written_anew": f"UPDATE ON {ORDERS} WHEN {_changed(FIXED_IN_AN_ORDER, _LITE)}",
    "is_never_taken_away": f"DELETE ON {ORDERS}",
}


def guard_money_orders() -> DatabaseStep:
    """A migration step after which what was fixed when an order was issued stays, and no order goes away."""

    def protect(editor: BaseDatabaseSchemaEditor) -> None:
        if editor.connection.vendor == "postgresql":
            editor.execute(POSTGRESQL_ORDERS, params=None)
            return
        for name, when in SQLITE_ORDERS.items():
            editor.execute(
                f"CREATE TRIGGER payments_order_{name} BEFORE {when} BEGIN SELECT RAISE(ABORT, 'order_{name}'); END",
                params=None,
            )

    def release(editor: BaseDatabaseSchemaEditor) -> None:
        if editor.connection.vendor == "postgresql":
            editor.execute("DROP FUNCTION payments_order_stays() CASCADE")
            return
        for name in SQLITE_ORDERS:
            editor.execute(f"DROP TRIGGER payments_order_{name}")

    return DatabaseStep(protect, release)
