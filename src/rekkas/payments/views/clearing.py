"""The clearing at the desk: cut-offs, files of other banks, what waits for a person, settlement."""

from collections.abc import Callable
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from postkit.iso20022 import NotAMessage
from postkit.iso20022.opening import open_message
from rekkas.base.access import StaffRequest, requires
from rekkas.base.errors import NotFound
from rekkas.desk.forms import DeskForm
from rekkas.desk.listings import page_of
from rekkas.money.queries import account as ledger_account
from rekkas.payments import commands, queries
from rekkas.payments.commands.transfer_money import reason_of
from rekkas.payments.entries import InterbankTaken
from rekkas.payments.forms_transfers import AllotForm, ClearingFileForm, CutOffForm, ExplainForm, SettleForm
from rekkas.payments.models import Clearing, StatusNote, Unallocated
from rekkas.payments.queries.clearing import day_of, net_of
from rekkas.payments.queries.clearing_faults import not_allotted, owed_to_others
from rekkas.payments.views.pages import SEES
from rekkas.payments.views.transfer_pages import clearing_of, transfers_page, xml
from rekkas.payments.words import NOTE_LOOKS, messages_named, reason_words

CLEARING = "payments-clearing"
SOON = timedelta(hours=24)


@require_safe
@requires(SEES)
def clearing(request: StaffRequest) -> HttpResponse:
    """What is to be done: the next cut-off, what waits for it, what waits for a person."""
    return _clearing_page(request, clearing_of(request))


def _clearing_page(request: StaffRequest, rules: Clearing, **more: Any) -> HttpResponse:
    at, country = timezone.now(), rules.country_id
    due = [
        (one, one.due_at <= at, CutOffForm(initial={"business_date": one.business_date, "ordinal": one.ordinal},
                                           auto_id=f"cut_{place}_%s"))
        for place, one in enumerate(queries.next_cut_offs(rules, at))
    ]  # fmt: skip
    page = page_of(request, queries.cut_offs(country), size=20)
    return transfers_page(
        request, "payments/clearing.html", rules=rules, others=queries.clearings(), due=due,
        waiting=queries.waiting(country), page_obj=page, cut_offs=page, balances=_balances(rules),
        aside=[_note(row) for row in queries.kept_aside()[:10]],
        unallocated=[(row, row.due_at <= at, row.due_at <= at + SOON) for row in queries.unallocated_open()[:10]],
        files=[_file(row) for row in queries.clearing_files()[:10]], settlements=queries.settlements(country)[:5],
        net=net_of(country, day_of(rules, at)), **more,
    )  # fmt: skip


def _balances(rules: Clearing) -> list[tuple[str, int, int]]:
    """What the ledger holds on the accounts of the clearing, beside what the transfers say."""
    country = rules.country_id
    found = []
    for code, said in (
        (rules.ledger, owed_to_others(country)),
        (rules.unallocated_ledger, not_allotted(country)),
    ):
        line = ledger_account(code)
        found.append((code, line.holds if line else 0, said))
    return found


def _file(row: Any) -> tuple[Any, str]:
    return row, messages_named().get(row.message, row.message)


def _note(row: StatusNote) -> dict[str, Any]:
    return {
        "note": row, "look": NOTE_LOOKS[row.outcome],
        "why": reason_words(row.reason, row.reason_text) if row.reason else "",
    }  # fmt: skip


# ---- cut-offs --------------------------------------------------------------------------------------------------


@require_POST
@requires("payments.close_cut_off")
def close_cut_off(request: StaffRequest) -> HttpResponse:
    """Close a cut-off: what waits goes into its files."""
    rules = clearing_of(request)
    form = CutOffForm(request.POST)
    if form.is_valid() and form.does(
        lambda key: commands.close_cut_off(
            country=rules.country_id, business_date=form.cleaned_data["business_date"],
            ordinal=form.cleaned_data["ordinal"], by=request.actor, at=timezone.now(), key=key,
        )
    ):  # fmt: skip
        said = ngettext(
            "One transfer is in its file.", "%(count)s transfers are in its file.", form.result.transfer_count
        )
        messages.success(request, said % {"count": form.result.transfer_count})
        return redirect(
            "payments-cut-off", rules.country_id, form.result.business_date.isoformat(), form.result.ordinal
        )
    return _clearing_page(request, rules, form=form)


