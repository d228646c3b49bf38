"""What a device may do alone: which services, up to how much, for how long, with which numbers."""

from datetime import timedelta

from django.db.models import Sum

from rekkas.cash.queries import check_till_open
from rekkas.counter.choices import ActKind, Service
from rekkas.counter.entries import Line, Said, SendingLine, VisitEntry
from rekkas.counter.errors import (
    MeansNotTaken,
    NotDeviceNumber,
    NotOffline,
    OfflineLimit,
    OfflineTooLong,
    OtherSession,
)
from rekkas.counter.models import Act, Device
from rekkas.counter.queries.acts import numbers_of
from rekkas.counter.queries.rules import rules_of
from rekkas.design.formats import money_text


def check_kept(act: Act, said: Said, device: Device) -> None:
    """Refuse what a device did alone beyond what its country allows; the act is then held."""
    office = device.office
    rules, currency = rules_of(office.country_id), office.country.currency
    till = check_till_open(office.code, act.clerk, currency)
    if till.number != act.session or act.happened_at < till.opened_at:
        raise OtherSession(session=act.session)
    if said.visit is None:  # what is given back needs the post's word that it was not before
        raise NotOffline(service=ActKind.REFUND.label)
    if said.heard_at is None or act.happened_at > said.heard_at + timedelta(hours=rules.offline_hours):
        raise OfflineTooLong(hours=rules.offline_hours)
    alone = Act.objects.filter(device=device, is_kept=True, happened_at__gt=said.heard_at).exclude(pk=act.pk)
    if alone.count() >= rules.offline_acts:
        raise OfflineLimit(most=rules.offline_acts)
    taken = (alone.aggregate(whole=Sum("money"))["whole"] or 0) + act.money
    if rules.offline_total and taken > rules.offline_total:
        raise OfflineLimit(most=money_text(rules.offline_total, currency))
    _check_visit(said.visit, device, currency)


def _check_visit(visit: VisitEntry, device: Device, currency: str) -> None:
    rules = rules_of(device.office.country_id)
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
    own = {number for numbers in numbers_of(device).values() for number in numbers}
    for line in visit.lines:
        if isinstance(line, SendingLine) and line.number not in own:
            raise NotDeviceNumber(number=line.number or "-")


def service_of(line: Line) -> Service:
    """Which service a line is."""
    return Service(str(line.__struct_config__.tag))
