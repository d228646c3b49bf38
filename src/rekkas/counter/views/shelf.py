"""What waits on the shelves of an office: found by name, telephone or shelf, handed over, or sent back."""

from typing import Any
from uuid import UUID

import msgspec
from django import forms
from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_POST, require_safe

from postkit.phone import e164
from postkit.text import clean_number, fold
from rekkas.base import looks
from rekkas.base.access import StaffRequest, requires
from rekkas.base.errors import Refused
from rekkas.base.looks import note_look
from rekkas.counter.views.spoken import heard, in_json
from rekkas.delivery import commands, queries
from rekkas.delivery.commands.collecting import PROVED_FOR
from rekkas.delivery.errors import DocumentDiffers, NotWaiting, wrong_code_words
from rekkas.delivery.forms import ShelfForm
from rekkas.delivery.queries import OnShelf, on_shelf
from rekkas.desk.forms import DeskForm
from rekkas.desk.listings import page_of
from rekkas.desk.pages import at_office, now_at, show
from rekkas.mail.choices import RETURN_BEGUN
from rekkas.mail.queries import items_numbered, items_to_deliver, items_to_send

SEES, HANDS_OVER = "delivery.shelve_items", "delivery.deliver_items"
DECLINED_SHOWN = 5  # the others stand on the shelf as before, and are said with the next try


class CodeForm(DeskForm):
    code = forms.CharField(
        label=gettext_lazy("Pick-up code"), max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "dir": "ltr"}),
    )  # fmt: skip


@requires(SEES)
@at_office
def shelf(request: StaffRequest, office: Any) -> HttpResponse:
    """What waits here, the first that goes back first; items are laid on a shelf from here."""
    form = ShelfForm(request.POST or None)
    if form.is_valid() and form.does(
        lambda _key: commands.shelve_items(
            numbers=form.cleaned_data["all"],
            shelf=form.cleaned_data["shelf"],
            office=office.code,
            by=request.actor,
            at=now_at(office),
        )
    ):
        said = ngettext("One item lies on %(shelf)s.", "%(count)s items lie on %(shelf)s.", form.result)
        messages.success(request, said % {"count": form.result, "shelf": form.cleaned_data["shelf"] or "–"})
        return redirect("counter-shelf")
    at, asked = now_at(office), request.GET.get("q", "").strip()[:80]
    rows = on_shelf(office, at)
    found = [row for row in rows if _is_meant(row, asked, office.country_id)] if asked else rows
    if asked:
        note_look(request, looks.search(asked))
    leaving = [row for row in items_to_send(office.code) if row.position.code == RETURN_BEGUN]
    back = [*leaving, *items_to_deliver(office.code, after=[RETURN_BEGUN])]  # the latter were posted here
    return show(
        request, "counter/shelf.html", office=office, form=form, rows=page_of(request, found), asked=asked,
        due=[row for row in rows if row.days_left < 0], back=back,
        shelves=sorted({row.shelf for row in rows if row.shelf}),
    )  # fmt: skip


def _is_meant(row: OnShelf, asked: str, country: str) -> bool:
    """By shelf, number, telephone or a part of a name in either script."""
    to = row.item.addressee
    phone = e164(asked, country)
    if phone and phone == e164(str(to.get("phone", "")), country):
        return True
    number, words = clean_number(asked), fold(asked)
    if (row.shelf and fold(row.shelf) == words) or (number and number in row.number):
        return True
    return bool(words) and any(words in fold(str(to.get(name, ""))) for name in ("name", "name_ar"))


