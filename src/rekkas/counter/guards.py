"""What the database itself says of a device's acts: what was said stays, and states only go on."""

from dataclasses import replace

from rekkas.base.guards import Guard, no_step
from rekkas.counter.choices import NEXT_ACT_STATES

ACTS = (
    Guard(
        "counter_act",
        fixed=(
            "key", "device_id", "number", "kind", "said", "chain", "clerk", "session", "sheet", "device_at",
            "happened_at", "received_at", "money",
        ),
        once_named=("decided_by", "reason"),
        once_set=("held_entry", "decided_at"),
        bad=(no_step(NEXT_ACT_STATES),),
    ),
)  # fmt: skip
# The same since what leaves the account of held acts is written beside the act.
ACTS_AND_THEIR_CASH = tuple(replace(guard, once_set=(*guard.once_set, "settled_entry")) for guard in ACTS)
