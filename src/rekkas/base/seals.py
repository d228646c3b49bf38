"""How a batch of an append-only record is sealed: see postkit.evidence for what a seal is.

A record has lanes so that offices do not wait for one another; inside a lane batches follow one another.
"""

from collections.abc import Collection, Iterator
from datetime import datetime

from postkit.evidence import START, seal_digest
from rekkas.base.models import Lane, Seal

__all__ = ["Lane", "heads_of", "seal_batch", "seal_digest_of", "seals_of", "take_lane"]


def take_lane(record: str, lane: int, *, of: int = 0) -> Lane:
    """Lock a lane until the transaction ends. The batch being written will be ``lane.number + 1``.

    Where a record says how many lanes it has (``of``), its first batch makes them all.
    """
    found = Lane.objects.select_for_update().filter(record=record, lane=lane).first()
    if found is None:
        Lane.objects.bulk_create(
            [Lane(record=record, lane=one, number=0, digest=START) for one in {lane, *range(of)}],
            ignore_conflicts=True,
        )
        found = Lane.objects.select_for_update().get(record=record, lane=lane)
    return found


def seal_batch(lane: Lane, digests: Collection[bytes], *, at: datetime) -> None:
    """Close the batch over the rows that were really written, and move the lane's head."""
    if not digests:
        return
    previous = bytes(lane.digest)
    digest, number = seal_digest(previous, digests), lane.number + 1
    Seal.objects.create(
        record=lane.record, lane=lane.lane, number=number, row_count=len(digests),
        previous=previous, digest=digest, recorded_at=at,
    )  # fmt: skip
    Lane.objects.filter(pk=lane.pk).update(number=number, digest=digest)


def heads_of(record: str) -> list[tuple[int, int, str]]:
    """Where each chain of seals stands: lane, number, digest."""
    rows = Lane.objects.filter(record=record).order_by("lane")
    return [(row.lane, row.number, bytes(row.digest).hex()) for row in rows]


def seal_digest_of(record: str, lane: int, number: int) -> str:
    """The digest of one seal; nothing where it is not there."""
    seal = Seal.objects.filter(record=record, lane=lane, number=number).first()
    return bytes(seal.digest).hex() if seal else ""


def seals_of(record: str, lane: int) -> Iterator[tuple[int, int, str, str]]:
    """The seals of a lane, by number: number, how many rows, the digest before, its own."""
    rows = Seal.objects.filter(record=record, lane=lane).order_by("number")
    columns = ("number", "row_count", "previous", "digest")
    for number, count, previous, digest in rows.values_list(*columns).iterator(5_000):
        yield number, count, bytes(previous).hex(), bytes(digest).hex()
