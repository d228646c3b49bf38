"""Whoever wants to be told of an item shows first that the telephone or mailbox is theirs."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client, RequestFactory, override_settings

from rekkas.base.addresses import address_of
from rekkas.citizen.commands import confirm_following, follow_item
from rekkas.citizen.commands.door import AT_THE_DOOR
from rekkas.citizen.entries import Followed
from rekkas.citizen.errors import NotYourOwn, TooManyCodes
from rekkas.mail.errors import UnknownUnit
from rekkas.reach.errors import NotReachable
from tests.build import MONDAY, accepted, parcel
from tests.citizen.citizens import CODE, WRONG, browser_of, citizen, code_sent, kept, outgoing
from tests.reach.texts import AMINA, DRISS

pytestmark = pytest.mark.usefixtures("post")


def follow(
    number: str, by: Any = AT_THE_DOOR, reader: str = DRISS, at: datetime = MONDAY, **changes: Any
) -> Followed:
    said = {"channel": "sms", "language": "fr", "code": CODE, "address": "192.0.2.1", **changes}
    return follow_item(number=number, reader=reader, by=by, at=at, **said)


def test_a_code_is_sent_and_nothing_is_told_before_it_came_back() -> None:
    (item,) = accepted("one")

    answer = follow(item.number)

    assert not answer.confirmed
    (text,) = outgoing(kind="confirm")
    assert (text.reader, text.params["number"], text.subject) == (DRISS, item.number, item.number)
    assert CODE.plain not in kept("Follower")[0].code_hash


def test_a_citizen_follows_by_their_own_telephone_without_a_code_and_by_no_other() -> None:
    (item,) = accepted("one")
    amina = citizen()

    assert follow(item.number, amina, AMINA).confirmed
    with pytest.raises(NotYourOwn):
        follow(item.number, amina, DRISS)


def test_nobody_is_flooded_with_codes() -> None:
    numbers = [item.number for item in accepted(*"abcdef")]
    for number in numbers[:5]:
        follow(number)

    with pytest.raises(TooManyCodes):
        follow(numbers[5])
    follow(numbers[5], at=MONDAY + timedelta(minutes=61))


def test_nobody_is_flooded_by_asking_for_one_item_again_and_again() -> None:
    one, two = (item.number for item in accepted("one", "two"))
    for minute in range(5):
        follow(one, at=MONDAY + timedelta(minutes=minute), address=f"192.0.2.{minute}")

    with pytest.raises(TooManyCodes):
        follow(one, at=MONDAY + timedelta(minutes=6), address="192.0.2.9")
    with pytest.raises(TooManyCodes):
        follow(two, at=MONDAY + timedelta(minutes=6), address="192.0.2.9")


def test_a_stranger_learns_from_no_answer_who_follows_what() -> None:
    one, two = (item.number for item in accepted("one", "two"))
    follower = follow(one).follower
    assert confirm_following(follower=follower, code=CODE, by=AT_THE_DOOR, at=MONDAY)

    answers = [follow(number, at=MONDAY + timedelta(minutes=1)).confirmed for number in (one, two)]
    wrong = [
        confirm_following(follower=row.pk, code=WRONG, by=AT_THE_DOOR, at=MONDAY + timedelta(minutes=2))
        for row in kept("Follower")
    ]

    assert answers == wrong == [False, False]
    assert len(outgoing(kind="confirm")) == 3
    assert kept("Follower")[0].confirmed_at == MONDAY  # and whoever follows goes on being told


def test_a_client_is_known_by_what_the_proxies_say_and_not_by_its_own_word() -> None:
    request = RequestFactory().get(
        "/", HTTP_X_FORWARDED_FOR="198.51.100.7, 192.0.2.1", REMOTE_ADDR="203.0.113.5"
    )

    said = []
    for proxies in (0, 1, 2, 3):
        with override_settings(ALLAUTH_TRUSTED_PROXY_COUNT=proxies):
            said.append(address_of(request))

    assert said == ["203.0.113.5", "192.0.2.1", "198.51.100.7", "203.0.113.5"]


def test_what_is_not_known_or_not_reached_is_refused() -> None:
    (item,) = accepted("one")

    with pytest.raises(UnknownUnit):
        follow("NOBODY1")
    with pytest.raises(NotReachable):
        follow(item.number, reader="no address", channel="email")


def test_an_item_is_followed_from_its_page_by_code_and_by_letter_and_ended_again() -> None:
    (item,) = accepted("one", addressee=parcel().addressee)
    client, page = Client(headers={"accept-language": "en"}), f"/track/{item.number}/follow/"
    assert page in client.get(f"/track/{item.number}/").text
    assert client.post(page, {"channel": "sms", "phone": ""}).status_code == 422

    assert (
        client.post(page, {"channel": "sms", "phone": "0611111111"}).headers["Location"] == f"{page}confirm/"
    )
    assert client.post(f"{page}confirm/", {"code": "1"}).status_code == 422
    client.post(f"{page}confirm/", {"code": code_sent(DRISS)})
    client.post(page, {"channel": "email", "email": "Driss@Example.org"})
    (letter,) = outgoing(channel="email")
    link = letter.params["link"].partition("8000")[2]
    assert client.get(link).status_code == 200
    first, second = kept("Follower")
    assert (first.confirmed_at is not None, second.confirmed_at) == (True, None)
    client.post(link)
    assert kept("Follower")[1].confirmed_at is not None
    client.post(link)
    assert kept("Follower")[1].ended_at is not None
    assert client.get("/follow/made-up/").status_code == 404
    assert client.get("/track/NOBODY1/follow/").status_code == 404


def test_a_citizen_sees_what_they_follow_and_ends_it() -> None:
    (item,) = accepted("one", addressee=parcel().addressee)
    client = browser_of()
    client.post(f"/track/{item.number}/follow/", {"channel": "sms", "phone": AMINA})
    (row,) = kept("Follower")

    assert f"/followed/{row.pk}/" in client.get("/me/post/").text
    client.post(f"/me/post/followed/{row.pk}/unfollow/")

    assert f"/followed/{row.pk}/" not in client.get("/me/post/").text
