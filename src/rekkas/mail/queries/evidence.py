"""Whether the record of custody is as it was written, and the standings what follows from it."""

from collections.abc import Generator, Iterator
from math import inf

from postkit.evidence import Fault
from rekkas.base.evidence import CHUNK, faults_in, stored_rows
from rekkas.mail.models import Event, Standing, Unit
from rekkas.mail.projection import EVENT_COLUMNS, STANDING_COLUMNS, Row, outranks, said_by, standing_row
from rekkas.mail.queries.custody import RECORD, codes_in_force


def custody_faults() -> Generator[Fault]:
    """Events that were changed, added or taken away since they were sealed, by name."""
    numbers = dict(Unit.objects.values_list("pk", "number"))
    yield from faults_in(
        RECORD, Event, EVENT_COLUMNS, said_by=said_by,
        name=lambda row: f"event {row['id']} ({row['code']} of {numbers.get(row['unit_id'], '?')})",
    )  # fmt: skip


def recomputed_standings() -> Iterator[Row]:
    """The standing of each unit that has events, computed from them alone, by unit."""
    codes, best = codes_in_force(), None
    for _, event in stored_rows(Event, EVENT_COLUMNS, order="unit_id"):
        row = standing_row(event, codes) if event is not None else None
        if row is None:
            continue
        if best is not None and best[0] != row[0]:
            yield best
            best = None
        if best is None or outranks(row, best):
            best = row
    if best is not None:
        yield best


def standing_faults() -> Generator[Fault]:
    """Standings that are not what follows from their unit's events."""
    kept = (
        Standing.objects.exclude(code="").order_by("unit_id").values_list(*STANDING_COLUMNS).iterator(CHUNK)
    )
    found = recomputed_standings()
    last = (inf,)
    one, other = next(kept, last), next(found, last)
    while one[0] < inf or other[0] < inf:
        unit = min(one[0], other[0])
        if one[0] > unit:
            yield Fault(f"standing of unit {unit}", "not-projected")
        elif other[0] > unit:
            yield Fault(f"standing of unit {unit}", "no-event-says-so")
        elif tuple(one) != tuple(other):
            yield Fault(f"standing of unit {unit}", "differs-from-events")
        one = next(kept, last) if one[0] == unit else one
        other = next(found, last) if other[0] == unit else other
