"""What moved: entry by entry, account by account, line by line."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from rekkas.desk.listings import Listing
from rekkas.money.choices import EntryKind, Phase
from rekkas.money.entries import undoing
from rekkas.money.errors import GivenBack
from rekkas.money.models import Account, Entry, Line, Touch, Transfer

RECORD = "money"


def movements(account: str, *, since: date | None = None, until: date | None = None) -> Listing[Transfer]:
    """What moved into and out of an account, or was set aside, latest first."""
    row = Account.objects.filter(code=account).first()
    rows = Transfer.objects.select_related("source", "target", "entry")
    if since:
        rows = rows.filter(business_date__gte=since)
    if until:
        rows = rows.filter(business_date__lte=until)
    moved = rows.filter(source=row) | rows.filter(target=row) if row else rows.none()
    return Listing(moved.order_by("-entry", "leg"), list)


def trail_of(subject: str, kinds: Iterable[EntryKind] = ()) -> list[Transfer]:
    """Where the money of one item has been, earliest first: the first leg of each entry, or of those of these kinds."""
    rows = Transfer.objects.select_related("source", "target", "entry")
    if kinds:
        rows = rows.filter(entry__kind__in=list(kinds))
    return list(rows.filter(entry__subject=subject, leg=0).order_by("entry"))


def entry_keyed(key: UUID) -> Entry | None:
    """The entry of a key, with its transfers and their accounts."""
    rows = Entry.objects.prefetch_related(
        "transfers__source", "transfers__target", "settles__transfers__source", "settles__transfers__target"
    )
    return rows.select_related("reverses", "settles").filter(key=key).first()


def accounts_in(entry: Entry) -> list[str]:
    """The codes of the accounts between which an entry moved money."""
    return [code for leg in entry.transfers.all() for code in (leg.source.code, leg.target.code)]


def accounts_in_entries(entries: Sequence[int]) -> list[str]:
    """The same for many entries, by their rows: one statement."""
    legs = Transfer.objects.filter(entry__in=entries).values_list("source__code", "target__code")
    return [code for leg in legs for code in leg]


@dataclass(frozen=True, slots=True)
class NamedEntry:
    """An entry by its key: its kind, and the accounts between which it moved."""

    key: UUID
    kind: EntryKind
    codes: frozenset[str]


def entries_named(keys: Iterable[UUID]) -> dict[UUID, NamedEntry]:
    """The entries of these keys; one that let go what was set aside moved nothing."""
    columns = ("key", "kind", "transfers__source__code", "transfers__target__code")
    found: dict[UUID, tuple[str, set[str]]] = {}
    for key, kind, source, target in Entry.objects.filter(key__in=list(keys)).values_list(*columns):
        found.setdefault(key, (kind, set()))[1].update(code for code in (source, target) if code)
    return {key: NamedEntry(key, EntryKind(kind), frozenset(codes)) for key, (kind, codes) in found.items()}


def check_not_given_back(entry: UUID) -> None:
    """Refuse to move back what a counter gave back: that stands under the key of the entry's undoing."""
    if Entry.objects.filter(key=undoing(entry), kind=EntryKind.REFUNDED).exists():
        raise GivenBack(key=str(entry))


def reversal_of(entry: Entry) -> Entry | None:
    """The entry that moved this one back."""
    return Entry.objects.filter(reverses=entry).first()


@dataclass(frozen=True, slots=True)
class HeldEntry:
    """Something set aside, by its key."""

    key: UUID
    kind: EntryKind


def expired_holds(at: datetime, most: int) -> list[HeldEntry]:
    """What was set aside until a moment that has passed, and that nobody took or let go; the oldest first."""
    rows = Entry.objects.filter(phase=Phase.HELD, expires_at__lte=at)
    waiting = rows.exclude(pk__in=Entry.objects.exclude(settles=None).values("settles"))
    found = waiting.order_by("expires_at", "id").values_list("key", "kind")[:most]
    return [HeldEntry(key, EntryKind(kind)) for key, kind in found]


@dataclass(frozen=True, slots=True)
class TillLine:
    """One movement of a till, bag, safe or pouch, as its receipt says it."""

    account: str
    currency: str
    number: int
    delta: int
    after: int
    key: UUID
    kind: str
    subject: str
    office: str
    business_date: date
    happened_at: datetime
    recorded_at: datetime
    actor_kind: str
    actor_name: str
    note: str
    chain: bytes

    @property
    def kind_label(self) -> str:
        return str(EntryKind(self.kind).label)

    @property
    def mark(self) -> str:
        """The first letters of the chain: what a clerk compares with the last receipt in hand."""
        return self.chain.hex()[:8].upper()


LINE_FIELDS = (
    "account__code", "account__currency", "number", "delta", "after", "entry__key", "entry__kind", "entry__subject",
    "entry__office_code", "entry__business_date", "entry__happened_at", "entry__recorded_at", "entry__actor_kind",
    "entry__actor_name", "entry__note", "chain",
)  # fmt: skip


def lines_of(
    account: str = "", *, since: int = 0, day: date | None = None, keys: Iterable[UUID] = ()
) -> Listing[TillLine]:
    """The lines of a witnessed account after number ``since``, or of a day, or of these entries; by number."""
    rows = Line.objects.filter(number__gt=since)
    if account:
        rows = rows.filter(account__code=account)
    if day:
        rows = rows.filter(entry__business_date=day)
    if keys:
        rows = rows.filter(entry__key__in=list(keys))
    return Listing(rows.order_by("account", "number").values_list(*LINE_FIELDS), _lines)


def _lines(rows: list[tuple[Any, ...]]) -> list[TillLine]:
    said: list[list[Any]] = [[*row[:-1], bytes(row[-1])] for row in rows]
    return [TillLine(*row) for row in said]


def unwitnessed(account: str) -> list[UUID]:
    """The keys of entries that moved a witnessed account and left it no line: made by a hidden hand."""
    lines = Line.objects.filter(account__code=account).values("entry")
    rows = Touch.objects.filter(account__code=account).exclude(entry__in=lines)
    return list(rows.order_by("entry").values_list("entry__key", flat=True))