@require_safe
@requires(SEES)
def cut_off(request: StaffRequest, country: str, day: date, ordinal: int) -> HttpResponse:
    """One cut-off with its files."""
    found = queries.cut_off(country, day, ordinal)
    if found is None:
        raise NotFound(what=f"{country} {day.isoformat()} {ordinal}")
    files = [_file(row) for row in queries.files_of(found)]
    return transfers_page(request, "payments/cut_off.html", cut_off=found, files=files)


# ---- files -----------------------------------------------------------------------------------------------------


@require_safe
@requires(SEES)
def clearing_files(request: StaffRequest) -> HttpResponse:
    """Files between banks, the latest first."""
    shown = request.GET.get("direction", "")
    page = page_of(request, queries.clearing_files(shown))
    files = [_file(row) for row in page]
    return transfers_page(request, "payments/clearing_files.html", page_obj=page, files=files, shown=shown)


@require_safe
@requires(SEES)
def clearing_file(request: StaffRequest, digest: str) -> HttpResponse:
    """One file, and what became of each of its lines."""
    row = queries.clearing_file(digest)
    page = page_of(request, queries.notes_of(row))
    answers = [_file(one) for one in row.answered_by.defer("content").order_by("id")]
    return transfers_page(
        request, "payments/clearing_file.html", file=row, what=_file(row)[1], page_obj=page,
        notes=[_note(note) for note in page], answers=answers,
    )  # fmt: skip


@require_safe
@requires(SEES)
def clearing_file_content(request: StaffRequest, digest: str) -> HttpResponse:
    """The bytes of a file, the same each time."""
    row = queries.clearing_file(digest)
    return xml(bytes(row.content), row.file_name)


# What each message does; whether the reader may do that is seen by the verb itself.
Taken = Callable[..., Any]
VERBS: dict[str, Taken] = {
    "pacs.008": commands.receive_interbank_file,
    "pacs.002": commands.receive_status,
    "pacs.004": commands.receive_return,
}


@requires("payments.receive_interbank_file")
def receive_interbank_file(request: StaffRequest) -> HttpResponse:
    """Take in a file of another bank: transfers, answers, or transfers sent back."""
    rules = clearing_of(request)
    form = ClearingFileForm(request.POST or None, files=request.FILES or None)
    if form.is_valid():
        name, content = form.cleaned_data["file"]
        verb = VERBS.get(_message_of(content), commands.receive_interbank_file)
        if form.does(
            lambda key: verb(
                country=rules.country_id,
                content=content,
                name=name,
                by=request.actor,
                at=timezone.now(),
                key=key,
            )
        ):
            _tell(request, form.result)
            return redirect("payments-clearing-file", sha256(content).hexdigest())
    return transfers_page(request, "payments/receive_interbank_file.html", form=form, rules=rules)


def _message_of(content: bytes) -> str:
    """Which message a file holds; what holds none is refused by the verb, with the place."""
    try:
        return open_message(content).version.message
    except NotAMessage:
        return ""


def _tell(request: StaffRequest, taken: Any) -> None:
    if isinstance(taken, InterbankTaken):
        messages.success(
            request,
            _("%(credited)s credited, %(kept)s kept for a person, %(back)s go back, %(refused)s refused.")
            % {
                "credited": taken.credited, "kept": taken.kept, "back": taken.going_back,
                "refused": taken.refused + taken.repeated,
            },
        )  # fmt: skip
        return
    said = _("%(applied)s done, %(repeated)s said before, %(aside)s kept aside.")
    messages.success(
        request, said % {"applied": taken.applied, "repeated": taken.repeated, "aside": taken.aside}
    )
    if not taken.is_new:
        messages.info(request, _("This very file came before: nothing was done again."))


