"""What can be asked of money."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import F, Sum

from rekkas.money.choices import AccountKind, TransferKind
from rekkas.money.models import Account, Balance, Transfer

COD_KINDS = (
    TransferKind.COD_COLLECTED, TransferKind.COD_HANDED_OVER, TransferKind.COD_BANKED, TransferKind.COD_PAID,
)  # fmt: skip


def balance(account: str) -> int:
    """What an account holds, in minor units; an account that never moved holds nothing."""
    row = Balance.objects.filter(account__code=account).first()
    return row.amount if row else 0


@dataclass(frozen=True, slots=True)
class AccountLine:
    """One line of the trial balance."""

    code: str
    kind: str
    owner: str
    currency: str
    received: int
    given: int

    @property
    def amount(self) -> int:
        return self.received - self.given

    @property
    def kind_label(self) -> str:
        return str(AccountKind(self.kind).label)


def accounts(
    *, kinds: Iterable[AccountKind] = (), owner_starts: str = "", limit: int = 500
) -> list[AccountLine]:
    """Accounts with what they hold, by code."""
    rows = Balance.objects.select_related("account").order_by("account__code")
    if kinds:
        rows = rows.filter(account__kind__in=list(kinds))
    if owner_starts:
        rows = rows.filter(account__owner__startswith=owner_starts)
    return [
        AccountLine(r.account.code, r.account.kind, r.account.owner, r.account.currency, r.received, r.given)
        for r in rows[:limit]
    ]


def sums_by_kind() -> list[tuple[str, str, int]]:
    """What each kind of place holds, by currency: kind, currency, amount. The amounts of a currency sum to zero."""
    rows = Balance.objects.values_list("account__kind", "account__currency")
    found = rows.annotate(held=Sum(F("received") - F("given"))).order_by("account__currency", "account__kind")
    return [(str(kind), str(currency), int(held)) for kind, currency, held in found]


def movements(account: str, *, limit: int = 100) -> list[Transfer]:
    """What moved into and out of an account, latest first."""
    row = Account.objects.filter(code=account).first()
    if row is None:
        return []
    rows = Transfer.objects.select_related("source", "target")
    return list((rows.filter(source=row) | rows.filter(target=row)).order_by("-id")[:limit])


def trail_of(subject: str) -> list[Transfer]:
    """Where the money of one item has been, earliest first."""
    return list(Transfer.objects.select_related("source", "target").filter(subject=subject).order_by("id"))


@dataclass(frozen=True, slots=True)
class CodPlace:
    """Where an item's cash on delivery is now."""

    subject: str
    account: str
    amount: int
    currency: str
    step: str


def cod_places(subjects: Sequence[str]) -> dict[str, CodPlace]:
    """For each item the place of its cash: the target of its latest cash-on-delivery transfer."""
    rows = Transfer.objects.select_related("target").filter(subject__in=subjects, kind__in=COD_KINDS)
    return {
        row.subject: CodPlace(row.subject, row.target.code, row.amount, row.currency, row.kind)
        for row in rows.order_by("id")
    }


def cod_held(account: str) -> dict[str, CodPlace]:
    """The items whose cash lies in an account now."""
    gone = Transfer.objects.filter(source__code=account, kind__in=COD_KINDS).values("subject")
    rows = Transfer.objects.filter(target__code=account, kind__in=COD_KINDS)
    return {
        row.subject: CodPlace(row.subject, account, row.amount, row.currency, row.kind)
        for row in rows.exclude(subject__in=gone).order_by("id")
    }
