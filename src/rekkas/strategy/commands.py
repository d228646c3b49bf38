"""What can be done with studies: they are begun and cancelled by people; workers do the rest (see ``leases``)."""

from collections.abc import Mapping
from typing import Any

import msgspec

from rekkas.base.actors import Actor, Moment
from rekkas.base.command import command
from rekkas.strategy.choices import StudyKind, StudyState
from rekkas.strategy.entries import asked, between
from rekkas.strategy.errors import StudyIsOver, StudyMistaken
from rekkas.strategy.models import Study
from rekkas.strategy.queries import next_number, study_for_update
from rekkas.strategy.runs import check, check_size
from rekkas.territory import queries as territory

SEED_AT_MOST = 2**31 - 1


@command
def begin_study(
    *, kind: StudyKind, country: str, params: Mapping[str, Any], seed: int = 1, title: str = "",
    by: Actor, at: Moment, key: str | None = None,
) -> int:  # fmt: skip
    """Ask for long work on the network of a country; its number. A worker takes it when one is free."""
    if not 0 <= seed <= SEED_AT_MOST:
        raise StudyMistaken(reason=between("seed", 0, SEED_AT_MOST))
    wanted = asked(kind, params)
    check(territory.country(country).pk, wanted)
    check_size(country, wanted)
    study = Study.objects.create(
        number=next_number(), kind=kind, country_id=country, title=title.strip()[:120],
        params=msgspec.to_builtins(wanted), seed=seed, asked_by=by.name, asked_at=at,
    )  # fmt: skip
    return study.number


@command
def cancel_study(*, study: int, by: Actor, at: Moment, key: str | None = None) -> None:
    """Give up a study that waits or is under way: it will have no result and leaves nothing behind."""
    row = study_for_update(study)
    if row.is_over:
        raise StudyIsOver(study=study)
    row.cancel_asked = True
    if row.state == StudyState.WAITING or (row.lease_until is not None and row.lease_until < at):
        row.state, row.finished_at, row.lease, row.lease_until = StudyState.CANCELLED, at, None, None
    row.save()
