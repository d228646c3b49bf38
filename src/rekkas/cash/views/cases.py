"""Questions about cash: seen by those they concern, disputed with one button, answered by another."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from rekkas.base.access import StaffRequest, requires
from rekkas.cash import commands, queries
from rekkas.cash.forms import ExplainForm, OwnerForm, ReasonForm, StatementForm
from rekkas.cash.views.showing import check_case_reader, place, shown
from rekkas.desk.forms import DeskForm
from rekkas.desk.listings import page_of


@requires("view.till")
def cases(request: StaffRequest) -> HttpResponse:
    """Questions about cash with their clocks: those that concern the reader, or all of an office or the network."""
    actor = request.actor
    sees_all = actor.may("view.cash")
    chosen: dict[str, Any] = (
        {"office": actor.office or ""} if sees_all else {"office": actor.office, "clerk": actor.name}
    )
    waiting = page_of(request, queries.cases(waiting=True, **chosen), "waiting")
    settled = page_of(request, queries.cases(settled=True, **chosen), "settled")
    return shown(
        request, "cases", place(actor.office) if actor.office else None, waiting=waiting, settled=settled,
        now=timezone.now(),
    )  # fmt: skip


@requires("view.till")
def case(request: StaffRequest, number: str) -> HttpResponse:
    """One question: where the cash was, what was said, until when an answer is due, and what can be done."""
    return _page(request, number)


def _page(request: StaffRequest, number: str, **bound: DeskForm) -> HttpResponse:
    row = queries.case(number)
    check_case_reader(request, row)
    may, parties = request.actor.may, queries.parties_of(row)
    is_party = request.actor.name in parties
    forms: dict[str, Any] = {
        "dispute": StatementForm(None, auto_id="dispute_%s"), "statement": StatementForm(None, auto_id="say_%s"),
        "owner": OwnerForm(None, auto_id="owner_%s"), "propose": ReasonForm(None, auto_id="propose_%s"),
        "explain": ExplainForm(None, currency=row.currency, auto_id="explain_%s"),
        "approve": DeskForm(None, auto_id="approve_%s"),
        **bound,
    }  # fmt: skip
    proposal = queries.proposal_for(number)
    can = {
        "dispute": row.is_waiting and is_party and may("cash.dispute_discrepancy"),
        "state": may("cash.add_statement"),
        "assign": row.is_waiting and may("cash.assign_case"),
        "explain": row.is_waiting and not is_party and may("cash.explain_discrepancy"),
        "propose": row.is_waiting and not is_party and proposal is None and may("cash.propose_write_off"),
        "approve": row.is_waiting and proposal is not None and proposal.proposed_by != request.actor.name
        and may("cash.write_off_discrepancy"),
    }  # fmt: skip
    return shown(
        request, "case", place(row.office_id), case=row, statements=queries.statements_of(number), can=can,
        forms=forms, proposal=proposal, rest=queries.rest_of(row), form=next(iter(bound.values()), None),
        is_overdue=row.is_waiting and row.due_at < timezone.now(),
    )  # fmt: skip


def _do(
    request: StaffRequest, number: str, name: str, form: DeskForm, verb: Callable[[str], Any], said: str
) -> HttpResponse:
    check_case_reader(request, queries.case(number))
    if form.is_valid() and form.does(verb):
        messages.success(request, said)
        return redirect("cash-case", number=number)
    return _page(request, number, **{name: form})


@requires("cash.dispute_discrepancy")
def dispute_discrepancy(request: StaffRequest, number: str) -> HttpResponse:
    """Dispute a difference."""
    form = StatementForm(request.POST, auto_id="dispute_%s")
    return _do(
        request, number, "dispute", form,
        lambda key: commands.dispute_discrepancy(
            case=number, statement=form.cleaned_data["statement"], by=request.actor, at=timezone.now(), key=key
        ),
        _("Your dispute is noted. It is nobody’s debt, and an answer is due by the day that is shown."),
    )  # fmt: skip


@requires("cash.add_statement")
def add_statement(request: StaffRequest, number: str) -> HttpResponse:
    """Say something in a question."""
    form = StatementForm(request.POST, auto_id="say_%s")
    return _do(
        request, number, "statement", form,
        lambda key: commands.add_statement(
            case=number, statement=form.cleaned_data["statement"], by=request.actor, at=timezone.now(), key=key
        ),
        _("What you said is kept."),
    )  # fmt: skip


@requires("cash.assign_case")
def assign_case(request: StaffRequest, number: str) -> HttpResponse:
    """Hand a question to another."""
    form = OwnerForm(request.POST, auto_id="owner_%s")
    return _do(
        request, number, "owner", form,
        lambda key: commands.assign_case(
            case=number, owner=form.cleaned_data["owner"], by=request.actor, at=timezone.now(), key=key
        ),
        _("The question has another owner."),
    )  # fmt: skip


@requires("cash.explain_discrepancy")
def explain_discrepancy(request: StaffRequest, number: str) -> HttpResponse:
    """Explain a difference or a part of it."""
    form = ExplainForm(request.POST, currency=queries.case(number).currency, auto_id="explain_%s")
    return _do(
        request, number, "explain", form,
        lambda key: commands.explain_discrepancy(
            case=number, reason=form.cleaned_data["reason"], account=form.cleaned_data["account"],
            amount=form.cleaned_data["amount"], by=request.actor, at=timezone.now(), key=key,
        ),
        _("The explanation is noted."),
    )  # fmt: skip


@requires("cash.propose_write_off")
def propose_write_off(request: StaffRequest, number: str) -> HttpResponse:
    """Propose that the post bears a difference."""
    form = ReasonForm(request.POST, auto_id="propose_%s")
    return _do(
        request, number, "propose", form,
        lambda key: commands.propose_write_off(
            case=number, reason=form.cleaned_data["reason"], by=request.actor, at=timezone.now(), key=key
        ),
        _("Another must approve it."),
    )  # fmt: skip


@requires("cash.write_off_discrepancy")
def write_off_discrepancy(request: StaffRequest, number: str) -> HttpResponse:
    """Approve that the post bears a difference."""
    form = DeskForm(request.POST, auto_id="approve_%s")
    return _do(
        request, number, "approve", form,
        lambda key: commands.write_off_discrepancy(case=number, by=request.actor, at=timezone.now(), key=key),
        _("The post bears it."),
    )  # fmt: skip
