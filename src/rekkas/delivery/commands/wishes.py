"""What addressees wish: another day, a neighbour, another address, the office, another office."""

from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from postkit.address import Address
from rekkas.base.actors import Actor, Moment
from rekkas.base.choices import ActorKind
from rekkas.base.command import command
from rekkas.base.errors import InvalidInput
from rekkas.citizen.errors import NotYourItem, NotYourOwn
from rekkas.delivery.choices import WishKind
from rekkas.delivery.errors import AddressTooFar, PostmanHasIt, UnknownWish
from rekkas.delivery.models import Wish
from rekkas.mail.choices import OUT, UnitKind
from rekkas.mail.commands import redirect_item
from rekkas.mail.errors import AlreadyDelivered
from rekkas.mail.queries import is_addressee, standing_for_update
from rekkas.mail.queries import item as known_item
from rekkas.network.queries import delivery_offices_for

WITHIN = timedelta(days=14)
NEIGHBOUR_AT_MOST = 120


@command
def note_wish(
    *, number: str, kind: WishKind, phone: str, day: date | None = None, office: str = "",
    address: Address | None = None, neighbour: str = "", by: Actor, at: Moment, key: str | None = None,
) -> None:  # fmt: skip
    """Note what the addressee of an item wishes instead of the ordinary delivery. An earlier wish is withdrawn."""
    item = _held(number, phone, by)
    said: dict[str, Any] = {"kind": kind, "phone": phone}
    match kind:
        case WishKind.DAY:
            said["day"] = _day(day, at.astimezone(item.destination.zone).date())
        case WishKind.NEIGHBOUR:
            said["neighbour"] = _neighbour(neighbour)
        case WishKind.ADDRESS:
            said["address"] = _address(address, item)
        case WishKind.OFFICE:
            redirect_item(number=item.unit.number, destination=office, by=by, at=at)
            said["office_id"] = office
        case WishKind.KEEP:
            pass
    _withdraw(item, at)
    Wish.objects.create(unit_id=item.unit_id, noted_at=at, **said)


@command
def withdraw_wish(*, number: str, phone: str, by: Actor, at: Moment) -> None:
    """Take back what the addressee of an item wished. What was sent to another office goes on to it."""
    item = _held(number, phone, by)
    if not _withdraw(item, at):
        raise UnknownWish(number=item.unit.number)


def _held(number: str, phone: str, by: Actor) -> Any:
    """The item, whose standing nobody changes meanwhile, if it goes to this telephone and can still be steered."""
    if by.kind == ActorKind.PERSON and by.citizen != phone:
        raise NotYourOwn
    standing = standing_for_update(number, UnitKind.ITEM, by=by)
    if not is_addressee(number, phone):
        raise NotYourItem(number=number)
    if standing.is_final:
        raise AlreadyDelivered(number=number)
    if standing.code == OUT:
        raise PostmanHasIt(number=number)
    return known_item(number)


def _withdraw(item: Any, at: Moment) -> int:
    return Wish.objects.filter(unit=item.unit_id, withdrawn_at=None).update(withdrawn_at=at)


def _day(day: date | None, today: date) -> date:
    if day is None or not today < day <= today + WITHIN:
        raise InvalidInput(field="day", reason=_("choose a day of the next two weeks."))
    return day


def _neighbour(neighbour: str) -> str:
    name = " ".join(neighbour.split())
    if not name or len(name) > NEIGHBOUR_AT_MOST or not name.isprintable():
        raise InvalidInput(field="neighbour", reason=_("say who the neighbour is and at which door."))
    return name


def _address(address: Address | None, item: Any) -> dict[str, str]:
    """Another office's postmen do not come to this one for an item."""
    if address is None or not address.locality_code:
        raise InvalidInput(
            field="address", reason=_("choose one of your addresses, in a place that the post knows.")
        )
    if delivery_offices_for([address.locality_code]).get(address.locality_code) != item.destination_id:
        raise AddressTooFar(locality=address.locality)
    return address.as_dict()
