from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from threading import Barrier, Thread
from time import sleep
from uuid import uuid4

import pytest

from postkit import pack as packed
from postkit.network import Site
from rekkas.network import queries
from rekkas.network.commands import load_network, renew_network
from rekkas.network.errors import UnknownOffice
from rekkas.network.models import Office
from rekkas.network.queries import Promise, Question, held
from tests.territory import packs
from tests.territory.packs import AT, BY, COUNTER, OFFICES, PACK, TRIPS, load

pytestmark = pytest.mark.django_db


def local(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, day, hour - (day >= 22), minute, tzinfo=UTC)


def promise(at: datetime, origin: str = "MA0005", destination: str = "MA0004") -> Promise:
    return queries.promise_for(origin=origin, destination=destination, at=at)


@pytest.fixture(autouse=True)
def _loaded() -> None:
    load()


@pytest.mark.parametrize(
    ("at", "delivered"),
    [
        (local(9, 10), 10),  # Monday: a night's journey
        (local(9, 16), 10),  # at the cut-off, still today
        (local(9, 16, 1), 11),  # a minute late
        (local(9, 6), 10),  # before the office opens
        (local(7, 10), 10),  # Saturday: taken in on Monday
        (local(13, 10), 14),  # Friday: delivered on Saturday, for rounds go out six days a week
        (local(13, 17), 17),  # Friday evening: taken in on Monday
        (local(19, 10), 21),  # arrives on a holiday
        (local(19, 17), 24),  # Friday is a holiday: taken in on Monday
    ],
)
def test_a_promise_minds_cut_offs_open_days_and_holidays(at: datetime, delivered: int) -> None:
    assert promise(at).delivery_date == date(2026, 3, delivered)


def test_a_promise_names_its_trips_and_its_arrival() -> None:
    found = promise(local(9, 10))

    assert queries.way_for(Question("MA0005", "MA0004", local(9, 10))).trips == (
        "MAT00001",
        "MAT00002",
        "MAT00003",
    )
    assert found.arrives_at == local(10, 6, 30)
    assert found.arrives_at.tzname() == "+00"


@pytest.mark.parametrize(("hour", "why"), [(10, "at-once"), (6, "before-opening")])
def test_the_way_begins_at_the_minute_that_a_clock_on_the_wall_shows(hour: int, why: str) -> None:
    at = local(9, hour, 12)

    first = queries.way_for(Question("MA0005", "MA0004", at + timedelta(seconds=40))).reasons[0]

    assert (first.why, first.at) == (why, at)
    assert ("at 10:12." in first.text) == (why == "at-once")


def test_an_arrival_after_the_change_of_the_clock_keeps_the_time_on_the_wall() -> None:
    found = promise(local(21, 10), origin="MA0001")

    assert found.arrives_at.isoformat() == "2026-03-23T06:30:00+01:00"
    assert queries.way_for(Question("MA0001", "MA0004", local(21, 10))).trips == ("MAT00002", "MAT00003")


def test_what_stays_at_its_office_goes_out_when_it_is_handled() -> None:
    assert promise(local(9, 9), "MA0002", "MA0002") == Promise(local(9, 9), date(2026, 3, 9))
    assert promise(local(9, 9, 1), "MA0002", "MA0002").delivery_date == date(2026, 3, 10)


def test_an_office_without_rounds_gives_out_at_its_counter() -> None:
    assert promise(local(9, 15), "MA0005", "MA0005").delivery_date == date(2026, 3, 9)
    assert promise(local(9, 15, 59), "MA0002", "MA0001").delivery_date is None  # no trip leads there


def test_where_no_trip_leads_nothing_is_promised() -> None:
    assert promise(local(9, 10), destination="MA0006") == Promise()


def test_an_office_that_is_not_known_is_refused_alone_and_left_out_of_a_batch() -> None:
    with pytest.raises(UnknownOffice, match="MA9999"):
        promise(local(9, 10), destination="MA9999")

    questions = [Question("MA0005", end, local(9, 10)) for end in ("MA9999", "MA0004")]
    lost, found = queries.promises_for([*questions, Question("ZZ0001", "MA0004", local(9, 10))])[:2]
    assert lost == Promise()
    assert found.delivery_date == date(2026, 3, 10)


