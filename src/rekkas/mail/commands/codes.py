"""The event and reason codes in force."""

import csv
from importlib.resources import files
from typing import Any

from rekkas.base.actors import Actor, Moment
from rekkas.base.command import command
from rekkas.mail.choices import ReasonKind
from rekkas.mail.models import EventCode, ReasonCode

LABELS = ("label_en", "label_fr", "label_ar")
FLAGS = ("is_final", "is_note", "is_public", "by_hand", "stops_clock")
NUMBERS = ("rank", "silence_h")


def _rows(name: str) -> list[dict[str, Any]]:
    """A table of codes as shipped: flags and numbers understood."""
    text = (files("rekkas.mail") / "data" / name).read_text(encoding="utf-8")
    return [
        {
            key: value == "1" if key in FLAGS else int(value) if key in NUMBERS else value
            for key, value in row.items()
        }
        for row in csv.DictReader(text.splitlines())
    ]


@command
def load_codes(*, by: Actor, at: Moment) -> int:
    """Put the shipped tables of event and reason codes into force; none in use is ever taken away."""
    events = [EventCode(**row) for row in _rows("event_codes.csv")]
    EventCode.objects.bulk_create(
        events, update_conflicts=True, unique_fields=("code",),
        update_fields=("origin", "phase", "rank", "status", *LABELS, *FLAGS[:4], "silence_h"),
    )  # fmt: skip
    reasons = [ReasonCode(**{**row, "kind": ReasonKind(row["kind"])}) for row in _rows("reason_codes.csv")]
    ReasonCode.objects.bulk_create(
        reasons, update_conflicts=True, unique_fields=("code",),
        update_fields=("kind", "fault_of", "status", "stops_clock", *LABELS),
    )  # fmt: skip
    return len(events) + len(reasons)
