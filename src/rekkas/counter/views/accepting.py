"""Parcels taken one by one on a page, and the papers of items and bags."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from rekkas.base import looks
from rekkas.base.access import StaffRequest, requires
from rekkas.base.errors import Refused
from rekkas.base.looks import note_look
from rekkas.cash.queries import check_till_open
from rekkas.catalogue import queries as catalogue
from rekkas.counter import papers, queries
from rekkas.counter.commands import accept_parcels as accept
from rekkas.counter.forms import AcceptForm
from rekkas.desk.pages import at_office, now_at, show
from rekkas.mail.queries import item as known_item
from rekkas.mail.queries import receptacle as known_receptacle
from rekkas.network import queries as network


@requires("counter.accept_parcels")
@at_office
def accept_parcels(request: StaffRequest, office: Any) -> HttpResponse:
    """Take a parcel: its price is shown with its reasons first, and taken with the same form."""
    country = office.country_id
    form = AcceptForm(
        request.POST or None, office=office, products=catalogue.products_of(country),
        initial={name: request.GET[name] for name in ("product", "customer") if name in request.GET},
    )  # fmt: skip
    price, credit = None, None
    if form.is_valid():
        price, credit = _price(form, day_at(office)), _credit(form, office)
    if price and _agreed(request, form, price):
        parcels = [form.entry()]
        if form.does(
            lambda key: accept(
                parcels=parcels, office=office.code, by=request.actor, at=now_at(office), key=key
            )
        ):
            (answer,) = form.result
            if answer.outcome != "declined":
                return redirect("counter-receipt", number=answer.receipt)
            form.decline(answer.code, answer.message)
    return show(
        request, "counter/accept_parcels.html", office=office, form=form, price=price, credit=credit,
        merchants=catalogue.customers_named(country=country), today=queries.receipts_of(office.code, limit=5),
        no_till=_no_till(request, office),
    )  # fmt: skip


def _no_till(request: StaffRequest, office: Any) -> Refused | None:
    """What will be said when postage is taken: better read before a parcel is typed."""
    try:
        check_till_open(office.code, request.actor.name, office.country.currency)
    except Refused as refusal:
        return refusal
    return None


def day_at(office: Any) -> date:
    return now_at(office).date()


def _credit(form: AcceptForm, office: Any) -> queries.CreditLeft | None:
    """What the merchant may still owe, where they send on account."""
    customer = form.cleaned_data["customer"]
    return queries.credit_on([customer], office.country, day_at(office)).get(customer)


def _price(form: AcceptForm, day: date) -> catalogue.Price | None:
    try:
        return form.price(day)
    except Refused as refusal:
        form.decline(refusal.code, str(refusal), refusal.status)
        return None


def _agreed(request: HttpRequest, form: AcceptForm, price: catalogue.Price) -> bool:
    """The customer saw this very price."""
    return "accept" in request.POST and form.cleaned_data["price_shown"] == price.amount


@requires("counter.accept_parcels")
def receipt(request: StaffRequest, number: str) -> HttpResponse:
    """What was accepted: the number, what was paid and why, the papers to print."""
    kept = queries.receipt(number)
    item = known_item(kept.item_number)
    note_look(request, looks.item(kept.item_number))
    labels = catalogue.price_labels(kept.office.country_id, [line["rule"] for line in kept.lines])
    lines = [(labels.get(line["rule"], line["label"]), line["amount"]) for line in kept.lines]
    return show(
        request, "counter/receipt.html", receipt=kept, item=item, lines=lines,
        at=kept.at.astimezone(kept.office.zone), way=queries.way_of(kept, item),
    )  # fmt: skip


@requires("counter.accept_parcels")
def receipt_paper(request: StaffRequest, number: str) -> HttpResponse:
    """The receipt on paper, in the language of the page."""
    kept = queries.receipt(number)
    item = known_item(kept.item_number)
    note_look(request, looks.item(kept.item_number))
    labels = catalogue.price_labels(kept.office.country_id, [line["rule"] for line in kept.lines])
    way = queries.way_of(kept, item)
    return _paper(papers.receipt_pdf(kept, item, labels=labels, site=_site(request), way=way), kept.number)


@requires("view.mail")
def item_label(request: StaffRequest, number: str) -> HttpResponse:
    """The label of one item."""
    kept = known_item(number)
    note_look(request, looks.item(kept.unit.number))
    return _paper(papers.label_pdf([kept], site=_site(request)), kept.unit.number)


@requires("view.mail")
def bag_label(request: StaffRequest, number: str) -> HttpResponse:
    """The label of one bag."""
    bag = known_receptacle(number)
    ends = network.offices_named([bag.origin_id, bag.destination_id])
    return _paper(papers.bag_label_pdf([bag], ends), bag.unit.number)


def _site(request: HttpRequest) -> str:
    return request.build_absolute_uri("/")


def _paper(content: bytes, name: str) -> HttpResponse:
    disposition = f'inline; filename="{name}.pdf"'
    return HttpResponse(content, content_type="application/pdf", headers={"Content-Disposition": disposition})
