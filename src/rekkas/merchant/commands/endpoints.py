"""Where a merchant's news is sent: endpoints are added, amended, paused, resumed and removed, and secrets replaced."""

from collections.abc import Sequence
from datetime import timedelta

from django.db.models import Max, Min

from rekkas.base.actors import Actor, Moment
from rekkas.base.boxes import put_away
from rekkas.base.command import command
from rekkas.base.outward import NotSent, outward
from rekkas.merchant import queries
from rekkas.merchant.choices import ChangeKind, EndpointState, WhyPaused
from rekkas.merchant.commands.changes import note_changes
from rekkas.merchant.entries import ChangeEntry, EndpointSecret
from rekkas.merchant.errors import AddressNotTaken, EndpointKnown, EndpointNotOpen, TooManyHere
from rekkas.merchant.models import Endpoint, Held, Merchant
from rekkas.merchant.queries.changes import last_change
from rekkas.merchant.queries.endpoints import endpoint_for_update

ENDPOINTS_AT_MOST = 10
SECRET = "webhook secret"  # noqa: S105  # the purpose under which they are put away
OVERLAP = timedelta(hours=24)


@command
def add_endpoint(
    *, url: str, kinds: Sequence[ChangeKind], secret: EndpointSecret, by: Actor, at: Moment
) -> int:
    """Have a merchant's news sent to an address from now on; nothing named means news of all kinds.

    Returns the endpoint's number. What was told before is in the journal, and can be sent again from there.
    """
    merchant = queries.merchant(by.customer or "")
    Merchant.objects.select_for_update().get(pk=merchant.pk)
    kept = Endpoint.objects.filter(merchant=merchant)
    if kept.exclude(state=EndpointState.REMOVED).count() >= ENDPOINTS_AT_MOST:
        raise TooManyHere(most=ENDPOINTS_AT_MOST)
    place = (kept.aggregate(last=Max("place"))["last"] or 0) + 1
    Endpoint.objects.create(
        merchant=merchant, place=place, url=_address(merchant.pk, url), kinds=_kinds(kinds),
        secret=put_away(secret.plain, SECRET), state_at=at, since=at, cursor=last_change(merchant.pk),
    )  # fmt: skip
    return place


@command
def amend_endpoint(*, endpoint: int, url: str, kinds: Sequence[ChangeKind], by: Actor, at: Moment) -> None:
    """Send a merchant's news to another address, or news of other kinds; what waits goes there."""
    row = endpoint_for_update(by.customer or "", endpoint)
    if url.strip() != row.url:
        row.url, row.rests_until, row.failed_in_row = _address(row.merchant_id, url), None, 0
    row.kinds = _kinds(kinds)
    row.save(update_fields=["url", "kinds", "rests_until", "failed_in_row"])


def _address(merchant: str, url: str) -> str:
    way, url = outward(), url.strip()
    try:
        way.target(url)
    except NotSent:
        raise AddressNotTaken(ports=", ".join(map(str, sorted(way.ports)))) from None
    if Endpoint.objects.filter(merchant=merchant, url=url).exclude(state=EndpointState.REMOVED).exists():
        raise EndpointKnown
    return url


def _kinds(kinds: Sequence[ChangeKind]) -> list[str]:
    return sorted({ChangeKind(kind).value for kind in kinds} - {ChangeKind.TEST.value})


@command
def pause_endpoint(*, endpoint: int, by: Actor, at: Moment) -> None:
    """Send nothing to an endpoint for a while: what happens meanwhile waits."""
    row = endpoint_for_update(by.customer or "", endpoint)
    if row.state == EndpointState.OPEN:
        row.state, row.why_paused, row.state_at = EndpointState.PAUSED, WhyPaused.BY_HAND, at
        row.save(update_fields=["state", "why_paused", "state_at"])


