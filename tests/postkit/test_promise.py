from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postkit.promise import DAY, WEEK, Arrival, Leg, Timetable, delivery_day, earliest, path

HOUR = 60
EVERY_DAY = "1234567"

legs = st.builds(
    Leg,
    code=st.text("ABCDEFGH", min_size=4, max_size=4),
    origin=st.sampled_from("abcdef"),
    destination=st.sampled_from("abcdef"),
    days=st.sets(st.sampled_from(EVERY_DAY), min_size=1).map("".join),
    departs_min=st.integers(0, DAY - 1),
    duration_min=st.integers(0, 9 * DAY),
)
networks = st.lists(legs, max_size=14, unique_by=lambda leg: leg.code)
moments = st.integers(0, 2 * WEEK)
handlings = st.integers(0, 2 * DAY)


def departures(leg: Leg) -> list[int]:
    """All departures of four weeks and more, one by one."""
    return [
        week * WEEK + (int(day) - 1) * DAY + leg.departs_min for week in range(60) for day in sorted(leg.days)
    ]


def by_patience(network: list[Leg], origin: str, ready: int, handling: int) -> dict[str, int]:
    """The same answer by trying every leg again until nothing improves."""
    arrivals = {origin: ready}
    improved = True
    while improved:
        improved = False
        for leg in network:
            if leg.origin not in arrivals:
                continue
            free = arrivals[leg.origin] + (0 if leg.origin == origin else handling)
            arrives = min(at + leg.duration_min for at in departures(leg) if at >= free)
            if arrives < arrivals.get(leg.destination, arrives + 1):
                arrivals[leg.destination] = arrives
                improved = True
    return arrivals


@pytest.mark.parametrize(
    ("ready", "destination", "arrives"),
    [
        (8, "Sefrou", 14),  # two short legs beat the direct one
        (9, "Sefrou", 14),  # ready at the minute of departure is in time
        (10, "Sefrou", 16),  # the first leg is missed
        (17, "Sefrou", 24 + 14),  # the next day
        (10, "Fès", 10),  # already there
        (8, "Zagora", None),  # no road leads there
    ],
)
def test_the_earliest_arrival_is_found(ready: int, destination: str, arrives: int | None) -> None:
    timetable = Timetable(
        [
            Leg("FB", "Fès", "Bhalil", EVERY_DAY, 9 * HOUR, 2 * HOUR),
            Leg("BS", "Bhalil", "Sefrou", EVERY_DAY, 12 * HOUR, 2 * HOUR),
            Leg("FS", "Fès", "Sefrou", EVERY_DAY, 10 * HOUR, 6 * HOUR),
        ]
    )

    found = earliest(timetable, "Fès", ready * HOUR)

    assert (found[destination].minute if destination in found else None) == (arrives and arrives * HOUR)


@pytest.mark.parametrize(
    ("handling_min", "arrives"),
    [
        (0, 12),  # the connection is caught
        (60, 12),  # just in time
        (61, 24 + 12),  # missed by a minute: the next day
    ],
)
def test_mail_is_handled_before_it_goes_on(handling_min: int, arrives: int) -> None:
    timetable = Timetable(
        [
            Leg("A", "Fès", "Meknès", EVERY_DAY, 8 * HOUR, HOUR),
            Leg("B", "Meknès", "Rabat", EVERY_DAY, 10 * HOUR, 2 * HOUR),
        ]
    )

    found = earliest(timetable, "Fès", 8 * HOUR, handling_min)

    assert found["Rabat"].minute == arrives * HOUR
    assert found["Meknès"].minute == 9 * HOUR


def test_a_trip_runs_on_its_days_only() -> None:
    timetable = Timetable([Leg("A", "Fès", "Rabat", "15", 8 * HOUR, HOUR)])

    monday, friday = 9 * HOUR, 4 * DAY + 9 * HOUR
    assert earliest(timetable, "Fès", ready=0)["Rabat"].minute == monday
    assert earliest(timetable, "Fès", ready=monday)["Rabat"].minute == friday
    assert earliest(timetable, "Fès", ready=friday)["Rabat"].minute == WEEK + monday
    assert earliest(timetable, "Fès", ready=5 * WEEK)["Rabat"].minute == 5 * WEEK + monday


@pytest.mark.parametrize(
    ("flies", "taken"),
    [
        ("3", ["ROAD", "AIR", "AIR", "ROAD", "ROAD", "ROAD", "ROAD"]),  # Tuesday's lorry is overtaken
        ("1", ["AIR", "ROAD", "ROAD", "ROAD", "ROAD", "ROAD", "AIR"]),  # Sunday's, by next week's flight
    ],
)
def test_waiting_for_the_aeroplane_beats_leaving_by_road(flies: str, taken: list[str]) -> None:
    timetable = Timetable(
        [
            Leg("ROAD", "Casablanca", "Dakhla", EVERY_DAY, 6 * HOUR, 40 * HOUR),
            Leg("AIR", "Casablanca", "Dakhla", flies, 12 * HOUR, 3 * HOUR),
        ]
    )

    found = [earliest(timetable, "Casablanca", day * DAY) for day in range(7)]

    assert [arrivals["Dakhla"].via for arrivals in found] == taken


