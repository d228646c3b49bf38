"""What a device may do alone: which services, up to how much, for how long, with which numbers."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Sum

from postkit.pack.counter import Counter
from rekkas.cash.queries import check_till_open
from rekkas.counter.choices import ActKind, Service
from rekkas.counter.entries import Line, Said, VisitEntry
from rekkas.counter.errors import (
    HeardMeanwhile,
    MeansNotTaken,
    NotDeviceNumber,
    NotOffline,
    OfflineLimit,
    OfflineTooLong,
    OtherSession,
)
from rekkas.counter.models import Act, Device
from rekkas.counter.queries.acts import last_heard, ranges_with
from rekkas.counter.queries.rules import rules_of
from rekkas.design.formats import moment_text, money_text


def check_kept(act: Act, said: Said, device: Device) -> None:
    """Refuse what a device did alone beyond what its country allows; the act is then held.

    Since when it was alone is judged by the post's own record. A device may say that it heard the post earlier than
    that, which allows it less, and never later.
    """
    office = device.office
    rules, currency = rules_of(office.country_id), office.country.currency
    till = check_till_open(office.code, act.clerk, currency)
    if till.number != act.session or act.happened_at < till.opened_at:
        raise OtherSession(session=act.session)
    if said.visit is None:  # what is given back needs the post's word that it was not before
        raise NotOffline(service=ActKind.REFUND.label)
    by_its_clock = act.happened_at + timedelta(seconds=rules.clock_tolerance_s)
    if device.cleared_at is not None and by_its_clock < device.cleared_at:
        raise HeardMeanwhile(at=_moment(act.happened_at, office), heard=_moment(device.cleared_at, office))
    recorded = last_heard(device, by_its_clock)
    if said.heard_at is None or recorded is None:
        raise OfflineTooLong(hours=rules.offline_hours)
    heard = min(said.heard_at, recorded)
    if act.happened_at > heard + timedelta(hours=rules.offline_hours):
        raise OfflineTooLong(hours=rules.offline_hours)
    alone = Act.objects.filter(device=device, is_kept=True, happened_at__gt=heard).exclude(pk=act.pk)
    done = alone.aggregate(count=Count("pk"), whole=Sum("money"))
    if done["count"] >= rules.offline_acts:
        raise OfflineLimit(most=rules.offline_acts)
    taken = (done["whole"] or 0) + act.money
    if rules.offline_total and taken > rules.offline_total:
        raise OfflineLimit(most=money_text(rules.offline_total, currency))
    _check_visit(said.visit, rules, currency)


def check_numbers(numbers: Sequence[str], device: Device, *, is_kept: bool) -> None:
    """Refuse numbers that another device gives out, and without a network all that are not this one's own."""
    ranges = ranges_with(numbers)
    for number in numbers:
        found = ranges.get(number)
        if is_kept if found is None else found.device_id != device.pk:
            raise NotDeviceNumber(number=number or "-")


def _check_visit(visit: VisitEntry, rules: Counter, currency: str) -> None:
    for line in visit.lines:
        service = service_of(line)
        allowed = rules.offline_for(service.value)
        if allowed is None:
            raise NotOffline(service=service.label)
        if allowed.at_most and abs(line.amount) > allowed.at_most:
            raise OfflineLimit(most=money_text(allowed.at_most, currency))
    for payment in visit.payments:
        means = rules.takes(payment.means.value)
        if means is None or not means.offline:
            raise MeansNotTaken(means=payment.means.label)


def _moment(moment: datetime, office: Any) -> str:
    return str(moment_text(moment.astimezone(office.zone)))


def service_of(line: Line) -> Service:
    """Which service a line is."""
    return Service(str(line.__struct_config__.tag))
