"""Whom to call back, and a telephone on the page."""

from uuid import UUID, uuid4

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from postkit.text import visible
from rekkas.base import looks
from rekkas.base.access import StaffRequest, requires
from rekkas.base.errors import NotFound
from rekkas.base.looks import note_look
from rekkas.desk.listings import page_of
from rekkas.desk.pages import show
from rekkas.ussd import commands, queries
from rekkas.ussd.dialogue import answer

TYPED_AT_MOST = 800


@require_safe
@requires("ussd.finish_callback")
def callbacks(request: StaffRequest) -> HttpResponse:
    """Who complained by telephone and wants to be called, those who wait longest first."""
    page = page_of(request, queries.callbacks())
    note_look(request, *(looks.phone(row.phone) for row in page))
    return show(
        request,
        "ussd/callbacks.html",
        page_obj=page,
        languages=dict(settings.WHOLE_LANGUAGES),
        is_tried=_is_tried(),
    )


@require_POST
@requires("ussd.finish_callback")
def finish_callback(request: StaffRequest, callback: UUID) -> HttpResponse:
    """Note that somebody was called."""
    commands.finish_callback(callback=callback, by=request.actor, at=timezone.now())
    messages.success(request, _("The call is noted as made."))
    return redirect("ussd-callbacks")


@requires("reach.set_simulator")
@sensitive_post_parameters()
def simulator(request: StaffRequest) -> HttpResponse:
    """A telephone on the page. It speaks for any number: so it is there only in a demonstration, or where the operator
    has asked for the simulator by name, and never beside a gateway.
    """
    if not _is_tried():
        raise NotFound(what=request.path)
    said = {
        name: visible(request.POST.get(name, ""))[:TYPED_AT_MOST] for name in ("session", "phone", "text")
    }
    session, typed = said["session"] or f"simulator-{uuid4()}", said["text"]
    if "typed" in request.POST:
        typed = "*".join(filter(None, (typed, visible(request.POST["typed"]).strip()[:160])))
    if "begin" in request.POST:
        session, typed = f"simulator-{uuid4()}", ""
    screen = ""
    if request.method == "POST":
        screen = answer(session=session, phone=said["phone"], text=typed, at=timezone.now())
        note_look(request, looks.phone(said["phone"]))
    return show(
        request, "ussd/simulator.html", session=session, phone=said["phone"], text=typed, shown=screen[4:],
        goes_on=screen.startswith("CON"), size=len(screen[4:]),
    )  # fmt: skip


def _is_tried() -> bool:
    is_meant = settings.SMS_SIMULATOR_IS_MEANT or (settings.DATA / settings.DEMO_MARK).is_file()
    return is_meant and not settings.USSD_SECRET
