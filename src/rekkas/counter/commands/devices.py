"""Devices at counters: known, given item numbers of their own, given up."""

import hashlib
from datetime import datetime
from uuid import UUID, uuid5

from rekkas.base.actors import Actor, Moment
from rekkas.base.command import command
from rekkas.counter.entries import DeviceKnown
from rekkas.counter.errors import DeviceElsewhere
from rekkas.counter.models import Device, NumberRange, Sheet
from rekkas.counter.queries.acts import device_for_update, numbers_of
from rekkas.counter.queries.rules import digest_of, rules_of, sheet_body
from rekkas.mail.commands import reserve_numbers
from rekkas.network.queries import office as known_office

MOST_UNSENT = 2**31 - 1  # what a column holds: a device may say any number


@command
def know_device(
    *, device: UUID, name: str, office: str, unsent: int = 0, by: Actor, at: Moment
) -> DeviceKnown:
    """Know a device at a counter, and say how far its journal was heard. From here on it carries today’s prices."""
    here = known_office(office)
    row, is_new = Device.objects.select_for_update().get_or_create(
        pk=device,
        defaults={
            "office_id": office, "name": name.strip()[:80], "known_since": at, "seen_at": at, "head": start_of(device),
        },
    )  # fmt: skip
    if row.office_id != office:
        raise DeviceElsewhere(office=row.office_id)
    if not is_new or unsent:
        row.seen_at, row.retired_at, row.unsent = at, None, min(unsent, MOST_UNSENT)
        row.save(update_fields=["seen_at", "retired_at", "unsent"])
    body = sheet_body(here.country_id)
    digest = digest_of(body)
    Sheet.objects.bulk_create(
        [Sheet(digest=digest, country_id=here.country_id, body=body, first_given_at=at, last_given_at=at)],
        update_conflicts=True, unique_fields=["digest"], update_fields=["last_given_at"],
    )  # fmt: skip
    return DeviceKnown(device, row.heard, row.head, digest)


@command
def reserve_device_numbers(
    *, device: UUID, indicators: tuple[str, ...], office: str, by: Actor, at: Moment, key: UUID
) -> dict[str, list[str]]:
    """Give a device item numbers of its own, so that it can label without a network. Returns all that it ever got."""
    row = device_for_update(device)
    here = known_office(office)
    if row.office_id != office:
        raise DeviceElsewhere(office=row.office_id)
    count = rules_of(here.country_id).numbers_reserved
    for indicator in sorted(set(indicators)):
        given = uuid5(key, indicator)
        if NumberRange.objects.filter(key=given).exists():
            continue
        reserved = reserve_numbers(
            indicator=indicator,
            country=here.country_id,
            count=count,
            office=office,
            by=by,
            at=at,
            key=str(given),
        ).numbers
        NumberRange.objects.create(
            device=row, indicator=indicator, country_id=here.country_id, first=reserved[0], last=reserved[-1],
            numbers=list(reserved), given_at=at, key=given,
        )  # fmt: skip
    return numbers_of(row)


@command
def retire_device(*, device: UUID, office: str, by: Actor, at: Moment) -> None:
    """Give a device up. Numbers that it did not use are never used."""
    row = device_for_update(device)
    if row.office_id != office:
        raise DeviceElsewhere(office=row.office_id)
    row.retired_at = at
    row.save(update_fields=["retired_at"])


def start_of(device: UUID) -> str:
    """What the first act of a device's journal goes on from.

    >>> start_of(UUID(int=0))[:12]
    'e25ad3da5ec0'
    """
    return hashlib.sha256(b"rekkas journal " + str(device).encode()).hexdigest()


def next_in_chain(head: str, said: str) -> str:
    """The chain after an act: the digest of what came before and of exactly what was written.

    >>> next_in_chain("00", "x") == hashlib.sha256(b"00" + b"\\n" + b"x").hexdigest()
    True
    """
    return hashlib.sha256(f"{head}\n{said}".encode()).hexdigest()


def clock_off(device_now: datetime, now: datetime) -> int:
    """By how many milliseconds a device's clock is fast."""
    return round((device_now - now).total_seconds() * 1000)
