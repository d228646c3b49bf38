"""Whether sessions, questions and their money agree: what ``rekkas verify`` recomputes of the cash of offices."""

from collections.abc import Generator

from django.db.models import OuterRef, Subquery

from postkit.evidence import START, Fault
from rekkas.cash.choices import CaseKind, CaseState, CountPurpose, SessionState, StatementKind
from rekkas.cash.models import CaseStatement, CashCount, DiscrepancyCase, TillSession
from rekkas.cash.queries.cases import rest_of
from rekkas.money.queries import entry_keyed, lines_of

ANSWERS = (StatementKind.EXPLAINED, StatementKind.WRITTEN_OFF)


def cash_faults() -> Generator[Fault]:
    """Closed tills that do not say what their lines and counts say; questions whose money is not where it should be."""
    yield from _session_faults()
    for case in DiscrepancyCase.objects.order_by("id").iterator():
        yield from _case_faults(case)


def _session_faults() -> Generator[Fault]:
    lines = lines_of().rows.filter(account__code=OuterRef("account"), number=OuterRef("last_line")).order_by()
    counts = CashCount.objects.filter(
        reference=OuterRef("number"), purpose__in=(CountPurpose.CLOSING, CountPurpose.RECOUNT)
    ).order_by("-id")
    rows = TillSession.objects.filter(state=SessionState.CLOSED).annotate(
        line_after=Subquery(lines.values("after")[:1]), line_chain=Subquery(lines.values("chain")[:1]),
        last_counted=Subquery(counts.values("amount")[:1]), last_counter=Subquery(counts.values("actor_name")[:1]),
    )  # fmt: skip
    for row in rows.order_by("id").iterator():
        name = f"till session {row.number}"
        after, chain = (row.line_after, row.line_chain) if row.last_line else (0, START)
        if after is None or chain is None:
            yield Fault(name, "last-line-missing")
        elif row.expected != after or row.last_chain != bytes(chain).hex():
            yield Fault(name, "expected-differs-from-its-lines")
        if row.counted != row.last_counted or row.counted_by != row.last_counter:
            yield Fault(name, "count-differs")


def _case_faults(case: DiscrepancyCase) -> Generator[Fault]:
    name, said = f"question {case.number}", CaseStatement.objects.filter(case=case)
    answers = list(said.filter(kind__in=ANSWERS).order_by("id"))
    answered = sum(abs(one.amount or 0) for one in answers)
    aside = 0 if case.kind == CaseKind.MISMATCH else abs(case.amount)
    rest = (aside - answered) * (-1 if case.is_shortage else 1)
    if rest_of(case) != rest:
        yield Fault(name, "money-set-aside-differs")
    if not case.is_waiting:
        yield from _settled_faults(case, name, rest, answers)


def _settled_faults(
    case: DiscrepancyCase, name: str, rest: int, answers: list[CaseStatement]
) -> Generator[Fault]:
    is_borne = case.state == CaseState.WRITTEN_OFF
    ended = StatementKind.WRITTEN_OFF if is_borne else StatementKind.EXPLAINED
    if rest or not answers or answers[-1].kind != ended:
        yield Fault(name, "settled-without-an-answer")
    if is_borne and not getattr(getattr(case, "write_off", None), "approved_by", ""):
        yield Fault(name, "borne-without-approval")
    for one in answers:
        entry = entry_keyed(one.entry_key) if one.entry_key else None
        if one.amount and (entry is None or entry.subject != case.number):
            yield Fault(name, "answer-without-its-entry")
