"""Where the people of a place are thought to live: points over its disc, and none of them in the sea."""

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from rekkas.strategy.runs.sites import settled


def place(latitude: float, longitude: float, population: int = 0) -> Any:
    return SimpleNamespace(latitude=latitude, longitude=longitude, population=population)


TOWN = place(33.0, -7.0, 1_000_000)
INLAND = [place(33.0 + north, -7.0 + east) for north in (-0.2, 0.2) for east in (-0.2, 0.2)]
AT_THE_COAST = [place(32.8, -7.2), place(32.8, -6.8), place(33.2, -6.8)]  # the sea lies in the north-west


def test_a_town_among_others_grows_to_all_sides() -> None:
    live = settled([TOWN, *INLAND])

    assert len(live.people[live.owner == 0]) == 50
    assert live.people.sum() == pytest.approx(1_000_000)


def test_a_town_at_the_coast_does_not_grow_into_the_sea() -> None:
    live = settled([TOWN, *AT_THE_COAST])
    north, east = (live.points[live.owner == 0] - (33.0, -7.0)).T

    bearing = np.degrees(np.arctan2(east * np.cos(np.radians(33)), north)) % 360
    assert ((bearing > 20) & (bearing < 240)).all()
    assert 20 < len(north) < 35
    assert live.people.sum() == pytest.approx(1_000_000)


def test_a_town_with_few_neighbours_grows_to_all_sides() -> None:
    live = settled([TOWN, *AT_THE_COAST[:2]])

    assert len(live.people[live.owner == 0]) == 50


def test_an_outline_says_more_than_neighbours_do() -> None:
    outline = [
        (-7.5, 32.5),
        (-6.5, 32.5),
        (-6.5, 33.0),
        (-7.5, 33.0),
    ]  # the coast runs along the town's latitude

    live = settled([TOWN, *INLAND], outline)

    assert (live.points[live.owner == 0][:, 0] <= 33.0).all()
    assert 15 < len(live.people[live.owner == 0]) < 35