def test_a_closed_destination_delivers_when_it_opens_again() -> None:
    closed = replace(OFFICES[3], closed_from=date(2026, 3, 9), closed_until=date(2026, 3, 12))
    load(replace(PACK, offices=(*OFFICES[:3], closed, *OFFICES[4:])))

    assert promise(local(9, 10)).delivery_date == date(2026, 3, 13)


def test_a_destination_closed_for_months_is_told_alike_with_and_without_the_way() -> None:
    closed = replace(OFFICES[3], closed_from=date(2026, 3, 9), closed_until=date(2026, 6, 10))
    load(replace(PACK, offices=(*OFFICES[:3], closed, *OFFICES[4:])))

    found = queries.way_for(Question("MA0005", "MA0004", local(9, 10)))

    assert promise(local(9, 10)) == Promise(found.arrives_at, date(2026, 6, 11))
    assert found.delivery_date == date(2026, 6, 11)
    assert found.rounds_leave_at is not None
    assert found.rounds_leave_at.isoformat() == "2026-06-11T10:00:00+01:00"
    assert [reason.why for reason in found.reasons][-1] == "round"


def test_an_origin_closed_for_months_is_told_alike_with_and_without_the_way() -> None:
    closed = replace(COUNTER, closed_from=date(2026, 3, 9), closed_until=date(2026, 6, 10))
    load(replace(PACK, offices=(*OFFICES[:4], closed, OFFICES[5])))

    found = queries.way_for(Question("MA0005", "MA0004", local(9, 10)))

    assert promise(local(9, 10)) == Promise(found.arrives_at, date(2026, 6, 12))
    assert found.delivery_date == date(2026, 6, 12)


def test_what_a_clock_that_was_never_set_says_is_answered_for_itself() -> None:
    never, far = datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, 23, tzinfo=UTC)

    lost, late, found = queries.promises_for(
        [Question("MA0005", "MA0004", at) for at in (never, far, local(9, 10))]
    )

    assert (lost, late) == (Promise(), Promise())
    assert found.delivery_date == date(2026, 3, 10)
    for day in (never.date(), far.date()):
        assert queries.latest_hand_over(origin="MA0005", destination="MA0004", day=day) is None


def test_years_long_past_and_far_ahead_have_their_promise_by_the_timetable_of_then() -> None:
    for year, monday in ((2016, 7), (2035, 5)):
        asked = datetime(year, 3, monday, 10, tzinfo=UTC)
        assert promise(asked).delivery_date == date(year, 3, monday + 1)


def test_a_year_is_searched_once_for_an_office_that_is_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    Office.objects.filter(code="MA0004").update(retired=True)
    renew_network(country="MA", by=BY, at=AT)
    looked: list[date] = []
    gives_out_on = Site.gives_out_on

    def counted(site: Site, day: date, holidays: frozenset[date]) -> bool:
        looked.append(day)
        return gives_out_on(site, day, holidays)

    monkeypatch.setattr(Site, "gives_out_on", counted)
    found = queries.promises_for([Question("MA0001", "MA0004", local(9, 10))] * 500)

    assert found == [Promise(local(10, 6, 30), None)] * 500
    assert len(looked) == len(set(looked)) > 360


def test_threads_that_find_a_new_edition_read_it_once() -> None:
    network, edition = queries.held_network("MA"), (uuid4(), uuid4())
    begun = Barrier(4)
    read: list[str] = []
    found: list[object] = []

    def ask() -> None:
        begun.wait(10)
        found.append(held._held("MA", edition))

    def slowly(country: str) -> object:
        read.append(country)
        sleep(0.05)
        return network

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(held, "_networks", {})
        patch.setattr(held, "_read_network", slowly)
        threads = [Thread(target=ask) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)

    assert (read, len(found)) == (["MA"], 4)


def test_an_origin_closed_without_an_end_promises_nothing() -> None:
    closed = replace(COUNTER, closed_from=date(2026, 3, 9))
    load(replace(PACK, offices=(*OFFICES[:4], closed, OFFICES[5])))

    assert promise(local(9, 10)) == Promise()


