"""Visits that were settled, what is given back of them, and acts that wait for a decision."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rekkas.base import looks
from rekkas.base.access import StaffRequest, requires
from rekkas.base.looks import note_look
from rekkas.counter import commands, queries
from rekkas.counter.choices import Means
from rekkas.counter.entries import RefundEntry
from rekkas.counter.forms import DecisionForm, RefundForm
from rekkas.counter.queries.papers import declared_among
from rekkas.counter.queries.visits import lines_of_visits, payments_of, receipt_marks
from rekkas.counter.views.people import people_in
from rekkas.counter.views.telling import MAIL, acts_told, line_told
from rekkas.desk.forms import DeskForm
from rekkas.desk.listings import page_of
from rekkas.desk.pages import at_office, now_at, show

KEPT_SHOWN = 50


@require_safe
@requires("counter.settle_visit")
@at_office
def visits(request: StaffRequest, office: Any) -> HttpResponse:
    """The visits of an office, the latest first; ``?mine`` for one's own."""
    mine = "mine" in request.GET
    page = page_of(request, queries.visits_of(office.code, clerk=request.actor.name if mine else ""))
    lines = lines_of_visits(page.object_list)
    rows = []
    for row in page.object_list:
        told = [line_told(line, office.country_id) for line in lines.get(row.pk, [])]
        rows.append((row, row.happened_at.astimezone(office.zone), told))
    return show(request, "counter/visits.html", office=office, rows=rows, page_obj=page, mine=mine)


@requires("counter.settle_visit")
@at_office
def visit(request: StaffRequest, office: Any, number: str) -> HttpResponse:
    """One visit: what was done and paid, what was given back, its papers. A line is given back from here."""
    row = queries.visit(number)
    place = int(request.POST.get("place", "-1")) if request.POST.get("place", "").isdigit() else -1
    form = RefundForm(request.POST or None)
    if form.is_valid() and form.does(
        lambda key: _give_back(request, office, row.number, place, form, UUID(key))
    ):
        messages.success(request, _("Given back: %(number)s.") % {"number": form.result.number})
        return redirect("counter-visit", number=row.number)
    refunds = queries.refunds_of(row)
    note_look(
        request, *(looks.item(line.subject) for line in queries.visit_lines(row) if line.service in MAIL)
    )
    lines = [
        (line_told(line, row.office.country_id), refunds.get(line.place)) for line in queries.visit_lines(row)
    ]
    return show(
        request, "counter/visit.html", office=office, visit=row, lines=lines, payments=payments_of(row), form=form,
        declared=declared_among(line["subject"] for line, _refund in lines), place=place,
        at=row.happened_at.astimezone(row.office.zone), marks=receipt_marks(row), told=queries.act_of_visit(row.key),
    )  # fmt: skip


def _give_back(
    request: StaffRequest, office: Any, visit: str, place: int, form: RefundForm, key: UUID
) -> Any:  # fmt: skip
    said = form.cleaned_data
    entry = RefundEntry(
        key=key,
        visit=visit,
        place=place,
        reason=said["reason"],
        means=Means(said["means"]),
        reference=said["reference"],
    )
    return commands.refund_line(
        refund=entry, office=office.code, by=request.actor, at=now_at(office), key=str(key)
    )


@require_safe
@requires("counter.release_act")
@at_office
def held(request: StaffRequest, office: Any) -> HttpResponse:
    """Acts of devices that could not be done, the oldest first: each waits for somebody else than its clerk."""
    page = page_of(request, queries.acts_held(office.code))
    rows = acts_told(page.object_list, office)
    note_look(request, *people_in(page.object_list))
    kept = acts_told(queries.acts_with_cash(office.code)[:KEPT_SHOWN], office)
    return show(request, "counter/held.html", office=office, rows=rows, kept=kept, page_obj=page)


@requires("counter.release_act")
@at_office
def release_act(request: StaffRequest, office: Any, act: UUID) -> HttpResponse:
    """Let a held act in."""
    return _decided(request, office, act, is_let_in=True)


@requires("counter.decline_act")
@at_office
def decline_act(request: StaffRequest, office: Any, act: UUID) -> HttpResponse:
    """Say that a held act is not done."""
    return _decided(request, office, act, is_let_in=False)


@requires("counter.repay_act")
@at_office
def repay_act(request: StaffRequest, office: Any, act: UUID) -> HttpResponse:
    """Give back what stayed held for the visitor of an act that was not done."""
    form = DeskForm(request.POST or None)
    if form.is_valid() and form.does(
        lambda _key: commands.repay_act(act=act, office=office.code, by=request.actor, at=now_at(office))
    ):
        messages.success(request, _("Given back."))
        return redirect("counter-held")
    told = _told(request, office, act)
    return show(request, "counter/repay.html", office=office, one=told, form=form)


def _decided(request: StaffRequest, office: Any, act: UUID, *, is_let_in: bool) -> HttpResponse:
    form = DecisionForm(request.POST or None)
    decision: dict[str, Any] = {"act": act, "office": office.code, "by": request.actor, "at": now_at(office)}

    def decide(_key: str) -> Any:
        reason = form.cleaned_data["reason"]
        if is_let_in:
            return commands.release_act(reason=reason, **decision)
        return commands.decline_act(reason=reason, given_back=form.cleaned_data["given_back"], **decision)

    if form.is_valid() and form.does(decide):
        messages.success(request, _("Let in.") if is_let_in else _("Not done."))
        return redirect("counter-held")
    told = _told(request, office, act)
    return show(request, "counter/decide.html", office=office, one=told, form=form, is_let_in=is_let_in)


def _told(request: StaffRequest, office: Any, act: UUID) -> dict[str, Any]:
    """One act as its page shows it, with all that its device wrote: noted as a look at whoever is named in it."""
    row = queries.act(act, office=office.code)
    note_look(request, *people_in([row]))
    (told,) = acts_told([row], office)
    return told
