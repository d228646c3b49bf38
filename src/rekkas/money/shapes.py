"""The shapes in which machines send and see money. They change only with the version of the interface."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

import msgspec
from django.utils.translation import gettext as _
from msgspec import Meta

from rekkas.money.choices import EntryKind, Phase, Posted
from rekkas.money.entries import Leg, TransferEntry, TransferResult
from rekkas.money.models import Entry
from rekkas.money.queries import AccountLine

FIRST_YEAR, LAST_YEAR = 1900, 2999
Code = Annotated[str, Meta(max_length=80, description="kind:owner:currency")]
Amount = Annotated[int, Meta(ge=0, le=10**15, description="In the smallest unit of the currency.")]


class LegSent(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Another movement of the same entry; it stands or falls with the first."""

    source: Code
    target: Code
    amount: Amount
    currency: Annotated[str, Meta(min_length=3, max_length=3)]


class EntrySent(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One entry: an amount that leaves an account for another, once for its key, for ever.

    ``key`` is made by the sender before the first try: sent again it moves nothing, with other content it is
    declined. What ``settles`` a hold or ``reverses`` an entry names its key and needs no amount.
    """

    key: UUID
    kind: EntryKind
    happened_at: datetime
    source: Code = ""
    target: Code = ""
    amount: Amount = 0
    currency: Annotated[str, Meta(max_length=3)] = ""
    subject: Annotated[str, Meta(max_length=40)] = ""
    office: Annotated[str, Meta(max_length=12)] = ""
    also: Annotated[tuple[LegSent, ...], Meta(max_length=99)] = ()
    phase: Phase = Phase.POSTED
    expires_at: datetime | None = None
    settles: UUID | None = None
    reverses: UUID | None = None
    business_date: date | None = None
    rate: Annotated[str, Meta(max_length=40)] = ""
    note: Annotated[str, Meta(max_length=200)] = ""

    def __post_init__(self) -> None:
        for moment in (self.happened_at, self.expires_at):
            if moment is not None and not FIRST_YEAR <= moment.year <= LAST_YEAR:
                raise ValueError(_("its year is not between 1900 and 2999"))

    @property
    def entry(self) -> TransferEntry:
        fields = {name: getattr(self, name) for name in self.__struct_fields__}
        legs = tuple(Leg(leg.source, leg.target, leg.amount, leg.currency) for leg in self.also)
        return TransferEntry(**{**fields, "also": legs})


class EntryAnswered(msgspec.Struct, frozen=True, omit_defaults=True):
    """What became of one entry: posted, repeated or declined."""

    outcome: Posted
    key: str = ""
    code: str = ""
    message: str = ""


class AccountShown(msgspec.Struct, frozen=True):
    """What an account holds, on the side where it grows. ``available`` leaves out what is set aside to leave."""

    code: str
    kind: str
    book: str
    currency: str
    holds: int
    set_aside: int
    available: int
    floor: int | None
    ceiling: int | None
    state: str


class LegShown(msgspec.Struct, frozen=True):
    source: str
    target: str
    amount: int
    currency: str


class EntryShown(msgspec.Struct, frozen=True):
    """One entry as it is kept."""

    key: UUID
    kind: str
    phase: str
    subject: str
    office: str
    business_date: date
    happened_at: datetime
    recorded_at: datetime
    actor_kind: str
    actor_name: str
    rate: str
    note: str
    settles: UUID | None
    reverses: UUID | None
    legs: list[LegShown]


def answered(result: TransferResult) -> EntryAnswered:
    return EntryAnswered(result.outcome, str(result.key), result.code, result.message)


def account_shown(line: AccountLine) -> AccountShown:
    return AccountShown(
        line.code, line.kind, line.book, line.currency, line.holds, line.set_aside, line.available, line.floor,
        line.ceiling, line.state,
    )  # fmt: skip


def entry_shown(entry: Entry) -> EntryShown:
    return EntryShown(
        entry.key, entry.kind, entry.phase, entry.subject, entry.office_code, entry.business_date,
        entry.happened_at, entry.recorded_at, entry.actor_kind, entry.actor_name, entry.rate, entry.note,
        entry.settles.key if entry.settles else None, entry.reverses.key if entry.reverses else None,
        [LegShown(leg.source.code, leg.target.code, leg.amount, leg.currency) for leg in entry.transfers.all()],
    )  # fmt: skip
