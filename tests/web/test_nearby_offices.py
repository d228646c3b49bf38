"""When will it arrive: another office is offered where it does better, and only there."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from rekkas.network.commands import load_network
from rekkas.territory.commands import load_territory
from tests.build import AGENCY, BOSS, HUB, MONDAY, pack
from tests.web.test_promise_page import ask, next_monday

pytestmark = pytest.mark.django_db
LATER = "MA0005"


def build(**changes: Any) -> None:
    """The small country with a second office in Casablanca, which takes mail in until six."""
    small = pack()
    first = small.offices[0]
    second = replace(first, **{"code": LATER, "name": "Casablanca 2", "cut_off_min": 18 * 60, **changes})
    ride = replace(small.trips[0], code="MAT00007", origin=LATER, destination=HUB, departs_min=19 * 60)
    here = replace(small, offices=(*small.offices, second), trips=(*small.trips, ride))
    load_territory(pack=here, by=BOSS, at=MONDAY)
    load_network(pack=here, by=BOSS, at=MONDAY)


def offered(client: Client, hour: int, minute: int = 0) -> Any:
    page = ask(client, origin=AGENCY, at=f"{next_monday(hour, minute):%Y-%m-%dT%H:%M}")
    return page, page.context["answer"]


def test_after_the_cut_off_an_office_that_still_takes_in_is_offered_as_sooner(client: Client) -> None:
    build()

    page, answer = offered(client, 17, 1)

    (other,) = answer.nearby
    assert (other.office.code, other.until) == (LATER, None)
    assert other.delivery_date < answer.delivery_date
    assert "sooner:" in page.text


def test_before_it_the_other_office_is_offered_for_the_longer_time_it_leaves(client: Client) -> None:
    build()

    page, answer = offered(client, 9)

    (other,) = answer.nearby
    assert (other.delivery_date, other.until) == (answer.delivery_date, answer.still_by + timedelta(hours=1))
    assert "the same day, if handed over by" in page.text


def test_its_link_asks_about_the_same_moment_on_the_clock_of_the_country(client: Client) -> None:
    build()

    page, _answer = offered(client, 9)

    assert f"origin={LATER}&amp;destination=MA0004&amp;at={next_monday(9):%Y-%m-%dT%H:%M}&amp;" in page.text


@pytest.mark.parametrize(
    "changes", [{"cut_off_min": 16 * 60}, {"latitude": 34.2}], ids=["no better", "far off"]
)
def test_an_office_that_is_no_better_or_far_off_is_not_offered(
    client: Client, changes: dict[str, Any]
) -> None:
    build(**changes)

    page, answer = offered(client, 9)

    assert answer.nearby == ()
    assert "No office nearby gets it there sooner" in page.text
