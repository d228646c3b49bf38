"""The devices of an office: when each was heard, what it has left and keeps; one that is gone is given up."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rekkas.base.access import StaffRequest, requires
from rekkas.counter import commands, queries
from rekkas.counter.queries.office import devices_of, left_of
from rekkas.desk.forms import DeskForm
from rekkas.desk.listings import page_of
from rekkas.desk.pages import at_office, now_at, show


@require_safe
@requires("counter.release_act")
@at_office
def devices(request: StaffRequest, office: Any) -> HttpResponse:
    """Every device of an office, the last heard first; those that were given up at the end."""
    page = page_of(request, devices_of(office.code))
    left, at = left_of(page.object_list), now_at(office)
    rows = [_told(row, left.get(row.pk, []), office, at) for row in page.object_list]
    return show(request, "counter/devices.html", office=office, rows=rows, page_obj=page, form=DeskForm())


@requires("counter.retire_device")
@at_office
def retire_device(request: StaffRequest, office: Any, device: UUID) -> HttpResponse:
    """Give a device up. What it still keeps is heard when it is opened again, and it is then a device as before."""
    form = DeskForm(request.POST or None)
    if form.is_valid() and form.does(
        lambda _key: commands.retire_device(
            device=device, office=office.code, by=request.actor, at=now_at(office)
        )
    ):
        messages.success(request, _("The device was given up."))
        return redirect("counter-devices")
    one = _told(queries.device(device), [], office, now_at(office))
    return show(request, "counter/retire_device.html", office=office, one=one, form=form)


def _told(row: Any, left: list[tuple[str, int]], office: Any, at: Any) -> dict[str, Any]:
    return {
        "id": row.pk, "mark": str(row.pk)[:8], "name": row.name, "unsent": row.unsent, "left": left,
        "seen": row.seen_at.astimezone(office.zone), "silent": (at - row.seen_at).total_seconds() > 15 * 60,
        "retired": row.retired_at.astimezone(office.zone) if row.retired_at else None,
        "clerk": getattr(row, "last_clerk", "") or "", "held": getattr(row, "held", 0) or 0,
    }  # fmt: skip
