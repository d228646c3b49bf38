"""Changes are sent: taken by one process for a while, each subject in its order, tried again for a day, then given up.

At an endpoint that answers, a change that fails holds back what follows of its own subject and nothing else. At one
that does not, everything waits, and one attempt now and then finds out whether it is back.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings

from rekkas.base.actors import Actor, Moment
from rekkas.base.boxes import taken_out
from rekkas.base.bulk import update_rows
from rekkas.base.command import command
from rekkas.merchant.choices import EndpointState, Trouble, WhyPaused
from rekkas.merchant.commands.endpoints import SECRET
from rekkas.merchant.entries import DueChange, Lane, LaneSent, Tried
from rekkas.merchant.models import Attempt, Change, Endpoint, Held
from rekkas.merchant.queries.endpoints import (
    changes_beyond,
    changes_numbered,
    due_endpoints_for_update,
    held_due,
    held_of,
    whom_to_tell,
)
from rekkas.reach.choices import Channel, Kind
from rekkas.reach.commands import write_texts
from rekkas.reach.entries import TextEntry

LEASE = timedelta(minutes=1)
A_DAY = timedelta(hours=24)
PAUSES = (
    timedelta(seconds=5), timedelta(seconds=30), timedelta(minutes=2), timedelta(minutes=10), timedelta(minutes=30),
    timedelta(hours=1), timedelta(hours=2), timedelta(hours=4), timedelta(hours=6),
)  # fmt: skip
# An endpoint that is back has its news so long after, at most.
LONGEST_REST, LONGEST_REST_ANSWERED = timedelta(minutes=10), timedelta(minutes=1)
GONE = 410
ENDPOINT_COLUMNS = (
    "id", "cursor", "failed_in_row", "rests_until", "taken_at", "state", "why_paused", "state_at", "lease",
    "leased_until",
)  # fmt: skip
KEPT = timedelta(days=90)  # how long attempts are kept


@command
def take_due_changes(*, at_most: int, lease: UUID, by: Actor, at: Moment) -> list[Lane]:
    """Take endpoints for which something waits, so that nobody else sends to them meanwhile; who waits longest first.

    A constant number of statements, however many endpoints. A lease that nobody answers for lapses.
    """
    rows = due_endpoints_for_update(at, at_most)
    if not rows:
        return []
    until = at + LEASE
    Endpoint.objects.filter(pk__in=[row.pk for row in rows]).update(
        lease=lease, leased_until=until, tried_at=at
    )
    beyond, held = changes_beyond(rows), held_due(rows, at)
    merchants = {row.pk: row.merchant_id for row in rows}
    new = Change.objects.in_bulk({pk for pks in beyond.values() for pk in pks})
    old = changes_numbered({(merchants[one.endpoint_id], one.number) for one in held})
    subjects = {change.subject for change in new.values()} | {one.subject for one in held}
    behind: dict[int, set[str]] = defaultdict(set)
    for one in held_of(merchants, subjects):
        behind[one.endpoint_id].add(one.subject)
    due: dict[int, list[DueChange]] = defaultdict(list)
    for one in held:
        due[one.endpoint_id].append(_due(old[merchants[one.endpoint_id], one.number], is_held=True))
    return [
        _lane(row, lease, until, due[row.pk], [new[pk] for pk in beyond.get(row.pk, ())], behind[row.pk], at)
        for row in rows
    ]


def _due(change: Change, *, is_held: bool = False) -> DueChange:
    return DueChange(change.number, change.subject, change.webhook_id, change.body, is_held)


def _lane(
    row: Endpoint, lease: UUID, until: Moment, held: list[DueChange], beyond: list[Change], behind: set[str],
    at: Moment,
) -> Lane:  # fmt: skip
    wanted = [_due(change) for change in beyond if row.wants(change.kind, change.subject)]
    upto = max((change.number for change in beyond), default=row.cursor)
    kept = [row.secret, row.old_secret if row.old_until and at < row.old_until else ""]
    return Lane(
        row.pk, row.url, lease, until, upto, (*held, *wanted), frozenset(behind),
        tuple(taken_out(one, SECRET) for one in kept if one),
    )  # fmt: skip


# ---- what became of it -----------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Book:
    """What is written of a batch: the rows held before, and what becomes of them."""

    held: dict[tuple[int, int], Held]
    at: Moment
    attempts: list[Attempt] = field(default_factory=list)
    gone: set[int] = field(default_factory=set)
    changed: dict[tuple[int, int], Held] = field(default_factory=dict)
    made: dict[tuple[int, int], Held] = field(default_factory=dict)
    is_back: list[int] = field(default_factory=list)
    paused: list[Endpoint] = field(default_factory=list)

    def let_go(self, endpoint: int, number: int) -> None:
        row = self.held.pop((endpoint, number), None)
        if row is not None and row.pk is not None:
            self.gone.add(row.pk)

    def hold(self, endpoint: int, number: int, subject: str) -> Held:
        """The row that holds a change back."""
        row = self.held.get((endpoint, number))
        if row is None:
            row = self.held[endpoint, number] = Held(endpoint_id=endpoint, number=number, subject=subject)
            self.made[endpoint, number] = row
        elif (endpoint, number) not in self.made:
            self.changed[endpoint, number] = row
        return row

    def let_first_go_on(self) -> None:
        """The first of each subject is tried again at its time, or now where it waited for another."""
        first: dict[tuple[int, str], int] = {}
        for (endpoint, number), row in self.held.items():
            place = endpoint, row.subject
            first[place] = min(number, first.get(place, number))
        for (endpoint, _subject), number in first.items():
            if self.held[endpoint, number].next_at is None:
                self.hold(endpoint, number, "").next_at = self.at

    def write(self) -> None:
        self.let_first_go_on()
        Attempt.objects.bulk_create(self.attempts, batch_size=1000)
        Held.objects.filter(pk__in=self.gone).delete()
        Held.objects.bulk_create([row for key, row in self.made.items() if key in self.held], batch_size=1000)
        kept = [row for key, row in self.changed.items() if key in self.held]
        Held.objects.bulk_update(kept, ["attempts", "failed_at", "next_at", "was_answered"], batch_size=500)
        if self.is_back:
            waits = Held.objects.filter(endpoint__in=self.is_back, was_answered=False, next_at__gt=self.at)
            waits.update(next_at=self.at)


@command
def note_attempts(*, sent: Sequence[LaneSent], by: Actor, at: Moment) -> None:
    """Note what endpoints answered: taken; or not, and then it is tried again later, or given up after a day.

    An endpoint that took nothing for a day is paused, and so is at once one that says it is gone; its merchant is
    told by mail. A constant number of statements, however many endpoints.
    """
    rows = (
        Endpoint.objects.select_for_update().filter(pk__in={one.lane.endpoint for one in sent}).order_by("pk")
    )
    endpoints = {row.pk: row for row in rows}
    subjects = {due.subject for one in sent for due in one.lane.changes}
    book = _Book({(row.endpoint_id, row.number): row for row in held_of(endpoints, subjects)}, at)
    counted = []
    for one in sent:
        row = endpoints[one.lane.endpoint]
        last = _note(row, one, book) if row.lease == one.lane.lease else set[int]()
        book.attempts += [_attempt(row, tried, tried.number in last) for tried in one.tries]
        if row.lease == one.lane.lease:
            row.lease = row.leased_until = None
            counted.append(row)
    book.write()
    moved = [tuple(getattr(row, name) for name in ENDPOINT_COLUMNS) for row in counted]
    update_rows("merchant_endpoint", ENDPOINT_COLUMNS, moved, key="id")
    _tell_paused(book.paused, by, at)


def _attempt(row: Endpoint, tried: Tried, is_last: bool) -> Attempt:
    return Attempt(
        endpoint=row, number=tried.number, at=tried.at, status=tried.status, duration_ms=tried.duration_ms,
        problem="" if tried.is_taken else tried.problem or Trouble.STATUS, answer=tried.answer[:200],
        is_last=is_last,
    )  # fmt: skip


def _note(row: Endpoint, one: LaneSent, book: _Book) -> set[int]:
    """Move one endpoint on by what was answered. Returns what was given up."""
    tries, blocked, given_up = {tried.number: tried for tried in one.tries}, set(one.lane.behind), set[int]()
    taken = [tried.at for tried in one.tries if tried.is_taken]
    row.taken_at = max([*taken, *([row.taken_at] if row.taken_at else [])], default=None)
    for due in one.lane.changes:
        tried = tries.get(due.number)
        if due.is_held:
            if tried is not None and _settled(row, due, tried, one.jitter, book):
                given_up |= set() if tried.is_taken else {due.number}
        elif due.number <= row.cursor:
            continue
        elif tried is None and due.subject in blocked:
            book.hold(row.pk, due.number, due.subject)
            row.cursor = due.number
        elif tried is None:
            break
        else:
            if not _settled(row, due, tried, one.jitter, book):
                blocked.add(due.subject)
            row.cursor = due.number
    else:
        row.cursor = max(row.cursor, one.lane.upto)
    _rest(row, one, book)
    return given_up


def _settled(row: Endpoint, due: DueChange, tried: Tried, jitter: float, book: _Book) -> bool:
    """Whether a change needs no further attempt: it was taken, or is given up."""
    if tried.is_taken:
        book.let_go(row.pk, due.number)
        return True
    held = book.hold(row.pk, due.number, due.subject)
    held.attempts, held.was_answered = held.attempts + 1, tried.was_answered
    held.failed_at = held.failed_at or tried.at
    held.next_at = tried.at + later(held.attempts, jitter)
    if tried.at - held.failed_at < A_DAY:
        return False
    if row.taken_at is not None and row.taken_at > held.failed_at:
        book.let_go(row.pk, due.number)  # others were taken meanwhile: it is this one that they do not take
        return True
    _pause(row, WhyPaused.BROKEN, book)
    return False


def _rest(row: Endpoint, one: LaneSent, book: _Book) -> None:
    if any(tried.is_taken for tried in one.tries):
        if row.failed_in_row:
            book.is_back.append(row.pk)
        row.failed_in_row, row.rests_until = 0, None
    elif one.tries:
        row.failed_in_row += 1
        last = one.tries[-1]
        longest = LONGEST_REST_ANSWERED if last.was_answered else LONGEST_REST
        row.rests_until = last.at + min(later(row.failed_in_row, one.jitter), longest)
    if any(tried.status == GONE for tried in one.tries):
        _pause(row, WhyPaused.GONE, book)


def later(attempts: int, jitter: float) -> timedelta:
    """How long after so many failures something is tried again: longer each time, and not all at one moment.

    >>> later(1, 0.5), later(9, 0.0) < later(9, 1.0)
    (datetime.timedelta(seconds=5), True)
    """
    return PAUSES[min(attempts, len(PAUSES)) - 1] * (0.8 + 0.4 * jitter)


def _pause(row: Endpoint, why: WhyPaused, book: _Book) -> None:
    if row.state == EndpointState.OPEN:
        row.state, row.why_paused, row.state_at = EndpointState.PAUSED, why, book.at
        book.paused.append(row)


def _tell_paused(paused: Iterable[Endpoint], by: Actor, at: Moment) -> None:
    rows = list(paused)
    if not rows:
        return
    texts = [
        TextEntry(
            f"endpoint-paused/{row.merchant_id}/{row.place}/{at:%Y%m%d%H%M%S}/{member.place}", Channel.EMAIL,
            member.email, Kind.ENDPOINT_PAUSED,
            {"host": (urlsplit(row.url).hostname or "")[:80],
             "link": f"{settings.SITE_ADDRESS}/pro/webhooks/{row.place}/"},
            member.language, country=member.merchant.customer.country_id,
        )
        for member in whom_to_tell({row.merchant_id for row in rows})
        for row in rows
        if row.merchant_id == member.merchant_id
    ]  # fmt: skip
    write_texts(texts=texts, by=by, at=at)


@command
def forget_attempts(*, by: Actor, at: Moment) -> int:
    """Forget how sending went longer ago than it is kept. Returns how many attempts there were."""
    return Attempt.objects.filter(at__lt=at - KEPT).delete()[0]
