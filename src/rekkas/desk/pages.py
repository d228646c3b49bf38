"""What every page of the desk does: it stands at an office, and shows once what became of what was sent."""

import functools
from collections.abc import Callable
from datetime import datetime
from typing import Any, Concatenate, ParamSpec

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from rekkas.base.access import StaffRequest
from rekkas.base.errors import Refused
from rekkas.network import queries as network
from rekkas.network.errors import UnknownOffice

P = ParamSpec("P")
OFFICE = "desk-office"
ANSWERS = "desk-answers"
MOMENTS = "desk-moments"
KEPT_MOMENTS = 30


def at_office(
    view: Callable[Concatenate[StaffRequest, Any, P], HttpResponse],
) -> Callable[Concatenate[StaffRequest, P], HttpResponse]:
    """A page of one office: the reader's own, or, for those of the whole network, ``?office=``."""

    @functools.wraps(view)
    def placed(request: StaffRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if request.actor.office:
            return view(request, network.office(request.actor.office), *args, **kwargs)
        asked = request.GET.get("office", "").strip().upper() or request.session.get(OFFICE, "")
        try:
            office = network.office(asked) if asked else None
        except UnknownOffice as refusal:
            return _ask_for_office(request, asked, refusal)
        if office is None or ("office" in request.GET and not request.GET["office"].strip()):
            return _ask_for_office(request, asked, None)
        request.session[OFFICE] = office.code
        return view(request, office, *args, **kwargs)

    return placed


def now_at(office: Any) -> datetime:
    """This moment as the clock of an office shows it: what is done there is told in its time."""
    return timezone.now().astimezone(office.zone)


def _ask_for_office(request: StaffRequest, asked: str, refusal: Refused | None) -> HttpResponse:
    status = refusal.status if refusal else 200
    return render(request, "desk/office.html", {"asked": asked, "refusal": refusal}, status=status)


def first_sent_at(request: StaffRequest, key: object, now: datetime) -> datetime:
    """When this form was sent for the first time: sent twice, it says the same."""
    moments: dict[str, str] = request.session.get(MOMENTS, {})
    if str(key) not in moments:
        latest = list(moments.items())[-KEPT_MOMENTS:]
        request.session[MOMENTS] = moments = {**dict(latest), str(key): now.isoformat()}
        request.session.save()  # now, not after the answer: a twin request may follow at once
    return datetime.fromisoformat(moments[str(key)])


def show(request: StaffRequest, template: str, **context: Any) -> HttpResponse:
    """The page; where its form was refused, with the status of the refusal."""
    form = context.get("form")
    status = 200
    if form is not None and form.is_bound and form.errors:
        status = getattr(form, "refused_status", 422)
    return render(request, template, context, status=status)


def answer(request: StaffRequest, rows: list[tuple[str, str, str]], address: str) -> HttpResponse:
    """Go on to a page that shows once what became of each number: number, tone, words."""
    request.session[ANSWERS] = [list(row) for row in rows]
    return redirect(address)


def answers(request: StaffRequest) -> list[list[str]]:
    """What became of the numbers just sent, shown once."""
    given: list[list[str]] = request.session.pop(ANSWERS, [])
    return given
