"""A desk that is left locks; it goes on for whoever is known there, and for nobody else."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from rekkas.base.choices import Role
from rekkas.base.commands import choose_pin, issue_badge
from rekkas.web import guard
from tests import build
from tests.base.staff import ADMINISTRATOR, PASSWORD, hired, speaking
from tests.build import MONDAY, ZAGORA_OFFICE
from tests.lasting import lasting

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]
DATA = {"accept": "application/json"}


def _world() -> None:
    build.country()
    choose_pin(pin="2580", by=speaking(hired("amal")), at=MONDAY)


world = lasting(_world)


def logged_in(name: str = "amal") -> Client:
    client = Client(headers={"accept-language": "en"})
    answer = client.post("/desk/log-in/", {"username": name, "password": PASSWORD})
    assert answer.status_code == 302, answer.content.decode()
    return client


def state(client: Client) -> dict[str, Any]:
    return client.get("/desk/session/").json()


def test_a_locked_session_answers_no_page_of_the_desk_and_goes_on_by_pin() -> None:
    client = logged_in()
    assert state(client) | {"name": ""} == {
        "state": "open", "user": "amal", "name": "", "role": "clerk", "office": build.AGENCY, "region": "",
        "locks_after_s": 90,
    }  # fmt: skip

    assert client.post("/desk/lock/", headers=DATA).json()["state"] == "locked"

    for address in ("/desk/", "/desk/account/", "/desk/mail/", "/desk/account/password/", "/admin/"):
        page = client.get(address)
        assert (page.status_code, b"PIN, or scan a badge" in page.content) == (423, True), address
        assert client.get(address, headers=DATA).json() == {"state": "locked"}
    assert client.post("/desk/cash/open-till/").status_code == 423
    assert client.get("/track/").status_code == 200  # what everybody may read

    wrong = client.post("/desk/resume/", {"given": "0000"}, headers=DATA)
    assert (wrong.status_code, wrong.json()["code"], wrong.json()["tries_left"]) == (
        403,
        "base.not-resumed",
        4,
    )
    assert client.get("/desk/").status_code == 423
    right = client.post("/desk/resume/", {"given": "2580", "next": "/desk/mail/"})
    assert right.headers["Location"] == "/desk/mail/"
    assert client.get("/desk/").status_code == 200


def test_it_locks_by_itself_when_its_reader_gives_no_sign(monkeypatch: pytest.MonkeyPatch) -> None:
    client, now = logged_in(), timezone.now().timestamp()
    client.get("/desk/")

    def later(seconds: float) -> None:
        monkeypatch.setattr(guard, "_now", lambda: now + seconds)

    later(60)
    client.get("/desk/session/?seen=1")  # the reader typed something
    later(120)
    client.get("/desk/mail/", headers={"X-By-Itself": "1"})  # the page asked, not the reader
    assert state(client)["state"] == "open"
    later(160)
    assert state(client)["state"] == "locked"
    assert client.get("/desk/").status_code == 423
    later(100)
    assert client.get("/desk/").status_code == 423  # once locked it stays so


def test_how_soon_is_data_and_some_never_lock(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.DESK_LOCKS_AFTER_S = {"clerk": 0, "*": 5}
    client, now = logged_in(), timezone.now().timestamp()
    client.get("/desk/")

    monkeypatch.setattr(guard, "_now", lambda: now + 9_000)

    assert client.get("/desk/").status_code == 200


def test_a_colleagues_badge_begins_their_session_and_leaves_nothing_of_the_first() -> None:
    hired("sara")
    badge = issue_badge(user="sara", by=ADMINISTRATOR, at=MONDAY)
    client = logged_in()
    session = client.session
    session["desk-answers"] = [["a number", "good", "words"]]
    session.save()
    client.post("/desk/lock/")

    answer = client.post("/desk/resume/", {"given": badge, "next": "/desk/mail/"}, headers=DATA)

    assert (answer.json()["swapped"], answer.json()["user"]) == (True, "sara")
    assert "desk-answers" not in client.session
    assert b"sara" in client.get("/desk/").content


def test_badges_of_elsewhere_and_made_up_ones_resume_nothing() -> None:
    hired("far", office=ZAGORA_OFFICE)
    far = issue_badge(user="far", by=ADMINISTRATOR, at=MONDAY)
    client = logged_in()
    client.post("/desk/lock/")

    for badge in (far, "0" * 50, "9" * 50):
        assert client.post("/desk/resume/", {"given": badge}, headers=DATA).status_code == 403
    assert client.get("/desk/").status_code == 423
    assert client.post("/desk/resume/", {"password": PASSWORD}).status_code == 302
    assert client.get("/desk/").status_code == 200


def test_without_a_session_nothing_is_resumed() -> None:
    client = Client()

    assert state(client) == {"state": "out"}
    answer = client.post("/desk/resume/", {"given": "2580"}, headers=DATA)
    assert (answer.status_code, answer.json()) == (403, {"state": "out"})
    assert client.post("/desk/lock/", headers=DATA).json() == {"state": "out"}


def test_nobody_is_led_to_another_site_afterwards() -> None:
    client = logged_in()
    client.post("/desk/lock/")

    answer = client.post("/desk/resume/", {"given": "2580", "next": "https://elsewhere.example/"})

    assert answer.headers["Location"] == "/desk/"


def test_a_person_of_a_region_says_where_they_work_and_works_there() -> None:
    hired("omar", Role.MANAGER, office="", region="MA-08")
    client = logged_in("omar")

    asked = client.get("/desk/cash/office/")
    assert asked.headers["Location"] == "/desk/account/office/?next=/desk/cash/office/"
    page = client.get(asked.headers["Location"])
    assert [code for code, _name in page.context["form"].fields["office"].choices] == [
        build.OUARZAZATE,
        ZAGORA_OFFICE,
    ]
    assert (
        client.post(asked.headers["Location"], {"office": build.AGENCY}).status_code == 422
    )  # not of the region

    answer = client.post(asked.headers["Location"], {"office": ZAGORA_OFFICE})

    assert answer.headers["Location"] == "/desk/cash/office/"
    assert ZAGORA_OFFICE in client.get("/desk/").content.decode()
    assert state(client)["office"] == ZAGORA_OFFICE
