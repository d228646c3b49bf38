"""How much merchants may still owe the post for what they send."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from rekkas.catalogue.queries import contracts_on
from rekkas.money.queries import owed_by_merchants


@dataclass(frozen=True, slots=True)
class CreditLeft:
    """What a merchant may owe, and what they owe: what is to be invoiced, and invoiced and not paid."""

    limit: int
    owed: int

    @property
    def left(self) -> int:
        return self.limit - self.owed


def credit_on(customers: Iterable[str], country: Any, day: date) -> dict[str, CreditLeft]:
    """The credit of merchants with the post of a country on a day; whoever has none is absent."""
    limits = {
        code: one.credit_limit
        for code, one in contracts_on(customers, day).items()
        if one.credit_limit and one.country == country.iso
    }
    owed = owed_by_merchants(limits, country.currency) if limits else {}
    return {code: CreditLeft(limit, owed[code]) for code, limit in limits.items()}
