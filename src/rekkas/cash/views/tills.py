"""A clerk's till: what happened in it today, what others wrote, its opening and its blind closing."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from postkit.till import to_text
from rekkas.base.access import StaffRequest, requires
from rekkas.base.errors import NotFound, Refused
from rekkas.cash import commands, queries
from rekkas.cash.choices import Way
from rekkas.cash.errors import MarkDiffers, MarkUnknown, Mismatch, UnseenLines
from rekkas.cash.forms import CloseForm, CountForm, OpenForm, SeenForm, StatementForm
from rekkas.cash.views.showing import check_reader, count_form, notices, others, place, shown
from rekkas.desk.listings import page_of
from rekkas.desk.pages import at_office, now_at
from rekkas.money.choices import EntryKind
from rekkas.money.queries import entry_keyed

IN_THE_RECORD = frozenset(kind.code for kind in (Mismatch, UnseenLines, MarkDiffers, MarkUnknown))


@requires("view.till")
@at_office
def till(request: StaffRequest, office: Any) -> HttpResponse:
    """A clerk's own till: what waits to be seen or confirmed, and what happened today, each line to be opened."""
    currency, name = office.country.currency, request.actor.name
    account = queries.till_of(office.code, name, currency)
    session = queries.open_session(office.code, name, currency)
    kind = request.GET.get("kind", "")
    lines = queries.lines_in(session, kind=kind) if session else []
    last = queries.last_line(account)
    return shown(
        request, "till", office, account=account, session=session, unseen=notices(queries.unseen_lines(account)),
        kinds=_kinds(session), kind=kind, lines=page_of(request, lines), last=last, key=uuid4(),
        waiting=queries.moves_waiting(office.code, clerk=name, way=Way.TO_TILL),
        questions=queries.cases(office=office.code, clerk=name, waiting=True),
        earlier=queries.sessions_of(office.code, clerk=name)[:6],
    )  # fmt: skip


def _kinds(session: Any) -> list[tuple[str, str, int, int]]:
    if session is None:
        return []
    totals = queries.totals_of(session).items()
    return [(kind, str(EntryKind(kind).label), count, total) for kind, (count, total) in totals]


@requires("cash.open_till")
@at_office
def open_till(request: StaffRequest, office: Any) -> HttpResponse:
    """Open one's till with what lies in the drawer and what is taken from the vault."""
    form = count_form(OpenForm, request, office)
    if form.is_valid() and form.does(
        lambda key: commands.open_till(
            office=office.code, currency=form.said_currency, drawer=form.cleaned_data["drawer"],
            taken=form.cleaned_data["taken"], by=request.actor, at=now_at(office), key=key,
        )
    ):  # fmt: skip
        messages.success(request, _("Your till is open."))
        if form.result.case:
            messages.warning(
                request,
                _("The drawer is not what the record says. This is a question (%(case)s), not a debt.")
                % {"case": form.result.case},
            )
        if form.result.question:
            messages.warning(
                request,
                _("The record does not agree with itself. This is a question (%(case)s), not a debt.")
                % {"case": form.result.question},
            )
        return redirect("cash-till")
    return shown(request, "open_till", office, form=form)


@requires("cash.close_till")
@at_office
def close_till(request: StaffRequest, office: Any) -> HttpResponse:
    """Close one's till with a blind count."""
    currency, name = office.country.currency, request.actor.name
    session = queries.open_session(office.code, name, currency)
    today = now_at(office).date()
    draft = queries.draft_of(session, today) if session else ""
    form = count_form(CloseForm, request, office, draft=draft)
    if form.is_valid() and "later" in request.POST and session is not None:
        return _keep(request, form, session.number, office)
    if form.is_valid() and form.does(
        lambda key: commands.close_till(
            office=office.code, currency=currency, pieces=form.cleaned_data["count"],
            last_mark=form.cleaned_data["last_mark"], by=request.actor, at=now_at(office), key=key,
        )
    ):  # fmt: skip
        return redirect("cash-session", number=form.result.session)
    wrong = queries.mismatches(session.account) if session and form.refused_code == Mismatch.code else []
    return shown(
        request, "close_till", office, form=form, session=session, wrong=wrong,
        others=others(session), question=StatementForm(None, auto_id="question_%s"),
        in_the_record=form.refused_code in IN_THE_RECORD,
    )  # fmt: skip


