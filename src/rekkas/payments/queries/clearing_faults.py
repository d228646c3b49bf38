"""Whether the clearing agrees with its transfers, and these with their events and files: for ``rekkas verify``."""

from collections.abc import Generator, Iterator
from hashlib import sha256
from itertools import islice
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Sum

from postkit.evidence import Fault
from rekkas.money import queries as money
from rekkas.money.queries.many import keys_known
from rekkas.payments.choices import Direction, TransferState, TransferWay
from rekkas.payments.models import (
    Clearing,
    ClearingFile,
    CreditTransfer,
    CutOff,
    PaymentFile,
    TransferEvent,
    Unallocated,
)
from rekkas.payments.queries.clearing import GIVEN, RECEIVED

CHUNK = 1_000
S = TransferState
OWED = Q(way=TransferWay.OUT, state__in=(S.WAITING, S.SENT))  # left its payer, and no bank has it yet
PAID = Q(way__in=(TransferWay.OUT, TransferWay.INSIDE), state__in=(S.WAITING, S.SENT, S.SETTLED, S.RETURNED))


def clearing_faults() -> Generator[Fault]:
    """Clearings whose account does not hold what their transfers say; transfers, cut-offs and files that differ."""
    for rules in Clearing.objects.order_by("country"):
        yield from _account_faults(rules)
    yield from _state_faults()
    yield from _money_faults()
    yield from _cut_off_faults()
    yield from _file_faults()


def owed_to_others(country: str) -> int:
    """What the transfers say that we owe other banks, less what they owe us."""
    total = _sum(country, OWED, "amount")
    for sign, parts in ((1, GIVEN), (-1, RECEIVED)):
        total += sign * sum(_sum(country, condition, column) for condition, column, _, _ in parts)
    return total


def not_allotted(country: str) -> int:
    """What the rows say that came and that no account took: what waits for a person, and what goes back."""
    waits = Unallocated.objects.filter(country=country, closed_at=None).aggregate(total=Sum("amount"))[
        "total"
    ]
    return (waits or 0) + _sum(country, Q(way=TransferWay.IN, state=S.WAITING), "amount")


def _sum(country: str, condition: Q, column: str) -> int:
    found = CreditTransfer.objects.filter(condition, country=country).aggregate(total=Sum(column))
    return int(found["total"] or 0)


def _account_faults(rules: Clearing) -> Iterator[Fault]:
    for code, said in (
        (rules.ledger, owed_to_others(rules.country_id)), (rules.unallocated_ledger, not_allotted(rules.country_id)),
    ):  # fmt: skip
        line = money.account(code)
        if (line.holds if line else 0) != said:
            yield Fault(f"account {code}", "differs-from-its-transfers")


def _state_faults() -> Iterator[Fault]:
    """States that do not follow from the events, and events that follow from nothing."""
    last = TransferEvent.objects.filter(transfer=OuterRef("pk")).order_by("-id").values("after")[:1]
    rows = CreditTransfer.objects.annotate(last=Subquery(last)).exclude(state=F("last"), last__isnull=False)
    for number in rows.order_by("id").values_list("number", flat=True).iterator(CHUNK):
        yield Fault(f"transfer {number}", "state-differs-from-its-events")
    before = TransferEvent.objects.filter(transfer=OuterRef("transfer"), after=OuterRef("before"))
    loose = TransferEvent.objects.exclude(before="").exclude(Exists(before)).order_by("id")
    for number in loose.values_list("transfer__number", flat=True).iterator(CHUNK):
        yield Fault(f"transfer {number}", "event-without-the-one-before")


def _money_faults() -> Iterator[Fault]:
    """Transfers that went on without their money: no entry in the ledger has their key."""
    rows = CreditTransfer.objects.filter(PAID).order_by("id").values_list("key", "number").iterator(CHUNK)
    while part := list(islice(rows, CHUNK)):
        known = keys_known([_key(key) for key, _ in part])
        for key, number in part:
            if _key(key) not in known:
                yield Fault(f"transfer {number}", "entry-missing")


def _key(key: UUID | str) -> UUID:
    return key if isinstance(key, UUID) else UUID(key)


def _cut_off_faults() -> Iterator[Fault]:
    """Cut-offs that do not say what is in their files."""
    for row in CutOff.objects.order_by("id").iterator(CHUNK):
        sent = CreditTransfer.objects.filter(sent_file__cut_off=row)
        back = CreditTransfer.objects.filter(way=TransferWay.IN, return_file__cut_off=row)
        said = (row.transfer_count, row.total, row.return_count, row.return_total)
        if (*_counted(sent, "amount"), *_counted(back, "returned")) != said:
            yield Fault(
                f"cut-off {row.business_date.isoformat()}-{row.ordinal}", "differs-from-its-transfers"
            )


def _counted(rows: "QuerySet[CreditTransfer]", column: str) -> tuple[int, int]:
    found = rows.aggregate(count=Count("pk"), total=Sum(column))
    return found["count"], found["total"] or 0


def _file_faults() -> Iterator[Fault]:
    """Files whose bytes are not those that were written or received."""
    for pk, digest, message_id in ClearingFile.objects.order_by("id").values_list(
        "pk", "digest", "message_id"
    ):
        content = ClearingFile.objects.values_list("content", flat=True).get(pk=pk)
        if sha256(bytes(content)).hexdigest() != digest:
            yield Fault(f"clearing file {message_id}", "content-changed")
    for pk, digest, number in PaymentFile.objects.order_by("id").values_list("pk", "digest", "number"):
        content = PaymentFile.objects.values_list("content", flat=True).get(pk=pk)
        if sha256(bytes(content)).hexdigest() != digest:
            yield Fault(f"payment file {number}", "content-changed")
    ours = ClearingFile.objects.filter(direction=Direction.OUT, message="pacs.008").order_by("id")
    for file in ours.defer("content"):
        if _counted(CreditTransfer.objects.filter(sent_file=file), "amount") != (
            file.transfer_count,
            file.total,
        ):
            yield Fault(f"clearing file {file.message_id}", "differs-from-its-transfers")
