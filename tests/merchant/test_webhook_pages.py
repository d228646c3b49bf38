"""The team sees where its news goes, how it went, and sends it again."""

import re

import pytest
from django.test import Client

from rekkas.base.outward import Outward
from rekkas.merchant.choices import MemberRole
from rekkas.merchant.tasks import note_news
from tests.build import MONDAY
from tests.citizens import now
from tests.lasting import lasting
from tests.merchant import webhooks
from tests.merchant.merchants import OMAR, actor, browser_of, colleague
from tests.merchant.webhooks import answered, attempts, endpoint_row, journal, listening, pushed

world = lasting(webhooks.built)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]
PAGE = "/pro/webhooks/"


@pytest.fixture
def shop() -> Client:
    return browser_of()


def said(page: object) -> str:
    return str(page.text)  # type: ignore[attr-defined]


def posted(shop: Client, path: str, form: str = "", **data: object) -> object:
    """A form of a page is sent with the key that it was shown with."""
    shown = said(shop.get(PAGE if not form else f"{PAGE}1/"))
    keys = re.findall(r'name="key" value="([^"]+)"', shown)
    return shop.post(f"{PAGE}{path}", {"key": keys[0], **data}, follow=True)


def added(shop: Client, url: str = "https://shop.example.org/news") -> str:
    """The secret, as the page shows it."""
    page = said(posted(shop, "", url=url))
    found = re.search(r"data-secret>(whsec_[^<]+)<", page)
    assert found is not None, page
    return found[1]


def test_an_address_is_added_and_its_secret_shown_once(shop: Client) -> None:
    secret = added(shop)

    assert secret not in said(shop.get(f"{PAGE}1/"))
    assert "shop.example.org" in said(shop.get(PAGE))
    assert endpoint_row().kinds == []


def test_an_address_of_the_inside_is_refused_beside_what_was_typed(shop: Client) -> None:
    page = posted(shop, "", url="https://127.0.0.1/")

    assert page.status_code == 422  # type: ignore[attr-defined]
    assert "merchant.address-not-taken" in said(page)


def test_attempts_are_shown_and_everything_is_sent_again(shop: Client) -> None:
    with listening(lambda heard: (500, {}, b"<script>no</script>")) as listener:
        added(shop, listener.origin)
        note_news(MONDAY)
        # what was told before it was added is not sent by itself
        posted(shop, "1/replay-changes/", "replay", after="0")
        pushed(now(), Outward(also=frozenset({listener.origin})))
        page = said(shop.get(f"{PAGE}1/"))

    assert "&lt;script&gt;no&lt;/script&gt;" in page
    assert "It answered with an error" in page
    assert len(attempts()) == 2


def test_replaying_needs_one_beginning_and_no_more(shop: Client) -> None:
    added(shop)
    note_news(MONDAY)

    assert posted(shop, "1/replay-changes/", "replay").status_code == 422  # type: ignore[attr-defined]
    both = posted(shop, "1/replay-changes/", "replay", after="0", since="2026-03-02T08:00")
    assert both.status_code == 422  # type: ignore[attr-defined]
    assert "2 changes are sent again" in said(
        posted(shop, "1/replay-changes/", "replay", since="2026-03-02T08:00")
    )
    assert "It is sent again" in said(posted(shop, "1/send-change-again/", "again", number="1"))
    missing = posted(shop, "1/send-change-again/", "again", number="99")
    assert missing.status_code == 404  # type: ignore[attr-defined]


def test_it_is_paused_resumed_tested_changed_and_removed(shop: Client) -> None:
    old = added(shop)

    posted(shop, "1/pause-endpoint/")
    assert "Paused by your team" in said(shop.get(PAGE))
    posted(shop, "1/resume-endpoint/")
    posted(shop, "1/send-test-change/")
    assert [row.kind for row in journal()] == ["endpoint.test"]
    assert answered(now()) == [1]
    page = said(posted(shop, "1/rotate-endpoint-secret/"))
    assert old not in page
    assert "data-secret>whsec_" in page
    posted(shop, "1/amend-endpoint/", "amend", url="https://new.example.org/", kinds=["payout.made"])
    assert endpoint_row().url == "https://new.example.org/"
    posted(shop, "1/remove-endpoint/")
    assert "new.example.org" not in said(shop.get(PAGE))
    assert shop.get(f"{PAGE}1/").status_code == 404


def test_whoever_ships_does_not_see_where_news_goes(world: str) -> None:
    colleague(actor(world), MemberRole.SHIPPER)
    omar = browser_of(OMAR)

    assert omar.get(PAGE).status_code == 403
    assert "/pro/keys/" not in said(omar.get("/pro/team/"))
