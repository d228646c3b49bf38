"""Pages that show the network: what is drawn is what the table beneath says, small enough for a slow line."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from postkit.network import Network, Site, Stop, Trip, Wave
from rekkas.base.choices import Role
from rekkas.network import queries as network
from rekkas.network.choices import MovementKind
from rekkas.network.commands import Moved, disrupt_run, note_movements
from rekkas.strategy import drawings
from tests import build
from tests.build import AGENCY, BOSS, HUB, OUARZAZATE, ZAGORA_OFFICE
from tests.desk import at_desk

pytestmark = pytest.mark.django_db
MAP, DAY, HEAT = "/desk/strategy/map/", "/desk/strategy/office-day/", "/desk/strategy/heat-map/"
ZONE = ZoneInfo("Africa/Casablanca")
PAGES = (MAP, f"{DAY}?office={HUB}", f"{HEAT}?office={AGENCY}")


@pytest.fixture(autouse=True)
def _world() -> None:
    build.country()


@pytest.fixture
def inspector() -> Client:
    return at_desk("omar", Role.INSPECTOR)


def weekday(later: int = 0) -> date:
    """A day of work that is near: no Sunday, at the earliest so many days ago."""
    day = timezone.now().astimezone(ZONE).date() - timedelta(days=later)
    return day if day.isoweekday() != 7 else day - timedelta(days=1)


@pytest.mark.parametrize("address", PAGES)
def test_who_may_not_look_at_the_network_sees_no_map(address: str) -> None:
    assert at_desk("other", Role.CLERK).get(address).status_code == 403


@pytest.mark.parametrize("address", PAGES)
def test_a_page_asks_the_database_little(
    inspector: Client, address: str, assert_statements: Callable[[int], AbstractContextManager[list[str]]]
) -> None:
    inspector.get(address, follow=True)

    with assert_statements(24):
        assert inspector.get(address, follow=True).status_code == 200


def test_the_map_draws_each_link_once_and_tells_it_in_the_table(inspector: Client) -> None:
    page = inspector.get(MAP)

    rows = {(one, other): link for one, other, link, *_figures in page.context["rows"]}
    assert len(rows) == 3  # six trips, there and back
    assert {link.runs for link in rows.values()} == {12}
    assert sum(line.path.count("M") for line in page.context["lines"]) == 3
    assert page.text.count("nothing recorded</span>") >= 3


def test_a_late_run_colours_its_link(inspector: Client) -> None:
    day = weekday(1)
    run = ("MAT00002", day)
    (at,) = (one.at for one in network.planned_moments([run])[run] if one.kind == MovementKind.ARRIVED)
    moved = Moved("MAT00002", day, OUARZAZATE, MovementKind.ARRIVED, at + timedelta(minutes=40))
    note_movements(movements=[moved], by=BOSS, at=timezone.now())

    page = inspector.get(MAP)

    late = [link for _one, _other, link, *_figures in page.context["rows"] if link.late_min is not None]
    assert [(link.ends, round(link.late_min), link.tone) for link in late] == [((HUB, OUARZAZATE), 40, "bad")]
    assert "40 min" in page.text


def test_a_study_that_is_not_there_is_not_found(inspector: Client) -> None:
    assert inspector.get(f"{MAP}?study=77").status_code == 404
    assert inspector.get(f"{MAP}?study=nonsense").status_code == 200


def test_an_office_s_day_shows_runs_rounds_and_what_is_known_of_them(inspector: Client) -> None:
    day = weekday()
    disrupt_run(trip="MAT00001", date=day, is_cancelled=True, by=BOSS, at=timezone.now())

    page = inspector.get(f"{DAY}?office={AGENCY}&day={day}")

    rows = [(mark.row, mark.starts, mark.code) for mark, _other in page.context["marks"]]
    assert ("departure", 18 * 60, "MAT00001") in rows
    assert ("arrival", 6 * 60 + 40, "MAT00006") in rows
    assert ("open", 8 * 60, "") in rows
    assert [mark.code for mark in page.context["late_runs"]] == ["MAT00001"]
    assert "does not run" in page.text
    assert dict(page.context["counts"])["Items to send on"] == 0


def test_a_run_of_the_night_belongs_to_the_day_on_which_it_arrives(inspector: Client) -> None:
    day = weekday(1)
    arrives_on = day + timedelta(days=1)
    at = datetime(arrives_on.year, arrives_on.month, arrives_on.day, 5, 20, tzinfo=ZONE)
    moved = Moved("MAT00002", day, OUARZAZATE, MovementKind.ARRIVED, at)
    note_movements(movements=[moved], by=BOSS, at=timezone.now())

    page = inspector.get(f"{DAY}?office={OUARZAZATE}&day={arrives_on}")

    (mark,) = [mark for mark, _other in page.context["marks"] if mark.code == "MAT00002"]
    assert (mark.row, mark.starts, mark.happened, mark.late) == ("arrival", 5 * 60, 5 * 60 + 20, 20)


def test_without_an_office_the_page_asks_for_one(inspector: Client) -> None:
    assert "Which office?" in inspector.get(DAY).text
    assert "Which office?" in inspector.get(HEAT).text
    assert inspector.get(f"{DAY}?office=NOWHERE").status_code == 404
    manager = at_desk("karima", Role.MANAGER, AGENCY)
    assert manager.get(DAY).context["office"].code == AGENCY


def next_monday(hour: int) -> str:
    today = timezone.now().astimezone(ZONE).date()
    return f"{today + timedelta(days=7 - today.weekday())}T{hour:02}:00"


def test_the_heat_map_colours_each_office_by_its_promise(inspector: Client) -> None:
    page = inspector.get(f"{HEAT}{AGENCY}/{next_monday(9)}/standard/")

    at = datetime.fromisoformat(next_monday(9)).replace(tzinfo=ZONE)
    found = {code: name for name, points in page.context["groups"] for code, *_rest in points}
    for code in (HUB, OUARZAZATE, ZAGORA_OFFICE):
        day = network.promise_for(origin=AGENCY, destination=code, at=at).delivery_date
        assert day is not None
        assert found[code] == f"j{min((day - at.date()).days, 5)}"
    assert sum(count for _class, _label, count in page.context["classes"]) == 4
    assert [count for _region, count, _shares in page.context["regions"]] == [2, 2]


def test_a_point_leads_to_its_promise(inspector: Client) -> None:
    address = f"{HEAT}{AGENCY}/{next_monday(9)}/express/"

    assert f'href="{ZAGORA_OFFICE}/"' in inspector.get(address).text
    answer = inspector.get(f"{address}{ZAGORA_OFFICE}/", follow=True).context["answer"]

    assert (answer.origin.code, answer.destination.code) == (AGENCY, ZAGORA_OFFICE)
    assert f"{answer.question.at:%Y-%m-%dT%H:%M}" == next_monday(9)
    assert answer.question.carriage == "express"


@pytest.mark.parametrize("at", ["yesterday", "2019-01-01T10:00", "9999-12-31T23:59"])
def test_a_moment_that_cannot_be_asked_of_is_said_and_now_is_shown(inspector: Client, at: str) -> None:
    page = inspector.get(f"{HEAT}{AGENCY}/{at}/pigeon/")

    assert page.status_code == 200
    assert page.context["is_wrong"]
    assert page.context["carriage"] == "standard"


@pytest.mark.parametrize(
    "address", [MAP, f"{DAY}?office={HUB}&day={weekday(7)}", f"{HEAT}{AGENCY}/{next_monday(9)}/standard/"]
)
def test_time_and_north_are_drawn_alike_in_every_language(inspector: Client, address: str) -> None:
    drawn = [
        re.findall(r' d="([^"]+)"', inspector.get(address, headers={"accept-language": language}).text)
        for language in ("ar", "fr")
    ]

    assert drawn[0] == drawn[1]
    assert len(drawn[0]) > 4


# The drawings themselves.

CODES = st.sampled_from([f"MA{at:04}" for at in range(8)])
WAYS = st.lists(CODES, min_size=2, max_size=6).filter(lambda way: all(a != b for a, b in pairwise(way)))


def trip(code: str, way: list[str], **more: Any) -> Trip:
    return Trip(
        code, "135", 600, tuple(Stop(office, at * 10, at * 10) for at, office in enumerate(way)), **more
    )


@given(st.lists(WAYS, max_size=8))
def test_no_run_is_lost_between_the_trips_and_the_links(ways: list[list[str]]) -> None:
    trips = [trip(f"T{at}", way) for at, way in enumerate(ways)]

    links = drawings.links_of(trips, drawings.room_of(trips), {})

    assert sum(link.runs for link in links) == sum(3 * (len(way) - 1) for way in ways)
    assert sum(link.load for link in links) == sum(link.runs for link in links)
    assert [link.load for link in links] == sorted((link.load for link in links), reverse=True)
    assert all(1 <= link.width <= 5 for link in links)
    assert len({link.ends for link in links}) == len(links)


@pytest.mark.parametrize(
    ("late_min", "tone"),
    [(None, "quiet"), (-10, "good"), (4.9, "good"), (5, "wait"), (14.9, "wait"), (15, "bad")],
)
def test_lateness_has_a_colour(late_min: float | None, tone: str) -> None:
    assert drawings.tone_of(late_min) == tone


def test_room_counts_vehicles_where_each_has_a_limit_and_runs_where_not() -> None:
    small, large = trip("A", ["X", "Y"], capacity=10), trip("B", ["X", "Y"], capacity=400)

    assert drawings.room_of([small, large]) == {"A": 30, "B": 1200}
    assert drawings.room_of([small, replace(large, capacity=0)]) == {"A": 3, "B": 3}


def test_an_office_that_is_shut_has_no_counter_and_no_wave() -> None:
    monday = date(2026, 3, 2)
    site = Site("X", waves=(Wave("1", 300, 60),), delivery_days="1")
    open_site = Network("UTC", (site, Site("Y")), (trip("A", ["X", "Y"]),))
    shut = Network("UTC", (replace(site, closed_from=monday), Site("Y")), (trip("A", ["X", "Y"]),))

    assert {mark.row for mark in drawings.marks_of(open_site, "X", monday)} == {
        "open", "cut-off", "wave", "round", "departure",
    }  # fmt: skip
    assert {mark.row for mark in drawings.marks_of(shut, "X", monday)} == {"departure"}
    assert drawings.marks_of(open_site, "Y", date(2026, 3, 3))[0].row == "open"


def test_eighteen_hundred_offices_and_their_links_stay_light() -> None:
    sites = [Site(f"MA{at:04}", latitude=30 + at % 43 / 8, longitude=-9 + at % 41 / 6) for at in range(1_800)]
    trips = [trip(f"T{at}", [f"MA{at % 20:04}", site.code]) for at, site in enumerate(sites) if at >= 20]
    places = {site.code: (site.longitude, site.latitude) for site in sites}
    frame = drawings.frame_of(places.values())
    assert frame is not None

    lines = drawings.link_paths(frame, drawings.links_of(trips, drawings.room_of(trips), {}), places)
    drawn = [line.path for line in lines] + [drawings.points_path(frame, places.values())]

    assert sum(map(len, drawn)) < 60_000
    assert all(0 <= value <= max(frame.width, frame.height) for value in frame.point(places["MA0007"]))
