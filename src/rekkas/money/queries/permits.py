"""Who may look into an account, which of them a machine may move, and what is moved back by hand."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.db.models import Q

from rekkas.base.access import sees_cash_of
from rekkas.base.actors import Actor
from rekkas.base.choices import ActorKind
from rekkas.base.errors import NotAllowed, NotYourOffice, Refused
from rekkas.desk.listings import Listing
from rekkas.money.choices import CUSTOMER_KINDS, KEPT_BY, OFFICE_KINDS, ON_THE_WAY, UNDONE_BY, EntryKind
from rekkas.money.entries import TransferEntry
from rekkas.money.errors import NotByHand, NotByMachine, UnknownEntry
from rekkas.money.models import Account, Entry, Transfer
from rekkas.money.queries.balances import AccountLine
from rekkas.money.queries.journal import NamedEntry


def place_of(code: str) -> tuple[str, str]:
    """The kind of an account and the office that is meant if it holds cash.

    >>> place_of("till:MA0001/fatima:MAD"), place_of("vault:MA0004:MAD"), place_of("what")
    (('till', 'MA0001'), ('vault', 'MA0004'), ('what', ''))
    """
    kind, _, rest = code.partition(":")
    return kind, rest.rpartition(":")[0].partition("/")[0]


def check_reader(by: Actor, code: str) -> None:
    """Cash is seen by its office, an account of the bank's customer by who may see accounts, the rest by the books.

    Cash on the road and what is to be explained are of no one office: a machine of an office sees those through
    which an entry of its own office went.
    """
    kind, office = place_of(code)
    if kind in OFFICE_KINDS:
        if not sees_cash_of(by, office):
            raise NotYourOffice(yours=by.office or "-", office=office)
        return
    _need(by, "view.money", *(["view.bank"] if kind in CUSTOMER_KINDS else []))
    if kind in ON_THE_WAY and _is_of_one_office(by) and not _went_through(code, by.office or ""):
        raise NotYourOffice(yours=by.office or "-", office=code)


def check_entry_reader(by: Actor, entry: Entry) -> None:
    """An entry is seen by who sees what it moved; one that moved cash by an office whose cash it was."""
    legs = [*entry.transfers.all(), *(entry.settles.transfers.all() if entry.settles else ())]
    ends = [place_of(end.code) for leg in legs for end in (leg.source, leg.target)]
    _need(by, "view.money", *(["view.bank"] if any(kind in CUSTOMER_KINDS for kind, _ in ends) else []))
    offices = sorted({office for kind, office in ends if kind in OFFICE_KINDS})
    if offices and not any(sees_cash_of(by, office) for office in offices):
        raise NotYourOffice(yours=by.office or "-", office=offices[0])
    is_on_the_way = any(kind in ON_THE_WAY for kind, _ in ends)
    if is_on_the_way and not offices and _is_of_one_office(by) and entry.office_code != by.office:
        raise NotYourOffice(yours=by.office or "-", office=entry.office_code or "-")


def _is_of_one_office(by: Actor) -> bool:
    return bool(by.office) and by.kind is not ActorKind.PERSON


def _went_through(code: str, office: str) -> bool:
    """Whether an entry of an office moved an account."""
    found = Account.objects.filter(code=code).first()
    ends = Q(source=found) | Q(target=found)
    return found is not None and Transfer.objects.filter(ends, entry__office_code=office).exists()


def _need(by: Actor, *views: str) -> None:
    for view in views:
        if not by.may(view):
            raise NotAllowed(who=by.name, verb=view)


def check_machine(entry: TransferEntry, named: Mapping[UUID, NamedEntry], by: Actor) -> None:
    """A machine moves neither an account that an app keeps nor the cash of another office than its own.

    ``named`` are the entries that are settled or reversed: they move what those moved, and one that is not known
    before stays unknown.
    """
    if by.office and entry.office not in ("", by.office):
        raise NotYourOffice(yours=by.office, office=entry.office)
    other = None
    codes = {code for leg in entry.legs for code in (leg.source, leg.target)}
    if entry.other_key is not None:
        other = named.get(entry.other_key)
        if other is None:
            raise UnknownEntry(key=str(entry.other_key))
        codes |= other.codes
    for code in sorted(codes):
        if verb := KEPT_BY.get(place_of(code)[0]):
            raise NotByMachine(account=code, app=verb.partition(".")[0], verb=verb)
    _check_own_cash(codes, by)
    if other is not None and entry.reverses:
        check_by_hand(other, by)


def check_by_hand(entry: NamedEntry, by: Actor) -> None:
    """By hand is moved back only what no app above keeps, and cash of one's own office alone."""
    verb = UNDONE_BY.get(entry.kind) or next(
        (KEPT_BY[kind] for kind in sorted(place_of(code)[0] for code in entry.codes) if kind in KEPT_BY), None
    )
    if verb:
        raise NotByHand(key=str(entry.key), kind=EntryKind(entry.kind).label, verb=verb)
    _check_own_cash(entry.codes, by)


def may_reverse_by_hand(by: Actor, entry: Entry) -> bool:
    """Whether somebody is offered to move an entry back."""
    codes = frozenset(end.code for leg in entry.transfers.all() for end in (leg.source, leg.target))
    try:
        check_by_hand(NamedEntry(entry.key, EntryKind(entry.kind), codes), by)
    except Refused:
        return False
    return True


def seen_by(by: Actor, accounts: Listing[AccountLine]) -> Listing[AccountLine]:
    """Of these accounts those that somebody who sees the books looks into."""
    rows = accounts.rows
    if not by.may("view.bank"):
        rows = rows.exclude(kind__in=CUSTOMER_KINDS)
    if not sees_cash_of(by, ""):
        office = by.office or ""
        own = Q(owner=office) | Q(owner__startswith=f"{office}/")
        rows = rows.exclude(Q(kind__in=OFFICE_KINDS) & ~own)
    return Listing(rows, accounts.read)


def _check_own_cash(codes: Iterable[str], by: Actor) -> None:
    for kind, office in sorted(map(place_of, codes)):
        if by.office and kind in OFFICE_KINDS and office != by.office:
            raise NotYourOffice(yours=by.office, office=office)
