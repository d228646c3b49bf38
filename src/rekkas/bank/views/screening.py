"""Those who may be on a list: the queue, one beside the other, the decision; the lists themselves."""

import zlib
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from postkit.sanctions.xml import MOST_BYTES
from rekkas.bank import commands, queries
from rekkas.bank.choices import Decision, MatchState, Quality
from rekkas.bank.forms import DecideForm, EmptyForm, ListForm
from rekkas.bank.models import ScreeningMatch
from rekkas.bank.views.pages import bank_page
from rekkas.bank.words import MATCH_LOOKS, STATUS_LOOKS, birth_text, reasons_of
from rekkas.base import looks
from rekkas.base.access import StaffRequest, requires
from rekkas.desk.listings import page_of

GZIP = b"\x1f\x8b"


@require_safe
@requires("view.screening")
def queue(request: StaffRequest) -> HttpResponse:
    """Likenesses to listed names, those to be decided first."""
    asked = request.GET.get("state", MatchState.OPEN)
    state = asked if asked in MatchState.values else MatchState.OPEN
    rows = page_of(request, queries.matches_in(state))
    counts = queries.counts_by_state()
    return bank_page(
        request, "bank/screening.html", rows=[(row, reasons_of(row)) for row in rows], page_obj=rows, state=state,
        states=[(value, label, counts[value]) for value, label in MatchState.choices],
        left=queries.left_to_screen(), form=EmptyForm(),
    )  # fmt: skip


@require_safe
@requires("view.screening")
def match(request: StaffRequest, number: str) -> HttpResponse:
    """One likeness: the customer beside the entry, with the reasons."""
    row = queries.match(number)
    return _match_page(request, row, DecideForm())


def _match_page(request: StaffRequest, row: ScreeningMatch, form: DecideForm) -> HttpResponse:
    looks.note_look(request, looks.customer(row.customer.number))
    qualities = dict(Quality.choices)
    is_mine = row.enrolled_by == request.actor.name
    return bank_page(
        request, "bank/match.html", match=row, form=form, customer=row.customer, reasons=reasons_of(row),
        look=MATCH_LOOKS[MatchState(row.state)], status_look=STATUS_LOOKS[row.customer.status],
        names=[(text, qualities.get(quality, quality)) for text, quality in row.entry.names],
        births=[birth_text(span) for span in row.entry.spans], born=birth_text(row.customer.birth),
        documents=[one for one in queries.documents_of(row.customer) if one.live], is_mine=is_mine,
        others=[
            (one, MATCH_LOOKS[MatchState(one.state)]) for one in queries.matches_of(row.customer) if one.pk != row.pk
        ],
    )  # fmt: skip


@require_POST
@requires("bank.decide_match")
def decide_match(request: StaffRequest, number: str) -> HttpResponse:
    """Decide whether the customer is the one on the list."""
    row = queries.match(number)
    form = DecideForm(request.POST)
    if form.is_valid() and form.does(
        lambda key: commands.decide_match(
            match=row.number, decision=Decision(form.cleaned_data["decision"]), note=form.cleaned_data["note"],
            by=request.actor, at=timezone.now(), key=key,
        )
    ):  # fmt: skip
        messages.success(request, _("The decision on %(number)s is kept.") % {"number": row.number})
        return redirect("bank-screening")
    return _match_page(request, row, form)


@require_safe
@requires("view.screening")
def lists(request: StaffRequest) -> HttpResponse:
    """The versions of the lists, and which are in force."""
    return _lists_page(request, ListForm(auto_id="list_%s"))


def _lists_page(request: StaffRequest, form: ListForm) -> HttpResponse:
    rows = page_of(request, queries.sanction_lists())
    return bank_page(
        request, "bank/lists.html", form=form, rows=rows, page_obj=rows, left=queries.left_to_screen(),
        screen_form=EmptyForm(auto_id=False),
    )  # fmt: skip


@require_POST
@requires("bank.load_sanction_list")
def load_sanction_list(request: StaffRequest) -> HttpResponse:
    """Load a list as its publisher gives it."""
    form = ListForm(request.POST, files=request.FILES, auto_id="list_%s")
    if form.is_valid() and form.does(
        lambda key: commands.load_sanction_list(
            data=unpacked(form.cleaned_data["file"].read()), by=request.actor, at=timezone.now(),
            even_if_smaller=form.cleaned_data["even_if_smaller"],
        )
    ):  # fmt: skip
        done = form.result
        said = (
            _("The list of %(date)s is in force: %(count)s entries, %(new)s of them new or changed.")
            if done.is_new
            else _("This very list of %(date)s was in force already.")
        )
        messages.success(
            request, said % {"date": done.listed_on, "count": done.entry_count, "new": done.new_count}
        )
        return redirect("bank-lists")
    return _lists_page(request, form)


def unpacked(data: bytes) -> bytes:
    """A file as it is, or out of gzip; a small file that would unpack to more than a list ever has is cut off."""
    if not data.startswith(GZIP):
        return data
    try:
        return zlib.decompressobj(wbits=31).decompress(data, MOST_BYTES)
    except zlib.error:
        return data  # it is then declined as no list


@require_POST
@requires("bank.screen_customers")
def screen_customers(request: StaffRequest) -> HttpResponse:
    """Compare what is still to be compared, a part of it."""
    form = EmptyForm(request.POST)
    if form.is_valid() and form.does(
        lambda key: commands.screen_customers(by=request.actor, at=timezone.now())
    ):
        done: Any = form.result
        said = ngettext("One new likeness was found.", "%(count)s new likenesses were found.", done.opened)
        messages.success(request, said % {"count": done.opened})
    return redirect("bank-screening")
