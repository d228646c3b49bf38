"""The shapes in which machines send and see the mail. They change only with the version of the interface."""

from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from typing import Annotated
from uuid import UUID

import msgspec
from django.utils.translation import gettext as _
from msgspec import Meta

from postkit.address import Address
from rekkas.mail.entries import ItemEntry
from rekkas.mail.models import Event, EventCode, Item
from rekkas.mail.projection import Codes
from rekkas.mail.queries import Position
from rekkas.mail.queries.tracking import AT_MOST
from rekkas.mail.scans import Scan

FIRST_YEAR, LAST_YEAR = 1900, 2999  # a clock may be far off, but its moment can be said in every zone
Text12 = Annotated[str, Meta(max_length=12)]
Text24 = Annotated[str, Meta(max_length=24)]
Text32 = Annotated[str, Meta(max_length=32)]
Text64 = Annotated[str, Meta(max_length=64)]
Text200 = Annotated[str, Meta(max_length=200)]
Barcode = Annotated[str, Meta(min_length=1, max_length=64)]
Grams = Annotated[int, Meta(ge=1, le=10_000_000)]
Amount = Annotated[int, Meta(ge=0, le=10**15, description="In the smallest unit of the currency.")]


def check_moment(at: datetime) -> None:
    """A moment that can be kept and told."""
    if not FIRST_YEAR <= at.year <= LAST_YEAR:
        raise ValueError(_("its year is not between 1900 and 2999"))


class ReceivedScan(Scan, frozen=True, forbid_unknown_fields=True):
    """One reading of one barcode. ``scan_id`` is made by the device before it first tries to send.

    ``happened_at`` keeps the local offset it was given (RFC 3339); without one it is taken as the wall time
    of ``office``. A ``code`` that is not known is kept as the raw code.
    """

    barcode: Barcode
    code: Annotated[str, Meta(min_length=1, max_length=32)]
    office: Text12 = ""
    container: Text64 = ""
    reason: Text24 = ""
    action: Text24 = ""
    raw_code: Text32 = ""

    def __post_init__(self) -> None:
        check_moment(self.happened_at)


