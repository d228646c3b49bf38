"""What people are told: who follows items hears of them every minute, texts go out as they are written, and merchants
have their news within seconds.

The relay does this, not the worker: somebody who waits for a code cannot wait for the end of a study.
"""

import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import DatabaseError
from django.utils import timezone

from rekkas.citizen.tasks import tell_followers
from rekkas.merchant.tasks import Pushing, note_news
from rekkas.reach.tasks import send_due_texts

log = logging.getLogger(__name__)
EVERY_MINUTE = timedelta(minutes=1)


class Reaching:
    """Called as often as one likes. What fails is written down and keeps nothing else from being done."""

    def __init__(self, clock: Callable[[], datetime] = timezone.now) -> None:
        self.clock = clock
        self.due: datetime | None = None
        self.texts_due: datetime | None = None
        self.looks_back: datetime | None = None
        self.pushing = Pushing(clock)

    def __call__(self) -> None:
        now = self.clock()
        if self.due is None or now >= self.due:
            self.due = now + EVERY_MINUTE
            _tried("followers", lambda: tell_followers(now))
        if self.texts_due is None or now >= self.texts_due:
            went_well = _tried("texts", lambda: send_due_texts(self.clock))
            self.texts_due = None if went_well else now + EVERY_MINUTE
        looks_back = self.looks_back is None or now >= self.looks_back
        if looks_back:
            self.looks_back = now + EVERY_MINUTE
        _tried("journals", lambda: note_news(now, looks_back=looks_back))
        _tried("webhooks", self.pushing)

    def pause(self, seconds: float) -> None:
        """Wait so long; while something is awaited from merchants, go on as soon as it is there."""
        if not self.pushing.wait(seconds):
            time.sleep(seconds)

    def finish(self) -> None:
        """Hear what is still awaited."""
        _tried("webhooks", self.pushing.finish)


def _tried(work: str, do: Callable[[], object]) -> bool:
    try:
        do()
    except DatabaseError:
        raise  # the relay begins a connection anew
    except Exception as error:
        log.error("%s could not be sent; tried again in a minute", work, exc_info=error)
        return False
    return True
