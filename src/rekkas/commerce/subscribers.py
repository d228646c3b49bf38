"""What commerce makes of news from below."""

from datetime import datetime

from rekkas.base.actors import system
from rekkas.base.outbox import subscribes
from rekkas.commerce import commands, queries
from rekkas.commerce.errors import UnknownPayout
from rekkas.delivery.facts import CodBanked
from rekkas.payments.facts import PayoutCameBack

NO_REASON = "no reason was given"


@subscribes(CodBanked)
def note_due(fact: CodBanked) -> None:
    banked_at = datetime.fromisoformat(fact.banked_at)
    commands.note_due(items=fact.items, due_at=banked_at, by=system("commerce"), at=banked_at)


@subscribes(PayoutCameBack)
def return_payout(fact: PayoutCameBack) -> None:
    """A payment that another bank sent back. What others had sent from the same place is not of commerce."""
    try:
        number = queries.payout(fact.reference).number
    except UnknownPayout:
        return
    commands.return_payout(
        number=number, reason=fact.reason or NO_REASON, amount=fact.amount, transfer=fact.number,
        by=system("commerce"), at=datetime.fromisoformat(fact.at),
    )  # fmt: skip
