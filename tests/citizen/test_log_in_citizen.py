"""A code opens once, for ten minutes, and after five wrong ones not at all."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from rekkas.base.access import CITIZEN
from rekkas.citizen.queries import citizen_at_door
from tests.build import MONDAY
from tests.citizen.citizens import CODE, WRONG, asked, browser_of, code_sent, kept, tried
from tests.reach.texts import AMINA, DRISS

pytestmark = pytest.mark.usefixtures("post")


def test_the_right_code_opens_once_and_makes_a_citizen() -> None:
    asked()

    answer = tried()

    assert answer.opened
    visitor = citizen_at_door(AMINA, answer.proof)
    assert visitor is not None
    assert (visitor.phone, visitor.known.language) == (AMINA, "fr")
    assert not tried().opened
    assert citizen_at_door(AMINA, "another") is citizen_at_door(DRISS, answer.proof) is None


def test_a_code_of_another_telephone_or_too_old_opens_nothing() -> None:
    asked()
    asked(DRISS, WRONG)

    assert not tried(code=WRONG).opened
    assert not tried(at=MONDAY + timedelta(minutes=10)).opened
    assert kept("Citizen") == []


def test_after_five_wrong_codes_the_right_one_opens_no_more() -> None:
    asked()
    for _ in range(5):
        assert not tried(code=WRONG).opened

    assert not tried().opened
    asked(at=MONDAY + timedelta(minutes=1))
    assert tried(at=MONDAY + timedelta(minutes=1)).opened


def test_a_citizen_logs_in_with_a_browser_and_sees_no_page_of_the_bank() -> None:
    client = Client(headers={"accept-language": "en"})
    assert client.get("/me/post/").headers["Location"] == "/me/post/log-in/?next=/me/post/"
    assert client.post("/me/post/log-in/", {"phone": "no number"}).status_code == 422
    client.post("/me/post/log-in/", {"phone": "06 00 00 00 00", "next": "//evil.example/"})
    assert client.post("/me/post/code/", {"code": "0"}).status_code == 422

    done = client.post("/me/post/code/", {"code": code_sent(AMINA)})

    assert done.headers["Location"] == "/me/post/"
    assert AMINA in client.get("/me/post/").text
    assert client.get("/me/").headers["Location"] == "/me/post/"
    for page in ("accounts/1/", "limits/", "transfer/", "money-orders/", "change-secret/"):
        assert client.get(f"/me/{page}").headers["Location"].startswith("/me/log-in/")
    client.post("/me/post/log-out/")
    assert client.get("/me/post/").status_code == 302


def test_a_visit_ends_by_itself_and_beside_a_member_of_staff() -> None:
    client = browser_of()
    session = client.session
    session[CITIZEN] = {**session[CITIZEN], "seen": (timezone.now() - timedelta(minutes=16)).isoformat()}
    session.save()

    assert client.get("/me/post/").status_code == 302
    assert CODE.plain not in str(dict(client.session))
