"""What is looked at before an item is taken in. Each check refuses, with what to do instead."""

from datetime import timedelta

from django.utils.translation import gettext as _

from rekkas.base.actors import Actor, Moment
from rekkas.base.choices import ActorKind
from rekkas.base.errors import InvalidInput, NotYourOffice
from rekkas.mail.commands.addresses import is_same_address
from rekkas.mail.custody import AHEAD
from rekkas.mail.entries import ItemEntry
from rekkas.mail.errors import AnnouncedOtherwise, NotYourContract, TooLongAgo
from rekkas.mail.models import Item

AMOUNT_AT_MOST = 10**15
PART_AT_MOST = 160  # characters of one part of an address: what a label and a list have room for
# A device may be without a connection for weeks; for longer, its clock is wrong.
HEARD_WITHIN = timedelta(days=45)


def says_the_same(entry: ItemEntry, item: Item) -> bool:
    """Whether an entry says again what its item was taken in with; the post may have weighed it since."""
    if entry.key == item.accepted_key:  # the clerk's words stand beside what its sender announced
        return (item.cod_amount, item.weight_g) == (entry.cod_amount, entry.weight_g)
    weighed_again = item.accepted_key is not None
    return (
        is_same_address(item.addressee, entry.addressee.as_dict())
        and (item.cod_amount, item.declared_value) == (entry.cod_amount, entry.declared_value)
        and (item.customer_code, item.reference) == (entry.customer, entry.reference)
        and (weighed_again or item.weight_g == entry.weight_g)
    )


def check_author(entry: ItemEntry, by: Actor) -> None:
    """Whoever belongs to an office, or sends under a contract, speaks for that one only."""
    if by.office and entry.origin != by.office:
        raise NotYourOffice(yours=by.office, office=entry.origin)
    if by.customer and entry.customer != by.customer:
        raise NotYourContract(yours=by.customer, customer=entry.customer or "—")


def check_moment(happened_at: Moment, at: Moment) -> None:
    if happened_at.tzinfo is None:
        raise InvalidInput(field="happened_at", reason=_("it does not say its UTC offset."))
    if happened_at > at + AHEAD:
        raise InvalidInput(field="happened_at", reason=_("it is in the future. Set the clock."))


def check_handed_over(happened_at: Moment, by: Actor, at: Moment) -> None:
    """Nobody but an import tells today of what was handed over long ago: each week asked of costs a promise table."""
    if happened_at < at - HEARD_WITHIN and by.kind != ActorKind.SYSTEM:
        raise TooLongAgo(day=happened_at.date().isoformat(), days=HEARD_WITHIN.days)


def check_room(entry: ItemEntry) -> None:
    for field, room in (("customer", 24), ("reference", 64)):
        if len(getattr(entry, field)) > room:
            raise InvalidInput(field=field, reason=_("it is too long."))
    for field, amount in (("declared_value", entry.declared_value), ("cod_amount", entry.cod_amount)):
        if amount > AMOUNT_AT_MOST:
            raise InvalidInput(field=field, reason=_("it is too large."))
    words = {name: str(getattr(entry, name)) for name in entry.__struct_fields__}
    for end in ("sender", "addressee"):
        parts = {f"{end}.{part}": text for part, text in getattr(entry, end).as_dict().items()}
        for field, text in parts.items():
            if len(text) > PART_AT_MOST:
                reason = _("it has more than %(max_length)s characters") % {"max_length": PART_AT_MOST}
                raise InvalidInput(field=field, reason=reason)
        words |= parts
    for field, text in words.items():
        if "\0" in text:
            raise InvalidInput(field=field, reason=_("it holds a sign that cannot be kept."))


def check_as_announced(
    entry: ItemEntry, *, number: str, product_id: int, destination: str, item: Item
) -> None:
    """Only the weight may differ: the post weighs again."""
    same = {
        "product": product_id == item.product_id, "destination": destination == item.destination_id,
        "cod_amount": entry.cod_amount == item.cod_amount, "customer": entry.customer == item.customer_code,
    }  # fmt: skip
    for field, agrees in same.items():
        if not agrees:
            raise AnnouncedOtherwise(number=number, field=field)
