"""Questions about cash: whose they are, until when they are to be answered, what was said."""

from datetime import datetime

from django.db.models import Q

from rekkas.base.errors import NotFound
from rekkas.cash.choices import WAITING, CaseKind
from rekkas.cash.models import CaseStatement, CashCount, DiscrepancyCase, Move, Pouch, TillSession, WriteOff
from rekkas.cash.queries.offices import till_of, vault_of
from rekkas.cash.queries.records import currency_of, keeper_named_in, office_of
from rekkas.cash.queries.transport import transit_of
from rekkas.desk.listings import Listing
from rekkas.money.queries import balance


def case(number: str, *, lock: bool = False) -> DiscrepancyCase:
    """One question by its number."""
    rows = DiscrepancyCase.objects.select_related("office__country")
    found = (rows.select_for_update(of=("self",)) if lock else rows).filter(number=number).first()
    if found is None:
        raise NotFound(what=number)
    return found


def case_of(session: TillSession) -> DiscrepancyCase | None:
    """The question that the closing of a till left, if it left one."""
    if session.closed_at is None:
        return None
    rows = DiscrepancyCase.objects.filter(reference=session.number, kind=CaseKind.COUNT)
    return rows.filter(opened_at=session.closed_at).first()


def cases(
    *, office: str = "", waiting: bool = False, settled: bool = False, owner: str = "", clerk: str = ""
) -> Listing[DiscrepancyCase]:
    """Questions about cash, latest first; of those that wait the most urgent first."""
    rows = DiscrepancyCase.objects.all()
    if office:
        rows = rows.filter(office_id=office)
    if waiting:
        rows = rows.filter(state__in=WAITING)
    if settled:
        rows = rows.exclude(state__in=WAITING)
    if owner:
        rows = rows.filter(owner=owner)
    if clerk:
        rows = rows.filter(clerk=clerk)
    return Listing(rows.order_by("due_at", "id") if waiting else rows.order_by("-id"), list)


def overdue_cases(at: datetime, *, office: str = "") -> Listing[DiscrepancyCase]:
    """The questions whose clock has run out, the longest overdue first."""
    rows = DiscrepancyCase.objects.filter(settled_at=None, due_at__lt=at)
    return Listing((rows.filter(office_id=office) if office else rows).order_by("due_at", "id"), list)


def statements_of(number: str) -> list[CaseStatement]:
    """Everything that was said in a case, in order."""
    return list(CaseStatement.objects.filter(case__number=number).order_by("id"))


def cases_about(account: str) -> list[DiscrepancyCase]:
    """Every question about a till, bag or vault, or about what its keeper handed over; earliest first."""
    return list(DiscrepancyCase.objects.filter(_about(account)).order_by("id"))


def said_about(account: str) -> list[CaseStatement]:
    """Everything that was said in the cases about an account, in order."""
    cases = DiscrepancyCase.objects.filter(_about(account))
    rows = CaseStatement.objects.select_related("case").filter(case__in=cases)
    return list(rows.order_by("case", "id"))


def _about(account: str) -> Q:
    keeper = keeper_named_in(account)
    about = Q(account=account)
    if not keeper:
        return about
    return about | Q(office_id=office_of(account), clerk=keeper, currency=currency_of(account))


def rest_of(case: DiscrepancyCase) -> int:
    """What of a difference is still unexplained: more than expected above zero, less below it."""
    return -balance(case.suspense)


def cash_of(case: DiscrepancyCase) -> set[str]:
    """The cash that a question is about: where it was found, the vaults beside it, and the pouch."""
    found, currency = {case.account, vault_of(case.office_id, case.currency)}, case.currency
    if case.kind == CaseKind.MOVE:
        clerks = Move.objects.filter(number=case.reference).values_list("clerk", flat=True)
        found |= {till_of(case.office_id, clerk, currency) for clerk in clerks}
    if case.kind == CaseKind.POUCH:
        found.add(transit_of(case.reference, currency))
        origins = Pouch.objects.filter(number=case.reference).values_list("origin__code", flat=True)
        found |= {vault_of(origin, currency) for origin in origins if origin}
    return found


def proposal_for(number: str) -> WriteOff | None:
    """The proposal that the post bears a difference, if there is one."""
    return WriteOff.objects.filter(case__number=number).first()


def parties_of(case: DiscrepancyCase) -> set[str]:
    """Those through whose hands the cash of a case went: they may dispute it."""
    names = {case.clerk}
    if case.kind == CaseKind.MOVE:
        rows = Move.objects.filter(number=case.reference).values_list("given_by", "taken_by")
        names |= {name for row in rows for name in row}
        names |= set(CashCount.objects.filter(reference=case.reference).values_list("actor_name", flat=True))
    if case.kind == CaseKind.POUCH:
        signed = ("sent_by", "sent_witness", "received_by", "received_witness")
        names |= {
            name for row in Pouch.objects.filter(number=case.reference).values_list(*signed) for name in row
        }
    return names - {""}
