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
# A device has its numbers for ever; how many of them it has not used only becomes less.
NUMBERS = (
    Guard(
        "counter_numberrange",
        fixed=("device_id", "indicator", "country_id", "first", "last", "numbers", "given_at", "key"),
        bad=("NEW.unused > OLD.unused",),
    ),
)

# What was given to a device and when is the post's own record: a row only goes on.
SHEETS_GIVEN = (
    Guard(
        "counter_sheetgiven", fixed=("device_id", "sheet_id", "from_at"), bad=("NEW.until_at < OLD.until_at",)
    ),
)

# The same since what leaves the account of held acts is written beside the act.
ACTS_AND_THEIR_CASH = tuple(replace(guard, once_set=(*guard.once_set, "settled_entry")) for guard in ACTS)
