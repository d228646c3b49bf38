"""My post: what comes, what was sent, who may collect, where I live, what I am told, who looked."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from rekkas.base.access import CITIZEN, CUSTOMER
from rekkas.base.choices import Role
from rekkas.mail.queries import items_of_phone
from tests import build
from tests.build import AGENCY, accepted, key, parcel, staff
from tests.citizen.citizens import browser_of, kept, world_now
from tests.desk import at_desk
from tests.lasting import lasting
from tests.reach.texts import AMINA, DRISS

_now = lasting(world_now)


@pytest.fixture(autouse=True)
def _world(_now: None, db: None) -> None:
    """A post that is open now."""


def sent(word: str, **changes: Any) -> str:
    at = timezone.now() - timedelta(minutes=5)
    (item,) = accepted(word, at=at, by=staff("fatima", Role.CLERK, AGENCY), **changes)
    return str(item.number)


def test_what_comes_and_what_was_sent_is_found_however_the_telephone_was_typed() -> None:
    to, entry = parcel().addressee, parcel()
    comes = sent(
        "one",
        addressee=build.Address(name="Amina", street="1, rue", locality="Zagora", phone="06.00.00.00.00"),
    )
    goes = sent("two", sender=build.Address(name="Amina", street="1", locality="Casablanca", phone="00212 600 000 000"),
                addressee=build.Address(name="D", street="2", locality="Zagora", phone=DRISS))  # fmt: skip
    other = sent("three", addressee=build.Address(name="D", street="2", locality="Zagora", phone=DRISS))

    page = browser_of().get("/me/post/").text

    assert comes in page.partition('id="sent"')[0]
    assert goes in page.partition('id="sent"')[2]
    assert other not in page
    assert (to.phone, entry.cod_amount) == (AMINA, 35_000)
    assert [row.number for row in items_of_phone(DRISS)] == [other, goes]


def test_somebody_is_let_collect_and_it_is_taken_back() -> None:
    number, client = sent("one"), browser_of()
    until = (timezone.now() + timedelta(days=3)).date()
    shown = client.get(f"/me/post/collectors/?number={number}")
    form = {
        "key": str(key("a form")),
        "name": "Brahim",
        "document": "AB1234",
        "number": number,
        "until": str(until),
    }
    assert number in shown.text
    assert client.post("/me/post/collectors/", {**form, "document": "1"}).status_code == 422
    assert client.post("/me/post/collectors/", {**form, "number": "NOBODY1"}).status_code == 404

    for _ in range(2):
        assert client.post("/me/post/collectors/", form).status_code == 302
    (row,) = kept("Authorisation")
    assert "Brahim" in client.get("/me/post/collectors/").text
    client.post(f"/me/post/collectors/{row.key}/revoke-collector/")

    assert kept("Authorisation")[0].revoked_at is not None


def test_addresses_are_kept_with_the_place_that_is_meant() -> None:
    client = browser_of()
    form = {
        "key": str(key("an address")),
        "label": "Home",
        "street": "12, avenue Mohammed V",
        "place": "زاكورة",
    }

    assert client.post("/me/post/addresses/", form).status_code == 302
    (row,) = kept("SavedAddress")
    assert (row.body["locality"], row.body["locality_code"], row.is_usual) == ("Zagora", build.ZAGORA, True)
    assert "Home" in client.get("/me/post/addresses/").text
    client.post(f"/me/post/addresses/{row.pk}/remove-address/")

    assert kept("SavedAddress")[0].removed_at is not None


def test_name_and_choice_are_kept() -> None:
    client = browser_of()

    assert (
        client.post("/me/post/oneself/", {"name": "Amina", "name_ar": "", "language": "ar"}).status_code
        == 302
    )
    assert client.post("/me/post/texts/", {"texts_by": "email", "email": ""}).status_code == 422
    assert client.post("/me/post/texts/", {"texts_by": "none", "events": ["waiting"]}).status_code == 302

    (row,) = kept("Citizen")
    assert (row.name, row.language, row.texts_by, row.events) == ("Amina", "ar", "none", ["waiting"])
    assert "Amina" in client.get("/me/post/texts/").text


def test_who_looked_is_told_by_role_and_office_without_a_name() -> None:
    number = sent("one")
    at_desk("hassan", Role.MANAGER, AGENCY).get(f"/desk/mail/items/{number}/")

    page = browser_of().get("/me/post/looks/").text

    assert "hassan" not in page
    assert ("Office manager" in page) == (number in page)


def test_two_visits_stand_together_only_for_one_telephone() -> None:
    from rekkas.base import access

    def finder(number: str, proof: str) -> access.Visitor | None:
        visitor = access._finders[CITIZEN](AMINA, proof)
        return None if number == "nobody" else access.Visitor(number, access.ZoneInfo("UTC"), visitor, number)

    client, before = browser_of(), dict(access._finders)
    visit = client.session[CITIZEN]
    try:
        access._finders[CUSTOMER] = finder
        for number, both in ((AMINA, True), (DRISS, False)):
            request = Client().get("/").wsgi_request
            request.session[CITIZEN] = visit
            access.let_in(request, number, "proof")
            assert (CITIZEN in request.session, CUSTOMER in request.session) == (both, True)
    finally:
        access._finders.clear()
        access._finders.update(before)


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_every_page_speaks_the_readers_language(language: str) -> None:
    client = browser_of(language=language)

    for page in ("", "collectors/", "addresses/", "texts/", "oneself/", "looks/"):
        answer = client.get(f"/me/post/{page}")
        assert answer.status_code == 200
        assert f'lang="{language}"' in answer.text
