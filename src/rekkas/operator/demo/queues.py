"""The halls of the counters as they are now: who waits since when, and whom each clerk serves."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from uuid import NAMESPACE_OID, uuid5

from rekkas.counter.commands import call_next, take_ticket
from rekkas.counter.queries import rules_of
from rekkas.network.queries import is_open
from rekkas.operator.demo.acts import Act, Stage, minutes
from rekkas.operator.demo.scene import Counter, Scene
from rekkas.operator.demo.tills import clerk_of

CALLED = (26, 17, 6)  # minutes ago
TAKEN = (
    (31, 0),
    (27, 1),
    (23, 0),
    (19, 2),
    (15, 4),
    (11, 0),
    (8, 3),
    (4, 1),
    (2, 0),
)  # minutes ago, which errand


def queue_acts(scene: Scene) -> Iterator[Act]:
    """The last half hour in each hall: the first of them is the fullest."""
    for rank, counter in enumerate(scene.counters):
        for ago, errand in TAKEN[rank:]:
            at = scene.now - minutes(ago)
            yield Act(at, 40, partial(take, counter=counter, errand=errand, at=at))
        for ago in CALLED:
            at = scene.now - minutes(ago)
            yield Act(at, 41, partial(call, counter=counter, desk=str(rank % 4 + 1), at=at))


def take(stage: Stage, counter: Counter, errand: int, at: datetime) -> None:
    errands = rules_of(stage.scene.country.iso).errands
    if not errands or not is_open(counter.office, at):
        return
    take_ticket(
        office=counter.office.code, errand=errands[errand % len(errands)].code, by=clerk_of(stage, counter), at=at,
        key=uuid5(NAMESPACE_OID, f"ticket {counter.office.code} {errand} {at.isoformat()}"),
    )  # fmt: skip


def call(stage: Stage, counter: Counter, desk: str, at: datetime) -> None:
    if is_open(counter.office, at):
        call_next(office=counter.office.code, desk=desk, by=clerk_of(stage, counter), at=at)
