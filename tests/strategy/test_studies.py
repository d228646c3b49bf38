"""Workers do studies one after the other; no two do the same, and one that dies leaves it to another."""

import os
import signal
import threading
import time
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, OperationalError, connection, transaction

from rekkas.network.queries import network_in, timetable, timetables_of
from rekkas.strategy import leases
from rekkas.strategy.choices import Doing, StudyKind, StudyState
from rekkas.strategy.entries import Compared, Improved, Placed, Simulated
from rekkas.strategy.leases import LEASE
from rekkas.strategy.queries import file_of, folder_of, result_of, study
from rekkas.strategy.runs.made import Table
from rekkas.strategy.tasks import do_study, work
from rekkas.strategy.words import failure_in_words, sheets_of
from tests import build
from tests.build import MONDAY, later
from tests.races.together import together
from tests.strategy.asking import LONG, SIMULATED, WEEK, asked, now, state, under_way, worker

pytestmark = pytest.mark.django_db(transaction=True)
AFTER_LEASE = LEASE.total_seconds() / 3600 + 0.001


def took(at: Any = MONDAY) -> leases.Taken:
    taken = leases.take_next(lease=uuid4(), at=at)
    assert taken is not None
    return taken


def test_a_worker_does_what_waits_and_leaves_result_and_tables() -> None:
    build.country()
    number = asked()

    assert work(once=True) == 1

    found = study(number)
    result = result_of(found)
    assert (found.state, found.progress, found.lease) == (StudyState.DONE, 1000, None)
    assert isinstance(result, Placed)
    assert len(result.chosen) == 2
    assert result.value_then < result.value_now
    assert found.files == ["regions.csv", "communes.csv", "places.csv"]
    assert "MA2553604" in (file_of(found, "communes.csv") or folder_of(0)).read_text()
    assert all(sheet.lines for sheet in sheets_of(result))


def test_the_same_seed_gives_the_same_answer() -> None:
    build.country()
    first, second = asked(seed=5, at=MONDAY), asked(seed=5, at=later(1))

    work(once=True)

    assert study(first).result == study(second).result


def test_a_simulation_says_how_long_mail_takes_and_why_promises_are_missed() -> None:
    build.country()
    number = asked(StudyKind.SIMULATION, **SIMULATED, replications=2)

    work(once=True)

    result = result_of(study(number))
    assert isinstance(result, Simulated), failure_in_words(study(number).failure)
    measures = {row.code: row for row in result.measures}
    assert 0 < measures["hours to delivery"].value < 24 * 21
    low, high = measures["kept"].low, measures["kept"].high
    assert low is not None
    assert high is not None
    assert low <= measures["kept"].value <= high
    assert sum(lane.items for lane in result.lanes) == result.items
    assert {row.origin.name for row in result.lanes} == {"Casablanca", "Ouarzazate"}


def test_without_disturbance_every_promise_is_kept() -> None:
    build.country()
    number = asked(StudyKind.SIMULATION, **SIMULATED, disturbances=False)

    work(once=True)

    result = result_of(study(number))
    assert isinstance(result, Simulated)
    assert {row.code: row.value for row in result.measures}["kept"] == 1.0
    assert result.causes == ()


def test_two_networks_are_compared_under_the_same_luck() -> None:
    build.country()
    number = asked(
        StudyKind.COMPARISON, first_day=WEEK, days=3, items_per_day=5_000, warm_up=0, replications=4,
        set=[], other=["cancel-trip=MAT00002"],
    )  # fmt: skip
    same = asked(StudyKind.COMPARISON, first_day=WEEK, days=3, items_per_day=200, warm_up=0, replications=2)

    work(once=True)

    result, twin = result_of(study(number)), result_of(study(same))
    assert isinstance(result, Compared)
    assert isinstance(twin, Compared)
    assert all(row.difference == 0 for row in twin.measures)
    rows = {row.code: row for row in result.measures}
    assert rows["unfinished"].difference > 0  # nothing leaves for the south any more
    assert rows["unfinished"].is_certain


def test_an_improvement_ends_with_a_draft_that_is_no_worse_and_is_tried_by_the_simulator() -> None:
    build.country()
    number = asked(
        StudyKind.IMPROVEMENT, first_day=WEEK, rounds=1, minutes=0, items_per_day=500, replications=2, days=3,
        warm_up=0,
    )  # fmt: skip

    work(once=True)

    result = result_of(study(number))
    assert isinstance(result, Improved), failure_in_words(study(number).failure)
    assert result.after.hours <= result.before.hours
    assert result.after.cost <= result.before.cost
    assert {row.code for row in result.confirmed} >= {"hours to delivery", "kept"}
    draft = timetable("MA", result.timetable or 0)
    assert (draft.state, draft.name) == ("draft", f"study {number}")
    assert len(network_in(draft).trips) == len(network_in(timetable("MA", 1)).trips)
    assert result.change_count == len(result.changes) > 0
    sentences = [row[0].text for row in sheets_of(result)[2].rows]
    assert all("instead of" in sentence and sentence.endswith(".") for sentence in sentences), sentences


