"""The addresses that a citizen keeps."""

from django.utils.translation import gettext as _

from postkit.address import Address
from rekkas.base.actors import Actor, Moment
from rekkas.base.command import command
from rekkas.base.errors import InvalidInput
from rekkas.citizen.commands.oneself import own_row
from rekkas.citizen.errors import TooManyKept, UnknownAddress
from rekkas.citizen.models import SavedAddress

AT_MOST, PART_AT_MOST = 10, 200


@command
def save_address(
    *, phone: str, label: str, address: Address, is_usual: bool, by: Actor, at: Moment, key: str | None = None
) -> int:
    """Keep an address of a citizen, under a name of theirs; the first, or the one they say, is the usual one."""
    row = own_row(phone, by)
    label, body = " ".join(label.split()), address.as_dict()
    if not label or len(label) > 40:
        raise InvalidInput(field="label", reason=_("give the address a short name, such as home."))
    if not (body.get("street") or body.get("street_ar")) or max(map(len, body.values())) > PART_AT_MOST:
        raise InvalidInput(field="street", reason=_("write street and house."))
    kept = SavedAddress.objects.select_for_update().filter(citizen=row, removed_at=None)
    if len(kept) >= AT_MOST:
        raise TooManyKept(most=AT_MOST)
    is_usual = is_usual or not kept
    if is_usual:
        kept.filter(is_usual=True).update(is_usual=False)
    made = SavedAddress.objects.create(citizen=row, label=label, body=body, is_usual=is_usual, recorded_at=at)
    return int(made.pk)


@command
def remove_address(*, phone: str, address: int, by: Actor, at: Moment) -> None:
    """Keep an address of a citizen no longer; where it was the usual one, the oldest of the others is."""
    row = own_row(phone, by)
    kept = SavedAddress.objects.select_for_update().filter(citizen=row, pk=address).first()
    if kept is None:
        raise UnknownAddress
    if kept.removed_at is not None:
        return
    was_usual, kept.removed_at, kept.is_usual = kept.is_usual, at, False
    kept.save(update_fields=["removed_at", "is_usual"])
    oldest = SavedAddress.objects.filter(citizen=row, removed_at=None).order_by("id").first()
    if was_usual and oldest is not None:
        oldest.is_usual = True
        oldest.save(update_fields=["is_usual"])
