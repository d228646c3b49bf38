"""Find an office: where somebody is, those that are open now, until when they take in."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from rekkas.network import queries as network
from rekkas.web.offices import today_at
from tests import build
from tests.build import AGENCY, MONDAY, OUARZAZATE, ZAGORA_OFFICE, later
from tests.lasting import lasting

_country = lasting(build.country)
SUNDAY, HOLIDAY = datetime(2026, 3, 1, 10, tzinfo=UTC), datetime(2026, 3, 20, 10, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _world(_country: object, db: None) -> None:
    """The small country."""


def test_an_office_says_whether_it_is_open_and_until_when_it_takes_in(assert_statements: object) -> None:
    offices = network.offices_of("MA")

    with assert_statements(1):  # type: ignore[operator]
        morning = today_at(offices, MONDAY)

    assert {row.is_open for row in morning} == {True}
    assert {f"{row.cut_off:%H:%M} {row.closes:%H:%M}" for row in morning} == {"17:00 18:00"}
    (late, *_rest) = today_at(offices, later(8.5))
    assert (late.is_open, late.cut_off) == (True, None)
    assert not any(row.is_open or row.cut_off for at in (SUNDAY, HOLIDAY) for row in today_at(offices, at))


def test_the_nearest_come_first_to_who_says_where_they_are(client: Client) -> None:
    rows = client.get("/offices/", {"latitude": "30.33", "longitude": "-5.84"}).context["rows"]
    nowhere = client.get("/offices/", {"latitude": "<b>", "longitude": "nan"})

    codes = [row.office.code for row in rows]
    assert codes[0] == ZAGORA_OFFICE
    assert AGENCY in codes
    assert OUARZAZATE not in codes or codes.index(OUARZAZATE) > 0
    assert nowhere.status_code == 200
    assert "<b>" not in nowhere.text


def test_those_that_are_open_now_can_be_shown_alone(client: Client) -> None:
    every, open_now = client.get("/offices/"), client.get("/offices/?open=1")

    assert {row.office.code for row in open_now.context["rows"]} == {
        row.office.code
        for row in every.context["rows"]
        if row.today.is_open and row.office.kind == "delivery"
    }


def test_an_office_asks_where_something_goes_and_leads_to_its_day(client: Client) -> None:
    text = client.get(f"/offices/{AGENCY}/", headers={"accept-language": "en"}).text

    assert f'action="/promise/"><input type="hidden" name="origin" value="{AGENCY}"' in text


def test_what_one_comes_for_leads_to_the_offices_that_do_it(client: Client) -> None:
    every = client.get("/offices/", headers={"accept-language": "fr"})
    some = client.get("/offices/?service=money-orders&open=1&page=1", headers={"accept-language": "fr"})

    assert "Mandats" in every.text
    assert {row.office.code for row in some.context["rows"]} <= {AGENCY, ZAGORA_OFFICE}
    assert all("money-orders" in [one.code for one in row.services] for row in some.context["rows"])
    assert (
        '<a href="?service=parcels&amp;open=1">' in some.text
    )  # another choice keeps what was chosen besides
    assert '<input type="hidden" name="service" value="money-orders">' in some.text
    assert client.get("/offices/?service=dancing").context["count"] == 0


def test_an_office_shows_what_is_done_there(client: Client) -> None:
    text = client.get(f"/offices/{AGENCY}/", headers={"accept-language": "ar"}).text

    assert "الحوالات" in text
    assert "#money-order" in text


def test_what_was_found_is_drawn_with_the_places_around_it(client: Client) -> None:
    drawn = client.get("/offices/?q=zagora", headers={"accept-language": "fr"}).context["map"]
    whole = client.get("/offices/").context["map"]

    assert drawn.is_part
    assert not whole.is_part
    assert "Zagora" in {name.text for name in drawn.names}
    assert {layer.kind for layer in drawn.layers} >= {"around", "town", "delivery"}
    assert all(0 <= name.x <= drawn.width and 0 <= name.y <= drawn.height for name in drawn.names)
