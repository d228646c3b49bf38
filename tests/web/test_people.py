"""Administrators see to who works here; the others see who does, where they may."""

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from rekkas.base.choices import Role
from tests import build
from tests.base.staff import hired
from tests.build import AGENCY, HUB, ZAGORA_OFFICE
from tests.desk import at_desk, sent
from tests.lasting import lasting

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]
PEOPLE = "/desk/people/"


def _world() -> None:
    build.country()
    hired("amal")
    hired("far", office=ZAGORA_OFFICE)


world = lasting(_world)


@pytest.fixture
def zahra() -> Client:
    return at_desk("zahra", Role.ADMINISTRATOR)


def named(client: Client, query: str = "") -> list[str]:
    return [row.username for row in client.get(PEOPLE + query).context["page_obj"]]


def test_somebody_is_hired_moved_given_a_badge_and_a_password_and_retires(zahra: Client) -> None:
    form = zahra.get(PEOPLE + "add-user/")
    told = zahra.post(
        PEOPLE + "add-user/", sent(form, user="nabil", full_name="Nabil Amrani", role="clerk", office=AGENCY)
    )
    assert get_user_model().objects.get(username="nabil").check_password(told.context["password"])

    person = PEOPLE + "nabil/"
    assert b"Nabil Amrani" in zahra.get(person).content
    form = zahra.get(person + "assign-user/")
    refused = zahra.post(person + "assign-user/", sent(form, role="clerk", office="MA9999"))
    assert (refused.status_code, b"base.not-found" in refused.content) == (404, True)
    assert (
        zahra.post(person + "assign-user/", sent(form, role="sorter", office=HUB.lower())).status_code == 302
    )
    row = get_user_model().objects.get(username="nabil")
    assert (row.role, row.office_code) == ("sorter", HUB)

    assert zahra.get(person + "issue-badge/").status_code == 200
    card = zahra.post(person + "issue-badge/")
    assert card.headers["Content-Type"] == "application/pdf"
    assert "no-store" in card.headers["Cache-Control"]
    given = zahra.post(person + "reset-user/").context["password"]
    assert get_user_model().objects.get(username="nabil").check_password(given)
    assert zahra.post(person + "retire-user/").status_code == 302
    assert not get_user_model().objects.get(username="nabil").is_active
    acts = [act.verb.partition(".")[2] for act in zahra.get(person).context["acts"]]
    assert acts == ["retire_user", "reset_user", "issue_badge", "assign_user", "add_user"]


def test_an_administrator_is_offered_nothing_about_their_own_rights(zahra: Client) -> None:
    page = zahra.get(PEOPLE + "zahra/")

    assert [verb for verb, may in page.context["may"].items() if may] == ["issue_badge"]
    form = zahra.get(PEOPLE + "zahra/assign-user/")
    refused = zahra.post(PEOPLE + "zahra/assign-user/", sent(form, role="treasurer"))
    assert b"base.own-rights" in refused.content


def test_people_are_found_and_each_sees_those_of_their_place(zahra: Client) -> None:
    assert set(named(zahra)) == {"amal", "far", "zahra"}
    assert named(zahra, "?q=FAR") == ["far"]
    assert named(zahra, f"?q={AGENCY}") == ["amal"]
    assert named(zahra, "?role=administrator") == ["zahra"]

    karim = at_desk("karim", Role.MANAGER, AGENCY)
    assert named(karim) == ["amal", "karim"]
    assert karim.get(PEOPLE + "far/").status_code == 404
    assert karim.get(PEOPLE + "add-user/").status_code == 403
    assert not any(karim.get(PEOPLE + "amal/").context["may"].values())
    assert at_desk("f", Role.CLERK, AGENCY).get(PEOPLE).status_code == 403
