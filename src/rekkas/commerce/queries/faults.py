"""Whether what merchants were told and paid follows from what was collected: for `rekkas verify`."""

from collections.abc import Generator
from typing import Any

from django.db.models import Count, F, Q, Sum
from django.db.models.functions import Coalesce

from postkit import cod_statement as form
from postkit.evidence import Fault
from rekkas.commerce.choices import LineKind, PayoutState
from rekkas.commerce.models import Payout, SettlementLine, Statement
from rekkas.commerce.queries.comparing import IN_THE_BANK, Standing, chunks, merchant_standings
from rekkas.commerce.queries.drafts import NO_TERMS
from rekkas.commerce.queries.dues import open_balances
from rekkas.money import queries as money
from rekkas.money.queries.many import keys_known


def cod_faults() -> Generator[Fault]:
    """Everything about cash on delivery that does not follow from the records, by name."""
    yield from _statement_faults()
    yield from _line_faults()
    yield from _payout_faults()
    yield from _entry_faults()
    yield from _balance_faults()


def _statement_faults() -> Generator[Fault]:
    """Statements that do not follow one another, or whose sums are not those of their lines."""
    last: dict[tuple[str, str], Statement] = {}
    for row in Statement.objects.order_by("customer_code", "currency", "sequence").iterator(2_000):
        place = row.customer_code, row.currency
        before = last.get(place)
        if row.sequence != (before.sequence if before else 0) + 1:
            yield Fault(f"statement {row.number}", "statement-missing-before")
        elif row.opening != (before.closing if before else 0):
            yield Fault(f"statement {row.number}", "opening-differs")
        last = {place: row}
    summed = Statement.objects.annotate(
        found=Count("lines"), found_amount=Coalesce(Sum("lines__amount"), 0), found_fee=Coalesce(Sum("lines__fee"), 0),
        found_tax=Coalesce(Sum("lines__tax"), 0),
    )  # fmt: skip
    agreeing = Q(line_count=F("found"), amount=F("found_amount"), fee=F("found_fee"), tax=F("found_tax"))
    for number in summed.exclude(agreeing).order_by("id").values_list("number", flat=True):
        yield Fault(f"statement {number}", "lines-differ")


def _line_faults() -> Generator[Fault]:
    """Lines whose fee is not that of the terms, or stands on the statement of another merchant."""
    rows = SettlementLine.objects.exclude(statement=None).select_related("statement__terms").order_by("id")
    for line in rows.iterator(2_000):
        kept: Any = line.statement
        terms = kept.terms.said if kept.terms else NO_TERMS
        if (kept.customer_code, kept.currency) != (line.customer_code, line.currency):
            yield Fault(f"{line.key} on statement {kept.number}", "of-another-merchant")
        if (line.fee, line.tax) != form.charge(terms, line.kind, line.amount):
            yield Fault(f"{line.key} on statement {kept.number}", "fee-differs")


def _payout_faults() -> Generator[Fault]:
    """Payments that are not what their statement says, and such that came back and are not due again, once."""
    differing = Statement.objects.exclude(paid=0).exclude(
        payout__amount=F("paid"), payout__customer_code=F("customer_code"), payout__currency=F("currency"),
        payout__entry=F("entry"),
    )  # fmt: skip
    for number in differing.order_by("id").values_list("number", flat=True):
        yield Fault(f"statement {number}", "payment-differs")
    back = dict(SettlementLine.objects.filter(kind=LineKind.PAYOUT_RETURNED).values_list("subject", "amount"))
    returned = Payout.objects.filter(state=PayoutState.RETURNED)
    for number, amount in returned.order_by("id").values_list("number", "returned"):
        if back.pop(number, None) != amount:
            yield Fault(f"payment {number}", "came-back-and-is-not-due")
    yield from (Fault(f"payment {number}", "due-again-and-did-not-come-back") for number in sorted(back))


def _entry_faults() -> Generator[Fault]:
    """Entries that the ledger does not have."""
    for rows in (
        Statement.objects.exclude(entry=None).values_list("number", "entry"),
        SettlementLine.objects.exclude(entry=None).values_list("key", "entry"),
    ):
        for chunk in chunks(rows.order_by("id").iterator(2_000), 2_000):
            known = keys_known([key for _, key in chunk])
            yield from (
                Fault(f"entry of {name}", "not-in-the-ledger") for name, key in chunk if key not in known
            )


def _balance_faults() -> Generator[Fault]:
    """Merchants whose accounts do not hold what follows; and lines whose cash is not in the bank."""
    due = {place: balance.amount for place, balance in open_balances().items()}
    held = merchant_standings()
    for place in sorted({*due, *held}):
        found = held.get(place, Standing())
        if found.due - found.owed != due.get(place, 0):
            yield Fault(f"what is due to {place[0]} in {place[1]}", "differs-from-lines")
    lines = SettlementLine.objects.filter(kind=LineKind.COLLECTED).order_by("id")
    for chunk in chunks(lines.values_list("subject", "amount").iterator(2_000), 2_000):
        places = money.cod_places([subject for subject, _ in chunk])
        for subject, amount in chunk:
            lies = places.get(subject)
            if lies is None or lies.step not in IN_THE_BANK:
                yield Fault(f"item {subject}", "due-before-its-cash-is-in")
            elif lies.amount != amount:
                yield Fault(f"item {subject}", "due-with-another-amount")
