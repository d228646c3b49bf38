"""Who may open a page."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from rekkas.base.access import StaffRequest, actor_of, public, requires
from rekkas.base.errors import NotAllowed

User = get_user_model()


@requires("money.close_day")
def till(request: StaffRequest) -> HttpResponse:
    return HttpResponse(request.actor.name)


@pytest.fixture
def asked_by(rf: RequestFactory) -> Callable[[Any], HttpRequest]:
    def ask(user: Any) -> HttpRequest:
        request = rf.get("/desk/till/?day=1")
        request.user = user
        return request

    return ask


def test_a_view_carries_its_permission() -> None:
    assert till.permission == "money.close_day"  # type: ignore[attr-defined]
    assert public(lambda request: HttpResponse()).permission == "public"  # type: ignore[attr-defined]


def test_a_stranger_is_asked_to_log_in_and_comes_back(asked_by: Callable[[Any], HttpRequest]) -> None:
    response = till(asked_by(AnonymousUser()))

    assert response.status_code == 302
    assert response.headers["Location"] == "/desk/log-in/?next=/desk/till/%3Fday%3D1"


def test_a_role_opens_its_own_pages_only(asked_by: Callable[[Any], HttpRequest]) -> None:
    treasurer = User(username="t", role="treasurer", office_code="MA0001")

    response = till(asked_by(treasurer))

    assert response.content == b"t"
    assert "no-store" in response.headers["Cache-Control"]
    with pytest.raises(NotAllowed):
        till(asked_by(User(username="c", role="clerk")))


def test_an_author_acts_at_the_office_of_the_account() -> None:
    actor = actor_of(User(username="t", role="treasurer", office_code="MA0001"))

    assert (actor.name, actor.office, actor.may("mail.close_dispatch")) == ("t", "MA0001", False)
    assert actor_of(User(username="root", is_superuser=True)).permissions == {"*"}


def test_an_engineer_who_enters_the_admin_pages_enters_no_till() -> None:
    engineer = actor_of(User(username="zineb", role="engineer", is_superuser=True))

    assert engineer.may("network.load_network")
    assert not any(map(engineer.may, ("view.money", "view.bank", "view.cash", "money.post_transfers")))


@pytest.mark.django_db
def test_staff_log_in_see_their_desk_and_log_out(client: Client) -> None:
    User.objects.create_user("fatima", password="a long password", role="clerk", office_code="MA0001")

    there = client.post(
        "/desk/log-in/?next=/desk/", {"username": "fatima", "password": "a long password"}, follow=True
    )

    assert there.redirect_chain == [("/desk/", 302)]
    assert "fatima" in there.text
    assert "MA0001" in there.text
    assert client.post("/desk/log-out/").headers["Location"] == "/"
    assert client.get("/desk/").status_code == 302


@pytest.mark.django_db
def test_a_refusal_is_a_page_in_words_with_its_code(client: Client) -> None:
    client.force_login(User.objects.create_user("c", role="clerk"))

    from django.test import override_settings

    with override_settings(ROOT_URLCONF="tests.web.refusing"):
        response = client.get("/till/")

    assert response.status_code == 403
    assert "base.not-allowed" in response.text
    assert "Ask the person who manages your office." in response.text