def _keep(request: StaffRequest, form: CloseForm, session: str, office: Any) -> HttpResponse:
    try:
        commands.keep_draft(
            session=session, pieces=form.cleaned_data["count"], by=request.actor, at=now_at(office)
        )
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The count is kept until the end of the day."))
    return redirect("cash-close-till")


@requires("cash.recount_till")
@at_office
def recount_till(request: StaffRequest, office: Any, number: str) -> HttpResponse:
    """Count a till again, as blind as its clerk."""
    session = queries.session(number)
    form = count_form(CountForm, request, office)
    if form.is_valid() and form.does(
        lambda key: commands.recount_till(
            session=number, office=office.code, pieces=form.cleaned_data["count"], by=request.actor,
            at=now_at(office), key=key,
        )
    ):  # fmt: skip
        return redirect("cash-session", number=number)
    return shown(request, "recount_till", office, form=form, session=session)


@requires("cash.question_mismatch")
@at_office
def question_mismatch(request: StaffRequest, office: Any) -> HttpResponse:
    """Ask about everything in a till's record that does not agree."""
    account = request.POST.get("account", "") or queries.till_of(
        office.code, request.actor.name, office.country.currency
    )
    check_reader(request, account)
    form = StatementForm(request.POST or None)
    if form.is_valid() and form.does(
        lambda key: commands.question_mismatch(
            account=account, office=office.code, statement=form.cleaned_data["statement"], by=request.actor,
            at=now_at(office),
        )
    ):  # fmt: skip
        messages.success(
            request, _("It is a question now, with an owner and a clock. You can close the till.")
        )
        return redirect("cash-case", number=form.result)
    wrong = queries.mismatches(account)
    return shown(request, "question_mismatch", office, form=form, account=account, wrong=wrong)


@requires("cash.acknowledge_lines")
@at_office
def acknowledge_lines(request: StaffRequest, office: Any) -> HttpResponse:
    """Say which lines of others one has seen."""
    account = request.POST.get("account") or request.GET.get("account", "")
    check_reader(request, account)
    unseen = queries.unseen_lines(account)
    form = SeenForm(
        request.POST or None, numbers=[one.number for one in unseen], initial={"account": account}
    )
    if form.is_valid() and form.does(
        lambda key: commands.acknowledge_lines(
            account=account, numbers=form.cleaned_data["numbers"], office=office.code, by=request.actor,
            at=now_at(office),
        )
    ):  # fmt: skip
        said = ngettext("You have seen one line.", "You have seen %(count)s lines.", form.result)
        messages.success(request, said % {"count": form.result})
        return redirect("cash-till" if queries.keeper_named_in(account) else "cash-office")
    return shown(request, "acknowledge_lines", office, form=form, account=account, unseen=notices(unseen))


@requires("view.till")
def session(request: StaffRequest, number: str) -> HttpResponse:
    """One till from opening to closing: counts, totals, each line; what was expected only once it is closed."""
    row = queries.session(number)
    check_reader(request, row.account)
    kind = request.GET.get("kind", "")
    case = queries.case_of(row)
    return shown(
        request, "session", place(row.office_id), session=row, counts=queries.counts_for(number),
        kinds=_kinds(row), kind=kind, lines=page_of(request, queries.lines_in(row, kind=kind)), case=case,
        others=others(row),
    )  # fmt: skip


@requires("view.till")
def line(request: StaffRequest, account: str, number: int) -> HttpResponse:
    """One line as its receipt says it, with the whole entry that made it and the item that it is about."""
    check_reader(request, account)
    found = queries.line(account, number)
    if found is None:
        raise NotFound(what=f"{account} {number}")
    entry = entry_keyed(found.key)
    legs = list(entry.transfers.all()) if entry else []
    receipt = queries.receipt_of(found)
    ((_line, author_kind, reason),) = notices([found])
    return shown(
        request, "line", place(queries.office_of(account)), line=found, legs=legs, text=to_text(receipt),
        before=number - 1, author_kind=author_kind, reason=reason,
        is_own=queries.keeper_named_in(account) == found.actor_name,
    )  # fmt: skip
