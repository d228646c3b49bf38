"""Merchants hear of what is new: journals are written from the record, and changes go out to many endpoints at once.

Threads speak with endpoints and with nothing else; what is taken and what is noted passes through the relay's own
connection. One that does not answer holds up its own lane for some seconds, and no other.
"""

import logging
import random
import time
import unicodedata
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from django.db import DatabaseError
from standardwebhooks.webhooks import Webhook

from rekkas.base.actors import system
from rekkas.base.outward import NotSent, Outward, outward
from rekkas.mail.queries import latest_event_id
from rekkas.merchant import commands
from rekkas.merchant.choices import Trouble
from rekkas.merchant.entries import DueChange, Lane, LaneSent, Tried
from rekkas.merchant.queries.changes import record_read
from rekkas.merchant.queries.endpoints import is_change_due

WRITER, SENDER = system("journal"), system("webhooks")
THREADS = 64
A_TURN_S = 10.0  # after so long an endpoint's other changes wait for its next turn
ANSWER_KEPT = 200
LEASE_LEFT = timedelta(seconds=15)
log = logging.getLogger(__name__)
Clock = Callable[[], datetime]


def note_news(at: datetime, *, looks_back: bool = False) -> None:
    """Write what the record has into the journals; looking back, also what was committed after its neighbours."""
    after = record_read(at) if looks_back else record_read()
    newest = latest_event_id()
    while after < newest:
        after = commands.note_parcel_changes(after=after, by=WRITER, at=at)


class Pushing:
    """Sends changes, as many endpoints at once as there are threads. Called as often as one likes; it never waits."""

    def __init__(self, clock: Clock, way: Outward | None = None, threads: int = THREADS) -> None:
        self.clock, self.threads = clock, threads
        self._way = way
        self._pool: ThreadPoolExecutor | None = None
        self._running: set[Future[LaneSent]] = set()

    def __call__(self) -> int:
        """Note what came back, and begin with what is due. Returns for how many endpoints something was done."""
        done = {one for one in self._running if one.done()}
        if done:
            self._note(done)
        lanes: list[Lane] = []
        free = self.threads - len(self._running)
        if free and (done or is_change_due(self.clock())):
            lanes = commands.take_due_changes(at_most=free, lease=uuid4(), by=SENDER, at=self.clock())
        if lanes and self._pool is None:
            self._pool = ThreadPoolExecutor(self.threads, thread_name_prefix="webhooks")
        for lane in lanes:
            assert self._pool is not None  # noqa: S101
            way = self._way or outward()
            self._running.add(self._pool.submit(sent_to, lane, way, self.clock, random.random()))  # noqa: S311
        return len(done) + len(lanes)

    def _note(self, done: set[Future[LaneSent]]) -> None:
        """Where the database is away it is noted later; what cannot be noted is sent again after its lease."""
        self._running -= done
        try:
            commands.note_attempts(sent=[one.result() for one in done], by=SENDER, at=self.clock())
        except DatabaseError:
            self._running |= done
            raise

    def wait(self, seconds: float) -> bool:
        """Wait until something came back, or so long. Whether anything is on its way."""
        if self._running:
            wait(self._running, timeout=seconds, return_when=FIRST_COMPLETED)
        return bool(self._running)

    def finish(self) -> None:
        """Hear all answers that are still awaited, and note them."""
        while self._running:
            wait(self._running)
            self()

    def close(self) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)


def sent_to(lane: Lane, way: Outward, clock: Clock, jitter: float) -> LaneSent:
    """Send a lane's changes one after the other: what follows a failure of its subject stays, what follows silence too.

    Never fails: whatever goes wrong is noted as an attempt.
    """
    tries: list[Tried] = []
    blocked, began = set(lane.behind), time.monotonic()
    for due in lane.changes:
        if clock() + LEASE_LEFT > lane.leased_until or time.monotonic() - began > A_TURN_S:
            break
        if due.subject in blocked and not due.is_held:
            continue
        tried = _tried(lane, due, way, clock())
        tries.append(tried)
        if not tried.is_taken:
            blocked.add(due.subject)
            if not tried.was_answered or tried.status == 410:
                break
    return LaneSent(lane, tuple(tries), jitter)


def _tried(lane: Lane, due: DueChange, way: Outward, at: datetime) -> Tried:
    began = time.monotonic()
    status, problem, start = 0, "", b""
    try:
        answer = way.post(lane.url, due.body.encode(), _headers(lane, due, at))
        status, start = answer.status, answer.start[: 4 * ANSWER_KEPT]
        problem = "" if 200 <= status < 300 else Trouble.MOVED if 300 <= status < 400 else Trouble.STATUS
    except NotSent as fault:
        problem = fault.why
    except Exception as fault:
        log.warning("a change was not sent: %s", type(fault).__name__)  # its words may hold what was sent
        problem = Trouble.BUG
    took_ms = int((time.monotonic() - began) * 1000)
    return Tried(due.number, at, status, str(problem), took_ms, _plain(start))


def _headers(lane: Lane, due: DueChange, at: datetime) -> dict[str, str]:
    moment = at.astimezone(UTC)  # the library takes any moment for one of UTC
    signed = " ".join(Webhook(secret).sign(due.id, moment, due.body) for secret in lane.secrets)
    return {
        "Content-Type": "application/json", "User-Agent": "Rekkas", "webhook-id": due.id,
        "webhook-timestamp": str(int(at.timestamp())), "webhook-signature": signed,
    }  # fmt: skip


def _plain(start: bytes) -> str:
    """How an answer begins, as it may stand on a page: its letters, no control signs, no marks of direction."""
    text = start.decode("utf-8", "replace")
    return "".join(" " if unicodedata.category(sign)[0] == "C" else sign for sign in text).strip()[
        :ANSWER_KEPT
    ]