def test_a_changed_timetable_is_never_answered_from_the_old_one() -> None:
    assert promise(local(9, 10)).delivery_date == date(2026, 3, 10)

    load(replace(PACK, trips=(*TRIPS[:2], replace(TRIPS[2], days="3"), TRIPS[3])))

    assert promise(local(9, 10)).delivery_date == date(2026, 3, 11)


def test_a_changed_holiday_changes_the_promise() -> None:
    assert promise(local(9, 10)).delivery_date == date(2026, 3, 10)

    load(replace(PACK, holidays=(replace(PACK.holidays[0], date=date(2026, 3, 10)),)))

    assert promise(local(9, 10)).delivery_date == date(2026, 3, 11)


def test_a_route_starts_from_where_the_item_stands() -> None:
    first, second = queries.route_between("MA0001", "MA0004", local(9, 18))

    assert (first.trip, first.departs_at, first.arrives_at) == ("MAT00002", local(9, 20), local(9, 21, 30))
    assert (second.trip, second.destination, second.arrives_at) == ("MAT00003", "MA0004", local(10, 6, 30))
    assert queries.route_between("MA0001", "MA0006", local(9, 18)) == ()
    assert queries.route_between("ZZ0001", "MA0006", local(9, 18)) == ()


def test_a_batch_answers_like_single_questions_in_one_statement(assert_statements) -> None:
    ends = ("MA0001", "MA0002", "MA0004", "MA0006", "MA0005")
    questions = [
        Question(origin, end, local(2, 0) + timedelta(hours=7 * n))
        for n, (origin, end) in enumerate((a, b) for a in ends for b in ends)
    ]
    single = [promise(q.at, q.origin, q.destination) for q in questions]

    with assert_statements(at_most=1):
        batch = queries.promises_for(questions)

    assert batch == single


def test_many_routes_are_found_like_single_ones_in_one_statement(assert_statements) -> None:
    ends = ("MA0001", "MA0002", "MA0004", "MA0006", "ZZ0001", "nowhere")
    questions = [
        Question(origin, end, local(9, 0) + timedelta(hours=5 * n))
        for n, (origin, end) in enumerate((a, b) for a in ends for b in ends)
    ]
    single = [queries.route_between(q.origin, q.destination, q.at) for q in questions]

    with assert_statements(at_most=1):
        batch = queries.routes_between(questions)

    assert batch == single
    assert any(len(route) > 1 for route in batch)
    assert queries.routes_between([]) == []


def star(centres: int, offices_each: int) -> packed.Pack:
    """Sorting centres that serve each other every night, each with offices that it serves daily."""
    offices: list[packed.Office] = []
    trips: list[packed.Trip] = []
    names = [f"MA9{number:03}" for number in range(centres)]
    for a, name in enumerate(names):
        offices.append(packs.post_office(name, name, "sorting", "10", "", **packs.ALWAYS))
        trips += [
            packed.Trip(f"{name}{other}", name, other, "123456", 1_200 + a * b % 90, 300, "road")
            for b, other in enumerate(names)
            if other != name
        ]
        for n in range(offices_each):
            code = f"MA{a * offices_each + n:04}"
            offices.append(replace(OFFICES[1], code=code, hub=name))
            trips.append(packed.Trip(f"{code}IN", code, name, "12345", 1_050 + n, 40 + n, "road"))
            trips.append(packed.Trip(f"{code}OUT", name, code, "123456", 330 + n, 40 + n, "road"))
    return replace(PACK, offices=tuple(offices), trips=tuple(trips))


@pytest.mark.slow
@pytest.mark.once
def test_as_many_statements_answer_twenty_thousand_questions_of_a_national_network_as_one(
    statements: Callable[[], AbstractContextManager[list[str]]],
) -> None:
    load_network(pack=star(20, 100), by=BY, at=AT)
    codes = sorted(office.code for office in queries.offices_of("MA", kind="delivery"))
    questions = [
        Question(codes[n * 7 % 2000], codes[n * 13 % 2000], local(2, 8) + timedelta(minutes=n))
        for n in range(20_000)
    ]

    queries.promises_for(questions[:1])

    with statements() as for_one:
        queries.promises_for(questions[:1])
    with statements() as for_all:
        answers = queries.promises_for(questions)

    assert sum(answer.delivery_date is not None for answer in answers) == 20_000
    assert len(for_all) == len(for_one)