# ---- what waits for a person -----------------------------------------------------------------------------------


@require_safe
@requires(SEES)
def exceptions(request: StaffRequest) -> HttpResponse:
    """What was kept aside and nobody has explained yet."""
    page = page_of(request, queries.kept_aside())
    return transfers_page(
        request, "payments/exceptions.html", page_obj=page, aside=[_note(row) for row in page]
    )


@requires("payments.explain_exception")
def explain_exception(request: StaffRequest, number: str) -> HttpResponse:
    """Say what became of a line that was kept aside."""
    row = queries.exception(number)
    form = ExplainForm(request.POST or None)
    if form.is_valid() and form.does(
        lambda key: commands.explain_exception(
            number=number,
            explanation=form.cleaned_data["explanation"],
            by=request.actor,
            at=timezone.now(),
            key=key,
        )
    ):
        messages.success(request, _("It is explained, and needs nobody any more."))
        return redirect("payments-exceptions")
    return transfers_page(request, "payments/explain_exception.html", form=form, seen=_note(row), note=row)


@require_safe
@requires(SEES)
def unallocated(request: StaffRequest) -> HttpResponse:
    """Money that no account took, with its clocks."""
    at = timezone.now()
    page = page_of(request, queries.unallocated_open())
    rows = [(row, row.due_at <= at, row.due_at <= at + SOON) for row in page]
    return transfers_page(request, "payments/unallocated.html", page_obj=page, rows=rows)


def _held_page(request: StaffRequest, form: DeskForm, row: Unallocated) -> HttpResponse:
    why = reason_words(reason_of(row.code))
    return transfers_page(request, "payments/allocate_money.html", form=form, held=row, why=why)


@requires("payments.allocate_money")
def allocate_money(request: StaffRequest, number: str) -> HttpResponse:
    """Give money that no account took to the right one."""
    row = queries.unallocated(number)
    form = AllotForm(request.POST or None)
    if form.is_valid() and form.does(
        lambda key: commands.allocate_money(
            number=row.number,
            account=form.cleaned_data["account"],
            by=request.actor,
            at=timezone.now(),
            key=key,
        )
    ):
        if form.result:
            messages.success(request, _("It is on the account %(account)s.") % {"account": form.result})
        else:
            messages.info(
                request, _("The names differ: it is done when a second person says the same account.")
            )
        return redirect("payments-unallocated")
    return _held_page(request, form, row)


@require_POST
@requires("payments.send_money_back")
def send_money_back(request: StaffRequest, number: str) -> HttpResponse:
    """Have money that no account took go back to its bank."""
    row = queries.unallocated(number)
    form = DeskForm(request.POST)
    if form.is_valid() and form.does(
        lambda key: commands.send_money_back(number=row.number, by=request.actor, at=timezone.now(), key=key)
    ):
        messages.success(request, _("It goes back with the next file."))
        return redirect("payments-unallocated")
    return _held_page(request, form, row)


# ---- settlement ------------------------------------------------------------------------------------------------


@requires("payments.settle_clearing")
def settle_clearing(request: StaffRequest) -> HttpResponse:
    """Settle what banks owe one another, if the clearing says what our files say."""
    rules = clearing_of(request)
    today = day_of(rules, timezone.now())
    form = SettleForm(request.POST or None, currency=rules.currency, initial={"settled_date": today})
    if form.is_valid() and form.does(
        lambda key: commands.settle_clearing(
            country=rules.country_id, settled_date=form.cleaned_data["settled_date"],
            net=form.cleaned_data["comes"] - form.cleaned_data["goes"], by=request.actor, at=timezone.now(), key=key,
        )
    ):  # fmt: skip
        messages.success(request, _("The banks have settled."))
        return redirect(CLEARING)
    return transfers_page(
        request, "payments/settle_clearing.html", form=form, rules=rules,
        settlements=queries.settlements(rules.country_id)[:20],
    )  # fmt: skip
