"""The planner's table: it says what the promise says, and a trial says what the table would say."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postkit.network.model import Network, Site, Stop, Trip, Wave
from postkit.network.synthetic import synthetic_network
from postkit.timetabling import Rules, gravity, hours_of
from postkit.timetabling.grid import grid_for, network_at, state_of
from postkit.timetabling.value import value_of
from postkit.timetabling.worksheet import Move, Worksheet

FIRST = date(2026, 9, 21)
RULES = Rules()


def with_waves(network: Network) -> Network:
    """Hubs that sort in waves, one office that is shut for a while, and a trip that differs on two dates."""
    waves = (Wave("123456", 1080, 90), Wave("123456", 150, 120), Wave("135", 660, 60))
    sites = [replace(site, waves=waves) if site.kind == "sorting" else site for site in network.sites]
    sites[-1] = replace(sites[-1], closed_from=date(2026, 9, 23), closed_until=date(2026, 9, 24))
    trips = list(network.trips)
    trips[3] = replace(trips[3], exceptions=((date(2026, 9, 22), False), (date(2026, 9, 27), True)))
    return replace(network, sites=tuple(sites), trips=tuple(trips))


NETWORK = with_waves(synthetic_network(40, hubs=4, seed=3))
PEOPLE = {site.code: 1.0 + at % 7 for at, site in enumerate(NETWORK.sites) if site.kind != "sorting"}
FLOWS = gravity(NETWORK, PEOPLE)
GRID = grid_for(NETWORK, FLOWS, FIRST, 14)
TODAY = state_of(NETWORK)
ALL = np.arange(len(NETWORK.sites))


@pytest.mark.parametrize(
    ("first", "zone"),
    [
        (FIRST, "Africa/Casablanca"),
        (date(2026, 2, 9), "Africa/Casablanca"),  # the clock goes back for Ramadan in the first week
        (date(2026, 3, 16), "Africa/Casablanca"),  # and forward again
        (date(2026, 10, 19), "Europe/Lisbon"),
    ],
)
def test_the_hours_of_a_state_are_those_of_the_promise(first: date, zone: str) -> None:
    network = replace(NETWORK, zone=zone, holidays=frozenset({date(2026, 9, 24), date(2026, 2, 11)}))
    flows = FLOWS.copy()
    flows[5, 5] = flows.max()  # some mail stays where it is posted

    value = value_of(grid_for(network, flows, first, 21), state_of(network), RULES)

    out, into, mean = hours_of(network, flows, first)
    assert value.hours == pytest.approx(mean, abs=1e-5)
    np.testing.assert_allclose(value.out_h, out, atol=1e-4)
    np.testing.assert_allclose(value.in_h, into, atol=1e-4)


MOVES = st.builds(
    lambda trips, shift, flips, waves: (trips, shift, flips, waves),
    st.lists(st.integers(0, len(NETWORK.trips) - 1), min_size=1, max_size=4, unique=True),
    st.integers(-60, 60),
    st.lists(st.integers(0, 6), max_size=2, unique=True),
    st.lists(st.tuples(st.integers(0, 3), st.integers(0, 2), st.integers(0, 1439)), max_size=2),
)


def as_move(asked: tuple[list[int], int, list[int], list[tuple[int, int, int]]]) -> Move:
    trips, shift, flips, waves = asked
    departs = [int(np.clip(TODAY.departs[trip] + 5 * shift, 0, 1439)) for trip in trips]
    runs = TODAY.runs[trips].copy()
    runs[:, flips] ^= True
    return Move(tuple(trips), tuple(departs), tuple(runs), tuple(waves))


@settings(max_examples=25, deadline=None)
@given(asked=st.lists(MOVES, min_size=1, max_size=3))
def test_a_trial_says_what_the_whole_table_would_say(asked: list) -> None:
    sheet = Worksheet(GRID, TODAY, RULES, ALL)
    before = sheet.weight

    for one in asked:  # what is dropped leaves no trace
        sheet.attempt(as_move(one))
        sheet.drop()
    changes = []
    for one in asked:
        changes.append(sheet.attempt(as_move(one)))
        sheet.keep()

    afresh = Worksheet(GRID, sheet.state, RULES, ALL)
    assert before + sum(changes) == pytest.approx(afresh.weight)
    live = afresh.board.live > 0
    assert (sheet.table.standing[:-1][live] == afresh.table.standing[:-1][live]).all()
    assert (sheet.table.aboard[:-1][live] == afresh.table.aboard[:-1][live]).all()
    np.testing.assert_allclose(sheet.by_office, afresh.by_office, atol=1e-6)
    np.testing.assert_allclose(sheet.by_column, afresh.by_column, atol=1e-6)


def test_a_worksheet_of_some_columns_is_exact_for_them() -> None:
    some = np.array([7, 19, 30])
    whole, part = Worksheet(GRID, TODAY, RULES, ALL), Worksheet(GRID, TODAY, RULES, some)
    move = as_move(([2, 11], 9, [], []))

    whole.attempt(move)
    part.attempt(move)

    np.testing.assert_allclose(part.by_column, whole.by_column[some])
    np.testing.assert_allclose(part.pad.hours_in[:-1], whole.pad.hours_in[some], atol=1e-9)


def test_a_state_and_its_network_are_two_ways_to_say_the_same() -> None:
    state = as_move(([1, 4], -7, [2], [(0, 1, 300)])).applied(TODAY)

    again = state_of(network_at(NETWORK, state))

    assert network_at(NETWORK, TODAY) == NETWORK
    assert (again.departs == state.departs).all()
    assert (again.runs == state.runs).all()
    assert (again.waves, again.cut_offs) == (state.waves, state.cut_offs)


def test_mail_that_misses_the_next_working_day_is_counted() -> None:
    sites = (Site("A", delivery_days="12345"), Site("B", delivery_days="12345"))
    trip = Trip("T", "12345", 18 * 60, (Stop("A", 0, 0), Stop("B", 60, 60)))
    late = replace(trip, departs_min=17 * 60 - 1)  # too early for what is taken in until five

    flows = np.array([[0.0, 1.0], [0.0, 0.0]])
    on_time, missed = (
        value_of(grid_for(Network("UTC", sites, (one,)), flows, FIRST, 14), state, RULES)
        for one in (trip, late)
        for state in [state_of(Network("UTC", sites, (one,)))]
    )

    assert on_time.j1 > missed.j1 > 0
    assert on_time.j2 == pytest.approx(1.0)
    assert on_time.unreached == missed.unreached == 0
