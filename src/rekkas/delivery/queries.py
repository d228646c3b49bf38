"""What can be asked of delivery."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from postkit.address import Address
from postkit.phone import e164
from postkit.text import clean_number
from rekkas.citizen.queries import collectors_for
from rekkas.delivery.choices import STAYS, Recipient, WishKind
from rekkas.delivery.errors import TRIES
from rekkas.delivery.models import Kept, ProofOfDelivery, Wish
from rekkas.design import formats
from rekkas.desk.notes import adds_notes
from rekkas.mail.choices import ATTEMPTED, AWAITING, OUT, RETURN_BEGUN
from rekkas.mail.errors import NotHere
from rekkas.mail.queries import (
    Position,
    items_numbered,
    items_to_deliver,
    latest_unit,
    lies_at,
    positions_of,
    returning,
)


def proof_of(number: str) -> ProofOfDelivery | None:
    """The proof of an item's delivery, if it was delivered."""
    return ProofOfDelivery.objects.filter(unit=latest_unit(number)).first()


@dataclass(frozen=True, slots=True)
class HandedOver:
    """A hand-over as its proof tells it: the item by its number and its name in the ledger, the cash, by whom."""

    number: str
    subject: str
    amount: int
    currency: str
    office: str
    courier: str
    happened_at: datetime


def cash_deliveries(since: datetime) -> Iterator[HandedOver]:
    """Hand-overs against cash from a moment on, the earliest first."""
    return _handed_over(_against_cash().filter(happened_at__gte=since))


def cash_deliveries_of(subjects: Iterable[str]) -> Iterator[HandedOver]:
    """Hand-overs against cash of these items, by their names in the ledger."""
    wanted = set(subjects)
    rows = _against_cash().filter(unit__number__in={subject.partition("~")[0] for subject in wanted})
    return (row for row in _handed_over(rows) if row.subject in wanted)


def cash_taken_at(subjects: Iterable[str]) -> dict[str, datetime]:
    """When the cash of these items was taken, by their names in the ledger."""
    return {row.subject: row.happened_at for row in cash_deliveries_of(subjects)}


def sent_back_since(since: datetime, until: datetime) -> list[HandedOver]:
    """Items that were handed back to their senders from one moment to another."""
    rows = ProofOfDelivery.objects.filter(
        recipient=Recipient.SENDER, happened_at__gte=since, happened_at__lt=until
    )
    return list(_handed_over(rows))


def _against_cash() -> "QuerySet[ProofOfDelivery]":
    return ProofOfDelivery.objects.filter(cod_amount__gt=0)


def _handed_over(rows: "QuerySet[ProofOfDelivery]") -> Iterator[HandedOver]:
    """Without the pictures, which weigh most."""
    kept: Any = rows.select_related("unit").defer("signature", "photo", "evidence_digest")
    for row in kept.order_by("happened_at", "unit").iterator(5_000):
        yield HandedOver(
            row.unit.number, row.unit.subject, row.cod_amount, row.currency, row.office_code, row.actor_name,
            row.happened_at,
        )  # fmt: skip


# ---- wishes ----------------------------------------------------------------------------------------------------


def wishes_for(unit_ids: Iterable[int]) -> dict[int, Wish]:
    """What the addressees of these items wish now, by item."""
    rows = Wish.objects.select_related("office", "unit").filter(unit__in=set(unit_ids), withdrawn_at=None)
    return {row.unit_id: row for row in rows}


def wish_for(number: str) -> Wish | None:
    """What the addressee of the latest item of a number wishes now."""
    row = items_numbered([number]).get(clean_number(number))
    return wishes_for([row.pk]).get(row.pk) if row else None


@adds_notes
def wishes_noted(numbers: Sequence[str]) -> dict[str, str]:
    """What is wished for these items, in words, for the pages of staff."""
    units = {row.pk: number for number, row in items_numbered(numbers).items()}
    return {units[pk]: wish_text(row) for pk, row in wishes_for(units).items()}


def wish_text(wish: Wish) -> str:
    """A wish as staff read it: with the day, the neighbour, the address or the office."""
    match WishKind(wish.kind):
        case WishKind.DAY if wish.day:
            more = formats.day_text(wish.day)
        case WishKind.NEIGHBOUR:
            more = wish.neighbour
        case WishKind.ADDRESS:
            address = Address.from_dict(wish.address or {})
            more = ", ".join(filter(None, (address.street or address.street_ar, address.locality)))
        case WishKind.OFFICE if wish.office:
            more = str(wish.office.shown_name)
        case _:
            more = ""
    kind = str(wish.get_kind_display())
    return _("%(wish)s: %(more)s") % {"wish": kind, "more": more} if more else kind


