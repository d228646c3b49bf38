"""What the database itself says of the ledger, whoever writes to it: triggers, on SQLite and on PostgreSQL.

A transfer's entry exists and agrees with it in day and phase; both accounts exist, in one book and in the
transfer's currency; the day is open in that book; whoever moves a witnessed account leaves a touch, and nothing is
set aside there. On PostgreSQL also: what one entry moves on the accounts between the two books comes to zero. SQLite
has no look at a whole statement; there the command alone sees to that, and ``rekkas verify`` finds it.
"""

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from rekkas.base.append_only import DatabaseStep
from rekkas.money.choices import RULES, STRIPES_AT_MOST, WITNESSED_KINDS

(CASH,) = {RULES[kind] for kind in WITNESSED_KINDS}  # one rule for all cash
# A balance of cash is opened as that rule says, and no column of these is ever another: no line would say so.
STANDING = ("id", "account_id", "side", "floor", "ceiling", "state", "coming", "leaving")
IS_HIDDEN = (
    f"NEW.id <> NEW.account_id * {STRIPES_AT_MOST} OR NEW.side <> {CASH.side} OR NEW.floor IS NULL "
    f"OR NEW.floor <> {CASH.floor} OR NEW.ceiling IS NOT NULL OR NEW.state <> 'open' OR NEW.coming <> 0 "
    "OR NEW.leaving <> 0"
)


def _is_hidden_anew(differs: str) -> str:
    """When an UPDATE has to be looked at: never for accounts of customers, nor where only what moved is written."""
    new, old = (", ".join(f"{row}.{name}" for name in STANDING) for row in ("NEW", "OLD"))
    is_cash = f"(OLD.side = {CASH.side} OR NEW.account_id <> OLD.account_id)"
    return f"{is_cash} AND ({IS_HIDDEN}) AND ({new}) {differs} ({old})"


CASH_POSTGRESQL = f"""
CREATE OR REPLACE FUNCTION money_cash_is_open() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM money_account account WHERE account.id = NEW.account_id AND account.is_witnessed) THEN
        RAISE EXCEPTION 'cash_moves_openly: account %', NEW.account_id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER money_balance_stays_open AFTER UPDATE OF {", ".join(STANDING)} ON money_balance
    FOR EACH ROW WHEN ({_is_hidden_anew("IS DISTINCT FROM")}) EXECUTE FUNCTION money_cash_is_open();
CREATE TRIGGER money_balance_opens AFTER INSERT ON money_balance
    FOR EACH ROW WHEN ({IS_HIDDEN}) EXECUTE FUNCTION money_cash_is_open();
"""  # noqa: S608

POSTGRESQL = """
-- A few rows beside tables of millions: by their indexes, whatever the statistics of the day say.
CREATE OR REPLACE FUNCTION money_transfers_fit() RETURNS trigger LANGUAGE plpgsql
SET enable_hashjoin = off SET enable_mergejoin = off SET enable_seqscan = off AS $$
DECLARE
    wrong bigint;
    first_day date;
    are_mirrored boolean;
    are_witnessed boolean;
    are_unseen boolean;
BEGIN
    SELECT min(fresh.entry_id) FILTER (WHERE
            entry.id IS NULL OR source.id IS NULL OR target.id IS NULL OR source.book <> target.book
            OR source.currency <> fresh.currency OR target.currency <> fresh.currency
            OR entry.business_date <> fresh.business_date
            OR entry.phase = 'released' OR (entry.phase = 'held') <> fresh.is_held),
        min(fresh.business_date), bool_or(source.kind = 'mirror' OR target.kind = 'mirror'),
        bool_or(source.is_witnessed OR target.is_witnessed),
        bool_or(fresh.is_held AND (source.is_witnessed OR target.is_witnessed))
    INTO wrong, first_day, are_mirrored, are_witnessed, are_unseen
    FROM fresh
    LEFT JOIN money_entry entry ON entry.id = fresh.entry_id
    LEFT JOIN money_account source ON source.id = fresh.source_id
    LEFT JOIN money_account target ON target.id = fresh.target_id;
    IF wrong IS NOT NULL THEN
        RAISE EXCEPTION 'transfer_fits_its_entry_and_accounts: entry %', wrong
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF are_unseen THEN
        RAISE EXCEPTION 'cash_moves_openly' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF EXISTS (SELECT 1 FROM money_closedday WHERE business_date >= first_day) THEN
        SELECT fresh.entry_id INTO wrong
        FROM money_closedday closed
        JOIN fresh ON fresh.business_date <= closed.business_date
        JOIN money_account source ON source.id = fresh.source_id AND source.book = closed.book
        LIMIT 1;
        IF FOUND THEN
            RAISE EXCEPTION 'transfer_in_an_open_day: entry %', wrong
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
    END IF;
    IF are_mirrored THEN
        SELECT moved.entry_id INTO wrong
        FROM (
            SELECT fresh.entry_id, fresh.currency, fresh.amount
            FROM fresh JOIN money_account account ON account.id = fresh.target_id AND account.kind = 'mirror'
            UNION ALL
            SELECT fresh.entry_id, fresh.currency, -fresh.amount
            FROM fresh JOIN money_account account ON account.id = fresh.source_id AND account.kind = 'mirror'
        ) moved
        GROUP BY moved.entry_id, moved.currency
        HAVING sum(moved.amount) <> 0
        LIMIT 1;
        IF FOUND THEN
            RAISE EXCEPTION 'mirrors_sum_to_zero: entry %', wrong
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
    END IF;
    IF are_witnessed THEN
        INSERT INTO money_touch (account_id, entry_id)
        SELECT account.id, fresh.entry_id
        FROM fresh JOIN money_account account ON account.id = fresh.source_id
        WHERE account.is_witnessed
        UNION
        SELECT account.id, fresh.entry_id
        FROM fresh JOIN money_account account ON account.id = fresh.target_id
        WHERE account.is_witnessed AND NOT fresh.is_held;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER money_transfers_fit AFTER INSERT ON money_transfer
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION money_transfers_fit();
ALTER TABLE money_balance SET (fillfactor = 60);
-- A code is compared byte by byte, as SQLite does, whatever language the server speaks.
ALTER TABLE money_account ALTER COLUMN code TYPE varchar(80) COLLATE "C";
CREATE INDEX money_transfer_by_day ON money_transfer USING brin (business_date);
"""

