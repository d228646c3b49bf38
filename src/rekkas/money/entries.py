"""The shape of an entry on its way into the ledger, and of the answer."""

from datetime import date, datetime, timedelta
from uuid import UUID, uuid5

import msgspec

from rekkas.money.choices import AccountKind, AccountState, Book, EntryKind, Phase, Posted

CENTRAL = "central"  # the owner of the bank's main reserve
PAYOUTS = "payouts"  # the owner of what waits to be sent to accounts at other banks
DAYS_AHEAD_AT_MOST = timedelta(days=366)  # how far ahead of today a day of the books can be asked for


class Leg(msgspec.Struct, frozen=True):
    """``amount`` minor units from ``source`` to ``target``: two accounts of one book, in one currency."""

    source: str
    target: str
    amount: int
    currency: str


class TransferEntry(msgspec.Struct, frozen=True):
    """Move ``amount`` minor units from ``source`` to ``target``, once for this ``key``, forever.

    ``also`` are further legs that stand or fall with the first. An entry that ``settles`` a hold or ``reverses``
    an entry names it by its key and needs no legs: it takes those of the other, whole.

    With ``phase`` held nothing moves yet: the amount is set aside until an entry settles it, in whole, in part
    (the rest is let go) or not at all (phase released), or until ``expires_at``. Without ``business_date`` it
    belongs to the day on which it happened, or where that is closed to the first open day.
    """

    key: UUID
    source: str
    target: str
    amount: int
    currency: str
    kind: EntryKind
    happened_at: datetime
    subject: str = ""
    office: str = ""
    also: tuple[Leg, ...] = ()
    phase: Phase = Phase.POSTED
    expires_at: datetime | None = None
    settles: UUID | None = None
    reverses: UUID | None = None
    business_date: date | None = None
    rate: str = ""
    note: str = ""

    @property
    def other_key(self) -> UUID | None:
        """The key of the entry that this one settles or reverses."""
        return self.settles or self.reverses

    @property
    def takes_legs(self) -> bool:
        """Whether its legs are those of the entry that it names."""
        return not self.source and self.other_key is not None

    @property
    def legs(self) -> tuple[Leg, ...]:
        if self.takes_legs:
            return self.also
        return (Leg(self.source, self.target, self.amount, self.currency), *self.also)


class TransferResult(msgspec.Struct, frozen=True, omit_defaults=True):
    key: UUID
    outcome: Posted
    code: str = ""
    message: str = ""


def account_code(kind: AccountKind, owner: str, currency: str) -> str:
    """The code of an account.

    >>> account_code(AccountKind.TILL, "MA0001/fatima", "MAD")
    'till:MA0001/fatima:MAD'
    """
    return f"{kind.value}:{owner}:{currency}"


def mirror(book: Book, currency: str) -> str:
    """The account in which a book keeps what is between it and the other one.

    >>> mirror(Book.POST, "MAD"), mirror(Book.BANK, "MAD")
    ('mirror:bank:MAD', 'mirror:post:MAD')
    """
    other = Book.BANK if book is Book.POST else Book.POST
    return account_code(AccountKind.MIRROR, other, currency)


def to_the_bank(source: str, target: str, amount: int, currency: str) -> tuple[Leg, Leg]:
    """Value that leaves an account of the post for one of the bank: a half in each book, the post's first."""
    return (
        Leg(source, mirror(Book.POST, currency), amount, currency),
        Leg(mirror(Book.BANK, currency), target, amount, currency),
    )


def from_the_bank(source: str, target: str, amount: int, currency: str) -> tuple[Leg, Leg]:
    """Value that leaves an account of the bank for one of the post: a half in each book, the post's first."""
    return (
        Leg(mirror(Book.POST, currency), target, amount, currency),
        Leg(source, mirror(Book.BANK, currency), amount, currency),
    )


def entry_of(
    legs: tuple[Leg, ...], *, key: UUID, kind: EntryKind, happened_at: datetime, subject: str = "",
    office: str = "", note: str = "",
) -> TransferEntry:  # fmt: skip
    """An entry of several legs."""
    first, *also = legs
    return TransferEntry(
        key=key, source=first.source, target=first.target, amount=first.amount, currency=first.currency,
        kind=kind, happened_at=happened_at, subject=subject, office=office, also=tuple(also), note=note,
    )  # fmt: skip


def release(hold: UUID, *, key: UUID, kind: EntryKind, happened_at: datetime) -> TransferEntry:
    """Let go what was set aside."""
    return TransferEntry(
        key=key, source="", target="", amount=0, currency="", kind=kind, happened_at=happened_at,
        phase=Phase.RELEASED, settles=hold,
    )  # fmt: skip


def undoing(entry: UUID) -> UUID:
    """The key under which an entry is undone, by whatever verb: the ledger has each key once, so nothing goes twice."""
    return uuid5(entry, "reversal")


def reversal(of: UUID, *, key: UUID, happened_at: datetime, note: str, office: str = "") -> TransferEntry:
    """Move back what an entry moved."""
    return TransferEntry(
        key=key, source="", target="", amount=0, currency="", kind=EntryKind.REVERSAL, happened_at=happened_at,
        reverses=of, note=note, office=office,
    )  # fmt: skip


class AccountLimit(msgspec.Struct, frozen=True):
    """The least and the most that an account may hold, on the side where it grows; none: no limit."""

    account: str
    floor: int | None = 0
    ceiling: int | None = None


class AccountStanding(msgspec.Struct, frozen=True):
    account: str
    state: AccountState
