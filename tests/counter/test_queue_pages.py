"""The entrance, the place of a ticket, the wall, the strip of a clerk, and what a supervisor sees."""

import json
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from rekkas.counter.models import Break, Ticket
from tests.build import AGENCY
from tests.counter import screens
from tests.lasting import lasting

pytestmark = pytest.mark.usefixtures("open_counter")
_open_counter = lasting(screens.world)
ENGLISH = {"accept-language": "en"}


@pytest.fixture
def open_counter(_open_counter: None, db: None) -> None:
    """An open day at the counter."""


@pytest.fixture
def visitor() -> Client:
    return Client(headers=ENGLISH)


def desk_of(name: str) -> Client:
    client = Client(headers=ENGLISH)
    client.force_login(get_user_model().objects.get(username=name))
    return client


def strip(client: Client, act: str, **said: Any) -> Any:
    body = {"act": act, "desk": "3", "key": str(uuid4()), **said}
    return client.post("/desk/window/queue/act/", json.dumps(body), content_type="application/json")


def take(visitor: Client, **said: str) -> Any:
    return visitor.post(
        f"/queue/{AGENCY}/", {"errand": "mail", "phone": "0612345678", "key": str(uuid4()), **said}
    )


def test_from_elsewhere_a_telephone_is_asked_for_and_never_shown(visitor: Client) -> None:
    assert 'name="phone"' in visitor.get(f"/queue/{AGENCY}/").content.decode()
    refused = take(visitor, phone="dance")
    assert refused.status_code == 422
    assert not Ticket.objects.exists()

    page = visitor.get(take(visitor).url).content.decode()

    assert ">A1<" in page
    assert "612345678" not in page
    assert "<svg" in page  # its square


def test_a_screen_of_the_hall_gives_tickets_to_whoever_stands_there() -> None:
    assert desk_of("fatima").post("/desk/counter/office/entrance/").status_code == 403
    visitor = desk_of("samira")
    assert visitor.post("/desk/counter/office/entrance/").url == f"/queue/{AGENCY}/"
    assert visitor.get("/desk/").status_code == 302  # nobody's desk stays open on it

    page = visitor.get(f"/queue/{AGENCY}/").content.decode()

    assert 'name="phone"' not in page
    assert "رسائل وطرود" in page
    assert "Lettres et colis" in page
    assert take(visitor, phone="").status_code == 302
    twice = {"phone": "", "key": str(uuid4())}
    assert take(visitor, **twice).url == take(visitor, **twice).url  # a nervous finger takes one


def test_a_ticket_of_yesterday_is_said_to_be_one(visitor: Client) -> None:
    take(visitor)

    old = visitor.get(f"/queue/{AGENCY}/A1/?day=2026-01-05")

    assert old.status_code == 410
    assert "good for one day" in old.content.decode()
    assert visitor.get(f"/queue/{AGENCY}/Z9/").status_code == 404


def test_who_is_called_reads_and_hears_it_and_the_clerk_goes_on(visitor: Client) -> None:
    fatima = desk_of("fatima")
    take(visitor)
    assert fatima.get("/desk/window/queue/").json()["waiting"] == 1
    missing = strip(fatima, "next", desk="")
    assert (missing.status_code, missing.json()["code"]) == (422, "counter.desk-missing")

    called = strip(fatima, "next").json()

    assert (called["ticket"], called["waiting"]) == ("A1", 0)
    for page in (f"/queue/{AGENCY}/A1/", f"/queue/{AGENCY}/wall/"):
        said = visitor.get(page).content.decode()
        assert "Ticket A1, présentez-vous au guichet 3." in said
        assert "data-say=" in said
    assert strip(fatima, "pass", ticket="A1").json()["ticket"] == ""
    assert strip(fatima, "next").json()["ticket"] == "A1"
    assert strip(fatima, "serve", ticket="A1").json()["ticket"] == ""
    assert strip(fatima, "dance").status_code == 422
    assert fatima.post("/desk/window/queue/act/", "[", content_type="application/json").status_code == 422


def test_a_supervisor_sees_the_hall_and_a_clerk_does_not(visitor: Client) -> None:
    fatima, boss = desk_of("fatima"), desk_of("samira")
    take(visitor)
    strip(fatima, "next")

    page = boss.get("/desk/counter/office/").content.decode()

    assert "fatima" in page
    assert ">A1<" in page
    assert fatima.get("/desk/counter/office/").status_code == 403
    assert strip(fatima, "rest").json()["resting"]
    assert "On a break" in boss.get("/desk/counter/office/").content.decode()
    assert strip(fatima, "next").json()["code"] == "counter.on-break"
    assert not strip(fatima, "back").json()["resting"]
    assert Break.objects.get().ended_at


def test_the_wait_stands_on_the_page_of_the_office(visitor: Client) -> None:
    take(visitor)

    assert "The queue now" in visitor.get(f"/offices/{AGENCY}/").content.decode()


def test_a_clerk_chooses_in_the_window_for_what_the_desk_calls(visitor: Client) -> None:
    fatima = desk_of("fatima")
    take(visitor)

    state = strip(fatima, "choose", errands=["money"]).json()

    lines = {line["code"]: line for line in state["lines"]}
    assert (lines["money"]["is_called"], lines["mail"]["is_called"]) == (True, False)
    assert lines["mail"]["has_no_desk"]
    assert strip(fatima, "next").json()["ticket"] == ""
    assert strip(fatima, "choose", errands=["mail", "money"]).json()["ticket"] == ""
    assert strip(fatima, "next").json()["ticket"] == "A1"
