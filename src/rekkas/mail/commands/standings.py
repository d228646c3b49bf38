"""Standings computed again from the record."""

from itertools import islice

from rekkas.base.actors import Actor, Moment
from rekkas.base.bulk import update_rows
from rekkas.base.command import command
from rekkas.mail.projection import STANDING_COLUMNS
from rekkas.mail.queries.evidence import recomputed_standings

BATCH = 5000


@command
def rebuild_standings(*, by: Actor, at: Moment) -> int:
    """Compute every unit's standing again from its events alone. Returns how many were written."""
    rows, written = recomputed_standings(), 0
    while batch := list(islice(rows, BATCH)):
        update_rows("mail_standing", STANDING_COLUMNS, batch, key="unit_id")
        written += len(batch)
    return written
