"""Single postings that keep up: what many threads ask at the same moment is posted as one batch.

Whoever comes while nothing is being posted posts at once. Those who come meanwhile wait; when it is done the first
of them posts for all. So nobody waits for a clock when it is quiet, and one commit serves many when it is not:
after a group of several, the next waits up to ``WAIT_S`` for as many again, and no group has more than ``MOST``.
Each entry keeps its own author, and each caller gets the answer to its own entry after the commit.
"""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from rekkas.base.actors import Actor, Moment, system
from rekkas.base.errors import NotAllowed
from rekkas.money.commands import post_for_authors
from rekkas.money.entries import TransferEntry, TransferResult

WAIT_S = 0.010
MOST = 1_000
VERB = "money.post_transfers"
Post = Callable[[Sequence[tuple[TransferEntry, Actor]], Moment], Sequence[TransferResult]]


@dataclass(slots=True, eq=False)
class _Caller:
    """Who waits, with what: ``called`` when the answer is there, or when it is this one's turn to post."""

    entry: TransferEntry
    by: Actor
    at: datetime
    called: threading.Event = field(default_factory=threading.Event)
    result: TransferResult | None = None
    failure: BaseException | None = None


def _post(requests: Sequence[tuple[TransferEntry, Actor]], at: Moment) -> Sequence[TransferResult]:
    return post_for_authors(requests=requests, by=system("group poster"), at=at)


class GroupPoster:
    """Groups the entries of the threads of one process."""

    def __init__(self, post: Post = _post, *, wait_s: float = WAIT_S, most: int = MOST) -> None:
        self._post, self._wait_s, self._most = post, wait_s, most
        self._came = threading.Condition()
        self._waiting: list[_Caller] = []
        self._is_posting = False
        self._last_size = 1

    def post(self, entry: TransferEntry, *, by: Actor, at: Moment) -> TransferResult:
        """Post one entry, and return when it is committed or declined. Refused (NotAllowed) as its author would be.

        What goes wrong with a whole batch (a lost database) is raised to every caller in it; a retry never doubles.
        """
        if not by.may(VERB):
            raise NotAllowed(who=by.name, verb=VERB)
        mine = _Caller(entry, by, at)
        with self._came:
            self._waiting.append(mine)
            self._came.notify()
            is_first, self._is_posting = not self._is_posting, True
        if not is_first:
            mine.called.wait()
        if mine.result is None and mine.failure is None:
            self._post_group()
        if mine.failure is not None:
            raise mine.failure
        assert mine.result is not None  # noqa: S101
        return mine.result

    def _post_group(self) -> None:
        """Post for oneself and for those who wait behind; then call the next to post, if any came meanwhile."""
        group = self._gather()
        try:
            results = self._post([(one.entry, one.by) for one in group], max(one.at for one in group))
            for one, result in zip(group, results, strict=True):
                one.result = result
        except BaseException as failure:
            for one in group:
                one.failure = failure
        finally:
            with self._came:
                next_one = self._waiting[0] if self._waiting else None
                self._is_posting = next_one is not None
            for one in group:
                one.called.set()
            if next_one is not None:
                next_one.called.set()

    def _gather(self) -> list[_Caller]:
        with self._came:
            if self._last_size > 1:
                as_many = min(self._last_size, self._most)
                self._came.wait_for(lambda: len(self._waiting) >= as_many, self._wait_s)
            group, self._waiting = self._waiting[: self._most], self._waiting[self._most :]
            self._last_size = len(group)
            return group
