"""Whether an entry may be made, against what its accounts hold as the batch goes on."""

from collections.abc import Mapping
from datetime import date, timedelta

from django.db import connection
from django.utils.translation import gettext as _

from rekkas.base.actors import Moment
from rekkas.base.bulk import day
from rekkas.base.errors import InvalidInput
from rekkas.money.choices import AccountKind, AccountState
from rekkas.money.entries import DAYS_AHEAD_AT_MOST
from rekkas.money.errors import (
    AccountBlocked,
    AccountClosed,
    AlreadyReversed,
    AlreadySettled,
    CashMovesOpenly,
    CountsNoFurther,
    DayClosed,
    HoldExpired,
    MirrorsDiffer,
    NotEnough,
    TooMuch,
    TransferKeyReused,
    TwoBooks,
)
from rekkas.money.posting.accounts import Purse
from rekkas.money.posting.requests import HELD, MOVED, Other, Request

A_DAY = timedelta(days=1)
MIRROR, OPEN = AccountKind.MIRROR.value, AccountState.OPEN.value
COUNTS_TO = 2**63 - 1  # what a column of either database holds


def last_closed_days() -> dict[str, date]:
    """The last closed day of each book."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT book, max(business_date) FROM money_closedday GROUP BY book")
        return {book: day(last) for book, last in cursor.fetchall()}


class Judge:
    """Judges requests one after the other; what passes is applied to the purses at once."""

    def __init__(
        self, at: Moment, known: dict[str, bytes], closed: Mapping[str, date], done: set[int]
    ) -> None:
        self.at, self.known, self.closed, self.done = at, known, closed, done
        self.today = at.date()

    def judge(self, request: Request) -> bool:
        """Apply the request and say whether it is new; a repeat changes nothing, and a refusal is raised."""
        key = request.key
        first = self.known.get(key)
        if first is not None:
            if first != request.digest:
                raise TransferKeyReused(key=str(request.entry.key))
            return False
        self._check_books(request)
        if request.other:
            self._check_other(request, request.other)
        request.business_date = self._business_date(request)
        self._move(request)
        self.known[key] = request.digest
        if request.other:
            self.done.add(request.other.id)
        return True

    def _check_books(self, request: Request) -> None:
        between: dict[str, int] = {}
        if request.entry.phase is HELD:
            _check_seen(request)
        for source, target, amount in request.ends:
            if source.book != target.book:
                raise TwoBooks(source=source.code, target=target.code)
            if source.kind == MIRROR:
                between[source.currency] = between.get(source.currency, 0) - amount
            if target.kind == MIRROR:
                between[target.currency] = between.get(target.currency, 0) + amount
        if between and any(between.values()):
            raise MirrorsDiffer()

    def _check_other(self, request: Request, other: Other) -> None:
        if other.id in self.done:
            raise (AlreadyReversed if request.entry.reverses else AlreadySettled)(key=str(other.key))
        is_late = other.expires_at is not None and other.expires_at <= self.at
        if is_late and request.entry.phase is MOVED and request.entry.settles:
            raise HoldExpired(key=str(other.key), until=other.expires_at.isoformat())  # type: ignore[union-attr]

    def _business_date(self, request: Request) -> date:
        """The day asked for, if it is open; else that on which it happened, or the first open one after."""
        entry = request.entry
        last = date.min
        if self.closed:
            books = {source.book for source, _, _ in request.ends}
            last = max((self.closed[book] for book in books & self.closed.keys()), default=date.min)
        if entry.business_date is not None:
            if entry.business_date <= last:
                raise DayClosed(date=entry.business_date.isoformat())
            if entry.business_date > self.today + DAYS_AHEAD_AT_MOST:
                raise InvalidInput(field="business_date", reason=_("it is more than a year ahead."))
            return entry.business_date
        happened = min(entry.happened_at.date(), self.today)
        return happened if happened > last else last + A_DAY

    def _move(self, request: Request) -> None:
        """Apply the request, if no limit and no state of an account is against it."""
        entry = request.entry
        if len(request.ends) == 1 and entry.phase is MOVED and not entry.settles:
            source, target, amount = request.ends[0]  # most are like this: each end only loses or only gains
            if source.is_watched:
                _check_one(source, amount, source.side < 0)
            if target.is_watched:
                _check_one(target, amount, target.side > 0)
            if source.given + amount > COUNTS_TO or target.received + amount > COUNTS_TO:
                raise CountsNoFurther(
                    account=source.code if source.given + amount > COUNTS_TO else target.code
                )
            source.given += amount
            target.received += amount
            return
        watched = {
            purse: (purse.available, purse.filled)
            for source, target, _ in request.ends
            for purse in (source, target)
            if purse.is_watched
        }
        _apply(request, 1)
        try:
            for source, target, _ in request.ends:
                for purse in (source, target):
                    if max(purse.received, purse.given, purse.coming, purse.leaving) > COUNTS_TO:
                        raise CountsNoFurther(account=purse.code)
            for purse, before in watched.items():
                _check_limits(purse, *before)
        except (AccountClosed, AccountBlocked, NotEnough, TooMuch, CountsNoFurther):
            _apply(request, -1)
            raise


def _check_seen(request: Request) -> None:
    """What is set aside leaves no line: so nothing is set aside where each movement has to be seen."""
    for source, target, _amount in request.ends:
        if source.is_witnessed or target.is_witnessed:
            raise CashMovesOpenly(account=source.code if source.is_witnessed else target.code)


def _check_one(purse: Purse, amount: int, is_gain: bool) -> None:
    """The same as ``_check_limits`` for one amount that is about to come (a gain) or to leave."""
    if purse.state != OPEN:
        if purse.state == AccountState.CLOSED:
            raise AccountClosed(account=purse.code)
        if purse.state == AccountState.FROZEN or not is_gain:
            raise AccountBlocked(account=purse.code)
    if is_gain:
        if purse.ceiling is not None and purse.filled + amount > purse.ceiling:
            raise TooMuch(account=purse.code, ceiling=purse.ceiling)
    elif purse.floor is not None and purse.available - amount < purse.floor:
        raise NotEnough(account=purse.code, held=purse.available, amount=amount)


def _apply(request: Request, sign: int) -> None:
    phase = request.entry.phase
    if phase is MOVED:
        for source, target, amount in request.ends:
            source.given += sign * amount
            target.received += sign * amount
    elif phase is HELD:
        for source, target, amount in request.ends:
            source.leaving += sign * amount
            target.coming += sign * amount
    if request.entry.settles and request.other:
        for (source, target, _), held in zip(request.ends, request.other.legs, strict=True):
            source.leaving -= sign * held.amount
            target.coming -= sign * held.amount


def _check_limits(purse: Purse, available: int, filled: int) -> None:
    """A limit refuses what goes against it; what leads back toward it is never refused."""
    is_less, is_more = purse.available < available, purse.filled > filled
    if purse.state == AccountState.CLOSED:
        raise AccountClosed(account=purse.code)
    if purse.state == AccountState.FROZEN or (purse.state == AccountState.BLOCKED and is_less):
        raise AccountBlocked(account=purse.code)
    if is_less and purse.floor is not None and purse.available < purse.floor:
        amount = available - purse.available
        raise NotEnough(account=purse.code, held=available, amount=amount)
    if is_more and purse.ceiling is not None and purse.filled > purse.ceiling:
        raise TooMuch(account=purse.code, ceiling=purse.ceiling)
