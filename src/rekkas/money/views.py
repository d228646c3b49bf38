"""The desk pages of money: where it is, what each place holds, and where each coin has been."""

from itertools import groupby

from django.http import HttpResponse
from django.shortcuts import render

from rekkas.base.access import StaffRequest, requires
from rekkas.base.errors import NotFound, NotYourOffice
from rekkas.desk.listings import page_of
from rekkas.money import queries
from rekkas.money.choices import CASH_KINDS, AccountKind, Book


@requires("view.money")
def places(request: StaffRequest) -> HttpResponse:
    """Every place where money is. The sums of a currency come to zero: nothing is made, nothing is lost."""
    sums = [
        (book, currency, rows, sum(held for _, held in rows))
        for book in Book
        for currency, group in groupby(queries.sums_by_kind(book), key=lambda row: row[1])
        if (rows := [(AccountKind(kind), held) for kind, _, held in group])
    ]
    return render(request, "money/places.html", {"sums": sums, "lines": page_of(request, queries.accounts())})


@requires("view.till")
def account(request: StaffRequest, code: str) -> HttpResponse:
    """What moved into and out of one place."""
    line = queries.account(code)
    if line is None:
        raise NotFound(what=code)
    office = line.owner.partition("/")[0]
    if not request.actor.may("view.money") and (
        line.kind not in CASH_KINDS or office != request.actor.office
    ):
        raise NotYourOffice(yours=request.actor.office, office=office)
    movements = page_of(request, queries.movements(code))
    return render(request, "money/account.html", {"line": line, "movements": movements})


@requires("view.till")
def trail(request: StaffRequest, subject: str) -> HttpResponse:
    """Where the money of one item has been, and where it is now."""
    transfers = queries.trail_of(subject)
    place = queries.cod_places([subject]).get(subject)
    return render(request, "money/trail.html", {"subject": subject, "transfers": transfers, "place": place})
