"""Where merchants' news is sent: their endpoints, what waits for each, and how it went."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, Window
from django.db.models.functions import RowNumber

from rekkas.base.bulk import among
from rekkas.merchant.choices import EndpointState, MemberRole
from rekkas.merchant.errors import UnknownEndpoint
from rekkas.merchant.models import Attempt, Change, Endpoint, Held, Journal, Member

A_LANE = 20  # so many changes go to one endpoint before others have their turn
ATTEMPTS_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Health:
    """How an endpoint does: how many changes wait for it, and how many of them failed."""

    row: Endpoint
    waiting: int
    failed: int

    @property
    def is_well(self) -> bool:
        return self.row.state == EndpointState.OPEN and not self.row.failed_in_row and not self.failed


def endpoints(merchant: str) -> list[Health]:
    """A merchant's endpoints and how each does; the constant number of reads does not grow with them."""
    rows = list(
        Endpoint.objects.filter(merchant=merchant).exclude(state=EndpointState.REMOVED).order_by("place")
    )
    held: dict[int, list[int]] = {row.pk: [] for row in rows}
    for endpoint, attempts in Held.objects.filter(endpoint__in=held).values_list("endpoint_id", "attempts"):
        held[endpoint].append(attempts)
    last = Journal.objects.filter(pk=merchant).values_list("last_number", flat=True).first() or 0
    return [
        Health(row, max(last - row.cursor, 0) + len(held[row.pk]), sum(map(bool, held[row.pk])))
        for row in rows
    ]


def health(merchant: str, place: int) -> Health:
    """One endpoint of a merchant."""
    found = next((one for one in endpoints(merchant) if one.row.place == place), None)
    if found is None:
        raise UnknownEndpoint(number=place)
    return found


def endpoint_for_update(merchant: str, place: int) -> Endpoint:
    rows = Endpoint.objects.select_for_update().exclude(state=EndpointState.REMOVED)
    row = rows.filter(merchant=merchant, place=place).first()
    if row is None:
        raise UnknownEndpoint(number=place)
    return row


def attempts_of(endpoint: Endpoint) -> list[Attempt]:
    """The last attempts to send to an endpoint, the latest first."""
    return list(Attempt.objects.filter(endpoint=endpoint).order_by("-id")[:ATTEMPTS_SHOWN])


def whom_to_tell(merchants: Collection[str]) -> list[Member]:
    """Those of these merchants' teams who look after machines, and whose mailbox is proved."""
    rows = Member.objects.filter(
        merchant__in=merchants, role__in=(MemberRole.OWNER, MemberRole.DEVELOPER), retired_at=None,
        proved_at__isnull=False,
    )  # fmt: skip
    return list(rows.select_related("merchant__customer").order_by("merchant", "place"))


# ---- what is to be sent ----------------------------------------------------------------------------------------


def is_change_due(at: datetime) -> bool:
    """Whether something waits to be sent to an endpoint that nobody has taken."""
    return bool(_due(at).exists())


def due_endpoints_for_update(at: datetime, at_most: int) -> list[Endpoint]:
    """Endpoints for which something waits, held until the transaction ends; who waits longest first."""
    rows = _due(at).order_by(F("tried_at").asc(nulls_first=True), "pk")
    return list(rows.select_for_update(of=("self",), skip_locked=connection.vendor == "postgresql")[:at_most])


def _due(at: datetime) -> "QuerySet[Endpoint]":
    last = Journal.objects.filter(pk=OuterRef("merchant_id")).values("last_number")
    waits = Held.objects.filter(endpoint=OuterRef("pk"), next_at__lte=at)
    return Endpoint.objects.filter(
        Q(leased_until=None) | Q(leased_until__lte=at),
        Q(rests_until=None) | Q(rests_until__lte=at),
        Q(cursor__lt=Subquery(last)) | Exists(waits),
        state=EndpointState.OPEN,
    )


def held_due(endpoints: Sequence[Endpoint], at: datetime) -> list[Held]:
    """What was held back and is tried again now: the first of each subject, a lane's worth for each endpoint."""
    place = Window(RowNumber(), partition_by=F("endpoint"), order_by="number")
    rows = Held.objects.filter(endpoint__in=endpoints, next_at__lte=at).annotate(row_in_lane=place)
    return list(rows.filter(row_in_lane__lte=A_LANE).order_by("endpoint", "number"))


def changes_beyond(endpoints: Sequence[Endpoint]) -> dict[int, list[int]]:
    """For each endpoint the changes that follow its cursor: their numbers have no gap, so a range is a lane's worth."""
    condition, values = among("e.id", [row.pk for row in endpoints])
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT e.id, c.id FROM merchant_endpoint e JOIN merchant_change c ON c.merchant_id = e.merchant_id "  # noqa: S608
            f"AND c.number > e.cursor AND c.number <= e.cursor + {A_LANE} WHERE {condition} ORDER BY c.number",
            values,
        )
        found: dict[int, list[int]] = {}
        for endpoint, change in cursor.fetchall():
            found.setdefault(endpoint, []).append(change)
        return found


def changes_numbered(wanted: Collection[tuple[str, int]]) -> dict[tuple[str, int], Change]:
    """Changes by merchant and number."""
    rows = Change.objects.filter(
        merchant__in={merchant for merchant, _ in wanted}, number__in={number for _, number in wanted}
    )
    return {(row.merchant_id, row.number): row for row in rows}


def held_of(endpoints: Collection[int], subjects: Collection[str]) -> list[Held]:
    """What is held back of these subjects at these endpoints, in its order."""
    rows = Held.objects.filter(endpoint__in=endpoints, subject__in=subjects)
    return list(rows.order_by("endpoint", "number"))
