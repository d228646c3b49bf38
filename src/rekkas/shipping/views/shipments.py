"""What a merchant has sent: found again, looked at, labelled, cancelled."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from postkit.money import to_text
from rekkas.base.access import MerchantRequest, for_merchants
from rekkas.base.errors import Refused
from rekkas.counter.papers import label_pdf
from rekkas.counter.papers.labels import label_zpl
from rekkas.desk.listings import Listing, page_of
from rekkas.merchant.views.pages import pro_page
from rekkas.shipping import commands, queries
from rekkas.shipping.queries import Sent
from rekkas.shipping.queries.shipments import with_parcels
from rekkas.shipping.views.tables import csv_answer

ROWS_AT_ONCE = 500  # of a table: it may be as long as it likes


@require_safe
@for_merchants("view.shipments")
def shipments(request: MerchantRequest) -> HttpResponse:
    """What was sent, the latest first; found by number, own reference or addressee."""
    words = request.GET.get("q", "")[:80]
    rows = queries.shipments_of(request.actor.customer or "", words)
    if request.GET.get("as") == "csv":
        return csv_answer("shipments.csv", _lines(rows))
    page = page_of(request, Listing(rows, lambda some: with_parcels(list(some), timezone.now())))
    return pro_page(request, "shipping/shipments.html", rows=page, page_obj=page, words=words)


@require_safe
@for_merchants("view.shipments")
def shipment(request: MerchantRequest, number: str) -> HttpResponse:
    """One shipment: where it stands, what it cost and why, its labels."""
    sent = _sent(request, number)
    parcels = list(zip(sent.items, sent.tracking, sent.contents, strict=True))
    return pro_page(
        request, "shipping/shipment.html", sent=sent, parcels=parcels,
        may_cancel=sent.may_be_cancelled and request.actor.may("shipping.cancel_shipment"),
    )  # fmt: skip


@require_safe
@for_merchants("view.shipments")
def label(request: MerchantRequest, number: str, extension: str) -> HttpResponse:
    """The labels of a shipment's parcels: for paper, or as a label printer is told them."""
    sent, site = _sent(request, number), request.build_absolute_uri("/")
    name = f'inline; filename="{sent.row.number}.{extension}"'
    if extension == "zpl":
        said = "".join(label_zpl(item, site=site) for item in sent.items).encode("ascii")
        return HttpResponse(
            said, content_type="application/vnd.zebra-zpl", headers={"Content-Disposition": name}
        )
    content = label_pdf(sent.items, site=site)
    return HttpResponse(content, content_type="application/pdf", headers={"Content-Disposition": name})


@require_POST
@for_merchants("shipping.cancel_shipment")
def cancel_shipment(request: MerchantRequest, number: str) -> HttpResponse:
    """Take a shipment back before the post has it."""
    try:
        count = commands.cancel_shipment(number=number, by=request.actor, at=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        said = ngettext("The parcel is cancelled.", "%(count)s parcels are cancelled.", count)
        messages.success(request, said % {"count": count})
    return redirect("pro-shipment", number)


def _sent(request: MerchantRequest, number: str) -> Sent:
    return queries.shipment(request.actor.customer or "", number, timezone.now())


def _lines(rows: Any) -> Iterator[tuple[object, ...]]:
    yield (
        _("Number"), _("Your own reference"), _("To whom"), _("State"), _("Weight in grams"), _("To collect"),
        _("Price"), _("Currency"), _("Promised for"),
    )  # fmt: skip
    now, last = timezone.now(), None
    while some := list((rows.filter(pk__lt=last) if last else rows)[:ROWS_AT_ONCE]):
        for one in with_parcels(some, now):
            for place, (item, told) in enumerate(zip(one.items, one.tracking, strict=True)):
                yield (
                    item.unit.number, one.row.reference, one.row.addressee_name, told.status_label, item.weight_g,
                    to_text(item.cod_amount, item.currency), "" if place else to_text(one.row.amount, one.row.currency),
                    one.row.currency, one.row.promise_date or "",
                )  # fmt: skip
        last = some[-1].pk