class AddressSent(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A postal address, in Latin letters, in Arabic letters, or both. A postcode is never required."""

    name: Annotated[str, Meta(min_length=1, max_length=200)]
    name_ar: Text200 = ""
    organisation: Text200 = ""
    street: Text200 = ""
    street_ar: Text200 = ""
    locality: Text200 = ""
    locality_ar: Text200 = ""
    locality_code: Text24 = ""
    postcode: Text12 = ""
    country: Annotated[str, Meta(max_length=2)] = ""
    phone: Text32 = ""


class ItemSent(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One item that will be handed to the post. ``key`` makes a repeat harmless.

    Without ``number`` the post gives one. ``destination_locality`` says where it goes; the office that
    delivers there is looked up.
    """

    key: UUID
    product: Text24
    origin: Text12
    destination_locality: Text24
    sender: AddressSent
    addressee: AddressSent
    weight_g: Grams
    happened_at: Annotated[datetime, Meta(tz=True)]
    number: Text64 = ""
    declared_value: Amount = 0
    cod_amount: Amount = 0
    customer: Text24 = ""
    reference: Text64 = ""

    def __post_init__(self) -> None:
        check_moment(self.happened_at)

    @property
    def entry(self) -> ItemEntry:
        parts = {name: getattr(self, name) for name in self.__struct_fields__}
        for end in ("sender", "addressee"):
            parts[end] = Address(**msgspec.structs.asdict(parts[end]))
        return ItemEntry(**parts)


class Numbers(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The numbers asked about; ``way`` asks for the path of each promise in words, too."""

    numbers: Annotated[list[Barcode], Meta(min_length=1, max_length=AT_MOST)]
    way: bool = False


class OfficeNamed(msgspec.Struct, frozen=True):
    """An office, by code and by name."""

    code: str
    name: str


class StandingShown(msgspec.Struct, frozen=True):
    """Where an item stands, and who said so. ``inherited_from`` is the bag or run whose news it is."""

    status: str
    code: str
    raw_code: str
    reason: str
    office: str
    happened_at: datetime | None
    offset_known: bool
    recorded_at: datetime | None
    asserted_by: str
    inherited_from: str


class ItemShown(msgspec.Struct, frozen=True):
    """An item as the post knows it. ``opened_at`` is when it was announced or handed over."""

    number: str
    product: str
    product_name: str
    origin: OfficeNamed
    destination: OfficeNamed
    weight_g: int
    declared_value: int
    cod_amount: int
    currency: str
    customer: str
    reference: str
    sender: dict[str, str]
    addressee: dict[str, str]
    opened_at: datetime
    promise_date: date | None
    standing: StandingShown


class EventShown(msgspec.Struct, frozen=True):
    """Something that happened, as somebody said it. ``raw_code`` is what they said and we did not understand.

    ``happened_at`` has the offset that was said, else that of the office; ``effective_at`` differs from it
    where the ``clock`` could not be believed.
    """

    scan_id: UUID
    code: str
    raw_code: str
    label: str
    reason: str
    action: str
    office: str
    container: str
    happened_at: datetime
    offset_known: bool
    effective_at: datetime
    recorded_at: datetime
    clock: str
    asserted_by: str


class EventCodeShown(msgspec.Struct, frozen=True):
    """A kind of event: ``origin`` says whose code it is, ``status`` what an item stands at after it."""

    code: str
    origin: str
    phase: str
    status: str
    label: str
    is_final: bool
    is_note: bool
    is_public: bool


def in_local(at: datetime, offset_min: int | None, zone: tzinfo | None) -> datetime:
    """A moment with the offset that was said, else the office's."""
    if offset_min is not None:
        return at.astimezone(timezone(timedelta(minutes=offset_min)))
    return at.astimezone(zone or UTC)


def item_shown(item: Item, position: Position, zone: tzinfo | None) -> ItemShown:
    """An item with where it stands; ``zone`` is the clock of the office it was last heard of from."""
    return ItemShown(
        number=item.unit.number, product=item.product.code, product_name=item.product.name,
        origin=OfficeNamed(item.origin_id, item.origin.shown_name),
        destination=OfficeNamed(item.destination_id, item.destination.shown_name),
        weight_g=item.weight_g, declared_value=item.declared_value, cod_amount=item.cod_amount,
        currency=item.currency, customer=item.customer_code, reference=item.reference, sender=item.sender,
        addressee=item.addressee, opened_at=item.unit.opened_at.astimezone(item.origin.zone),
        promise_date=item.promise_date, standing=_standing_shown(position, zone),
    )  # fmt: skip


def _standing_shown(position: Position, zone: tzinfo | None) -> StandingShown:
    event = position.event
    if event is None:
        return StandingShown(position.status, "", "", "", "", None, False, None, "", "")
    return StandingShown(
        status=position.status, code=position.code, raw_code=event.raw_code, reason=event.reason,
        office=position.office_code, happened_at=in_local(event.happened_at, event.offset_min, zone),
        offset_known=event.offset_min is not None, recorded_at=event.recorded_at,
        asserted_by=event.actor_kind, inherited_from=position.inherited_from,
    )  # fmt: skip


def event_shown(event: Event, codes: Codes, zone: tzinfo | None) -> EventShown:
    return EventShown(
        scan_id=event.scan_id, code=event.code, raw_code=event.raw_code, label=codes.events[event.code].label,
        reason=event.reason, action=event.action, office=event.office_code,
        container=event.container.number if event.container else "",
        happened_at=in_local(event.happened_at, event.offset_min, zone),
        offset_known=event.offset_min is not None, effective_at=event.effective_at,
        recorded_at=event.recorded_at, clock=event.clock, asserted_by=event.actor_kind,
    )  # fmt: skip


def code_shown(row: EventCode) -> EventCodeShown:
    return EventCodeShown(
        row.code, row.origin, row.phase, row.status, row.label, row.is_final, row.is_note, row.is_public
    )
