"""Whose data acts of devices show: whoever is named in them can read who looked."""

from collections.abc import Iterable, Iterator

from rekkas.bank.queries import accounts_named
from rekkas.base import looks
from rekkas.base.errors import Refused
from rekkas.base.looks import Subject
from rekkas.counter.choices import Means
from rekkas.counter.entries import (
    AnnouncedLine,
    DepositLine,
    Line,
    MoneyOrderLine,
    PickUpLine,
    SendingLine,
    VisitEntry,
    WithdrawalLine,
)
from rekkas.counter.models import Act
from rekkas.counter.views.telling import said_in


def people_in(acts: Iterable[Act]) -> list[Subject]:
    """The items, telephones and customers that acts name, which a page shows with the words of the device."""
    visits = [said.visit for said in map(said_in, acts) if said is not None and said.visit is not None]
    accounts = [name for visit in visits for name in _accounts(visit)]
    holders = [
        looks.customer(row.holder.number)
        for row in (accounts_named(accounts) if accounts else [])
        if not isinstance(row, Refused)
    ]
    return [*(one for visit in visits for line in visit.lines for one in _people(line)), *holders]


def _accounts(visit: VisitEntry) -> Iterator[str]:
    for line in visit.lines:
        if isinstance(line, DepositLine | WithdrawalLine):
            yield line.account
    for part in visit.payments:
        if part.means is Means.ACCOUNT:
            yield part.reference


def _people(line: Line) -> Iterator[Subject]:
    match line:
        case SendingLine():
            yield from (
                looks.item(line.number),
                looks.phone(line.sender.phone),
                looks.phone(line.addressee.phone),
            )
        case AnnouncedLine() | PickUpLine():
            yield looks.item(line.number)
        case MoneyOrderLine():
            yield from (looks.phone(line.order.sender.phone), looks.phone(line.order.payee.phone))
