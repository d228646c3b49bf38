"""The two books side by side, and the list of accounts."""

from typing import Any

from django.http import HttpResponse

from postkit.money import to_text
from rekkas.base.access import StaffRequest, requires
from rekkas.design.tables import table_file
from rekkas.desk.listings import page_of
from rekkas.desk.pages import show
from rekkas.money import queries
from rekkas.money.choices import AccountKind, Book
from rekkas.money.queries.permits import seen_by
from rekkas.money.sheets import sheets_of


@requires("view.money")
def books(request: StaffRequest) -> HttpResponse:
    """Where the money is: the trial balance of the post and of its bank. Nothing is made, nothing is lost."""
    sums = [
        (book.value, kind, currency, held)
        for book in Book
        for kind, currency, held in queries.sums_by_kind(book)
    ]
    kind, owner = request.GET.get("kind", ""), request.GET.get("owner", "").strip()
    chosen = [AccountKind(kind)] if kind in AccountKind.values else []
    lines = page_of(request, seen_by(request.actor, queries.accounts(kinds=chosen, owner_starts=owner)))
    return show(
        request, "money/books.html", sheets=sheets_of(sums), lines=lines, kinds=list(AccountKind), kind=kind,
        owner=owner, may_close=request.actor.may("money.close_day"),
    )  # fmt: skip


@requires("view.money")
def books_table(request: StaffRequest) -> HttpResponse:
    """Every account with what it holds, as a table that other programs read."""

    def rows() -> Any:
        for line in seen_by(request.actor, queries.accounts()):
            amounts = (line.received, line.given, line.holds, line.set_aside)
            yield [
                line.code, line.book, line.kind, line.owner, line.currency,
                *(to_text(amount, line.currency) for amount in amounts), line.state,
            ]  # fmt: skip

    heading = [
        "account",
        "book",
        "kind",
        "owner",
        "currency",
        "received",
        "given",
        "holds",
        "set_aside",
        "state",
    ]
    return table_file("accounts", heading, rows())