def test_two_workers_never_run_the_same_study() -> None:
    build.country()
    numbers = {asked(), asked(), asked()}

    answers = together(*[lambda: leases.take_next(lease=uuid4(), at=MONDAY)] * 5)

    taken = [answer.number for answer in answers if isinstance(answer, leases.Taken)]
    assert sorted(taken) == sorted(numbers)
    assert answers.count(None) == 2


def test_a_worker_that_was_killed_leaves_its_study_to_another() -> None:
    build.country()
    number = asked(**{**LONG, "iterations": 2_000})
    victim = worker()
    deadline = time.monotonic() + 120
    while state(number) != StudyState.RUNNING and time.monotonic() < deadline:
        time.sleep(0.02)
    os.kill(victim.pid, signal.SIGKILL)
    victim.wait()

    assert state(number) == StudyState.RUNNING
    assert leases.take_next(lease=uuid4(), at=now()) is None  # its lease is not over
    do_study(took(at=now() + LEASE * 2), threading.Event())

    found = study(number)
    assert (found.state, found.attempts) == (StudyState.DONE, 2)


def test_a_worker_that_is_told_to_stop_gives_its_study_back_and_it_is_nobodys_failure() -> None:
    build.country()
    number = asked(**LONG)
    leave = threading.Event()
    doing = under_way(took(at=now()), leave)
    time.sleep(0.3)

    leave.set()
    doing.join(timeout=20)

    found = study(number)
    assert (found.state, found.attempts, found.lease, found.progress) == (StudyState.WAITING, 0, None, 0)


def test_a_study_that_kills_its_workers_is_given_up_after_three_times() -> None:
    build.country()
    number = asked()
    for time_ in range(3):
        assert took(at=later(time_ * AFTER_LEASE)).number == number

    assert leases.take_next(lease=uuid4(), at=later(3 * AFTER_LEASE)) is None

    code, sentence = failure_in_words(study(number).failure)
    assert state(number) == StudyState.FAILED
    assert code == "strategy.interrupted"
    assert "3 times" in sentence


def test_a_worker_that_lost_its_lease_writes_nothing() -> None:
    build.country()
    number = asked()
    slow = took()
    quick = took(at=later(AFTER_LEASE))

    held = leases.renew(slow, at=later(1), doing=Doing.PLACING, progress=900)
    wrote = leases.finish(slow, at=later(1), finishing=lambda: ({"wrong": True}, []))

    assert not held.is_mine
    assert not wrote
    assert (state(number), study(number).progress, study(number).lease) == (
        StudyState.RUNNING, 0, quick.lease,
    )  # fmt: skip


def test_an_answer_that_cannot_be_is_kept_as_its_reason() -> None:
    build.country()
    number = asked(new=1, farthest_m=150)

    work(once=True)

    found = study(number)
    assert found.state == StudyState.FAILED
    assert found.failure is not None
    assert found.failure["code"] == "strategy.no-such-choice"
    assert result_of(found) is None
    assert [row.state for row in timetables_of("MA")] == ["published"]


def test_a_full_disk_fails_the_study_and_the_worker_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    build.country()
    number, after = asked(), asked(seed=2)
    write = Table.write

    def full(table: Table, folder: Path) -> None:
        if str(number) in folder.name.split("-")[0]:
            folder.mkdir(parents=True, exist_ok=True)
            raise OSError(28, "No space left on device")
        write(table, folder)

    monkeypatch.setattr(Table, "write", full)

    assert work(once=True) == 2

    assert failure_in_words(study(number).failure)[0] == "strategy.broke"
    assert (state(number), state(after)) == (StudyState.FAILED, StudyState.DONE)
    assert study(number).files == []
    assert not list(folder_of(number).parent.glob(".*"))


def test_a_database_that_is_away_at_the_end_leaves_the_study_to_be_begun_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    build.country()
    number = asked()
    with monkeypatch.context() as patch:
        patch.setattr(leases, "finish", _away)

        assert work(once=True) == 1

    assert state(number) == StudyState.RUNNING
    assert took(at=study(number).lease_until + LEASE).number == number


def _away(*_given: Any, **_named: Any) -> bool:
    raise OperationalError("the database is away")


def test_the_database_holds_no_half_result() -> None:
    build.country()
    number = asked()

    for field, value in (("state", "done"), ("state", "running"), ("progress", 1001)):
        with (
            pytest.raises(IntegrityError),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(f"UPDATE strategy_study SET {field} = %s WHERE number = %s", [value, number])
