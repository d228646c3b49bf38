"""Items and whatever holds them, work lists, scans by hand, scans kept aside."""

import json
from typing import Any
from uuid import NAMESPACE_OID, uuid5

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import ngettext

from postkit.address import Address
from rekkas.base.access import StaffRequest, requires
from rekkas.base.looks import note_look
from rekkas.desk.listings import page_of
from rekkas.desk.notes import notes_on
from rekkas.desk.pages import answer, answers, at_office, first_sent_at, now_at, show
from rekkas.mail import commands, queries
from rekkas.mail.choices import Outcome, UnitKind
from rekkas.mail.forms import ScanForm
from rekkas.mail.queries.desk import all_reasons, scannable_codes, story_of
from rekkas.mail.scans import Scan
from rekkas.mail.words import outcome_row
from rekkas.network import queries as network


@requires("view.mail")
@at_office
def work(request: StaffRequest, office: Any) -> HttpResponse:
    """What is to be done here now: items, bags, dispatches, runs."""
    if number := request.GET.get("number", "").strip():
        return redirect("mail-item", number=queries.latest_unit(number).number)
    return show(
        request, "mail/work.html", office=office, may=request.actor.may,
        to_deliver=page_of(request, queries.items_to_deliver(office.code), "deliver"),
        to_send=page_of(request, queries.items_to_send(office.code), "send"),
        open_bags=queries.open_receptacles(office.code), closed_bags=queries.receptacles_to_send(office.code),
        bags_to_open=queries.receptacles_to_open(office.code),
        dispatches=queries.waiting_dispatches(office.code), runs=queries.runs_to(office.code),
        arrived=queries.arrived_dispatches(office.code),
    )  # fmt: skip


@requires("view.mail")
def item(request: StaffRequest, number: str) -> HttpResponse:
    """One item, or a bag, dispatch or run, with all that was said of it."""
    story = story_of(number)
    if story.unit.kind != UnitKind.ITEM:
        return show(request, "mail/container.html", story=story, kind=UnitKind(story.unit.kind).label)
    kept = queries.item(number)
    (tracking,) = queries.track([number], at=timezone.now(), with_way=True)
    sender, addressee = Address.from_dict(kept.sender), Address.from_dict(kept.addressee)
    note_look(request, *queries.people_of(kept))
    return show(
        request, "mail/item.html", story=story, item=kept, tracking=tracking, sender=sender, addressee=addressee,
        sees_money=request.actor.may("view.money") or request.actor.may("view.till"),
        notes=notes_on([story.unit.number]).get(story.unit.number, []),
    )  # fmt: skip


@requires("mail.record_scans")
@at_office
def record_scans(request: StaffRequest, office: Any) -> HttpResponse:
    """Record by hand what happened to items."""
    form = ScanForm(request.POST or None, codes=scannable_codes(), reasons=all_reasons())
    if form.is_valid():
        said, now = form.cleaned_data, now_at(office)
        key = said["key"]
        at = network.local_moment(office.code, first_sent_at(request, key, now))
        form.result = commands.record_scans(
            scans=[
                Scan(
                    uuid5(NAMESPACE_OID, f"{key} {number}"), number, said["code"],
                    at, office.code, reason=said["reason"],
                )
                for number in said["numbers"]
            ],
            by=request.actor, at=now,
        )  # fmt: skip
        kept = sum(one.outcome != Outcome.QUARANTINED for one in form.result)
        words = ngettext("One scan is recorded.", "%(count)s scans are recorded.", kept)
        messages.success(request, words % {"count": kept})
        return answer(request, [outcome_row(one) for one in form.result], request.path)
    return show(request, "mail/record_scans.html", office=office, form=form, answers=answers(request))


@requires("view.mail")
def quarantine(request: StaffRequest) -> HttpResponse:
    """Scans kept aside until their item is known or a person has looked at them."""
    page = page_of(request, queries.waiting_strays())
    strays = [(stray, _said_by(stray.body)) for stray in page]
    return show(request, "mail/quarantine.html", strays=strays, page_obj=page)


def _said_by(body: str) -> dict[str, Any]:
    """What a stray says, as far as it can be understood."""
    try:
        said = json.loads(body)
    except ValueError:
        return {"row": body}
    return said if isinstance(said, dict) else {"row": body}
