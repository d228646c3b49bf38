"""The desk of an office as its clerks see it, for who of support was let in there, and only while that lasts."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from rekkas.base import queries as base
from rekkas.base.access import StaffRequest, requires
from rekkas.base.errors import NotYourOffice
from rekkas.cash import queries as cash
from rekkas.counter import queries as counter
from rekkas.desk.listings import Listing, page_of
from rekkas.network import queries as network


@requires("cash.ask_support_access")
def support_view(request: StaffRequest, office: str) -> HttpResponse:
    """Tills, who is at work and what was done, to be read and not to be changed."""
    place = network.office(office.upper())
    if not cash.is_let_in(request.actor.name, place.code, timezone.now()):
        raise NotYourOffice(yours=request.actor.office or "-", office=place.code)
    context = {
        "office": place,
        "sessions": page_of(request, cash.sessions_of(place.code)),
        "visits": page_of(request, counter.visits_of(place.code), "visits"),
        "acts": page_of(request, Listing(base.acts_at(place.code), list), "acts"),
    }
    return render(request, "web/support_view.html", context)
