"""What merchants would be told and paid now: their lines under their terms, before anything is written."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, QuerySet

from postkit import cod_statement as form
from rekkas.bank.queries import accounts_named
from rekkas.base.errors import Refused
from rekkas.catalogue.queries import customers_by_code
from rekkas.commerce.choices import NotPaid, PayoutState, PayWay
from rekkas.commerce.models import MerchantTerms, Payout, SettlementLine, Statement
from rekkas.commerce.queries.cycles import LOOK_BACK, last_settlement_day
from rekkas.commerce.queries.terms import Place, merchants_with_terms, terms_in_force
from rekkas.territory import queries as territory

NO_TERMS = form.Terms()


@dataclass(frozen=True, slots=True)
class Candidate:
    """A merchant who may be settled for a period, by their cycle or by hand."""

    customer: Any
    currency: str
    terms: MerchantTerms | None
    period: date
    is_by_hand: bool = False

    @property
    def place(self) -> Place:
        return self.customer.code, self.currency

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.customer.country.time_zone)

    def counts(self, line: SettlementLine) -> bool:
        """Whether a line is old enough for this period."""
        if self.is_by_hand:
            return True
        wait = timedelta(days=self.terms.after_days if self.terms else 0)
        return line.due_at.astimezone(self.zone).date() + wait <= self.period


@dataclass(slots=True)
class Draft:
    """A statement that could be made, and where its payment would go."""

    candidate: Candidate
    lines: list[SettlementLine]
    said: form.Statement
    way: PayWay = PayWay.ELSEWHERE
    account: str = ""
    bank_account: Any = None
    refusal: Refused | None = None
    carried_in: tuple[int, int] = field(default=(0, 0))  # what lies on the due account for it, what is owed

    @property
    def is_empty(self) -> bool:
        return not self.lines and not self.said.paid

    @property
    def charged(self) -> int:
        return self.said.total.fee + self.said.total.tax

    @property
    def why_label(self) -> str:
        """Why nothing would be paid, in words."""
        why = self.said.why_not_paid
        return str(NotPaid(why).label) if why else ""

    def withhold(self, why: NotPaid, refusal: Refused | None = None) -> None:
        """Pay nothing of it, if anything would be paid: all is carried over."""
        if self.said.paid:
            self.said = form.closed(self.said, why.value)
            self.refusal = refusal


def candidates_due(day: date, after: str = "", limit: int = 500) -> tuple[list[Candidate], list[str]]:
    """The merchants whom their cycle wants settled on a day or before it, and have not been; in the order of codes.

    Besides them the codes that were looked at: the next part goes on after the last of them.
    """
    codes = merchants_with_terms(after, limit)
    customers, terms = customers_by_code(codes), terms_in_force(codes, day)
    holidays = _holidays({row.country_id for row in customers.values()}, day)
    done = _settled_until(codes)
    found = []
    for place, row in sorted(terms.items()):
        customer = customers.get(place[0])
        if customer is None:
            continue
        period = last_settlement_day(row, day, holidays[customer.country_id])
        if period and period >= row.valid_from and period > done.get(place, date.min):
            found.append(Candidate(customer, place[1], row, period))
    return found, codes


def candidate_by_hand(customer: Any, currency: str, at: datetime) -> Candidate:
    """A merchant who is settled now, whatever their cycle says."""
    day = at.astimezone(ZoneInfo(customer.country.time_zone)).date()
    terms = terms_in_force([customer.code], day).get((customer.code, currency))
    return Candidate(customer, currency, terms, day, is_by_hand=True)


def _holidays(countries: Iterable[str], day: date) -> dict[str, set[date]]:
    """The holidays that may move a settlement, by country; a question for each, and there are few."""
    return {
        country: {row.date for row in territory.holidays_between(country, day - LOOK_BACK, day)}
        for country in countries
    }


def _settled_until(codes: Sequence[str]) -> dict[Place, date]:
    rows = Statement.objects.filter(customer_code__in=codes, is_by_hand=False).order_by("period")
    return {
        (code, currency): day
        for code, currency, day in rows.values_list("customer_code", "currency", "period")
    }


def drafts(candidates: Sequence[Candidate], at: datetime, *, lock: bool = False) -> list[Draft]:
    """What each of these would be told, in a constant number of questions. With ``lock`` their lines are held."""
    codes = {one.customer.code for one in candidates}
    lines = _open_lines(codes, lock=lock)
    last, doubted = _last_statements(codes), _returned(codes)
    made = [
        _draft(one, [line for line in lines.get(one.place, ()) if one.counts(line)], last.get(one.place), at)
        for one in candidates
    ]
    _address(made)
    for draft in made:
        terms = draft.candidate.terms
        if (
            draft.said.paid
            and terms
            and doubted.get(draft.candidate.place, terms.agreed_at) > terms.agreed_at
        ):
            draft.withhold(NotPaid.RETURNED)
    return made


def _open_lines(codes: Iterable[str], *, lock: bool) -> dict[Place, list[SettlementLine]]:
    """Lines that are on no statement, in the order in which they were noted."""
    rows = SettlementLine.objects.filter(customer_code__in=codes, statement=None).order_by("id")
    found: dict[Place, list[SettlementLine]] = {}
    for line in rows.select_for_update() if lock else rows:
        found.setdefault((line.customer_code, line.currency), []).append(line)
    return found


def _last_statements(codes: Iterable[str]) -> dict[Place, Statement]:
    """The latest statement of each: those that nothing follows."""
    return {
        (row.customer_code, row.currency): row for row in latest_statements().filter(customer_code__in=codes)
    }


def latest_statements() -> "QuerySet[Statement]":
    """Statements that no other follows."""
    later = Statement.objects.filter(
        customer_code=OuterRef("customer_code"),
        currency=OuterRef("currency"),
        sequence=OuterRef("sequence") + 1,
    )
    return Statement.objects.filter(~Exists(later))


def _returned(codes: Iterable[str]) -> dict[Place, datetime]:
    """When a payment to each came back for the last time."""
    rows = Payout.objects.filter(customer_code__in=codes, state=PayoutState.RETURNED).order_by("returned_at")
    found = rows.values_list("customer_code", "currency", "returned_at")
    return {(code, currency): at for code, currency, at in found if at is not None}


def _draft(one: Candidate, lines: list[SettlementLine], last: Statement | None, at: datetime) -> Draft:
    opening = last.closing if last else 0
    terms = one.terms.said if one.terms else NO_TERMS
    statement = form.Statement(
        number="", merchant=one.customer.code, name=one.customer.name, currency=one.currency,
        period=one.period.isoformat(), made=at.astimezone(one.zone).isoformat(timespec="seconds"),
        sequence=last.sequence + 1 if last else 1, terms=terms, by_hand=one.is_by_hand, opening=opening,
        lines=tuple(said_line(terms, number, line, one.zone) for number, line in enumerate(lines, start=1)),
    )  # fmt: skip
    in_due = max(opening, 0) + sum(line.amount for line in lines if line.amount > 0)
    owed = max(-opening, 0) - sum(line.amount for line in lines if line.amount < 0)
    return Draft(one, lines, form.closed(statement), carried_in=(in_due, owed))


def said_line(terms: form.Terms, number: int, line: SettlementLine, zone: ZoneInfo) -> form.Line:
    """A line as the statement says it."""
    collected = line.collected_at.astimezone(zone).date().isoformat() if line.collected_at else ""
    return form.line_of(
        terms, number, line.kind, line.amount, item=line.subject.partition("~")[0], reference=line.reference,
        collected=collected, banked=line.due_at.astimezone(zone).date().isoformat(),
        reason=" ".join(filter(None, (line.reason, line.note))),
    )  # fmt: skip


def _address(made: Sequence[Draft]) -> None:
    """Where each payment goes: accounts of the postal bank are looked up, all in one question."""
    ours = [one for one in made if one.candidate.terms and one.candidate.terms.pay_way == PayWay.BANK]
    numbers = [one.candidate.terms.pay_to for one in ours if one.candidate.terms]
    for draft, account in zip(ours, accounts_named(numbers) if ours else (), strict=True):
        draft.way, draft.account = PayWay.BANK, draft.candidate.terms.pay_to if draft.candidate.terms else ""
        if isinstance(account, Refused):
            draft.withhold(NotPaid.ACCOUNT, account)
        else:
            draft.bank_account = account
    for draft in made:
        if draft.way is not PayWay.BANK:
            terms = draft.candidate.terms
            draft.account = (terms.pay_to if terms else "") or draft.candidate.customer.iban
        draft.said = draft.said._replace(paid_to=draft.account)
