"""What commerce makes of news from below."""

from datetime import datetime

from rekkas.base.actors import system
from rekkas.base.outbox import subscribes
from rekkas.commerce import commands
from rekkas.delivery.facts import CodBanked


@subscribes(CodBanked)
def note_due(fact: CodBanked) -> None:
    banked_at = datetime.fromisoformat(fact.banked_at)
    commands.note_due(items=fact.items, due_at=banked_at, by=system("commerce"), at=banked_at)
