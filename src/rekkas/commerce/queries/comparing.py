"""Deliveries, cash and payments beside one another: what agrees, what does not and why, and where the cash lies."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

from rekkas.catalogue.queries import customers_by_code
from rekkas.commerce.choices import OWED, TO_INVOICE, CodFault, LineKind
from rekkas.commerce.models import SettlementLine
from rekkas.commerce.queries.dues import open_balances
from rekkas.commerce.queries.terms import Place
from rekkas.delivery.queries import HandedOver, cash_deliveries, cash_deliveries_of
from rekkas.mail import queries as mail
from rekkas.mail.choices import ATTEMPTED, Status
from rekkas.money import queries as money
from rekkas.money.choices import AccountKind, EntryKind
from rekkas.money.queries import CodPlace

LOOKED_BACK = timedelta(days=31)  # what is older is looked at again for as long as it is an exception
A_DAY = timedelta(days=1)
IN_BAG_AT_MOST, IN_SAFE_AT_MOST = timedelta(days=1), timedelta(days=3)
IN_THE_BANK = frozenset({EntryKind.COD_BANKED, EntryKind.COD_LOST, EntryKind.COD_PAID})
REFUSALS = frozenset({"refused", "cod-not-paid"})
A_CHUNK = 5_000


@dataclass(slots=True)
class Item:
    """One item in the three records: what was due at its delivery, the cash and where it lies, its line."""

    subject: str
    due: int | None = None
    proof: HandedOver | None = None
    place: CodPlace | None = None
    line: int | None = None
    is_stated: bool = False
    customer: str = ""
    priced_in: str = ""  # the currency of the item, where no cash is known
    delivered_at: datetime | None = None
    faults: list[CodFault] = field(default_factory=list)

    @property
    def cash(self) -> int:
        return self.place.amount if self.place else 0

    @property
    def currency(self) -> str:
        return self.place.currency if self.place else self.proof.currency if self.proof else self.priced_in

    @property
    def lies_in(self) -> str:
        """The account where the cash is, while it is not in the bank."""
        return "" if self.place is None or self.place.step in IN_THE_BANK else self.place.account


@dataclass(frozen=True, slots=True)
class Standing:
    """What the ledger holds for a merchant: not in yet, in the bank, and what the merchant owes."""

    taken: int = 0
    due: int = 0
    owed: int = 0


@dataclass(slots=True)
class Comparison:
    """Everything that was compared."""

    since: datetime
    items: dict[str, Item]
    ledger: dict[Place, Standing]
    expected_taken: dict[Place, int]
    expected_due: dict[Place, int]
    zones: dict[str, ZoneInfo]

    @property
    def exceptions(self) -> Iterator[tuple[Item, CodFault]]:
        for item in self.items.values():
            for fault in item.faults:
                yield item, fault


def compare(at: datetime, listed: Iterable[str] = (), looked_back: timedelta = LOOKED_BACK) -> Comparison:
    """Compare what happened of late, and the items that are ``listed`` as exceptions, in chunks of thousands."""
    since = at - looked_back
    items: dict[str, Item] = {}

    def item(subject: str) -> Item:
        return items.setdefault(subject, Item(subject))

    for proof in cash_deliveries(since):
        item(proof.subject).proof = proof
    for subject, due in mail.delivered_against_cash(since):
        item(subject).due = due
    for subject in (*money.cod_collected(since), *listed):
        item(subject)
    twice = set(mail.delivered_twice(since))
    for chunk in chunks(items.values()):
        _complete(chunk)
    for one in items.values():
        one.faults = list(_faults(one, at, is_twice=one.subject in twice))
    ledger, zones = merchant_standings(), _zones(one.customer for one in items.values())
    taken: dict[Place, int] = {}
    for one in items.values():
        if one.lies_in:
            place = one.customer, one.currency
            taken[place] = taken.get(place, 0) + one.cash
    expected = {place: balance.amount for place, balance in open_balances().items()}
    return Comparison(since, items, ledger, taken, expected, zones)


def chunks(rows: Iterable[Any], size: int = A_CHUNK) -> Iterator[list[Any]]:
    left = iter(rows)
    while part := list(islice(left, size)):
        yield part


def _complete(items: Sequence[Item]) -> None:
    """What the records say of these items by their names."""
    subjects = [one.subject for one in items]
    places, merchants = money.cod_places(subjects), mail.customers_of(subjects)
    lines = SettlementLine.objects.filter(kind=LineKind.COLLECTED, subject__in=subjects)
    stated = {
        subject: (amount, pk is not None)
        for subject, amount, pk in lines.values_list("subject", "amount", "statement")
    }
    without = [one.subject for one in items if one.proof is None]
    proofs = {row.subject: row for row in cash_deliveries_of(without)} if without else {}
    for one in items:
        one.place, one.customer = places.get(one.subject), merchants.get(one.subject, "")
        one.line, one.is_stated = stated.get(one.subject, (None, False))
        one.proof = one.proof or proofs.get(one.subject)
        one.delivered_at = one.proof.happened_at if one.proof else None
    _ask_custody([one for one in items if one.due is None or one.delivered_at is None])


def _ask_custody(items: Sequence[Item]) -> None:
    """Whether items that were not delivered of late were delivered, and when those without a proof were."""
    if not items:
        return
    known = mail.items_numbered([one.subject.partition("~")[0] for one in items])
    rows = {row.unit.subject: row for row in known.values()}
    positions = mail.positions_of([row.unit_id for row in rows.values()])
    for one in items:
        row = rows.get(one.subject)
        position = positions.get(row.unit_id) if row else None
        one.priced_in = row.currency if row else ""
        if row and position and position.status == Status.DELIVERED:
            one.due = row.cod_amount if one.due is None else one.due
            one.delivered_at = one.delivered_at or position.effective_at


def _faults(one: Item, at: datetime, *, is_twice: bool) -> Iterator[CodFault]:
    """Why an item is an exception; nothing where all three records agree."""
    if one.place is None:
        if one.due:
            yield CodFault.REFUSED if _was_refused(one.subject) else CodFault.NO_CASH
        elif one.line is not None:
            yield CodFault.NOT_IN
        return
    if one.due is None:
        yield CodFault.NO_DELIVERY
    elif one.cash < one.due:
        yield CodFault.PARTIAL
    elif one.cash > one.due or (one.proof and one.proof.amount != one.cash):
        yield CodFault.AMOUNT
    if is_twice:
        yield CodFault.TWICE
    if one.line is None:
        if not one.lies_in:
            yield CodFault.NOT_TOLD
        elif one.delivered_at and at - one.delivered_at > _kept_at_most(one.lies_in):
            yield CodFault.CARRIED if one.lies_in.startswith(AccountKind.COURIER) else CodFault.SAFE
    elif one.lies_in:
        yield CodFault.NOT_IN
    elif one.line != one.cash:
        yield CodFault.AMOUNT


def _kept_at_most(account: str) -> timedelta:
    return IN_BAG_AT_MOST if account.startswith(AccountKind.COURIER) else IN_SAFE_AT_MOST


def _was_refused(subject: str) -> bool:
    """Whether the addressee refused it or did not pay before it was said to be delivered. Asked of exceptions alone."""
    events = mail.events_of(subject.partition("~")[0])
    return any(event.code == ATTEMPTED and event.reason in REFUSALS for event in events)


def merchant_standings() -> dict[Place, Standing]:
    """What the ledger holds for each merchant, by code and currency."""
    sums: dict[Place, dict[str, int]] = {}
    for line in money.accounts(kinds=[AccountKind.MERCHANT, AccountKind.DUE]):
        code, _, part = line.owner.rpartition("/")
        if part not in (OWED, TO_INVOICE):
            code, part = line.owner, ""
        found = sums.setdefault((code, line.currency), {})
        if line.kind == AccountKind.DUE:
            found["due"] = line.holds
        elif part == OWED:
            found["owed"] = -line.holds
        elif not part:
            found["taken"] = line.holds
    return {place: Standing(**found) for place, found in sums.items()}


def _zones(codes: Iterable[str]) -> dict[str, ZoneInfo]:
    return {
        code: ZoneInfo(row.country.time_zone)
        for code, row in customers_by_code(filter(None, set(codes))).items()
    }


@dataclass(slots=True)
class DaySums:
    """What was delivered for a merchant on one day, by the three records."""

    item_count: int = 0
    delivered: int = 0
    taken: int = 0
    remitted: int = 0

    @property
    def is_done(self) -> bool:
        return self.delivered == self.taken == self.remitted


def sums_by_day(found: Comparison) -> dict[tuple[str, str, date], DaySums]:
    """The three records beside one another, for each merchant and day of delivery."""
    days: dict[tuple[str, str, date], DaySums] = {}
    for one in found.items.values():
        zone = found.zones.get(one.customer)
        if one.delivered_at is None or zone is None:
            continue
        sums = days.setdefault(
            (one.customer, one.currency, one.delivered_at.astimezone(zone).date()), DaySums()
        )
        sums.item_count += 1
        sums.delivered += one.due or 0
        sums.taken += one.cash
        sums.remitted += one.cash if one.is_stated else 0
    return days


@dataclass(slots=True)
class Bag:
    """The cash on delivery in one postman's bag."""

    account: str
    currency: str
    item_count: int
    amount: int
    oldest_at: datetime
    held: int = 0

    @property
    def office(self) -> str:
        return self.account.split(":")[1].partition("/")[0]

    @property
    def courier(self) -> str:
        return self.account.split(":")[1].partition("/")[2]

    def is_old(self, at: datetime) -> bool:
        return at - self.oldest_at > IN_BAG_AT_MOST


def bags_of(found: Comparison, at: datetime) -> list[Bag]:
    """Rounds that are not closed: what each bag carries of whom, since when, and what the ledger says it holds."""
    bags: dict[str, Bag] = {}
    for one in found.items.values():
        if not one.lies_in.startswith(AccountKind.COURIER):
            continue
        taken_at = one.delivered_at or at
        bag = bags.setdefault(one.lies_in, Bag(one.lies_in, one.currency, 0, 0, taken_at))
        bag.item_count, bag.amount = bag.item_count + 1, bag.amount + one.cash
        bag.oldest_at = min(bag.oldest_at, taken_at)
    for line in money.accounts(codes=bags) if bags else ():
        bags[line.code].held = line.amount
    return sorted(bags.values(), key=lambda bag: (bag.oldest_at, bag.account))
