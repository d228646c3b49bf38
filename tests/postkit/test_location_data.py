"""Distances, coverage, and the instances of others."""

import csv
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postkit.location import coverage, distances, search, value_of
from postkit.location.geography import nearest_m
from postkit.location.orlib import read

INSTANCES = Path(__file__).resolve().parents[3] / "shared" / "data" / "location"
POINTS = st.lists(st.tuples(st.floats(-90, 90), st.floats(-180, 180)), min_size=1, max_size=6)


def test_a_degree_along_a_meridian_and_half_the_globe_are_as_long_as_they_are() -> None:
    metres = distances(np.array([[0.0, 0.0]]), np.array([[1.0, 0.0], [0.0, 180.0], [0.0, 0.0]]), detour=1.0)[
        0
    ]

    assert metres == pytest.approx([111_195, 20_015_115, 0], abs=1)


def test_a_detour_makes_every_way_longer_by_its_factor() -> None:
    places = np.array([[34.02, -6.84], [33.57, -7.59], [30.93, -6.90]])

    assert distances(places, places) == pytest.approx(1.3 * distances(places, places, detour=1.0))


@given(POINTS, POINTS)
@settings(deadline=None)  # the first call imports scipy
def test_the_nearest_is_the_least_of_all_distances(points: list[object], access: list[object]) -> None:
    every = distances(np.array(points), np.array(access), detour=1.0)

    assert nearest_m(np.array(points), np.array(access)) == pytest.approx(every.min(axis=1), abs=1)


def test_without_scipy_the_nearest_is_found_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(1)
    points, access = rng.uniform(30, 35, (50, 2)), rng.uniform(30, 35, (7, 2))
    with_scipy = nearest_m(points, access)

    monkeypatch.setitem(sys.modules, "scipy.spatial", None)
    monkeypatch.setattr("postkit.location.geography.CELLS_AT_ONCE", 20)

    assert nearest_m(points, access) == pytest.approx(with_scipy, abs=0.01)


def test_coverage_counts_people_within_each_radius_in_all_and_by_region() -> None:
    points = np.array(
        [[34.0, -6.8], [34.02, -6.8], [34.08, -6.8], [36.0, -6.8]]
    )  # 0, 2.2, 8.9 and 222 km away
    found = coverage(points, np.array([500, 300, 100, 100]), np.array([[34.0, -6.8]]))

    assert found.total.within == {1000: 0.5, 3000: 0.8, 5000: 0.8, 10000: 0.9}
    regions = found.by(["west", "west", "west", "north"])
    assert (regions["west"].people, regions["west"].within[10000]) == (900, 1.0)
    assert regions["north"].within[10000] == 0


def test_a_group_of_nobody_has_no_share_and_a_post_without_access_points_reaches_nobody() -> None:
    found = coverage(np.array([[34.0, -6.8], [35.0, -6.8]]), np.array([7, 0]), np.zeros((0, 2)))

    assert list(found.by(["here", "empty"])) == ["here"]
    assert set(found.total.within.values()) == {0.0}


@pytest.mark.parametrize(
    ("points", "weights", "message"),
    [
        ([[34.0, -6.8]], [1, 2], "1 numbers"),
        ([[34.0, -6.8]], [-1], "negative"),
        ([[-6.8, 340.0]], [1], "degrees"),  # not on the globe
        ([[np.nan, 0.0]], [1], "degrees"),  # an unknown place
    ],
)
def test_points_that_are_none_are_refused(
    points: list[list[float]], weights: list[int], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        coverage(np.array(points), np.array(weights), np.array([[34.0, -6.8]]))


def test_of_an_edge_written_twice_the_last_line_holds() -> None:
    assert read("2 2 1\n1 2 3\n2 1 8").distance[0, 1] == 8


@pytest.mark.parametrize("text", ["", "3 2 1\n1 2 3", "2 1 1\n1 3 5"])
def test_a_file_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="edge"):
        read(text)


@pytest.mark.skipif(not INSTANCES.exists(), reason="the OR-Library instances are not on this machine")
@pytest.mark.parametrize("name", ["pmed1", "pmed10", "pmed15"])
def test_known_instances_are_solved_and_no_value_falls_below_the_optimum(name: str) -> None:
    with (INSTANCES / "optimal_values.csv").open(newline="") as file:
        optimum = {row["instance"]: int(row["optimal_value"]) for row in csv.DictReader(file)}[name]
    question = read((INSTANCES / "pmed" / f"{name}.txt").read_text())

    plan = search(question, seed=1, iterations=200)

    assert optimum <= value_of(question, plan.chosen) <= 1.005 * optimum
