"""What devices did without a network, and what of it waits for a decision."""

from uuid import UUID

from django.db.models import Sum

from rekkas.counter.choices import ActState
from rekkas.counter.errors import UnknownAct, UnknownDevice
from rekkas.counter.models import Act, Device, NumberRange
from rekkas.desk.listings import Listing


def device(id: UUID) -> Device:
    """One device that the post knows."""
    found = Device.objects.filter(pk=id).first()
    if found is None:
        raise UnknownDevice(device=str(id))
    return found


def device_for_update(id: UUID) -> Device:
    found = Device.objects.select_for_update().filter(pk=id).first()
    if found is None:
        raise UnknownDevice(device=str(id))
    return found


def act_for_update(key: UUID) -> Act:
    found = Act.objects.select_for_update().filter(key=key).first()
    if found is None:
        raise UnknownAct(act=str(key))
    return found


def act(key: UUID) -> Act:
    """One act of a device by its key."""
    found = Act.objects.select_related("device").filter(key=key).first()
    if found is None:
        raise UnknownAct(act=str(key))
    return found


def acts_held(office: str = "", *, session: str = "", clerk: str = "") -> Listing[Act]:
    """Acts that wait for a decision, the oldest first."""
    rows = Act.objects.filter(state=ActState.HELD).select_related("device")
    if office:
        rows = rows.filter(device__office_id=office)
    if session:
        rows = rows.filter(session=session)
    if clerk:
        rows = rows.filter(clerk=clerk)
    return Listing(rows.order_by("received_at", "id"), list)


def held_money(session: str) -> int:
    """What was taken in acts of a session that still wait: it lies in the till, and in the record as held."""
    found = Act.objects.filter(session=session, state=ActState.HELD).aggregate(whole=Sum("money"))
    return int(found["whole"] or 0)


def numbers_of(device: Device) -> dict[str, list[str]]:
    """The item numbers that a device alone gives out, by service indicator, in their order."""
    found: dict[str, list[str]] = {}
    for row in NumberRange.objects.filter(device=device).order_by("id"):
        found.setdefault(row.indicator, []).extend(row.numbers)
    return found
