"""A parcel is made: asked what it costs, then announced, its label at hand at once."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from rekkas.base.access import MerchantRequest, for_merchants
from rekkas.base.errors import Refused
from rekkas.catalogue import queries as catalogue
from rekkas.catalogue.choices import Scope
from rekkas.catalogue.offers import Offer, offers_for
from rekkas.desk.forms import JUST_NOW
from rekkas.merchant import queries as merchants
from rekkas.merchant.views.pages import pro_page
from rekkas.shipping import commands, queries
from rekkas.shipping.choices import ShipmentOutcome
from rekkas.shipping.entries import ShipmentEntry, ShipmentResult, content_digest
from rekkas.shipping.errors import SameJustSent
from rekkas.shipping.forms import FILLED, NewParcelForm


@for_merchants("shipping.create_shipments")
def new(request: MerchantRequest) -> HttpResponse:
    """A new parcel. What its address says fills the fields, so that a shop can link to it."""
    merchant = request.member.merchant
    country = merchant.customer.country
    starts = merchants.pickup_addresses(merchant.pk)
    if not starts:
        messages.info(request, _("First say from where you send: it is the sender on your labels."))
        return redirect("pro-addresses")
    products = catalogue.products_of(country.iso, Scope.DOMESTIC)
    given = {name: request.GET[name] for name in FILLED if name in request.GET}
    form = NewParcelForm(
        request.POST or None, country=country, products=products, starts=starts,
        initial={"start": str(starts[0].pk), **given}, customer=merchant.pk,
    )  # fmt: skip
    offers, refused = list[Offer](), list[Refused]()
    if form.is_valid():
        made = _made(request, form) if "create" in request.POST else None
        if made is not None:
            return redirect("pro-shipment", made.numbers[0])
        if not form.errors:
            offers, refused = offers_for(form.wanted, products, timezone.now())
    return pro_page(request, "shipping/new.html", form=form, offers=offers, refused=refused, country=country)


def _made(request: MerchantRequest, form: NewParcelForm) -> ShipmentResult | None:
    """What was made; where it was declined nothing, and the form says why."""
    now = timezone.now()
    done = form.does_unless(
        lambda: _same(request, form.entry, now),
        lambda key: commands.create_shipments(shipments=[form.entry], by=request.actor, at=now, key=key),
    )
    if not done:
        return None
    result: ShipmentResult = form.result[0]
    if result.outcome == ShipmentOutcome.DECLINED:
        form.decline(result.code, result.message)
        return None
    messages.success(request, _("The parcel is announced. Stick its label on it and hand it over."))
    return result


def _same(request: MerchantRequest, entry: ShipmentEntry, now: datetime) -> Refused | None:
    """Somebody who goes back and sends the page once more rarely means a second parcel."""
    if entry.reference:
        return None  # by it the same is found
    kept = queries.same_since(request.actor.customer or "", content_digest(entry), now - JUST_NOW)
    return SameJustSent(number=kept.number) if kept else None