@command
def resume_endpoint(*, endpoint: int, by: Actor, at: Moment) -> None:
    """Send to an endpoint again, from where it stopped: what was held back first, each in its order."""
    row = endpoint_for_update(by.customer or "", endpoint)
    row.state, row.why_paused, row.state_at = EndpointState.OPEN, "", at
    row.failed_in_row, row.rests_until = 0, None
    row.save(update_fields=["state", "why_paused", "state_at", "failed_in_row", "rests_until"])
    held = Held.objects.filter(endpoint=row)
    held.filter(failed_at__isnull=False).update(failed_at=at)
    held.filter(next_at__isnull=False).update(next_at=at)


@command
def remove_endpoint(*, endpoint: int, by: Actor, at: Moment) -> None:
    """Send nothing to an address any more. How it went stays known; its secrets are forgotten."""
    row = endpoint_for_update(by.customer or "", endpoint)
    row.state, row.why_paused, row.state_at, row.lease = EndpointState.REMOVED, "", at, None
    row.secret = row.old_secret = ""
    row.save(update_fields=["state", "why_paused", "state_at", "lease", "secret", "old_secret"])
    Held.objects.filter(endpoint=row).delete()


@command
def rotate_endpoint_secret(*, endpoint: int, secret: EndpointSecret, by: Actor, at: Moment) -> None:
    """Sign with a new secret; the old one signs beside it for one more day, while the other side is taught."""
    row = endpoint_for_update(by.customer or "", endpoint)
    row.old_secret, row.old_until = row.secret, at + OVERLAP
    row.secret = put_away(secret.plain, SECRET)
    row.save(update_fields=["secret", "old_secret", "old_until"])


# ---- once more -------------------------------------------------------------------------------------------------


@command
def replay_changes(*, endpoint: int, after: int, by: Actor, at: Moment) -> int:
    """Send all changes after one of them to an endpoint again, in their order. Returns how many they are.

    They keep their ids, so that whoever has them already knows it.
    """
    row = _open(by, endpoint)
    last = last_change(row.merchant_id)
    after = max(0, min(after, last))
    held = Held.objects.filter(endpoint=row, number__gt=after)
    row.cursor = min(row.cursor, after)
    held.delete()
    # Whoever is sending now has read the old place: what they note no longer counts.
    row.lease = row.leased_until = None
    row.save(update_fields=["cursor", "lease", "leased_until"])
    return last - row.cursor


@command
def send_change_again(*, endpoint: int, number: int, by: Actor, at: Moment) -> None:
    """Send one change to an endpoint again, as soon as nothing earlier of its subject waits."""
    row = _open(by, endpoint)
    found = queries.change(row.merchant_id, number)
    if number > row.cursor or not row.wants(found.kind, found.subject):
        return  # it goes by itself, or was not asked for
    first = Held.objects.filter(endpoint=row, subject=found.subject).aggregate(first=Min("number"))["first"]
    is_first = first is None or number <= first
    if is_first:
        Held.objects.filter(endpoint=row, subject=found.subject, number__gt=number).update(next_at=None)
    Held.objects.get_or_create(
        endpoint=row, number=number, defaults={"subject": found.subject, "next_at": at if is_first else None}
    )


@command
def send_test_change(*, endpoint: int, by: Actor, at: Moment, key: str | None = None) -> None:
    """Write a test into the journal, which is sent to one endpoint."""
    row = _open(by, endpoint)
    subject = str(row.place)
    source = f"test/{row.merchant_id}/{key or f'{at:%Y%m%d%H%M%S%f}'}"[:80]
    entry = ChangeEntry(
        row.merchant_id, source, ChangeKind.TEST, subject, at, {"endpoint": row.place, "asked_by": by.name}
    )
    note_changes(changes=[entry], by=by, at=at)


def _open(by: Actor, endpoint: int) -> Endpoint:
    row = endpoint_for_update(by.customer or "", endpoint)
    if row.state != EndpointState.OPEN:
        raise EndpointNotOpen
    return row
