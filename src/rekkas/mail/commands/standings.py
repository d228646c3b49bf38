"""Standings begun, and computed again from the record."""

from collections.abc import Iterable
from itertools import islice

from django.db.models import Exists, OuterRef

from rekkas.base.actors import Actor, Moment
from rekkas.base.bulk import insert_all, update_rows
from rekkas.base.command import command
from rekkas.base.seals import take_lane
from rekkas.mail.choices import Status
from rekkas.mail.models import Event, EventCode, Standing, Unit
from rekkas.mail.projection import NEVER, STANDING_COLUMNS
from rekkas.mail.queries.custody import LANES, RECORD
from rekkas.mail.queries.evidence import recomputed_standings

BATCH = 5000
NOTHING_YET = {
    "code": "", "status": Status.UNKNOWN.value, "office_code": "", "effective_at": NEVER, "is_final": False,
    "rank": 0,
}  # fmt: skip


def begin_standings(unit_ids: Iterable[int]) -> None:
    """Standings of units of which nothing was heard yet."""
    insert_all(
        "mail_standing", ("unit_id", *NOTHING_YET), [(pk, *NOTHING_YET.values()) for pk in unit_ids]
    )  # fmt: skip


@command
def rebuild_standings(*, by: Actor, at: Moment) -> int:
    """Compute every unit's standing again from its events alone. Returns how many were written."""
    for lane in range(LANES):
        take_lane(RECORD, lane)  # nobody adds an event meanwhile
    own = Standing.objects.filter(unit=OuterRef("pk"))
    begin_standings(Unit.objects.exclude(Exists(own)).order_by("pk").values_list("pk", flat=True))
    notes = EventCode.objects.filter(is_note=True).values("code")
    said = Event.objects.filter(unit=OuterRef("unit")).exclude(code__in=notes)
    Standing.objects.exclude(code="").exclude(Exists(said)).update(event=None, container=None, **NOTHING_YET)
    rows, written = recomputed_standings(), 0
    while batch := list(islice(rows, BATCH)):
        update_rows("mail_standing", STANDING_COLUMNS, batch, key="unit_id")
        written += len(batch)
    return written
