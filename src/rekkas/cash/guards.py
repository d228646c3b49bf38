"""What the database itself says of evidence about cash, whoever writes to it: see ``rekkas.base.guards``.

No row goes away. What was fixed when it was written stays; what is set later is set once; what is closed or settled is
never written anew, and states only go on.
"""

from rekkas.base.append_only import DatabaseStep
from rekkas.base.guards import Guard, guarded, no_step

Steps = dict[str, tuple[str, ...]]  # from a state to those that may follow it

ANSWERS = ("explained", "recovered", "written-off")
STEPS_OF_A_CASE: Steps = {"open": ("disputed", *ANSWERS), "disputed": ANSWERS}
STEPS_OF_A_SESSION: Steps = {"open": ("counted", "closed"), "counted": ("closed",)}

GUARDS = (
    Guard(
        "cash_discrepancycase",
        fixed=("number", "office_id", "kind", "account", "reference", "clerk", "currency", "amount", "opened_at"),
        once_set=("settled_at",),
        bad=(
            no_step(STEPS_OF_A_CASE), "NEW.due_at > OLD.due_at",
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
            no_step(STEPS_OF_A_SESSION), "NEW.last_line < OLD.before_line",
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


def guard_evidence() -> DatabaseStep:
    """A migration step after which the database judges every change of what is evidence about cash."""
    return guarded(GUARDS)
