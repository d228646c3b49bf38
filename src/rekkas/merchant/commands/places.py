"""From where a merchant's parcels are fetched."""

from django.utils.translation import gettext as _

from postkit.phone import e164
from rekkas.base.actors import Actor, Moment
from rekkas.base.command import command
from rekkas.base.errors import InvalidInput
from rekkas.merchant import queries
from rekkas.merchant.errors import TooManyHere, UnknownPickupAddress
from rekkas.merchant.models import Merchant, PickupAddress
from rekkas.territory import queries as territory

AT_MOST = 50


@command
def add_pickup_address(
    *, label: str, name: str, street: str, locality: str, phone: str, by: Actor, at: Moment,
    is_usual: bool = False, key: str | None = None,
) -> int:  # fmt: skip
    """Keep an address from which a merchant's parcels are fetched; the first, or the one they say, is the usual one."""
    row = queries.merchant(by.customer or "")
    Merchant.objects.select_for_update().get(customer=row.pk)
    said = {field: " ".join(text.split()) for field, text in
            (("label", label), ("name", name), ("street", street))}  # fmt: skip
    for field, text in said.items():
        if not text:
            raise InvalidInput(field=field, reason=_("it is empty."))
    telephone = e164(phone, row.customer.country_id)
    if not telephone:
        raise InvalidInput(field="phone", reason=_("it is no telephone number."))
    place = territory.locality(locality)
    kept = PickupAddress.objects.filter(merchant=row, removed_at=None)
    if kept.count() >= AT_MOST:
        raise TooManyHere(most=AT_MOST)
    is_usual = is_usual or not kept.exists()
    if is_usual:
        kept.filter(is_usual=True).update(is_usual=False)
    made = PickupAddress.objects.create(
        merchant=row, label=said["label"][:40], name=said["name"][:120], street=said["street"][:200],
        locality_id=place.code, phone=telephone, is_usual=is_usual, recorded_at=at,
    )  # fmt: skip
    return int(made.pk)


@command
def remove_pickup_address(*, address: int, by: Actor, at: Moment) -> None:
    """Keep an address no longer; where it was the usual one, the oldest of the others is."""
    row = queries.merchant(by.customer or "")
    Merchant.objects.select_for_update().get(customer=row.pk)
    kept = PickupAddress.objects.filter(merchant=row, pk=address).first()
    if kept is None:
        raise UnknownPickupAddress
    if kept.removed_at is not None:
        return
    was_usual, kept.removed_at, kept.is_usual = kept.is_usual, at, False
    kept.save(update_fields=["removed_at", "is_usual"])
    oldest = PickupAddress.objects.filter(merchant=row, removed_at=None).order_by("id").first()
    if was_usual and oldest is not None:
        oldest.is_usual = True
        oldest.save(update_fields=["is_usual"])
