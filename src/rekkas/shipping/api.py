"""What merchants send, for their machines: prices and days, shipments, labels."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Path, Query, Router

from postkit.address import Address
from rekkas.base.api import (
    PAGE,
    PAGE_AT_MOST,
    Page,
    Results,
    Unreadable,
    answer,
    author_of,
    cursor_after,
    json_body,
    key_of,
    page_of,
    place_of,
    rows_of,
)
from rekkas.base.errors import Refused
from rekkas.base.openapi import NO_NUL, door
from rekkas.counter.papers import label_pdf
from rekkas.counter.papers.labels import label_zpl
from rekkas.merchant import queries as merchants
from rekkas.shipping import commands, queries
from rekkas.shipping.choices import SHIPMENTS_AT_ONCE, ShipmentOutcome
from rekkas.shipping.entries import RateAnswer, ShipmentEntry, ShipmentResult
from rekkas.shipping.errors import NoAddressToSendFrom
from rekkas.shipping.queries import Sent
from rekkas.shipping.queries.shipments import with_parcels
from rekkas.shipping.queries.starts import sender_at
from rekkas.shipping.shapes import (
    CancelledShown,
    RateAsked,
    ShipmentSent,
    ShipmentShown,
    address_of,
    parcels_of,
    shipment_shown,
)

RATES_AT_ONCE = 100
OF_ONE = ("show_shipment", "show_label", "cancel_shipment")  # what is asked of a shipment by its number
PDF, ZPL = "application/pdf", "application/vnd.zebra-zpl"
After = Annotated[str, Query(max_length=64, description="The field next of the page before.")]
Number = Annotated[str, Path(pattern=NO_NUL, description="The number of any parcel of the shipment.")]
Limit = Annotated[int, Query(ge=1, le=PAGE_AT_MOST, description="How many at most.")]
A_RATE = {"destination": "Second Town", "parcels": [{"weight_g": 1200, "cod_amount": 35000}]}
A_SHIPMENT = {
    "key": "0b4c1f6e-0f6e-4d53-9a0e-6f0a6f6f7b21", "reference": "A-1042", "product": "parcel-cod",
    "destination": "Second Town",
    "addressee": {"name": "Amina Alaoui", "street": "12, avenue Mohammed V", "phone": "+212600000000"},
    "parcels": [{"weight_g": 1200, "cod_amount": 35000, "contents": "plates"}],
}  # fmt: skip
router = Router(tags=["Shipping"])


@router.post("/rates", **door(
    "view.shipments", takes=list[RateAsked], gives=Results[RateAnswer], status=207, fails=(404, 409),
    example=[A_RATE],
))  # fmt: skip
def list_rates(request: HttpRequest) -> HttpResponse:
    """What up to 100 shipments would cost by every product, why, and when they would be there; nothing is sent."""
    rows = rows_of(json_body(request), RateAsked, at_most=RATES_AT_ONCE)
    start = _start(request)
    good = [row for row in rows if isinstance(row, RateAsked)]
    if not start.origin and not all(row.origin for row in good):
        raise NoAddressToSendFrom
    asked = [(row.origin or start.origin, row.destination, parcels_of(row.parcels)) for row in good]
    given = iter(
        queries.rates_for(asked, start.country, timezone.now(), customer=author_of(request).customer or "")
    )
    return answer(
        Results([_unread_rate(row) if isinstance(row, Unreadable) else next(given) for row in rows]), 207
    )


def _unread_rate(row: Unreadable) -> RateAnswer:
    return RateAnswer(code=row.refusal.code, message=str(row.refusal))


@router.post("/shipments", **door(
    "shipping.create_shipments", takes=list[ShipmentSent], gives=Results[ShipmentResult], status=207, key=True,
    fails=(404, 409), example=[A_SHIPMENT], links=dict.fromkeys(OF_ONE, ("number", "/results/0/numbers/0")),
))  # fmt: skip
def create_shipments(request: HttpRequest) -> HttpResponse:
    """Make up to 1,000 shipments: each is created, found as created before, or declined for itself."""
    key, by = key_of(request), author_of(request)
    rows = rows_of(json_body(request), ShipmentSent, at_most=SHIPMENTS_AT_ONCE)
    start = _start(request)
    sent = [row for row in rows if isinstance(row, ShipmentSent)]
    entries = _entries(sent, start)
    good = [entry for entry in entries if isinstance(entry, ShipmentEntry)]
    made = iter(commands.create_shipments(shipments=good, by=by, at=timezone.now(), key=key) if good else [])
    said = iter([next(made) if isinstance(entry, ShipmentEntry) else entry for entry in entries])
    return answer(
        Results([_unread(row) if isinstance(row, Unreadable) else next(said) for row in rows]), 207
    )  # fmt: skip


def _unread(row: Unreadable) -> ShipmentResult:
    return _declined(row.refusal)


def _declined(refusal: Refused, reference: str = "") -> ShipmentResult:
    return ShipmentResult(ShipmentOutcome.DECLINED, reference, code=refusal.code, message=str(refusal))


@dataclass(frozen=True, slots=True)
class Start:
    """From where a merchant sends where nothing else is said."""

    country: str
    origin: str
    sender: Address | None


def _start(request: HttpRequest) -> Start:
    merchant = merchants.merchant(author_of(request).customer or "")
    usual = next(iter(merchants.pickup_addresses(merchant.pk)), None)
    if usual is None:
        return Start(merchant.customer.country_id, "", None)
    return Start(merchant.customer.country_id, usual.locality_id, sender_at(usual))


def _entries(sent: Sequence[ShipmentSent], start: Start) -> list[ShipmentEntry | ShipmentResult]:
    """What was sent with its places understood; what cannot be is answered for itself."""
    ends = {row.destination for row in sent} | {row.origin for row in sent if row.origin}
    places = queries.localities_meant(start.country, ends)
    return [_entry(row, places, start) for row in sent]


def _entry(row: ShipmentSent, places: dict[str, Any], start: Start) -> ShipmentEntry | ShipmentResult:
    sender = address_of(row.sender) if row.sender else start.sender
    origin = places[row.origin] if row.origin else start.origin
    end = places[row.destination]
    refusal = next((place for place in (origin, end) if isinstance(place, Refused)), None)
    if refusal is None and (not origin or sender is None):
        refusal = NoAddressToSendFrom()
    if refusal is not None or sender is None:
        return _declined(refusal or NoAddressToSendFrom(), row.reference)
    return ShipmentEntry(
        key=row.key, product=row.product, sender=sender, origin_locality=origin, addressee=address_of(row.addressee),
        destination_locality=end, parcels=parcels_of(row.parcels), reference=row.reference,
    )  # fmt: skip


@router.get("/shipments", **door(
    "view.shipments", gives=Page[ShipmentShown], fails=(404,),
    links={**dict.fromkeys(OF_ONE, ("number", "/data/0/number")), "list_shipments": ("after", "/next")},
))  # fmt: skip
def list_shipments(
    request: HttpRequest, after: After = "", limit: Limit = PAGE,
    reference: Annotated[
        str, Query(max_length=60, pattern=NO_NUL, description="Only the one made under this reference.")
    ] = "",
) -> HttpResponse:  # fmt: skip
    """The shipments in the order in which they were made; by ``reference`` a lost answer is found again."""
    customer, now = author_of(request).customer or "", timezone.now()
    if reference:
        return answer(Page([shipment_shown(queries.shipment_by_reference(customer, reference, now))]))
    rows = queries.shipments_after(customer, place_of(after), limit + 1)
    shown = {sent.row.pk: shipment_shown(sent) for sent in with_parcels(rows[:limit], now)}
    return answer(page_of(rows, limit, lambda row: shown[row.pk], lambda row: cursor_after(row.pk)))


@router.get("/shipments/{number}", **door("view.shipments", gives=ShipmentShown, fails=(404,)))
def show_shipment(request: HttpRequest, number: Number) -> HttpResponse:
    """One shipment, by the number of any of its parcels."""
    return answer(shipment_shown(_sent(request, number)))


@router.get("/shipments/{number}/label", **door("view.shipments", files=(PDF, ZPL), fails=(404,)))
def show_label(
    request: HttpRequest, number: Number,
    form: Annotated[Literal["pdf", "zpl"], Query(description="As what it is given.")] = "pdf",
) -> HttpResponse:  # fmt: skip
    """The labels of a shipment's parcels, 10 by 15 cm: as PDF, or as a label printer is told them (ZPL)."""
    sent, site = _sent(request, number), request.build_absolute_uri("/")
    if form == "zpl":
        said = "".join(label_zpl(item, site=site) for item in sent.items).encode("ascii")
        return HttpResponse(said, content_type=ZPL)
    return HttpResponse(label_pdf(sent.items, site=site), content_type=PDF)


@router.post("/shipments/{number}/cancel", **door(
    "shipping.cancel_shipment", gives=CancelledShown, key=True, fails=(404, 409),
))  # fmt: skip
def cancel_shipment(request: HttpRequest, number: Number) -> HttpResponse:
    """Cancel all parcels of a shipment that was not handed over yet; asked again it changes nothing."""
    count = commands.cancel_shipment(
        number=number, by=author_of(request), at=timezone.now(), key=key_of(request)
    )
    return answer(CancelledShown(count))


def _sent(request: HttpRequest, number: str) -> Sent:
    return queries.shipment(author_of(request).customer or "", number, timezone.now())
