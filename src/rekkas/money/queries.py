"""What can be asked of money."""

from collections.abc import Generator, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import F, Sum

from postkit.evidence import Fault
from rekkas.base.evidence import faults_in
from rekkas.desk.listings import Listing
from rekkas.money.choices import AccountKind, TransferKind
from rekkas.money.models import Account, Balance, Transfer

RECORD = "money"
TRANSFER_COLUMNS = (
    "key", "source_id", "target_id", "amount", "currency", "kind", "subject", "office_code", "happened_at",
    "recorded_at", "actor_kind", "actor_name", "lane", "seal_number", "digest",
)  # fmt: skip
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
COD_KINDS = (
    TransferKind.COD_COLLECTED, TransferKind.COD_HANDED_OVER, TransferKind.COD_BANKED, TransferKind.COD_PAID,
)  # fmt: skip


def balance(account: str) -> int:
    """What an account holds, in minor units; an account that never moved holds nothing."""
    row = Balance.objects.filter(account__code=account).first()
    return row.amount if row else 0


def hold_accounts(accounts: Iterable[str]) -> None:
    """Lock accounts until the transaction ends, in the order in which transfers lock them."""
    rows = Balance.objects.select_for_update(of=("self",)).select_related("account")
    list(rows.filter(account__code__in=list(accounts)).order_by("account__code"))


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
    *, kinds: Iterable[AccountKind] = (), owner_starts: str = "", holding: bool = False
) -> Listing[AccountLine]:
    """Accounts with what they hold, by code; with ``holding`` only those that do not hold nothing."""
    rows = Balance.objects.select_related("account").order_by("account__code")
    if kinds:
        rows = rows.filter(account__kind__in=list(kinds))
    if owner_starts:
        rows = rows.filter(account__owner__startswith=owner_starts)
    return Listing(rows.exclude(received=F("given")) if holding else rows, _lines)


def account(code: str) -> AccountLine | None:
    """One account with what it holds; nothing where no money has moved."""
    return next(iter(_lines(Balance.objects.select_related("account").filter(account__code=code))), None)


def _lines(rows: Iterable[Balance]) -> list[AccountLine]:
    return [
        AccountLine(r.account.code, r.account.kind, r.account.owner, r.account.currency, r.received, r.given)
        for r in rows
    ]


def sums_by_kind() -> list[tuple[str, str, int]]:
    """What each kind of place holds, by currency: kind, currency, amount. The amounts of a currency sum to zero."""
    rows = Balance.objects.values_list("account__kind", "account__currency")
    found = rows.annotate(held=Sum(F("received") - F("given"))).order_by("account__currency", "account__kind")
    return [(str(kind), str(currency), int(held)) for kind, currency, held in found]


def movements(account: str) -> Listing[Transfer]:
    """What moved into and out of an account, latest first."""
    row = Account.objects.filter(code=account).first()
    rows = Transfer.objects.select_related("source", "target")
    moved = rows.filter(source=row) | rows.filter(target=row) if row else rows.none()
    return Listing(moved.order_by("-id"), list)


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


def said_by(transfer: Sequence[Any]) -> list[Any]:
    """What a transfer says, as its evidence covers it: TRANSFER_COLUMNS up to the actor's name."""
    key, source, target, amount, currency, kind, subject, office, happened, recorded = transfer[:10]
    moments = [(moment - EPOCH) // MICROSECOND for moment in (happened, recorded)]
    return [key.hex, source, target, amount, currency, kind, subject, office, *moments, *transfer[10:12]]


def ledger_faults() -> Generator[Fault]:
    """Transfers that were changed, added or taken away since they were sealed, by name."""
    yield from faults_in(
        RECORD, Transfer, TRANSFER_COLUMNS, said_by=said_by,
        name=lambda row: f"transfer {row['id']} ({row['kind']} of {row['subject'] or row['key']})",
    )  # fmt: skip


def recomputed_balances() -> dict[int, tuple[int, int]]:
    """What each account received and gave, from the transfers alone."""
    found = dict.fromkeys(Account.objects.values_list("pk", flat=True), (0, 0))
    for end, place in (("target", 0), ("source", 1)):
        for account, total in Transfer.objects.values_list(end).annotate(Sum("amount")).order_by():
            if account in found:  # a transfer that was made to name no account is a fault of its own
                sums = list(found[account])
                sums[place] = total
                found[account] = sums[0], sums[1]
    return found


def balance_faults() -> Generator[Fault]:
    """Balances that are not what follows from the transfers, and currencies whose balances do not sum to zero."""
    kept = {row.account_id: (row.received, row.given) for row in Balance.objects.all()}
    found = recomputed_balances()
    for pk, code in Account.objects.order_by("code").values_list("pk", "code"):
        if pk not in kept:
            yield Fault(f"balance of {code}", "missing")
        elif kept[pk] != found[pk]:
            yield Fault(f"balance of {code}", "differs-from-transfers")
    totals: dict[str, int] = {}
    for _, currency, held in sums_by_kind():
        totals[currency] = totals.get(currency, 0) + held
    yield from (
        Fault(f"ledger in {currency}", "does-not-sum-to-zero") for currency, held in totals.items() if held
    )


def cod_collected() -> dict[str, int]:
    """What was taken from addressees for each item, by the item's name in the ledger."""
    rows = Transfer.objects.filter(kind=TransferKind.COD_COLLECTED).values_list("subject", "amount")
    return dict(rows.iterator())