def test_a_path_names_each_ride_with_its_minutes() -> None:
    timetable = Timetable(
        [
            Leg("A", "Fès", "Meknès", EVERY_DAY, 8 * HOUR, HOUR),
            Leg("B", "Meknès", "Rabat", EVERY_DAY, 7 * HOUR, 2 * HOUR),
        ]
    )
    found = earliest(timetable, "Fès", 0)

    assert path(found, "Rabat") == (
        ("A", "Fès", "Meknès", 8 * HOUR, 9 * HOUR),
        ("B", "Meknès", "Rabat", DAY + 7 * HOUR, DAY + 9 * HOUR),
    )
    assert path(found, "Fès") == ()
    with pytest.raises(KeyError):
        path(found, "Zagora")


def test_an_office_outside_the_timetable_reaches_itself_only() -> None:
    assert earliest(Timetable([]), "Zagora", 5) == {"Zagora": Arrival(5, "", "", 5)}


@given(networks, moments, handlings)
def test_the_search_agrees_with_trying_everything(network: list[Leg], ready: int, handling: int) -> None:
    found = earliest(Timetable(network), "a", ready, handling)

    assert {office: arrival.minute for office, arrival in found.items()} == by_patience(
        network, "a", ready, handling
    )


@given(networks, moments, st.integers(0, WEEK), handlings)
def test_a_later_handover_never_arrives_earlier(
    network: list[Leg], ready: int, later: int, handling: int
) -> None:
    timetable = Timetable(network)

    now = earliest(timetable, "a", ready, handling)
    then = earliest(timetable, "a", ready + later, handling)

    assert now.keys() == then.keys()
    assert all(then[office].minute >= now[office].minute for office in now)


@given(networks, moments, handlings)
def test_a_week_later_is_the_same_a_week_later(network: list[Leg], ready: int, handling: int) -> None:
    timetable = Timetable(network)

    now = earliest(timetable, "a", ready, handling)
    then = earliest(timetable, "a", ready + WEEK, handling)

    assert {office: arrival.minute + WEEK for office, arrival in now.items()} == {
        office: arrival.minute for office, arrival in then.items()
    }


@given(networks, moments, handlings)
def test_every_path_can_be_travelled(network: list[Leg], ready: int, handling: int) -> None:
    by_code = {leg.code: leg for leg in network}
    found = earliest(Timetable(network), "a", ready, handling)

    for office, arrival in found.items():
        place, free = "a", ready
        for ride in path(found, office):
            leg = by_code[ride.code]
            assert (ride.origin, ride.destination) == (leg.origin, leg.destination)
            assert ride.origin == place
            assert ride.departs >= free
            assert ride.departs in departures(leg)
            assert ride.arrives == ride.departs + leg.duration_min
            place, free = ride.destination, ride.arrives + handling
        assert place == office
        assert arrival.minute == (free - handling if arrival.via else ready)


@given(st.permutations("ABCD"))
def test_equal_trips_are_chosen_the_same_way_in_any_order(codes: list[str]) -> None:
    timetable = Timetable([Leg(code, "a", "b", "1", 0, 60) for code in codes])

    assert earliest(timetable, "a", 0)["b"].via == "A"


@pytest.mark.parametrize(
    ("days", "departs_min", "duration_min", "said"),
    [
        ("", 0, 1, "days"),  # a trip that never runs
        ("18", 0, 1, "days"),  # there is no eighth day
        ("1", DAY, 1, "departs_min"),  # midnight belongs to the next day
        ("1", -1, 1, "departs_min"),  # before midnight
        ("1", 0, -1, "duration_min"),  # arrives before it leaves
    ],
)
def test_a_leg_that_no_clock_can_hold_is_refused(
    days: str, departs_min: int, duration_min: int, said: str
) -> None:
    with pytest.raises(ValueError, match=said):
        Leg("A", "a", "b", days, departs_min, duration_min)


def test_handling_takes_no_negative_time() -> None:
    with pytest.raises(ValueError, match="handling_min"):
        earliest(Timetable([]), "a", 0, -1)


@pytest.mark.parametrize(
    ("arrival", "delivered"),
    [
        (datetime(2026, 3, 12, 7, 0), date(2026, 3, 12)),  # Thursday, before the cut-off
        (datetime(2026, 3, 12, 8, 0), date(2026, 3, 12)),  # at the minute
        (datetime(2026, 3, 12, 8, 0, 1), date(2026, 3, 13)),  # a second late
        (datetime(2026, 3, 13, 9, 0), date(2026, 3, 17)),  # Friday; then the week-end; Monday is a holiday
        (datetime(2026, 3, 14, 7, 0), date(2026, 3, 17)),  # Saturday, no delivery
    ],
)
def test_mail_is_delivered_on_the_next_day_of_delivery(arrival: datetime, delivered: date) -> None:
    day = delivery_day(
        arrival, cut_off_min=8 * HOUR, delivery_days="12345", holidays=frozenset({date(2026, 3, 16)})
    )

    assert day == delivered


def test_an_office_without_delivery_promises_no_day() -> None:
    assert delivery_day(datetime(2026, 3, 12, 7, 0), cut_off_min=480, delivery_days="") is None


@given(
    st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1)),
    st.integers(0, DAY),
    st.sets(st.sampled_from(EVERY_DAY), min_size=1).map("".join),
    st.sets(st.dates(date(2020, 1, 1), date(2020, 1, 20))),
)
def test_a_delivery_day_is_a_working_day_not_before_arrival(
    arrival: datetime, cut_off_min: int, days: str, holidays: set[date]
) -> None:
    day = delivery_day(arrival, cut_off_min=cut_off_min, delivery_days=days, holidays=holidays)

    assert day is not None
    assert day >= arrival.date()
    assert str(day.isoweekday()) in days
    assert day not in holidays
