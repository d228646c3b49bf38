"""The desk pages of money: where it is, what each place holds, and where each coin has been."""

from itertools import groupby

from django.http import HttpResponse
from django.shortcuts import render

from rekkas.base.access import StaffRequest, requires
from rekkas.base.errors import NotFound, NotYourOffice
from rekkas.money import queries
from rekkas.money.choices import CASH_KINDS, AccountKind


@requires("view.money")
def places(request: StaffRequest) -> HttpResponse:
    """Every place where money is. The sums of a currency come to zero: nothing is made, nothing is lost."""
    lines = [line for line in queries.accounts() if line.amount or line.received]
    currencies = [
        (currency, [(AccountKind(kind), held) for kind, _, held in rows])
        for currency, group in groupby(queries.sums_by_kind(), key=lambda row: row[1])
        if (rows := list(group))
    ]
    sums = [(currency, rows, sum(held for _, held in rows)) for currency, rows in currencies]
    return render(request, "money/places.html", {"sums": sums, "lines": lines})


@requires("view.till")
def account(request: StaffRequest, code: str) -> HttpResponse:
    """What moved into and out of one place."""
    found = [line for line in queries.accounts(owner_starts=_owner(code)) if line.code == code]
    if not found:
        raise NotFound(what=code)
    (line,) = found
    office = line.owner.partition("/")[0]
    if not request.actor.may("view.money") and (
        line.kind not in CASH_KINDS or office != request.actor.office
    ):
        raise NotYourOffice(yours=request.actor.office, office=office)
    return render(request, "money/account.html", {"line": line, "movements": queries.movements(code)})


def _owner(code: str) -> str:
    return code.partition(":")[2].rpartition(":")[0]


@requires("view.till")
def trail(request: StaffRequest, subject: str) -> HttpResponse:
    """Where the money of one item has been, and where it is now."""
    transfers = queries.trail_of(subject)
    place = queries.cod_places([subject]).get(subject)
    return render(request, "money/trail.html", {"subject": subject, "transfers": transfers, "place": place})
