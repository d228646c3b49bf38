"""What can be taken away: receipts and statements on paper, the record as a file, the explorer that works offline."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.template.loader import render_to_string

from rekkas.base.access import StaffRequest, requires
from rekkas.base.errors import InvalidInput, NotFound
from rekkas.cash import papers, queries
from rekkas.cash.views.showing import check_reader, place
from rekkas.money.choices import Book, EntryKind
from rekkas.money.queries import closed_days


@requires("view.till")
def receipt(request: StaffRequest, account: str, number: int) -> HttpResponse:
    """The receipt of one line on paper, in the language of the page."""
    check_reader(request, account)
    line = queries.line(account, number)
    if line is None:
        raise NotFound(what=f"{account} {number}")
    lines = [one for one in queries.receipt_lines([line.key]) if one.line.account == account]
    return _file(
        papers.receipt_pdf(lines, place(queries.office_of(account))),
        f"receipt-{line.mark}.pdf",
        "application/pdf",
    )


@requires("view.till")
def closing(request: StaffRequest, number: str) -> HttpResponse:
    """The statement of a closing on paper."""
    session = queries.session(number)
    check_reader(request, session.account)
    paper = papers.closing_pdf(
        session, place(session.office_id), counts=queries.counts_for(number), totals=queries.totals_of(session),
        others=queries.others_since_closing(session), case=queries.case_of(session), root=_root(session.business_date),
    )  # fmt: skip
    return _file(paper, f"{number}.pdf", "application/pdf")


def _root(day: date) -> tuple[date, str] | None:
    rows = closed_days(Book.POST).rows.filter(business_date__gte=day).order_by("business_date")
    row = rows.first()
    return (row.business_date, bytes(row.root).hex()) if row else None


@requires("view.till")
def export(request: StaffRequest, account: str) -> HttpResponse:
    """The record of a till as a file: the same bytes for its clerk and for whoever investigates."""
    check_reader(request, account)
    since, until = (_day(request, name) for name in ("since", "until"))
    content = queries.till_export(account, since=since, until=until)
    return _file(content, f"{account.replace(':', '-').replace('/', '-')}.jsonl", "application/jsonl")


def _day(request: StaffRequest, name: str) -> date | None:
    asked = request.GET.get(name, "")
    try:
        return date.fromisoformat(asked) if asked else None
    except ValueError as problem:
        raise InvalidInput(field=name, reason="2026-03-02") from problem


@requires("view.till")
def explorer(request: StaffRequest, number: str) -> HttpResponse:
    """A till's day as one page that works without network: from a total to its lines to each item."""
    session = queries.session(number)
    check_reader(request, session.account)
    kinds: dict[str, list[Any]] = {}
    for line in queries.lines_in(session):
        kinds.setdefault(line.kind, []).append((line, queries.receipt_of(line)))
    totals = [
        (str(EntryKind(kind).label), lines, sum(line.delta for line, _ in lines))
        for kind, lines in kinds.items()
    ]
    page = render_to_string(
        "cash/explorer.html",
        {"session": session, "totals": totals, "office": place(session.office_id)},
        request,
    )
    return _file(page.encode(), f"{number}.html", "text/html; charset=utf-8")


def _file(content: bytes, name: str, kind: str) -> HttpResponse:
    how = "inline" if kind == "application/pdf" else "attachment"
    return HttpResponse(
        content, content_type=kind, headers={"Content-Disposition": f'{how}; filename="{name}"'}
    )
