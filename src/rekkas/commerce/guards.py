"""What the database itself says of settlement lines, whoever writes: they go onto a statement once, and never change.

What turns out later is another line. See ``rekkas.base.guards``.
"""

from rekkas.base.append_only import DatabaseStep
from rekkas.base.guards import Guard, guarded

LINES = Guard(
    "commerce_settlementline",
    fixed=(
        "key", "kind", "customer_code", "currency", "subject", "reference", "amount", "collected_at", "due_at",
        "reason", "note", "noted_by", "entry",
    ),
    bad=("OLD.statement_id IS NOT NULL",),
)  # fmt: skip


def guard_lines() -> DatabaseStep:
    """A migration step after which a line can only be put onto a statement, once, and never be taken away."""
    return guarded([LINES])