# ---- the shelf ---------------------------------------------------------------------------------------------------

SHELF_READ = 2_000
SIGNS_AT_LEAST = 4  # of the number of a document
DAYS_UNTIL_RETURN = 2  # after the end of keeping an office decides; then its items go back by themselves


@dataclass(frozen=True, slots=True)
class OnShelf:
    """An item that waits for its addressee: where, since when, and how many days it is still kept."""

    number: str
    item: Any
    shelf: str
    since: datetime
    until: date
    days_left: int


def on_shelf(office: Any, at: datetime) -> list[OnShelf]:
    """What waits at an office, the first that goes back first."""
    rows = items_to_deliver(office.code, after=[AWAITING])[:SHELF_READ]
    kept = {row.pk: row for row in Kept.objects.filter(unit__in=[row.item.pk for row in rows])}
    today = at.astimezone(office.zone).date()
    found = []
    for row in rows:
        note = kept.get(row.item.pk)
        since = row.position.effective_at.astimezone(office.zone)
        until = note.until if note else since.date() + timedelta(days=row.item.product.kept_days)
        shelf = note.shelf if note else ""
        found.append(OnShelf(row.number, row.item, shelf, since, until, (until - today).days))
    return sorted(found, key=lambda one: (one.until, one.shelf, one.number))


def shelves_of(numbers: Sequence[str]) -> dict[str, str]:
    """On which shelf items lie, where one was said."""
    rows = Kept.objects.filter(unit__in=[row.pk for row in items_numbered(numbers).values()]).exclude(
        shelf=""
    )
    return {row.unit.number: row.shelf for row in rows.select_related("unit")}


def collectors_of(number: str, office: Any, at: datetime) -> list[Any]:
    """Whom the addressee of a waiting item lets collect it today."""
    item = items_numbered([number]).get(clean_number(number))
    phone = e164(str(item.addressee.get("phone", "")), office.country_id) if item else ""
    return collectors_for(phone, number, at.astimezone(office.zone).date()) if phone else []


def is_document(named: str, shown: str) -> bool:
    """Whether the last signs that were read are those that the addressee named; one of the two may be longer."""
    one, other = clean_number(named), clean_number(shown)
    return min(len(one), len(other)) >= SIGNS_AT_LEAST and (one.endswith(other) or other.endswith(one))


def where_it_lies(item: Any, office: str) -> Position:
    """Where an item stands that can be taken in hand at this office. Of any other nobody here is told anything."""
    position = positions_of([item.pk]).get(item.pk)
    if position is None or not lies_at(position, office):
        raise NotHere(number=item.unit.number, office=office)
    return position


def is_waiting(item: Any, office: str) -> bool:
    """Whether an item waits on a shelf of this office for its addressee."""
    position = positions_of([item.pk]).get(item.pk)
    is_here = position is not None and position.code == AWAITING and lies_at(position, office)
    return is_here and not going_back([item], office)


def going_back(items: Iterable[Any], office: str) -> dict[int, datetime]:
    """Items that have become their senders', and since when: whose return has begun to where they were posted, or which
    lie there at this office.
    """
    near = [item.pk for item in items if item.origin_id in (item.destination_id, office)]
    return returning(near) if near else {}


def is_given_against_proof(position: Position, *, goes_back: bool) -> bool:
    """Whether an item lies at its office for whoever comes: on a shelf, brought back by its postman, going back."""
    if position.is_final:
        return False
    if goes_back:
        return position.code != OUT
    if position.code == ATTEMPTED:
        return position.event is not None and position.event.action in STAYS
    return position.code in (AWAITING, RETURN_BEGUN)


def is_code_locked(number: str) -> bool:
    """Whether so many wrong codes were said for an item that only a document counts."""
    item = items_numbered([number]).get(clean_number(number))
    return item is not None and Kept.objects.filter(unit=item.pk, tries__gte=TRIES).exists()


def to_return(office: Any, at: datetime, *, days: int = 0) -> list[OnShelf]:
    """What was kept to its end, or so many days longer, and nobody came for."""
    return [one for one in on_shelf(office, at) if one.days_left < -days]


def offices_to_return_from(country: str, today: date) -> list[str]:
    """Offices at which something was kept to its end and the days after it."""
    end = today - timedelta(days=DAYS_UNTIL_RETURN)
    rows = Kept.objects.filter(office__country_id=country, until__lt=end)
    return sorted({row.office_id for row in rows.only("office")})
