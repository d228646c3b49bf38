"""Devices at counters: known, given item numbers of their own, given up."""

import hashlib
from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from django.db.models import Q
from django.utils.translation import gettext as _

from rekkas.base.actors import Actor, Moment
from rekkas.base.command import command
from rekkas.base.errors import InvalidInput
from rekkas.catalogue.queries import products_of
from rekkas.counter.entries import DeviceKnown
from rekkas.counter.errors import DeviceElsewhere, NumbersEnough
from rekkas.counter.models import Device, NumberRange, Sheet, SheetGiven
from rekkas.counter.queries.acts import device_for_update, numbers_left, ranges_with
from rekkas.counter.queries.rules import digest_of, rules_of, sheet_body
from rekkas.mail.commands import reserve_numbers
from rekkas.network.queries import office as known_office

MOST_UNSENT = 2**31 - 1  # what a column holds: a device may say any number
HEARD_EVERY = timedelta(minutes=6)  # a window asks every five: what is longer was a silence
RANGES_AT_MOST = 4  # how many times ``numbers_reserved`` a device may have unused, of one indicator


@command
def know_device(
    *, device: UUID, name: str, office: str, unsent: int | None = None, by: Actor, at: Moment
) -> DeviceKnown:
    """Know a device at a counter, and say how far its journal was heard. From here on it carries today’s prices.

    That it was heard now and which prices it was given is written down: what it says later is judged by this.
    """
    here = known_office(office)
    row, is_new = Device.objects.select_for_update().get_or_create(
        pk=device,
        defaults={
            "office_id": office, "name": name.strip()[:80], "known_since": at, "seen_at": at, "head": start_of(device),
        },
    )  # fmt: skip
    if row.office_id != office:
        raise DeviceElsewhere(office=row.office_id)
    if unsent is not None:
        row.unsent, row.cleared_at = min(unsent, MOST_UNSENT), row.cleared_at if unsent else at
    if not is_new or unsent is not None:
        row.seen_at, row.retired_at = at, None
        row.save(update_fields=["seen_at", "retired_at", "unsent", "cleared_at"])
    body = sheet_body(here.country_id)
    digest = digest_of(body)
    Sheet.objects.bulk_create(
        [Sheet(digest=digest, country_id=here.country_id, body=body, first_given_at=at, last_given_at=at)],
        update_conflicts=True, unique_fields=["digest"], update_fields=["last_given_at"],
    )  # fmt: skip
    _note_given(row, digest, at)
    return DeviceKnown(device, row.heard, row.head, digest, body)


def _note_given(device: Device, digest: str, at: Moment) -> None:
    last = SheetGiven.objects.filter(device=device).order_by("-from_at").first()
    if last is not None and last.sheet_id == digest and at - last.until_at <= HEARD_EVERY:
        last.until_at = max(last.until_at, at)
        last.save(update_fields=["until_at"])
    else:
        SheetGiven.objects.create(device=device, sheet_id=digest, from_at=at, until_at=at)


@command
def reserve_device_numbers(
    *, device: UUID, indicators: tuple[str, ...], office: str, by: Actor, at: Moment, key: UUID
) -> dict[str, list[str]]:
    """Give a device item numbers of its own, so that it can label without a network. Returns all that it has left."""
    row = device_for_update(device)
    here = known_office(office)
    if row.office_id != office:
        raise DeviceElsewhere(office=row.office_id)
    count = rules_of(here.country_id).numbers_reserved
    left, sold = numbers_left(row), {product.prefix for product in products_of(here.country_id, scope=None)}
    for indicator in sorted(set(indicators)):
        given = uuid5(key, indicator)
        if NumberRange.objects.filter(key=given).exists():
            continue
        if indicator not in sold:
            raise InvalidInput(field="indicators", reason=_("nothing that is sold here begins with it."))
        unused = len(left.get(indicator, ()))
        if unused + count > RANGES_AT_MOST * count:
            raise NumbersEnough(left=unused, indicator=indicator)
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
            numbers=list(reserved), unused=len(reserved), given_at=at, key=given,
        )  # fmt: skip
    return numbers_left(row)


def spend_numbers(device: Device, numbers: Iterable[str]) -> None:
    """A device takes its numbers in their order: what stands before one that it used is used, or never will be."""
    used = {number: row for number, row in ranges_with(numbers).items() if row.device_id == device.pk}
    before = Q()
    for number, row in used.items():
        row.unused = min(row.unused, len(row.numbers) - row.numbers.index(number) - 1)
        before |= Q(indicator=row.indicator, id__lt=row.pk)
    if not used:
        return
    ranges = {row.pk: row for row in used.values()}
    NumberRange.objects.bulk_update(ranges.values(), ["unused"])
    NumberRange.objects.filter(before, device=device, unused__gt=0).update(unused=0)


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
