"""A contract as it stands today: what holds, what is owed, which rebate this month's parcels earn."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from rekkas.catalogue.queries import Agreed, accepted_in, contract_on, month_before
from rekkas.counter.queries import CreditLeft, credit_on

A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class ContractToday:
    """What holds with a merchant now. ``earned`` and ``earning`` are thousandths off the carriage: those of this month,
    by the parcels of the month before, and those of the next, by the parcels of this one so far.
    """

    agreed: Agreed
    credit: CreditLeft | None
    accepted_before: int
    accepted_now: int
    earned: int
    earning: int
    next_count: int  # from how many parcels this month on the next one earns more; 0: nothing earns more


def contract_today(customer: Any, now: datetime) -> ContractToday | None:
    """How the contract of a customer stands at a moment; nothing where none holds."""
    today = now.astimezone(ZoneInfo(customer.country.time_zone)).date()
    agreed = contract_on(customer.code, today)
    if agreed is None:
        return None
    first, this = month_before(today)
    before = accepted_in([agreed], first, this).get(customer.code, 0)
    so_far = accepted_in([agreed], this, today + A_DAY).get(customer.code, 0)
    more = [step.from_count for step in agreed.rebates if step.from_count > so_far]
    return ContractToday(
        agreed, credit_on([customer.code], customer.country, today).get(customer.code), before, so_far,
        agreed.rebate_for(before), agreed.rebate_for(so_far), min(more, default=0),
    )  # fmt: skip