@requires(SEES)
@at_office
def shelf_item(request: StaffRequest, office: Any, number: str) -> HttpResponse:
    """One item that waits: who may collect it, and whether the code that was sent is the one that is said."""
    at = now_at(office)
    row = next((one for one in on_shelf(office, at) if one.number == clean_number(number)), None)
    if row is None:
        raise NotWaiting(number=clean_number(number))
    note_look(request, looks.item(row.number))
    form = CodeForm(request.POST or None)
    if form.is_valid() and form.does(
        lambda _key: commands.try_pick_up_code(
            number=row.number, code=form.cleaned_data["code"], office=office.code, by=request.actor, at=at
        )
    ):
        if form.result:
            said = _("The code is right. No document is needed: hand it over within %(minutes)s minutes.")
            messages.success(request, said % {"minutes": int(PROVED_FOR.total_seconds()) // 60})
            return redirect("counter-shelf-item", number=row.number)
        form.decline("", wrong_code_words(), 422)
    goes_back = bool(queries.going_back([row.item], office.code))
    return show(
        request, "counter/shelf_item.html", office=office, row=row, form=form, goes_back=goes_back,
        collectors=[] if goes_back else queries.collectors_of(row.number, office, at),
        is_locked=queries.is_code_locked(row.number),
    )  # fmt: skip


class SaidAtWindow(msgspec.Struct, frozen=True):
    """What whoever collects says at the window: the code, or whose document is shown and its last signs."""

    code: str = ""
    collector: UUID | None = None
    document_signs: str = ""


def _waits_here(request: StaffRequest, number: str, office: Any) -> str:
    """The number of an item that waits here, as it is kept; of any other nothing is told, and nothing compared."""
    found = items_numbered([number]).get(clean_number(number))
    if found is None or not queries.is_waiting(found, office.code):
        raise NotWaiting(number=clean_number(number))
    note_look(request, looks.item(found.unit.number))
    return found.unit.number


@require_safe
@requires(HANDS_OVER)
@in_json
@at_office
def who_collects(request: StaffRequest, office: Any, number: str) -> HttpResponse:
    """Whom the addressee of a waiting item lets collect it, by name and day, and whether codes still count."""
    number = _waits_here(request, number, office)
    rows = queries.collectors_of(number, office, now_at(office))
    return JsonResponse(
        {
            "collectors": [
                {"key": str(row.key), "name": row.name, "until": row.until.isoformat()} for row in rows
            ],
            "is_locked": queries.is_code_locked(number),
        }
    )


@require_POST
@requires(HANDS_OVER)
@in_json
@at_office
@sensitive_variables("said")
def prove(request: StaffRequest, office: Any, number: str) -> HttpResponse:
    """Try the code of a waiting item, or compare the document of whoever comes for the addressee: right, or refused."""
    said = heard(request, SaidAtWindow, "said")
    here: dict[str, Any] = {
        "number": _waits_here(request, number, office), "office": office.code, "by": request.actor,
        "at": now_at(office),
    }  # fmt: skip
    if said.collector is None:
        if not commands.try_pick_up_code(code=said.code, **here):
            return JsonResponse({"code": "", "message": wrong_code_words()}, status=422)
    elif not commands.try_document(collector=said.collector, signs=said.document_signs, **here):
        refusal = DocumentDiffers(number=here["number"])
        return JsonResponse({"code": refusal.code, "message": str(refusal)}, status=refusal.status)
    return JsonResponse({"right": True})


@require_POST
@requires("delivery.return_items")
@at_office
def return_items(request: StaffRequest, office: Any) -> HttpResponse:
    """Begin the return of everything that was kept to its end: one button."""
    at = now_at(office)
    due = [row.number for row in on_shelf(office, at) if row.days_left < 0]
    answers = commands.return_items(numbers=due, office=office.code, by=request.actor, at=at) if due else []
    declined = [one for one in answers if one.outcome == "declined"]
    if count := len(answers) - len(declined):
        said = ngettext("One item goes back.", "%(count)s items go back.", count)
        messages.success(request, said % {"count": count})
    for one in declined[:DECLINED_SHOWN]:
        messages.error(request, f"{one.number}: {one.message}")
    return redirect("counter-shelf")


@require_POST
@requires("delivery.stop_return")
@at_office
def stop_return(request: StaffRequest, office: Any, number: str) -> HttpResponse:
    """Keep an item after all that has not left yet."""
    try:
        commands.stop_return(number=number, office=office.code, by=request.actor, at=now_at(office))
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("%(number)s stays on the shelf.") % {"number": number})
    return redirect("counter-shelf")
