"""Out on a round, tried, handed over, kept for collection; and the proof."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Page
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_variables

from postkit.address import Address
from postkit.images import kind_of_image
from rekkas.bank.queries import document_kinds
from rekkas.base import looks
from rekkas.base.access import StaffRequest, requires
from rekkas.base.errors import NotFound
from rekkas.base.looks import note_look
from rekkas.delivery import commands, queries
from rekkas.delivery.choices import FAILURES, NEXT_STEPS, Recipient, Shown
from rekkas.delivery.entries import Handover
from rekkas.delivery.errors import CodDiffers, DocumentDiffers, wrong_code_words
from rekkas.delivery.forms import AttemptForm, CollectedForm, HandoverForm, ItemsForm, ShelfForm
from rekkas.design import formats
from rekkas.desk.listings import page_of
from rekkas.desk.pages import at_office, first_sent_at, now_at, show
from rekkas.mail.choices import ATTEMPTED, AWAITING, OUT
from rekkas.mail.queries import item as known_item
from rekkas.mail.queries import items_to_deliver, people_of
from rekkas.mail.queries.desk import reason_labels
from rekkas.network import queries as network

OFFERED = 200  # numbers that the browser completes while one types; any other may be typed


@dataclass(frozen=True, slots=True)
class Wished:
    """An item on a list of the round, with what its addressee wishes."""

    number: str
    item: Any
    position: Any
    wish: str


def _with_wishes(page: "Page[Any]") -> "Page[Any]":
    rows = list(page.object_list)
    wishes = queries.wishes_for([row.item.pk for row in rows])
    page.object_list = [
        Wished(
            row.number, row.item, row.position,
            queries.wish_text(wishes[row.item.pk]) if row.item.pk in wishes else "",
        )
        for row in rows
    ]  # fmt: skip
    return page


@requires("delivery.take_out")
@at_office
def take_out(request: StaffRequest, office: Any) -> HttpResponse:
    """Take items out on a round."""
    form = ItemsForm(request.POST or None)
    if form.is_valid() and form.does(
        lambda key: commands.take_out(
            numbers=form.cleaned_data["all"], office=office.code, by=request.actor, at=now_at(office), key=key
        )
    ):
        said = ngettext("One item is out for delivery.", "%(count)s items are out for delivery.", form.result)
        messages.success(request, said % {"count": form.result})
        return redirect("delivery-deliver-items")
    rows = _with_wishes(page_of(request, items_to_deliver(office.code, not_after=[OUT])))
    return show(request, "delivery/take_out.html", office=office, form=form, rows=rows)


@requires("delivery.await_collection")
@at_office
def await_collection(request: StaffRequest, office: Any) -> HttpResponse:
    """Put items on the shelf for their addressees."""
    form = ShelfForm(request.POST or None)
    if form.is_valid() and form.does(
        lambda key: commands.await_collection(
            numbers=form.cleaned_data["all"],
            shelf=form.cleaned_data["shelf"],
            office=office.code,
            by=request.actor,
            at=now_at(office),
            key=key,
        )
    ):
        said = ngettext("One item waits on the shelf.", "%(count)s items wait on the shelf.", form.result)
        messages.success(request, said % {"count": form.result})
        return redirect("delivery-await-collection")
    rows = _with_wishes(page_of(request, items_to_deliver(office.code, not_after=[AWAITING])))
    return show(request, "delivery/await_collection.html", office=office, form=form, rows=rows)


@requires("delivery.attempt_delivery")
@at_office
def attempt_delivery(request: StaffRequest, office: Any) -> HttpResponse:
    """Note that an item could not be handed over."""
    form = AttemptForm(
        request.POST or None, reasons=reason_labels(FAILURES), steps=reason_labels(NEXT_STEPS),
        initial={"number": request.GET.get("number", "")},
    )  # fmt: skip
    if form.is_valid() and form.does(
        lambda key: commands.attempt_delivery(
            number=form.cleaned_data["number"], reason=form.cleaned_data["reason"],
            next_step=form.cleaned_data["next_step"], office=office.code, by=request.actor, at=now_at(office),
            key=key,
        )
    ):  # fmt: skip
        messages.success(request, _("Noted for %(number)s.") % {"number": form.cleaned_data["number"]})
        return redirect("delivery-deliver-items")
    out = page_of(request, items_to_deliver(office.code, after=[OUT]), size=OFFERED)
    return show(request, "delivery/attempt_delivery.html", office=office, form=form, out=out)


@requires("delivery.deliver_items")
@at_office
def deliver_items(request: StaffRequest, office: Any) -> HttpResponse:
    """Hand an item over against signature or photograph, and the cash due."""
    number = request.POST.get("number") or request.GET.get("number", "")
    if not number:
        rows = _with_wishes(page_of(request, items_to_deliver(office.code, after=[OUT, ATTEMPTED, AWAITING])))
        return show(request, "delivery/deliver_which.html", office=office, rows=rows)
    item = known_item(number)
    position = queries.where_it_lies(item, office.code)
    note_look(request, *people_of(item))
    goes_back = bool(queries.going_back([item], office.code))
    is_asked = queries.is_given_against_proof(position, goes_back=goes_back)
    form = _handover_form(request, office, item, is_asked=is_asked, goes_back=goes_back)
    if form.is_valid() and _handed_over(request, office, item, form, is_asked=is_asked):
        taken = form.cleaned_data["cod_taken"]
        collected = formats.money_text(taken, item.currency) if taken else ""
        said = (
            _("%(number)s is delivered, %(amount)s collected.")
            if collected
            else _("%(number)s is delivered.")
        )
        messages.success(request, said % {"number": item.unit.number, "amount": collected})
        return redirect(reverse("delivery-deliver-items"))
    return show(
        request, "delivery/deliver_items.html", office=office, form=form.asked(), item=item,
        addressee=Address.from_dict(item.addressee),
        wish=queries.wishes_noted([item.unit.number]).get(item.unit.number), due=0 if goes_back else item.cod_amount,
    )  # fmt: skip


def _handover_form(
    request: StaffRequest, office: Any, item: Any, *, is_asked: bool, goes_back: bool
) -> HandoverForm:
    """What is asked at a door, and of an item that waits at the office what was shown for it."""
    said: dict[str, Any] = {
        "files": request.FILES or None, "currency": item.currency, "due": 0 if goes_back else item.cod_amount,
        "goes_back": goes_back, "initial": {"number": item.unit.number},
    }  # fmt: skip
    if "shown" not in request.POST and not is_asked:
        return HandoverForm(request.POST or None, **said)
    collectors = [] if goes_back else queries.collectors_of(item.unit.number, office, now_at(office))
    return CollectedForm(
        request.POST or None, collectors=[(str(row.key), row.name) for row in collectors],
        kinds=[(kind.code, str(kind.name)) for kind in document_kinds(office.country_id)], **said,
    )  # fmt: skip


def _is_right(request: StaffRequest, office: Any, item: Any, form: CollectedForm) -> bool:
    """A code, and the document of who comes for the addressee, is tried by itself: when it is wrong, that is counted
    whatever becomes of the rest.
    """
    said, code = form.cleaned_data, form.cleaned_data["pick_up_code"]
    collector = form.identified().collector
    here: dict[str, Any] = {
        "number": item.unit.number, "office": office.code, "by": request.actor, "at": now_at(office),
    }  # fmt: skip
    if said["shown"] == Shown.CODE and code:
        is_tried = form.does(lambda _key: commands.try_pick_up_code(code=code, **here))
        wrong = ("", wrong_code_words(), 422)
    elif collector is not None:
        is_tried = form.does(
            lambda _key: commands.try_document(collector=collector, signs=said["document_signs"], **here)
        )
        refusal = DocumentDiffers(number=item.unit.number)
        wrong = (refusal.code, str(refusal), refusal.status)
    else:
        return True
    if is_tried and not form.result:
        form.decline(*wrong)
    return is_tried and bool(form.result)


@sensitive_variables("form", "said")
def _handed_over(
    request: StaffRequest, office: Any, item: Any, form: HandoverForm, *, is_asked: bool
) -> bool:
    identified = None
    if isinstance(form, CollectedForm):
        if is_asked and not _is_right(request, office, item, form):
            return False
        identified = form.identified()
    said, now = form.cleaned_data, now_at(office)
    at = network.local_moment(office.code, first_sent_at(request, said["key"], now))
    comes_for_them = identified is not None and identified.collector is not None
    recipient = Recipient.AGENT if comes_for_them else Recipient(said["recipient"])
    handover = Handover(
        said["number"], at, recipient, said["recipient_name"], said["cod_taken"],
        said["signature"], said["photo"], identified,
    )  # fmt: skip
    if not form.does(
        lambda key: commands.deliver_items(
            handovers=[handover], office=office.code, by=request.actor, at=now, key=key
        )
    ):
        return False
    (answer,) = form.result
    if answer.outcome != "declined":
        return True
    message = answer.message
    if answer.code == CodDiffers.code:
        owed = 0 if handover.recipient is Recipient.SENDER else item.cod_amount
        due, taken = (formats.money_text(n, item.currency) for n in (owed, said["cod_taken"]))
        message = str(CodDiffers(number=answer.number, due=due, taken=taken))
    form.decline(answer.code, message)
    return False


@requires("view.mail")
def proof(request: StaffRequest, number: str) -> HttpResponse:
    """Who took an item, when, with their signature or the photograph."""
    kept = queries.proof_of(number)
    if kept is None:
        raise NotFound(what=number)
    note_look(request, looks.item(number))
    office = network.office(kept.office_code)
    kinds = {kind.code: kind.name for kind in document_kinds(office.country_id)} if kept.shown else {}
    return show(
        request,
        "delivery/proof.html",
        proof=kept,
        item=known_item(number),
        at=kept.happened_at.astimezone(office.zone),
        document=kinds.get(kept.document_kind, kept.document_kind),
    )


@requires("view.mail")
def evidence(request: StaffRequest, number: str, kind: str) -> HttpResponse:
    """The picture itself."""
    kept = queries.proof_of(number)
    picture = bytes(getattr(kept, kind, None) or b"") if kept else b""
    if not picture:
        raise NotFound(what=number)
    note_look(request, looks.item(number))
    drawn = kind_of_image(picture)
    return HttpResponse(picture, content_type=f"image/{drawn}" if drawn else "application/octet-stream")
