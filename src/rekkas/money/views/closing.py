"""The end of a day in both books: closed, signed, printed."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from rekkas.base.access import StaffRequest, requires
from rekkas.base.actors import Actor, Moment
from rekkas.base.errors import NotFound
from rekkas.desk.listings import page_of
from rekkas.desk.pages import show
from rekkas.money import commands, papers, queries
from rekkas.money.choices import Book
from rekkas.money.forms import CloseDayForm
from rekkas.money.signing import sign


@requires("money.close_day")
def close_day(request: StaffRequest) -> HttpResponse:
    """Close a day in the books of the post and of its bank, and sign both."""
    now = timezone.localtime()
    form = CloseDayForm(request.POST or None, initial={"business_date": now.date()})
    if form.is_valid() and form.does(
        lambda key: _close_both(form.cleaned_data["business_date"], request.actor, now, key)
    ):
        messages.success(request, _("The day is closed in both books and signed."))
        return redirect("money-close-day")
    return show(
        request, "money/close_day.html", form=form, days=page_of(request, queries.closed_days()),
        last={book: queries.last_closed_day(book) for book in Book}, books=list(Book),
    )  # fmt: skip


def _close_both(day: date, by: Actor, at: Moment, key: str) -> None:
    """A book that was closed already on that day, by a request that broke off half-way, is left as it is."""
    for book in Book:
        if queries.closing(book, day) is None:
            commands.close_day(book=book, business_date=day, by=by, at=at, key=f"{key}:{book.value}")
        kept: Any = queries.closing(book, day)
        if not hasattr(kept, "signature"):
            signed = sign(bytes(kept.root))
            commands.sign_day(
                book=book, business_date=day, public_key=signed.public_key, signature=signed.signature, by=by, at=at
            )  # fmt: skip


@requires("view.money")
def closing_statement(request: StaffRequest, book: str, day: str) -> HttpResponse:
    """The statement of a closed day: its trial balance, its root and the signature under it."""
    try:
        kept = queries.closing(Book(book).value, date.fromisoformat(day))
    except ValueError:
        kept = None
    if kept is None:
        raise NotFound(what=f"{book} {day}")
    return HttpResponse(
        papers.closing_pdf(kept), content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{book}-{day}.pdf"'},
    )  # fmt: skip
