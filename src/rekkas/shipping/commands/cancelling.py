"""A shipment is taken back before the post has it."""

from rekkas.base.actors import Actor, Moment
from rekkas.base.command import command
from rekkas.mail.commands import cancel_items
from rekkas.mail.errors import AlreadyDelivered, AlreadyOnItsWay
from rekkas.shipping import queries
from rekkas.shipping.errors import HandedOverAlready


@command
def cancel_shipment(*, number: str, by: Actor, at: Moment, key: str | None = None) -> int:
    """Cancel what was announced and not handed over yet: all parcels of a shipment, however often it is asked.

    Returns how many parcels are cancelled.
    """
    sent = queries.shipment(by.customer or "", number, at)
    open_numbers = [one.number for one in sent.tracking if one.status != "cancelled"]
    if not open_numbers:
        return len(sent.tracking)
    if any(one.status not in {"announced", "cancelled"} for one in sent.tracking):
        raise HandedOverAlready(number=number)
    try:
        cancel_items(numbers=open_numbers, office="", by=by, at=at)
    except (AlreadyDelivered, AlreadyOnItsWay):  # it was handed over at this very moment
        raise HandedOverAlready(number=number) from None
    return len(sent.tracking)
