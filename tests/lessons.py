"""What the small country has learned: weeks of deliveries from Casablanca to Zagora."""

from datetime import UTC, datetime, timedelta
from typing import Any

from rekkas.network import queries
from rekkas.network.commands import Delivered, learn_experience, lesson_of
from rekkas.network.queries import Question
from tests.build import AGENCY, BOSS, ZAGORA_OFFICE

FIRST = datetime(2026, 4, 6, 9, tzinfo=UTC)  # a Monday
AFTER = FIRST + timedelta(days=90)


def learn(late_every: int = 0, at: datetime = AFTER) -> Any:
    """One parcel each working day for ten weeks; every so many reaches its addressee two days late."""
    moments = [FIRST + timedelta(days=day) for day in range(70) if day % 7 < 5]
    promises = queries.promises_for([Question(AGENCY, ZAGORA_OFFICE, moment) for moment in moments])
    deliveries = [
        Delivered(
            AGENCY, ZAGORA_OFFICE, "standard", moment, promise.delivery_date,
            promise.delivery_date + timedelta(days=2 if late_every and n % late_every == 0 else 0),
            promise.arrives_at,
        )
        for n, (moment, promise) in enumerate(zip(moments, promises, strict=True))
        if promise.delivery_date is not None
    ]  # fmt: skip
    lesson = lesson_of(country="MA", deliveries=deliveries, since=FIRST)
    learn_experience(country="MA", lesson=lesson, by=BOSS, at=at)
    return lesson.calibration