SQLITE = (
    """
    CREATE TRIGGER money_transfer_fits AFTER INSERT ON money_transfer
    WHEN NOT EXISTS (
        SELECT 1 FROM money_entry entry, money_account source, money_account target
        WHERE entry.id = NEW.entry_id AND source.id = NEW.source_id AND target.id = NEW.target_id
            AND source.book = target.book AND source.currency = NEW.currency AND target.currency = NEW.currency
            AND entry.business_date = NEW.business_date
            AND entry.phase = CASE WHEN NEW.is_held THEN 'held' ELSE 'posted' END
    )
    BEGIN SELECT RAISE(ABORT, 'transfer_fits_its_entry_and_accounts'); END
    """,
    """
    CREATE TRIGGER money_transfer_in_an_open_day AFTER INSERT ON money_transfer
    WHEN EXISTS (
        SELECT 1 FROM money_closedday closed, money_account source
        WHERE closed.business_date >= NEW.business_date AND source.id = NEW.source_id AND source.book = closed.book
    )
    BEGIN SELECT RAISE(ABORT, 'transfer_in_an_open_day'); END
    """,
    """
    CREATE TRIGGER money_transfer_moves_openly AFTER INSERT ON money_transfer
    WHEN NEW.is_held AND EXISTS (
        SELECT 1 FROM money_account account
        WHERE account.id IN (NEW.source_id, NEW.target_id) AND account.is_witnessed
    )
    BEGIN SELECT RAISE(ABORT, 'cash_moves_openly'); END
    """,
    """
    CREATE TRIGGER money_transfer_touches AFTER INSERT ON money_transfer
    WHEN NOT NEW.is_held
    BEGIN
        INSERT INTO money_touch (account_id, entry_id)
        SELECT account.id, NEW.entry_id FROM money_account account
        WHERE account.id IN (NEW.source_id, NEW.target_id) AND account.is_witnessed
        ON CONFLICT DO NOTHING;
    END
    """,
    *(
        f"""
        CREATE TRIGGER money_balance_{name} AFTER {event} ON money_balance
        WHEN ({condition})
            AND EXISTS (SELECT 1 FROM money_account account WHERE account.id = NEW.account_id AND account.is_witnessed)
        BEGIN SELECT RAISE(ABORT, 'cash_moves_openly'); END
        """  # noqa: S608
        for name, event, condition in (
            ("stays_open", f"UPDATE OF {', '.join(STANDING)}", _is_hidden_anew("IS NOT")),
            ("opens", "INSERT", IS_HIDDEN),
        )
    ),
)


def guard_transfers() -> DatabaseStep:
    """A migration step after which the database judges every transfer that is added, and every balance of cash."""

    def protect(editor: BaseDatabaseSchemaEditor) -> None:
        for statement in (
            (POSTGRESQL, CASH_POSTGRESQL) if editor.connection.vendor == "postgresql" else SQLITE
        ):
            editor.execute(statement, params=None)

    def release(editor: BaseDatabaseSchemaEditor) -> None:
        if editor.connection.vendor == "postgresql":
            editor.execute("DROP FUNCTION money_transfers_fit() CASCADE")
            editor.execute("DROP FUNCTION money_cash_is_open() CASCADE")
        else:
            for name in ("fits", "in_an_open_day", "moves_openly", "touches"):
                editor.execute(f"DROP TRIGGER money_transfer_{name}")
            for name in ("stays_open", "opens"):
                editor.execute(f"DROP TRIGGER money_balance_{name}")

    return DatabaseStep(protect, release)
