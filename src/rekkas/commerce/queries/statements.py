"""Statements and payments: found, listed, and said as the merchant reads them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from postkit import cod_statement as form
from postkit.iso20022.entries import AccountEntry, EntryDetail
from postkit.iso20022.parts import Agent, Remittance, account_of
from postkit.iso20022.statement import Advice, Advices
from rekkas.bank.queries import account, bank_terms
from rekkas.catalogue.queries import customer
from rekkas.commerce.choices import PayoutState, PayWay
from rekkas.commerce.errors import NoAccountForAdvice, UnknownPayout, UnknownStatement
from rekkas.commerce.models import Payout, SettlementLine, Statement
from rekkas.commerce.queries.drafts import NO_TERMS, said_line
from rekkas.desk.listings import Listing

REFERENCE, NOTE = 35, 140


def statement(number: str) -> Statement:
    """One statement by its number."""
    found = Statement.objects.select_related("terms", "payout").filter(number=number.strip()).first()
    if found is None:
        raise UnknownStatement(statement=number)
    return found


def statements_of(customer_code: str = "", *, carried: bool = False) -> Listing[Statement]:
    """Statements, latest first; with ``carried`` those that paid nothing."""
    rows = Statement.objects.select_related("payout").order_by("-id")
    if customer_code:
        rows = rows.filter(customer_code=customer_code)
    return Listing(rows.filter(paid=0) if carried else rows, list)


def payout(number: str) -> Payout:
    """One payment by its number."""
    found = Payout.objects.select_related("statement").filter(number=number.strip()).first()
    if found is None:
        raise UnknownPayout(payout=number)
    return found


def payout_for_update(number: str) -> Payout:
    """The same, held until the change is made."""
    found = payout(number)
    return Payout.objects.select_for_update().get(pk=found.pk)


def payouts_of(customer_code: str = "", *, state: str = "") -> Listing[Payout]:
    """Payments, latest first."""
    rows = Payout.objects.order_by("-id")
    if state:
        rows = rows.filter(state=state)
    return Listing(rows.filter(customer_code=customer_code) if customer_code else rows, list)


def unsent_payouts() -> Listing[Payout]:
    """Payments to accounts at other banks that have not gone on: those that were never tried first."""
    rows = Payout.objects.filter(way=PayWay.ELSEWHERE, state=PayoutState.PAID, transfer="").exclude(
        account=""
    )
    return Listing(rows.order_by("unsent_code", "id"), list)


def lines_of(payout: Payout) -> list[SettlementLine]:
    """What a payment pays for."""
    return lines_on(payout.statement_id)


def lines_on(statement: int) -> list[SettlementLine]:
    """The lines of a statement, in its order."""
    return list(SettlementLine.objects.filter(statement=statement).order_by("id"))


def said(kept: Statement, lines: Sequence[SettlementLine] | None = None) -> form.Statement:
    """A statement as its merchant reads it: what was kept, word for word; nothing is computed anew."""
    merchant = customer(kept.customer_code)
    zone = ZoneInfo(merchant.country.time_zone)
    terms = kept.terms.said if kept.terms else NO_TERMS
    rows = lines_on(kept.pk) if lines is None else lines
    told = tuple(_kept_line(terms, number, line, zone) for number, line in enumerate(rows, start=1))
    is_invoiced = kept.is_invoiced
    net = kept.amount - (0 if is_invoiced else kept.fee + kept.tax)
    return form.Statement(
        number=kept.number, merchant=kept.customer_code, name=merchant.name, currency=kept.currency,
        period=kept.period.isoformat(), made=kept.made_at.astimezone(zone).isoformat(timespec="seconds"),
        sequence=kept.sequence, terms=terms, by_hand=kept.is_by_hand,
        paid_to=kept.payout.account if hasattr(kept, "payout") else "", opening=kept.opening, paid=kept.paid,
        closing=kept.closing, why_not_paid=kept.why_not_paid, lines=told,
        total=form.Totals(kept.amount, kept.fee, kept.tax, net),
    )  # fmt: skip


def _kept_line(terms: form.Terms, number: int, line: SettlementLine, zone: ZoneInfo) -> form.Line:
    told = said_line(terms, number, line, zone)
    return told._replace(fee=line.fee, tax=line.tax, net=form.net_of(terms, line.amount, line.fee, line.tax))


def advice(kept: Statement, at: datetime) -> Advices:
    """What the bank tells the merchant of the credit (camt.054): one entry, with a detail for each line."""
    paid = getattr(kept, "payout", None)
    if paid is None or paid.way != PayWay.BANK:
        raise NoAccountForAdvice(statement=kept.number)
    row: Any = account(paid.account)
    told = said(kept)
    details = [_detail(line) for line in told.lines if line.net]
    if told.opening:
        details.insert(0, EntryDetail(told.opening, end_to_end_id="CARRIED OVER"))
    zone = ZoneInfo(row.product.country.time_zone)
    day = paid.paid_at.astimezone(zone).date()
    entry = AccountEntry(
        paid.amount, paid.currency, True, day, day, kind="COD PAYOUT", reference=kept.number[:REFERENCE],
        bank_reference=paid.entry.hex, details=tuple(details),
        note=f"Cash on delivery, statement {kept.number}",
    )  # fmt: skip
    bic = bank_terms(row.product.country_id).bic
    number = account_of(row.iban or row.number)
    kept_at = Agent(bic=bic) if bic else None
    one = Advice(
        kept.number, paid.paid_at, replace(number, currency=paid.currency), (entry,), servicer=kept_at
    )
    return Advices(f"COD-{kept.number}", at, (one,))


def _detail(line: form.Line) -> EntryDetail:
    charged = [f"fee {line.fee} tax {line.tax}"] if line.fee else []
    return EntryDetail(
        line.net, end_to_end_id=(line.reference or line.item)[:REFERENCE], transaction_id=line.item[:REFERENCE],
        remittance=Remittance(line.reference[:NOTE]), note=" ".join([line.kind, *charged, line.reason])[:NOTE].strip(),
    )  # fmt: skip


def lines_page(kept: Statement) -> Listing[SettlementLine]:
    """The lines of a statement as long as it has them, in its order."""
    return Listing(SettlementLine.objects.filter(statement=kept).order_by("id"), list)
