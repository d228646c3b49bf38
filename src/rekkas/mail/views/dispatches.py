"""Dispatches: closed bags that go to one office together, sent and received."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from rekkas.base.access import StaffRequest, requires
from rekkas.desk.listings import page_of
from rekkas.desk.pages import at_office, now_at, show
from rekkas.mail import commands, queries
from rekkas.mail.choices import UnitKind
from rekkas.mail.forms import DispatchForm
from rekkas.mail.queries import ContainerHere
from rekkas.mail.views.bags import next_offices, office_choices, open_something
from rekkas.network import queries as network

BAGS_A_PAGE = 100


@requires("mail.close_dispatch")
@at_office
def close_dispatch(request: StaffRequest, office: Any) -> HttpResponse:
    """Make one dispatch of closed bags for the next office."""
    bags = page_of(request, queries.receptacles_to_send(office.code), size=BAGS_A_PAGE)
    near = next_offices(office)
    ways = _by_way(office, near, bags)
    offices = office_choices(list(dict.fromkeys([*near, *ways])))
    form = DispatchForm(request.POST or None, offices=offices)
    if form.is_valid() and form.does(
        lambda key: commands.close_dispatch(
            office=office.code, destination=form.cleaned_data["destination"],
            receptacles=form.cleaned_data["receptacles"], by=request.actor, at=now_at(office), key=key,
        )
    ):  # fmt: skip
        messages.success(request, _("The dispatch %(number)s is closed.") % {"number": form.result})
        return redirect("mail-close-dispatch")
    names = dict(offices)
    groups = [(code, names.get(code, code), group) for code, group in ways.items()]
    waiting = page_of(request, queries.waiting_dispatches(office.code), "waiting")
    return show(
        request, "mail/close_dispatch.html", office=office, form=form, groups=groups, offices=offices,
        page_obj=bags, waiting=waiting,
    )  # fmt: skip


def _by_way(
    office: Any, near: Sequence[str], bags: Iterable[ContainerHere]
) -> dict[str, list[ContainerHere]]:
    """Closed bags by the next office on the way of each."""
    rows, now = list(bags), now_at(office)
    far = sorted({bag.destination for bag in rows} - set(near))
    routes = network.routes_between([network.Question(office.code, end, now) for end in far])
    towards = {end: legs[0].destination for end, legs in zip(far, routes, strict=True) if legs}
    ways: dict[str, list[ContainerHere]] = {}
    for bag in rows:
        ways.setdefault(towards.get(bag.destination, bag.destination), []).append(bag)
    return ways


@requires("mail.receive_dispatch")
@at_office
def receive_dispatch(request: StaffRequest, office: Any) -> HttpResponse:
    """Take a dispatch in and count its bags."""
    return open_something(
        request, office, UnitKind.DISPATCH, commands.receive_dispatch, "dispatch",
        queries.arrived_dispatches(office.code),
    )  # fmt: skip
