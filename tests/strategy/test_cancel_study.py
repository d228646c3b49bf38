"""A study can be given up at any time, and leaves nothing behind."""

import threading
import time
from typing import Any
from uuid import uuid4

import pytest

from rekkas.network.queries import timetables_of
from rekkas.strategy import leases
from rekkas.strategy.choices import StudyState
from rekkas.strategy.commands import cancel_study
from rekkas.strategy.errors import StudyIsOver, UnknownStudy
from rekkas.strategy.queries import folder_of, result_of, study
from rekkas.strategy.tasks import work
from tests import build
from tests.build import MONDAY, later
from tests.strategy.asking import LONG, PLANNER, asked, now, state, under_way

pytestmark = pytest.mark.django_db(transaction=True)


def cancelled(number: int, at: Any = MONDAY) -> None:
    cancel_study(study=number, by=PLANNER, at=at)


def test_a_study_that_waits_is_cancelled_at_once() -> None:
    build.country()
    number = asked()

    cancelled(number)

    assert state(number) == StudyState.CANCELLED
    assert leases.take_next(lease=uuid4(), at=later(1)) is None


def test_what_is_over_cannot_be_cancelled() -> None:
    build.country()
    number = asked()
    cancelled(number)

    with pytest.raises(StudyIsOver):
        cancelled(number)
    with pytest.raises(UnknownStudy):
        cancelled(77)


def test_a_study_under_way_stops_soon_and_has_no_result() -> None:
    build.country()
    number = asked(**LONG)
    taken = leases.take_next(lease=uuid4(), at=now())
    assert taken is not None
    doing = under_way(taken, threading.Event())
    time.sleep(0.5)

    cancelled(number, at=now())
    doing.join(timeout=20)

    assert not doing.is_alive()
    assert state(number) == StudyState.CANCELLED
    assert result_of(study(number)) is None
    assert study(number).files == []
    assert not list(folder_of(number).parent.glob(f".{number}-*"))


def test_a_study_cancelled_in_its_last_moment_drafts_no_timetable() -> None:
    build.country()
    number = asked()
    taken = leases.take_next(lease=uuid4(), at=MONDAY)
    assert taken is not None
    cancelled(number, at=later(0.001))

    def finishing() -> tuple[dict[str, Any], list[str]]:
        raise AssertionError("it was cancelled: nothing may be written")

    assert not leases.finish(taken, at=later(0.002), finishing=finishing)
    assert state(number) == StudyState.CANCELLED
    assert [row.state for row in timetables_of("MA")] == ["published"]


def test_a_study_whose_worker_is_gone_is_cancelled_without_one() -> None:
    build.country()
    number = asked()
    assert leases.take_next(lease=uuid4(), at=MONDAY) is not None

    cancelled(number, at=later(1))

    assert state(number) == StudyState.CANCELLED
    assert work(once=True) == 0
