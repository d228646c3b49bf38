"""What devices did without a network, and what of it waits for a decision."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Q, Sum

from rekkas.counter.choices import ActState
from rekkas.counter.errors import UnknownAct, UnknownDevice
from rekkas.counter.models import Act, Device, NumberRange, SheetGiven
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


def act(key: UUID, *, office: str = "") -> Act:
    """One act of a device by its key; with an office, of a device of that office."""
    rows = Act.objects.select_related("device").filter(key=key)
    found = (rows.filter(device__office__code=office) if office else rows).first()
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


def acts_with_cash(office: str) -> Listing[Act]:
    """Acts that were not done and whose cash is still held for their visitors, the oldest first."""
    rows = Act.objects.filter(
        state=ActState.NOT_DONE, held_entry__isnull=False, settled_entry=None, device__office_id=office
    )
    return Listing(rows.select_related("device").order_by("received_at", "id"), list)


def act_of_visit(key: UUID) -> Act | None:
    """The act by which a device told of a visit, if it was told by one."""
    return Act.objects.filter(key=key).first()


def numbers_left(device: Device) -> dict[str, list[str]]:
    """The item numbers that a device alone gives out and has not used, by service indicator, in their order."""
    found: dict[str, list[str]] = {}
    for row in NumberRange.objects.filter(device=device, unused__gt=0).order_by("id"):
        found.setdefault(row.indicator, []).extend(row.numbers[-row.unused :])
    return found


def ranges_with(numbers: Iterable[str]) -> dict[str, NumberRange]:
    """To which range of which device each of these numbers belongs; those of none are left out."""
    wanted = sorted({number for number in numbers if number})
    if not wanted:
        return {}
    among = Q()
    for number in wanted:
        among |= Q(first__lte=number, last__gte=number)
    return {
        number: row for row in NumberRange.objects.filter(among).order_by("id") for number in wanted
        if number in row.numbers
    }  # fmt: skip


def sheet_given(device: Device, digest: str) -> SheetGiven | None:
    """When a device was last given this sheet, if it ever was."""
    rows = SheetGiven.objects.filter(device=device, sheet_id=digest)
    return rows.order_by("-from_at").first() if digest else None


def last_heard(device: Device, until: datetime) -> datetime | None:
    """When the post last spoke with a device before a moment, by its own record: gave it a sheet, or heard an act."""
    given = SheetGiven.objects.filter(device=device, from_at__lte=until).order_by("-from_at").first()
    acts = Act.objects.filter(device=device, received_at__lte=until).order_by("-number")
    heard = [*acts.values_list("received_at", flat=True)[:1]]
    if given is not None:
        heard.append(min(given.until_at, until))
    return max(heard, default=None)
