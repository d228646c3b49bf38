"""The shapes in which commerce is told what was agreed, and in which it answers."""

from datetime import date

import msgspec

from rekkas.commerce.choices import WORKING_DAYS, Cycle, FeesTaken, Settlement


class TermsEntry(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What is agreed with a merchant from a day on. Amounts are minor units of the currency of the merchant's country.

    ``pay_to`` is an account as people write it: a number of the postal bank, a RIB or an IBAN. Empty: that of the
    contract. ``weekday`` is an ISO weekday, ``days`` are those on which money is paid out at all.
    """

    valid_from: date
    cycle: Cycle = Cycle.WORKING_DAYS
    days: str = WORKING_DAYS
    weekday: int = 0
    month_day: int = 0
    after_days: int = 0
    minimum: int = 0
    pay_to: str = ""
    fee: int = 0
    fee_per_mille: int = 0
    tax_per_mille: int = 0
    return_fee: int = 0
    fees_taken: FeesTaken = FeesTaken.DEDUCTED


class Settled(msgspec.Struct, frozen=True, omit_defaults=True):
    """What became of one merchant: with the number of the statement, or why there is none."""

    customer: str
    currency: str
    outcome: Settlement
    number: str = ""
    paid: int = 0
    carried: int = 0
    code: str = ""
    message: str = ""


class Run(msgspec.Struct, frozen=True):
    """What one part of a run did. ``last`` is where the next part goes on, if there ``is_more``."""

    merchants: tuple[Settled, ...]
    last: str = ""
    is_more: bool = False

    def counted(self, outcome: Settlement) -> int:
        return sum(one.outcome is outcome for one in self.merchants)


class Reconciled(msgspec.Struct, frozen=True):
    """What a comparison found: of so many items so many exceptions, some of them new; bags kept too long."""

    check: int
    items: int
    exceptions: int
    new: int
    differing_merchants: int
    old_bags: int
