"""What merchants send on account: its price waits to be invoiced, as far as their contract lets it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from rekkas.base.errors import Refused
from rekkas.catalogue.queries import Price, hold_customers
from rekkas.counter.commands.pricing import Desk
from rekkas.counter.entries import ParcelEntry
from rekkas.counter.errors import CreditLimitPassed, NoCredit, PaymentsDiffer
from rekkas.counter.queries.accounts import credit_on
from rekkas.design.formats import money_text
from rekkas.money.choices import TO_INVOICE, AccountKind
from rekkas.money.entries import account_code


@dataclass(slots=True)
class Credit:
    """What merchants may owe, and how much more of it, held until the transaction ends.

    Two tills at one limit wait for each other here, before either looks. Customers are held before anything of the
    two records is: whoever sends on account begins with them.
    """

    currency: str
    limits: dict[str, int]
    left: dict[str, int]

    def account(self, customer: str) -> str:
        """Where what they owe waits to be invoiced."""
        return account_code(AccountKind.MERCHANT, f"{customer}/{TO_INVOICE}", self.currency)

    def take(self, customer: str, amount: int) -> None:
        """Let a merchant owe so much more, or refuse."""
        if amount > self.left[customer]:
            raise CreditLimitPassed(
                customer=customer, limit=money_text(self.limits[customer], self.currency),
                left=money_text(max(self.left[customer], 0), self.currency), price=money_text(amount, self.currency),
            )  # fmt: skip
        self.left[customer] -= amount


def hold_credit(customers: Iterable[str], country: Any, day: date) -> Credit:
    """The credit of these merchants with one post on a day, looked at after they are held."""
    found = credit_on(customers, country, day)
    if found:  # most have none: nobody waits for them
        hold_customers(found)
        found = credit_on(found, country, day)
    limits = {code: one.limit for code, one in found.items()}
    return Credit(country.currency, limits, {code: one.left for code, one in found.items()})


def owed_in_batch(
    credit: Credit, parcels: Sequence[ParcelEntry], prices: list[Price | Refused], done: set[UUID]
) -> dict[UUID, str]:
    """Which accounts owe which parcels of a batch, by their keys; what would pass a limit is refused in ``prices``.

    ``done`` are parcels that were answered before: they owe nothing once more.
    """
    accounts: dict[UUID, str] = {}
    for place, (parcel, price) in enumerate(zip(parcels, prices, strict=True)):
        if not isinstance(price, Price) or not price.amount or parcel.pays_now:
            continue
        if parcel.customer not in credit.limits or parcel.key in done:
            continue
        try:
            credit.take(parcel.customer, price.amount)
        except CreditLimitPassed as refusal:
            prices[place] = refusal
        else:
            accounts[parcel.key] = credit.account(parcel.customer)
    return accounts


def owed_in_visit(
    desk: Desk, parcels: Mapping[int, ParcelEntry], prices: Mapping[int, Price | Refused]
) -> dict[UUID, str]:
    """Which accounts owe which parcels of a visit, by their keys: all that is sent of the merchants whom its payments
    name, and no other amount than these payments say.
    """
    if not desk.credit:
        return {}
    owed = dict.fromkeys(desk.credit, 0)
    credit = hold_credit(owed, desk.office.country, desk.today)
    accounts: dict[UUID, str] = {}
    for place, parcel in parcels.items():
        price = prices[place]
        if isinstance(price, Refused):
            return {}  # nothing of the visit will be: what is wrong with this line is said
        if parcel.customer in owed and price.amount:
            owed[parcel.customer] += price.amount
            accounts[parcel.key] = credit.account(parcel.customer)
    for customer, amount in owed.items():
        if customer not in credit.limits:
            raise NoCredit(customer=customer)
        if amount != desk.credit[customer]:
            due, paid = (money_text(one, desk.currency) for one in (amount, desk.credit[customer]))
            raise PaymentsDiffer(due=due, paid=paid)
        credit.take(customer, amount)
    return accounts
