"""What the worker does unasked: once a day for each country, whatever else there is to do."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from rekkas.network import queries as network
from rekkas.network.commands import publish_timetable, revise_timetable
from rekkas.network.errors import NothingToLearn
from rekkas.operator import daily
from rekkas.operator.daily import DailyWork
from rekkas.strategy.tasks import work
from rekkas.territory.commands import load_territory
from tests import build
from tests.build import AGENCY, BOSS, MONDAY
from tests.lessons import learn
from tests.network.drafts import ENGINEER, draft

pytestmark = pytest.mark.django_db
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


class Clock:
    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock(MONDAY)


@pytest.fixture
def lessons(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, datetime]]:
    """Lessons that are counted, and teach nothing."""
    taken: list[tuple[str, datetime]] = []
    monkeypatch.setattr(daily, "learn_from_records", lambda iso, *, at: taken.append((iso, at)))
    return taken


def test_each_country_is_learned_once_a_day(clock: Clock, lessons: list[Any]) -> None:
    build.country()
    daily_work = DailyWork(clock)

    for _hour in range(48):
        daily_work()
        clock.now += HOUR

    assert [(iso, at.date().isoformat()) for iso, at in lessons] == [
        ("MA", "2026-03-02"), ("MA", "2026-03-03"), ("MA", "2026-03-04"),
    ]  # fmt: skip


def test_between_two_hours_only_changed_timetables_and_cut_offs_are_looked_for(
    clock: Clock, statements: Any
) -> None:
    build.country()
    daily_work = DailyWork(clock)
    daily_work()
    clock.now += 59 * MINUTE

    with statements() as seen:
        daily_work()

    assert len(seen) == 3  # the countries, their editions, and the clearings
    with statements() as at_once:
        daily_work()
    assert at_once == []


def test_what_was_learned_today_by_another_is_not_learned_again(clock: Clock, lessons: list[Any]) -> None:
    build.country()
    learn(at=MONDAY - 2 * HOUR)

    DailyWork(clock)()
    clock.now += timedelta(days=1)
    DailyWork(clock)()

    assert [at for _iso, at in lessons] == [MONDAY + timedelta(days=1)]


def test_the_day_is_the_one_of_the_country(clock: Clock, lessons: list[Any]) -> None:
    """In April the clock of Morocco is an hour ahead of UTC: its day begins at eleven in the evening."""
    build.country()
    clock.now = datetime(2026, 4, 6, 22, 30, tzinfo=UTC)
    daily_work = DailyWork(clock)
    daily_work()
    clock.now += HOUR
    daily_work()

    assert [at.date().isoformat() for _iso, at in lessons] == ["2026-04-06", "2026-04-07"]


def test_where_too_little_was_delivered_it_is_passed_over_in_silence(
    clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    build.country()

    DailyWork(clock)()

    with pytest.raises(NothingToLearn):
        daily.learn_from_records("MA", at=clock.now)
    assert caplog.records == []


def test_a_country_without_a_network_is_passed_over_in_silence(
    clock: Clock, lessons: list[Any], caplog: pytest.LogCaptureFixture
) -> None:
    load_territory(pack=build.pack(), by=BOSS, at=MONDAY)

    DailyWork(clock)()

    assert caplog.records == []


def test_what_fails_is_written_down_and_tried_again_after_an_hour(
    clock: Clock, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    build.country()
    tried: list[datetime] = []

    def fail_once(iso: str, *, at: datetime) -> None:
        tried.append(at)
        if len(tried) == 1:
            raise ValueError("no such lorry")

    monkeypatch.setattr(daily, "learn_from_records", fail_once)
    daily_work = DailyWork(clock)
    for _time in range(4):
        daily_work()
        clock.now += HOUR

    assert tried == [MONDAY, MONDAY + HOUR]
    assert ["lesson of MA" in record.getMessage() for record in caplog.records] == [True]


def test_offices_show_the_hours_of_the_timetable_from_its_first_day_on(
    clock: Clock, lessons: list[Any]
) -> None:
    build.country()
    number, planner = draft(), {"country": "MA", "by": ENGINEER, "at": MONDAY}
    timings = network.timetable("MA", number).files["timings.csv"]
    sooner = timings.replace(f"{AGENCY},17:00", f"{AGENCY},16:30")
    revise_timetable(number=number, files={"timings.csv": sooner}, **planner)
    publish_timetable(number=number, valid_from=date(2026, 3, 4), **planner)
    daily_work = DailyWork(clock)

    daily_work()
    on_monday = network.office(AGENCY).cut_off_min
    clock.now = datetime(2026, 3, 4, 0, 30, tzinfo=UTC)
    daily_work()

    assert (on_monday, network.office(AGENCY).cut_off_min) == (17 * 60, 16 * 60 + 30)


def test_the_worker_does_it_between_studies() -> None:
    called: list[int] = []

    count = work(once=True, between=lambda: called.append(1))

    assert (count, called) == (0, [1])
