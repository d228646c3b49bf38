"""The promise table against its definition, and what must hold of any promise."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postkit.network import Network, Site, Stop, Trip, Wave
from postkit.promise import (
    CANCELLED,
    NEVER,
    Profile,
    Table,
    Why,
    digest_of,
    events_for,
    expected,
    latest_hand_over,
    minute_of,
    monday_of,
    planned,
    unroll,
    way,
)
from tests.postkit.plain_scan import arrivals, delivery, legs_of

MONDAY = date(2026, 3, 16)  # Morocco's clock goes forward on the Sunday of this week
DAYS = 21
WEEK = 7 * 1440 - 60  # that night has an hour less
NAMES = ("AA", "BB", "CC", "DD", "EE")
WEEKS = st.sampled_from(["1234567", "12345", "135", "2", "67"])


@st.composite
def trips(draw: st.DrawFn, code: str) -> Trip:
    offices = draw(st.lists(st.sampled_from(NAMES), min_size=2, max_size=4, unique=True))
    minute, stops = 0, [Stop(offices[0], 0, 0)]
    for office in offices[1:]:
        arrives = minute + draw(st.integers(1, 700))
        minute = arrives + draw(st.sampled_from([0, 0, 10, 90]))
        stops.append(Stop(office, arrives, minute))
    exceptions = draw(
        st.dictionaries(st.integers(0, 9).map(lambda n: MONDAY + timedelta(n)), st.booleans(), max_size=2)
    )
    carries = draw(st.sampled_from(["all", "all", "standard", "express"]))
    return Trip(
        code, draw(WEEKS), draw(st.integers(0, 1439)), tuple(stops), carries=carries,
        exceptions=tuple(sorted(exceptions.items())),
    )  # fmt: skip


@st.composite
def sites(draw: st.DrawFn, code: str) -> Site:
    waves = draw(
        st.lists(st.builds(Wave, WEEKS, st.integers(0, 1439), st.integers(0, 400)), max_size=2)
        if draw(st.booleans()) else st.just([])
    )  # fmt: skip
    closed = draw(st.none() | st.integers(0, 6))
    opens = draw(st.integers(0, 600))
    return Site(
        code, opens_min=opens, closes_min=1200, open_days=draw(WEEKS), cut_off_min=draw(st.integers(opens, 1200)),
        handling_min=draw(st.sampled_from([0, 30, 120])), express_min=draw(st.sampled_from([0, 20])),
        delivery_days=draw(st.sampled_from(["", "123456", "135"])), rounds_leave_min=draw(st.integers(0, 1440)),
        closed_from=None if closed is None else MONDAY + timedelta(closed),
        closed_until=None if closed is None else MONDAY + timedelta(closed + draw(st.integers(0, 2))),
        waves=tuple(waves),
    )  # fmt: skip


@st.composite
def networks(draw: st.DrawFn) -> Network:
    count = draw(st.integers(1, 7))
    return Network(
        draw(st.sampled_from(["Africa/Casablanca", "UTC", "America/Sao_Paulo"])),
        tuple(draw(sites(name)) for name in NAMES),
        tuple(draw(trips(f"T{n}")) for n in range(count)),
        frozenset(draw(st.sets(st.integers(0, 12).map(lambda n: MONDAY + timedelta(n)), max_size=2))),
    )


def profile_of(network: Network, carriage: str = "standard", first: date = MONDAY) -> Profile:
    return Profile.build(events_for(unroll([(date.min, network)], first, DAYS), carriage))


@settings(max_examples=120)
@given(network=networks(), carriage=st.sampled_from(["standard", "express"]), since=st.integers(0, WEEK - 1))
def test_the_table_says_what_the_definition_says(network: Network, carriage: str, since: int) -> None:
    profile = profile_of(network, carriage)
    ends = np.arange(len(NAMES))

    for at, origin in enumerate(NAMES):
        found = profile.arrivals(np.full(len(NAMES), at), ends, np.full(len(NAMES), since))
        rounds = profile.rounds(ends, found)
        plain = arrivals(network, MONDAY, DAYS, origin, since + profile.base, carriage)
        for end, arrives, row in zip(NAMES, found.tolist(), rounds.tolist(), strict=True):
            assert (arrives + profile.base if arrives >= 0 else None) == plain.get(end)
            if arrives >= 0:
                day = date.fromordinal(int(profile.round_day[row])) if row < len(profile.round_day) else None
                assert day == delivery(network, end, arrives + profile.base, MONDAY, DAYS, carriage)


@settings(max_examples=60)
@given(network=networks(), minutes=st.tuples(st.integers(0, WEEK - 1), st.integers(0, WEEK - 1)).map(sorted))
def test_a_later_hand_over_never_arrives_earlier(network: Network, minutes: list[int]) -> None:
    profile = profile_of(network)
    origin, destination = (side.ravel() for side in np.meshgrid(np.arange(5), np.arange(5)))

    soon, late = (
        profile.answers(origin, destination, np.full(25, profile.base + minute)) for minute in minutes
    )

    both = (soon.arrives >= 0) & (late.arrives >= 0)
    assert (soon.arrives[both] <= late.arrives[both]).all()
    assert (soon.day[both & (late.day > 0)] <= late.day[both & (late.day > 0)]).all()


@settings(max_examples=60)
@given(network=networks(), more=trips("NEW"), since=st.integers(0, WEEK - 1))
def test_one_trip_more_delays_nobody(network: Network, more: Trip, since: int) -> None:
    origin, destination = (side.ravel() for side in np.meshgrid(np.arange(5), np.arange(5)))
    without, with_it = (
        profile_of(one).arrivals(origin, destination, np.full(25, since))
        for one in (network, replace(network, trips=(*network.trips, more)))
    )

    assert ((with_it <= without) | (without < 0))[with_it >= 0].all()
    assert (with_it[without >= 0] >= 0).all()


@settings(max_examples=40)
@given(network=networks(), block=st.integers(1, 5))
def test_a_table_made_in_blocks_or_of_some_columns_is_the_same(network: Network, block: int) -> None:
    events = events_for(unroll([(date.min, network)], MONDAY, DAYS))
    whole, blocks, some = (
        Table.build(events),
        Table.build(events, block=block),
        Table.build(events, columns=[1, 3]),
    )

    for name in ("soonest", "place", "board", "stay"):
        assert np.array_equal(getattr(whole, name), getattr(blocks, name))
    assert np.array_equal(whole.soonest[:, [1, 3]], some.soonest[:, [1, 3]])
    assert (some.soonest[:, [0, 2, 4]] == NEVER).all()


@settings(max_examples=60)
@given(network=networks(), since=st.integers(0, WEEK - 1))
def test_the_way_leads_there_when_promised_and_never_comes_by_twice(network: Network, since: int) -> None:
    profile = profile_of(network)
    for origin in range(5):
        for destination in range(5):
            at = profile.base + since
            found = way(profile, origin, destination, at)
            (promised,) = zip(*_lists(profile.answers(*_one(origin, destination, at))), strict=True)
            if promised[0] >= profile.base + profile.served:
                continue  # taken in after the week: another table's to say
            assert (found.arrives or -1, found.leaves or -1, found.day or -1) == promised[1:]
            visited = [NAMES[origin], *(ride.to for ride in found.rides)]
            assert found.arrives is None or len(set(visited)) == len(visited)
            for before, after in zip(found.rides, found.rides[1:], strict=False):
                assert before.to == after.office
                assert before.until <= after.at


@settings(max_examples=60)
@given(network=networks(), since=st.integers(0, 5 * 1440))
def test_the_latest_hand_over_is_in_time_and_a_minute_later_is_not(network: Network, since: int) -> None:
    profile = profile_of(network)
    for origin in range(5):
        for destination in range(5):
            day = int(profile.answers(*_one(origin, destination, profile.base + since)).day[0])
            latest = latest_hand_over(profile, origin, destination, day) if day > 0 else None
            if latest is None or latest + 1 >= profile.base + profile.served:
                continue
            now, next_minute = (profile.answers(*_one(origin, destination, latest + late)) for late in (0, 1))
            assert latest >= profile.base + since
            assert now.day[0] <= day
            assert next_minute.day[0] > day or next_minute.day[0] < 0


@settings(max_examples=40)
@given(network=networks(), since=st.integers(0, WEEK - 1))
def test_without_news_what_is_expected_is_what_was_promised(network: Network, since: int) -> None:
    events = events_for(unroll([(date.min, network)], MONDAY, DAYS))
    profile = Profile.build(events)
    for origin in range(5):
        for destination in range(5):
            promised = int(profile.arrivals(*_one(origin, destination, since))[0])
            found = expected(events, NAMES[origin], NAMES[destination], since + profile.base)
            assert (found.arrives - profile.base if found else -1) == promised


@settings(max_examples=40)
@given(network=networks(), since=st.integers(0, WEEK - 1))
def test_what_is_read_off_the_table_is_what_a_scan_expects(network: Network, since: int) -> None:
    events = events_for(unroll([(date.min, network)], MONDAY, DAYS))
    profile = Profile.build(events)
    now = since + profile.base
    for origin in NAMES:
        for destination in NAMES:
            scanned = expected(events, origin, destination, now, now=now)
            read = planned(profile, origin, destination, now, now=now)
            assert (scanned and scanned.arrives) == (read and read.arrives)
            assert (scanned and scanned.day) == (read and read.day)


@settings(max_examples=40)
@given(network=networks())
def test_what_is_aboard_is_read_off_the_table_as_a_scan_expects_it(network: Network) -> None:
    events = events_for(unroll([(date.min, network)], MONDAY, DAYS))
    profile = Profile.build(events)
    for row in np.flatnonzero((profile.dep < profile.served) & profile.boards)[:20].tolist():
        run = profile.trips[profile.row_trip[row]], int(profile.row_day[row])
        origin, left = NAMES[profile.office[row]], int(profile.dep[row]) + profile.base
        for destination in NAMES:
            scanned = expected(events, origin, destination, left, aboard=run, now=left)
            read = planned(profile, origin, destination, left, aboard=run, now=left)
            if origin != destination:
                assert (scanned and scanned.arrives) == (read and read.arrives)


def line(*, late_bus: bool = False) -> Network:
    """Sefrou, Fès and Rabat: a van in the afternoon, a lorry by night, and a bus in the morning."""
    offices = (
        Site("FES", handling_min=60),
        Site("RABAT", handling_min=30, delivery_days="12345"),
        Site("SEFROU", cut_off_min=17 * 60, handling_min=30),
    )
    van = Trip("VAN", "12345", 18 * 60, (Stop("SEFROU", 0, 0), Stop("FES", 40, 40)))
    lorry = Trip("LORRY", "12345", 22 * 60 + 10, (Stop("FES", 0, 0), Stop("RABAT", 180, 180)))
    bus = Trip("BUS", "1234567", 9 * 60, (Stop("FES", 0, 0), Stop("RABAT", 200, 200)))
    return Network("UTC", offices, (van, lorry, bus) if late_bus else (van, lorry))


def at(day: int, hour: int, minute: int = 0) -> int:
    return minute_of(datetime(2026, 3, day, hour, minute, tzinfo=UTC))


def test_a_way_says_what_was_missed_and_what_is_ridden() -> None:
    profile = profile_of(line())

    told = way(profile, 2, 1, at(16, 17, 20)).steps

    assert [step.why for step in told] == [Why.AFTER_CUT_OFF, Why.RIDE, Why.RIDE, Why.ROUND]
    assert (told[0].at, told[0].until) == (at(16, 17), at(17, 8))
    assert [(ride.office, ride.at, ride.trip) for ride in told[1:3]] == [
        ("SEFROU", at(17, 18), "VAN"), ("FES", at(17, 22, 10), "LORRY"),
    ]  # fmt: skip
    assert told[-1].at == at(18, 10)


def test_what_cannot_be_reached_says_where_it_ends() -> None:
    found = way(profile_of(line()), 1, 2, at(16, 9))

    assert found.arrives is None
    assert found.steps[-1].why is Why.UNREACHED


@pytest.mark.parametrize(
    ("late", "arrives"),
    [
        ({}, at(17, 1, 10)),
        ({("VAN", MONDAY.toordinal()): 60}, at(17, 1, 10)),  # late, and still there an hour before the lorry
        ({("VAN", MONDAY.toordinal()): 180}, at(17, 12, 20)),  # the lorry is missed: by bus
        ({("LORRY", MONDAY.toordinal()): 45}, at(17, 1, 55)),
        ({("LORRY", MONDAY.toordinal()): CANCELLED}, at(17, 12, 20)),
    ],
)
def test_news_of_today_changes_what_is_expected(late: dict[tuple[str, int], int], arrives: int) -> None:
    events = events_for(unroll([(date.min, line(late_bus=True))], MONDAY, DAYS))

    found = expected(events, "SEFROU", "RABAT", at(16, 10), late=late)

    assert found is not None
    assert found.arrives == arrives


def test_what_rides_a_late_lorry_is_expected_with_it() -> None:
    events = events_for(unroll([(date.min, line())], MONDAY, DAYS))
    lorry = ("LORRY", MONDAY.toordinal())

    found = expected(events, "FES", "RABAT", at(16, 22, 30), late={lorry: 20}, aboard=lorry)

    assert found is not None
    assert (found.arrives, found.runs) == (at(17, 1, 30), (lorry,))


@pytest.mark.parametrize(
    ("night", "hours_on_the_wall"),
    [(date(2026, 2, 14), 4), (date(2026, 3, 21), 6), (date(2026, 3, 28), 5)],  # back, forward, as always
)
def test_a_trip_across_the_change_of_the_clock_lasts_as_long(night: date, hours_on_the_wall: int) -> None:
    sides = (Site("AA"), Site("BB"))
    trip = Trip("T", "6", 23 * 60, (Stop("AA", 0, 0), Stop("BB", 300, 300)))
    legs = unroll([(date.min, Network("Africa/Casablanca", sides, (trip,)))], monday_of(night), 7)

    leaves, arrives = (
        datetime.fromtimestamp((int(minute[0]) + legs.base) * 60, legs.clock.zone)
        for minute in (legs.dep, legs.arr)
    )

    assert arrives - leaves == timedelta(hours=hours_on_the_wall)  # aware of one zone: the wall's difference
    assert int(legs.arr[0] - legs.dep[0]) == 300


def test_each_day_goes_by_the_version_in_force() -> None:
    old = line()
    new = replace(old, trips=(replace(old.trips[0], departs_min=12 * 60), old.trips[1]))
    legs = unroll([(date.min, old), (date(2026, 3, 18), new)], MONDAY, 7)

    vans = [
        int(dep) % 1440
        for dep, trip in zip(legs.dep, legs.trip, strict=True)
        if legs.trips[trip].code == "VAN"
    ]

    assert vans == [18 * 60, 18 * 60, 12 * 60, 12 * 60, 12 * 60]


def test_a_saved_table_is_found_by_its_rows_and_by_nothing_else(tmp_path: Path) -> None:
    def events(network: Network, first: date):  # type: ignore[no-untyped-def]
        return events_for(unroll([(date.min, network)], first, DAYS))

    here = events(line(), MONDAY)
    table = Table.build(here)
    table.save(tmp_path / digest_of(here))
    table.save(tmp_path / digest_of(here))

    opened = Table.open(tmp_path / digest_of(here))
    assert np.array_equal(opened.soonest, table.soonest)
    assert digest_of(events(line(), MONDAY + timedelta(7))) == digest_of(here)
    assert digest_of(events(line(late_bus=True), MONDAY)) != digest_of(here)
    with pytest.raises(FileNotFoundError):
        Table.open(tmp_path / "another")
    assert [found.name for found in tmp_path.iterdir()] == [digest_of(here)]


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda: Trip("T", "8", 0, (Stop("A", 0, 0), Stop("B", 5, 5))), "ISO weekday digits"),
        (lambda: Trip("T", "1", 1440, (Stop("A", 0, 0), Stop("B", 5, 5))), "not within a day"),
        (lambda: Trip("T", "1", 0, (Stop("A", 0, 0),)), "two offices at least"),
        (lambda: Trip("T", "1", 0, (Stop("A", 0, 0), Stop("B", 0, 0))), "before it has left"),
        (lambda: Trip("T", "1", 0, (Stop("A", 0, 0), Stop("A", 9, 9))), "twice in a row"),
        (lambda: Site("A", handling_min=-1), "no negative time"),
        (lambda: Wave("1", 0, -5), "no negative duration"),
        (lambda: Network("UTC", (Site("A"),), (line().trips[0],)), "no office of the network"),
        (lambda: unroll([], MONDAY, 7), "one network at least"),
        (lambda: unroll([(date.min, line())], MONDAY, 43), "1 to 42 days"),
    ],
)
def test_what_no_clock_can_hold_is_refused_in_a_sentence(make, says: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ValueError, match=says):
        make()


def test_the_oracle_itself_waits_for_handling_and_takes_the_next_day() -> None:
    legs = legs_of(line(), MONDAY, DAYS, "standard")

    assert arrivals(line(), MONDAY, DAYS, "SEFROU", at(16, 17, 30), legs=legs)["RABAT"] == at(17, 1, 10)
    assert arrivals(line(), MONDAY, DAYS, "SEFROU", at(16, 17, 31), legs=legs)["RABAT"] == at(18, 1, 10)


def _one(*numbers: int) -> Iterator[np.ndarray]:
    return (np.array([number]) for number in numbers)


def _lists(answers) -> Iterator[list[int]]:  # type: ignore[no-untyped-def]
    return (column.tolist() for column in (answers.taken_in, answers.arrives, answers.leaves, answers.day))
