"""Texts that were sent or were not, and the simulator of a gateway."""

import re

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from postkit.phone import e164, masked
from rekkas.base import looks
from rekkas.base.access import StaffRequest, requires
from rekkas.base.errors import NotFound
from rekkas.base.looks import note_look
from rekkas.desk.listings import page_of
from rekkas.desk.pages import show
from rekkas.reach import commands, queries
from rekkas.reach.choices import Answer, TextState
from rekkas.reach.commands.sending import LASTS

CODE = re.compile(r"(?<!\d)\d{6}(?!\d)")
LOOKS = {
    TextState.WAITING: ("wait", "clock"),
    TextState.SENT: ("moving", "out"),
    TextState.DELIVERED: ("good", "check"),
    TextState.FAILED: ("bad", "alert"),
    TextState.GIVEN_UP: ("bad", "cross"),
}


@require_safe
@requires("view.reach")
def texts(request: StaffRequest) -> HttpResponse:
    """Texts, the latest first; whom they went to is shown in part."""
    state, words = request.GET.get("state", ""), request.GET.get("q", "").strip()[:80]
    if state not in TextState.values:
        state = ""
    page = page_of(request, queries.texts(state=state, words=words))
    if words:
        phone = e164(words, settings.COUNTRY)
        note_look(request, looks.phone(phone) if phone else looks.search(words))
    rows = [
        {
            "text": row, "to": masked(row.reader), "look": LOOKS[TextState(row.state)],
            "may_retry": row.state in {TextState.FAILED, TextState.GIVEN_UP} and row.kind not in LASTS,
        }
        for row in page
    ]  # fmt: skip
    return show(
        request, "reach/texts.html", rows=rows, page_obj=page, state=state, words=words, states=TextState.choices,
        numbers=queries.text_numbers(), may_retry=request.actor.may("reach.retry_text"),
        is_simulated=not settings.SMS_GATEWAY,
    )  # fmt: skip


@require_POST
@requires("reach.retry_text")
def retry_text(request: StaffRequest, text: int) -> HttpResponse:
    """Try a text again."""
    commands.retry_text(text=text, by=request.actor, at=timezone.now())
    messages.success(request, _("The text is tried again."))
    return redirect("reach-texts")


@require_safe
@requires("reach.set_simulator")
def simulator(request: StaffRequest) -> HttpResponse:
    """What telephones would have shown. Where a gateway is named, there is no such page; codes are shown only in a
    demonstration, or where the operator has asked for the simulator by name: whoever reads one could log in with it.
    """
    if settings.SMS_GATEWAY:
        raise NotFound(what=request.path)
    with_codes = settings.SMS_SIMULATOR_IS_MEANT or (settings.DATA / settings.DEMO_MARK).is_file()
    shown = [
        (row, row.body if with_codes else CODE.sub("••••••", row.body)) for row in queries.simulated_texts()
    ]
    heard = queries.incoming_texts()
    note_look(
        request, *(looks.phone(row.to) for row, _body in shown), *(looks.phone(row.sender) for row in heard)
    )
    return show(
        request, "reach/simulator.html", shown=shown, with_codes=with_codes, heard=heard,
        mood=queries.simulator_answer(), moods=Answer.choices,
    )  # fmt: skip


@require_POST
@requires("reach.set_simulator")
def set_simulator(request: StaffRequest) -> HttpResponse:
    """Have the simulator fail, or work again."""
    asked = request.POST.get("answer", "")
    if asked not in Answer.values:
        raise NotFound(what=asked)
    commands.set_simulator(answer=Answer(asked), by=request.actor, at=timezone.now())
    messages.success(request, _("The simulator answers as you said."))
    return redirect("reach-simulator")
