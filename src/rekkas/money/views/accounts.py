"""One place and what moved through it; one entry; the money of one item."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from postkit.money import to_text
from rekkas.base.access import StaffRequest, requires
from rekkas.base.actors import Actor
from rekkas.base.errors import NotFound
from rekkas.base.looks import holders_of, note_look
from rekkas.design.tables import table_file
from rekkas.desk.listings import page_of
from rekkas.desk.pages import show
from rekkas.money import commands, queries
from rekkas.money.choices import MAIL_KINDS, OFFICE_KINDS
from rekkas.money.errors import UnknownEntry
from rekkas.money.forms import ReverseForm
from rekkas.money.queries import AccountLine
from rekkas.money.queries.permits import check_entry_reader, check_reader, may_reverse_by_hand, place_of


@requires("view.till")
def account(request: StaffRequest, code: str) -> HttpResponse:
    """What moved into and out of one place."""
    line = _readable(request, code)
    since, until = _days_in(request)
    movements = page_of(request, queries.movements(code, since=since, until=until))
    return show(request, "money/account.html", line=line, movements=movements, since=since, until=until)


def _readable(request: StaffRequest, code: str) -> AccountLine:
    """An account that the reader may look into. Whether there is one is told to nobody else."""
    check_reader(request.actor, code)
    line = queries.account(code)
    if line is None:
        raise NotFound(what=code)
    note_look(request, *holders_of([line.code]))
    return line


def _days_in(request: HttpRequest) -> tuple[date | None, date | None]:
    """The days that the reader asked for; what is no day is as if not asked."""

    def day(name: str) -> date | None:
        try:
            return parse_date(request.GET.get(name, ""))
        except ValueError:
            return None

    return day("since"), day("until")


@requires("view.till")
def account_table(request: StaffRequest, code: str) -> HttpResponse:
    """The same movements as a table that other programs read."""
    line = _readable(request, code)
    since, until = _days_in(request)

    def rows() -> Any:
        for leg in queries.movements(code, since=since, until=until):
            came = leg.target.code == code
            entry, amount = leg.entry, to_text(leg.amount, line.currency)
            other = leg.source.code if came else leg.target.code
            yield [
                entry.key, entry.phase, entry.kind, entry.subject, entry.business_date, entry.happened_at.isoformat(),
                other, amount if came else "", "" if came else amount, line.currency, entry.actor_kind,
                entry.actor_name,
            ]  # fmt: skip

    heading = [
        "entry", "phase", "kind", "subject", "business_date", "happened_at", "other_account", "in", "out",
        "currency", "actor_kind", "actor",
    ]  # fmt: skip
    return table_file(code.replace(":", "-").replace("/", "-"), heading, rows())


@requires("view.money")
def entry(request: StaffRequest, key: UUID) -> HttpResponse:
    """One entry: its legs, its author, its days, what it names and what names it."""
    found = queries.entry_keyed(key)
    if found is None:
        raise UnknownEntry(key=str(key))
    check_entry_reader(request.actor, found)
    return _show_entry(request, found, ReverseForm())


@requires("money.reverse_entry")
def reverse_entry(request: StaffRequest, key: UUID) -> HttpResponse:
    """Move back what an entry moved."""
    found = queries.entry_keyed(key)
    if found is None:
        raise UnknownEntry(key=str(key))
    check_entry_reader(request.actor, found)
    form = ReverseForm(request.POST or None)
    if form.is_valid() and form.does(
        lambda verb_key: commands.reverse_entry(
            entry=key, note=form.cleaned_data["note"], by_hand=True, by=request.actor, at=timezone.now(), key=verb_key
        )
    ):  # fmt: skip
        messages.success(request, _("The entry was reversed. This is the reversal."))
        return redirect("money-entry", key=form.result)
    return _show_entry(request, found, form)


def _show_entry(request: StaffRequest, found: Any, form: ReverseForm) -> HttpResponse:
    note_look(request, *holders_of(queries.accounts_in(found)))
    may_reverse = request.actor.may("money.reverse_entry") and may_reverse_by_hand(request.actor, found)
    return show(
        request, "money/entry.html", entry=found, reversal=queries.reversal_of(found), form=form,
        may_reverse=may_reverse,
    )  # fmt: skip


@requires("view.till")
def trail(request: StaffRequest, subject: str) -> HttpResponse:
    """Where the money of one item has been, and where it is now.

    Who does not see the books sees of an item's money what went through the cash of their own office, and of nothing
    else; who sees them sees the accounts of the bank's customers only with the permission for those.
    """
    sees_books, sees_bank = request.actor.may("view.money"), request.actor.may("view.bank")
    transfers = queries.trail_of(subject, () if sees_books and sees_bank else MAIL_KINDS)
    place = queries.cod_places([subject]).get(subject)
    if not sees_books:
        transfers = [one for one in transfers if _is_here(request.actor, one.source.code, one.target.code)]
        place = place if place and _is_here(request.actor, place.account) else None
    return render(
        request, "money/trail.html",
        {"subject": subject, "transfers": transfers, "place": place, "is_whole": sees_books},
    )  # fmt: skip


def _is_here(by: Actor, *codes: str) -> bool:
    """Whether one of these accounts is cash of the reader's office."""
    places = [place_of(code) for code in codes]
    return bool(by.office) and any(kind in OFFICE_KINDS and office == by.office for kind, office in places)
