"""What accounts hold, now and at any past moment."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import F, Max, QuerySet, Sum
from django.db.models.functions import Coalesce

from rekkas.desk.listings import Listing
from rekkas.money.choices import OWED, TO_INVOICE, AccountKind, AccountState, Book, rule_of
from rekkas.money.entries import account_code
from rekkas.money.models import Account, Balance, ClosedDay, DayBalance, Transfer, first_balance

COUNTERS = ("received", "given", "coming", "leaving")


def balance(account: str) -> int:
    """What came into an account less what left it, in minor units; one that never moved holds nothing."""
    found = Balance.objects.filter(account__code=account).aggregate(held=Sum(F("received") - F("given")))
    return int(found["held"] or 0)


def owed_by_merchants(codes: Iterable[str], currency: str) -> dict[str, int]:
    """What these merchants owe the post that is not paid yet: invoiced or to be invoiced. Below zero: paid ahead."""
    accounts = {
        account_code(AccountKind.MERCHANT, f"{code}/{part}", currency): code
        for code in codes
        for part in (OWED, TO_INVOICE)
    }
    rows = Balance.objects.filter(account__code__in=list(accounts)).order_by()
    owed = dict.fromkeys(accounts.values(), 0)
    for account, held in rows.values_list("account__code").annotate(held=Sum(F("received") - F("given"))):
        owed[accounts[account]] += held
    return owed


def hold_accounts(accounts: Iterable[str]) -> None:
    """Lock accounts until the transaction ends, in the order in which a batch locks them."""
    found = Account.objects.filter(code__in=list(accounts), stripes=1).values_list("pk", flat=True)
    rows = Balance.objects.select_for_update().filter(pk__in=[first_balance(pk) for pk in found])
    list(rows.order_by("id").values_list("pk"))


@dataclass(frozen=True, slots=True)
class AccountLine:
    """One line of the trial balance. ``amount`` is what came less what left; ``holds`` counts where it grows."""

    code: str
    kind: str
    owner: str
    currency: str
    book: str
    received: int
    given: int
    coming: int
    leaving: int
    floor: int | None
    ceiling: int | None
    state: str

    @property
    def amount(self) -> int:
        return self.received - self.given

    @property
    def side(self) -> int:
        return rule_of(self.kind, self.owner).side

    @property
    def holds(self) -> int:
        return self.side * self.amount

    @property
    def set_aside(self) -> int:
        """What is set aside to leave."""
        return self.leaving if self.side > 0 else self.coming

    @property
    def available(self) -> int:
        return self.holds - self.set_aside

    @property
    def kind_label(self) -> str:
        return str(AccountKind(self.kind).label)

    @property
    def state_label(self) -> str:
        return str(AccountState(self.state).label)

    @property
    def book_label(self) -> str:
        return str(Book(self.book).label)


def accounts(
    *, kinds: Iterable[AccountKind] = (), owner_starts: str = "", holding: bool = False, book: str = "",
    codes: Iterable[str] = (),
) -> Listing[AccountLine]:  # fmt: skip
    """Accounts with what they hold, by code; with ``holding`` only those that do not hold nothing."""
    rows = _summed()
    if kinds:
        rows = rows.filter(kind__in=list(kinds))
    if owner_starts:
        rows = rows.filter(owner__startswith=owner_starts)
    if book:
        rows = rows.filter(book=book)
    if codes:
        rows = rows.filter(code__in=list(codes))
    return Listing(rows.exclude(**{"received": F("given")}) if holding else rows, _lines)


def account(code: str) -> AccountLine | None:
    """One account with what it holds; nothing where it was never opened."""
    return next(iter(_lines(_summed().filter(code=code))), None)


def _summed() -> "QuerySet[Account, Any]":
    sums = {name: Coalesce(Sum(f"balances__{name}"), 0) for name in COUNTERS}
    limits = {name: Max(f"balances__{name}") for name in ("floor", "ceiling", "state")}
    rows = Account.objects.values("code", "kind", "owner", "currency", "book").annotate(**sums, **limits)
    return rows.order_by("code")


def _lines(rows: Iterable[dict[str, Any]]) -> list[AccountLine]:
    return [AccountLine(**row) for row in rows]


def sums_by_kind(book: str = "") -> list[tuple[str, str, int]]:
    """What each kind of place holds, by currency: kind, currency, amount. The amounts of a currency sum to zero."""
    rows = Balance.objects.filter(account__book=book) if book else Balance.objects.all()
    found = rows.values_list("account__kind", "account__currency").annotate(
        held=Sum(F("received") - F("given"))
    )
    return [
        (str(kind), str(currency), int(held))
        for kind, currency, held in found.order_by("account__currency", "account__kind")
    ]


def balance_on(account: str, day: date) -> int:
    """What an account held when a business day was over: the last closing before, and what moved since."""
    kept = DayBalance.objects.filter(account__code=account, business_date__lte=day).order_by("-business_date")
    last = kept.first()
    rows = Transfer.objects.filter(business_date__lte=day, is_held=False)
    if last is not None:
        rows = rows.filter(business_date__gt=last.business_date)
    return _moved(rows, account) + (last.received - last.given if last else 0)


def balance_at(account: str, moment: datetime) -> int:
    """What the books said of an account at a moment, with all that had been recorded by then and nothing after."""
    day = ClosedDay.objects.filter(book=_book(account), closed_at__lte=moment).aggregate(Max("business_date"))
    closed = day["business_date__max"]
    rows = Transfer.objects.filter(entry__recorded_at__lte=moment, is_held=False)
    if closed is None:
        return _moved(rows, account)
    return balance_on(account, closed) + _moved(rows.filter(business_date__gt=closed), account)


def _book(account: str) -> str:
    kind, owner, _ = account.split(":")
    return rule_of(kind, owner).book.value


def _moved(rows: "QuerySet[Transfer]", account: str) -> int:
    came = rows.filter(target__code=account).aggregate(total=Sum("amount"))["total"] or 0
    left = rows.filter(source__code=account).aggregate(total=Sum("amount"))["total"] or 0
    return int(came) - int(left)
