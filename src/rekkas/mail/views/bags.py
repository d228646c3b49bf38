"""Bags: prepared, filled, closed, opened."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rekkas.base.access import StaffRequest, requires
from rekkas.desk.listings import page_of
from rekkas.desk.pages import answer, answers, at_office, now_at, show
from rekkas.mail import commands, queries
from rekkas.mail.choices import Outcome, UnitKind
from rekkas.mail.forms import ContainerForm, FillForm, FoundForm, PrepareForm
from rekkas.mail.queries.desk import contents_named, story_of
from rekkas.mail.words import outcome_row
from rekkas.network import queries as network


def office_choices(codes: list[str]) -> list[tuple[str, str]]:
    found = network.offices_named(codes)
    return [(code, f"{found[code].shown_name} ({code})") for code in codes if code in found]


def next_offices(office: Any) -> list[str]:
    """Where a trip leads to from here without a change, in the order of departure and of its stops."""
    calls = network.trips_from(office.code, now_at(office).date())
    return list(dict.fromkeys(end for call in calls for end in call.ends))


@requires("mail.prepare_receptacle")
@at_office
def prepare_receptacle(request: StaffRequest, office: Any) -> HttpResponse:
    """Give a new bag its number."""
    form = PrepareForm(request.POST or None, offices=_destinations(office))
    if form.is_valid():
        wanted = form.cleaned_data["destination"]
        if form.does(
            lambda key: commands.prepare_receptacle(
                office=office.code, destination=wanted, by=request.actor, at=now_at(office), key=key
            )
        ):
            messages.success(request, _("The bag has its number. Print its label and fill it."))
            return redirect(f"{reverse('mail-fill-receptacle')}?receptacle={form.result}")
    bags = page_of(request, queries.open_receptacles(office.code))
    return show(request, "mail/prepare_receptacle.html", office=office, form=form, bags=bags)


def _destinations(office: Any) -> list[tuple[str, str]]:
    """Those with a direct trip first; then the delivery offices and hubs of the country."""
    near = next_offices(office)
    others = [o for o in network.offices_of(office.country_id) if o.code not in {*near, office.code}]
    rest = [(o.code, f"{o.shown_name} ({o.code})") for o in others if o.kind != "agency"]
    return [*office_choices(near), *rest]


@requires("mail.fill_receptacle")
@at_office
def fill_receptacle(request: StaffRequest, office: Any) -> HttpResponse:
    """Scan items into an open bag."""
    number = request.POST.get("receptacle") or request.GET.get("receptacle", "")
    if not number:
        bags = page_of(request, queries.open_receptacles(office.code))
        return show(request, "mail/fill_which.html", office=office, bags=bags)
    story = story_of(number)
    form = FillForm(request.POST or None, initial={"receptacle": story.unit.number})
    if form.is_valid() and form.does(
        lambda key: commands.fill_receptacle(
            receptacle=story.unit.number, numbers=form.cleaned_data["numbers"], office=office.code,
            by=request.actor, at=now_at(office), key=key,
        )
    ):  # fmt: skip
        rows = [outcome_row(one) for one in form.result]
        taken = sum(one.outcome != Outcome.QUARANTINED for one in form.result)
        said = ngettext("One item is in the bag.", "%(count)s items were put into the bag.", taken)
        messages.success(request, said % {"count": taken})
        return answer(request, rows, f"{reverse('mail-fill-receptacle')}?receptacle={story.unit.number}")
    return show(
        request, "mail/fill_receptacle.html", office=office, form=form, story=story, answers=answers(request)
    )


@requires("mail.close_receptacle")
@at_office
def close_receptacle(request: StaffRequest, office: Any) -> HttpResponse:
    """Seal a bag."""
    form = ContainerForm(request.POST or None)
    if form.is_valid() and form.does(
        lambda key: commands.close_receptacle(
            receptacle=form.cleaned_data["number"], office=office.code, by=request.actor, at=now_at(office),
            key=key,
        )
    ):  # fmt: skip
        said = ngettext(
            "%(number)s is closed with one item in it.",
            "%(number)s is closed with %(count)s items in it.",
            form.result,
        )
        messages.success(request, said % {"number": form.cleaned_data["number"], "count": form.result})
        return redirect("mail-close-receptacle")
    bags = page_of(request, queries.open_receptacles(office.code))
    closed = page_of(request, queries.closed_receptacles(office.code), "closed")
    return show(request, "mail/close_receptacle.html", office=office, form=form, bags=bags, closed=closed)


@requires("mail.open_receptacle")
@at_office
def open_receptacle(request: StaffRequest, office: Any) -> HttpResponse:
    """Open a bag and compare what is in it with what should be."""
    return open_something(
        request, office, UnitKind.RECEPTACLE, commands.open_receptacle, "receptacle",
        queries.receptacles_to_open(office.code),
    )  # fmt: skip


def open_something(
    request: StaffRequest, office: Any, kind: UnitKind, verb: Any, argument: str, waiting: Sequence[Any]
) -> HttpResponse:
    """A bag is opened like a dispatch is received: chosen, counted by scanning, compared."""
    template = f"mail/{verb.__name__}.html"
    number = request.POST.get("number") or request.GET.get("number", "")
    if not number:
        rows = page_of(request, waiting)
        return show(request, template, office=office, waiting=rows, answers=answers(request))
    story = story_of(number)
    expected = set(contents_named(story.unit.number, kind))
    form = FoundForm(request.POST or None, initial={"number": story.unit.number})
    if form.is_valid():
        found = None if form.cleaned_data["uncounted"] else form.cleaned_data["found"]
        if form.does(
            lambda key: verb(
                **{argument: story.unit.number}, office=office.code, found=found, by=request.actor,
                at=now_at(office), key=key,
            )
        ):  # fmt: skip
            messages.success(request, _("%(number)s is opened.") % {"number": story.unit.number})
            return answer(request, _compared(found, expected, form.result), request.path)
    return show(request, template, office=office, form=form, story=story, expected=len(expected))


def _compared(found: list[str] | None, expected: set[str], missing: list[str]) -> list[tuple[str, str, str]]:
    seen = expected if found is None else set(found)
    return [
        *((number, "bad", _("Missing")) for number in missing),
        *((number, "wait", _("Not announced: noted as surplus")) for number in sorted(seen - expected)),
        *((number, "good", _("Here")) for number in sorted(seen & expected)),
    ]
