"""A merchant's machine reads what was told, from wherever it stopped."""

import pytest

from rekkas.merchant.choices import KeyUse
from rekkas.merchant.commands import issue_merchant_key
from rekkas.merchant.tasks import note_news
from tests.api.caller import Caller, token
from tests.build import MONDAY, later
from tests.lasting import lasting
from tests.merchant import webhooks
from tests.merchant.merchants import OTHER_ICE, actor, proved, signed_up
from tests.merchant.webhooks import numbers, scanned


def built() -> tuple[str, str]:
    owner = actor(webhooks.built())
    news = issue_merchant_key(name="Shop", uses=[KeyUse.NEWS], by=owner, at=MONDAY)
    reading = issue_merchant_key(name="Reader", uses=[KeyUse.READING], by=owner, at=MONDAY)
    return news.token, reading.token


world = lasting(built)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]


@pytest.fixture
def shop(world: tuple[str, str]) -> Caller:
    return Caller(world[0])


def test_who_was_away_for_a_week_misses_nothing(shop: Caller) -> None:
    note_news(MONDAY)
    first = shop.get("/changes").json()
    for day in range(7):
        for hour in range(24):
            scanned(numbers()[hour % 2], "RDP" if hour % 3 else "EMG", later(24 * day + hour))
        note_news(later(24 * day + 23))

    said, after = [], first["next_after"]
    while page := shop.get(f"/changes?after={after}&limit=10").json()["data"]:
        said += page
        after = page[-1]["number"]

    assert [change["number"] for change in said] == list(range(3, after + 1))
    assert len(said) == 7 * 24
    assert said[0]["data"]["status"] == "in_transit"


def test_where_nothing_is_new_the_place_stays(shop: Caller) -> None:
    note_news(MONDAY)

    assert shop.get("/changes?after=2").json() == {"data": [], "next_after": 2, "last": 2}
    assert shop.get("/changes?after=900").json() == {"data": [], "next_after": 900, "last": 2}


@pytest.mark.parametrize("query", ["after=-1", "after=x", "limit=0", "limit=1001", f"after={2**63}"])
def test_what_is_no_place_is_refused(shop: Caller, query: str) -> None:
    assert shop.get(f"/changes?{query}").status_code == 422


def test_each_reads_their_own_with_a_key_for_it(world: tuple[str, str]) -> None:
    note_news(MONDAY)
    other = signed_up(name="Tapis", tax_number=OTHER_ICE, email="t@example.org", at=later(1)).member
    proved("t@example.org", at=later(1))
    theirs = issue_merchant_key(name="Shop", uses=[KeyUse.NEWS], by=actor(other), at=later(1)).token

    assert Caller(theirs).get("/changes").json() == {"data": [], "next_after": 0, "last": 0}
    assert Caller(world[1]).get("/changes").status_code == 403
    assert Caller().get("/changes").status_code == 401
    assert Caller(token("view.changes")).get("/changes").status_code == 404


def test_the_statuses_are_told_with_the_words_of_others() -> None:
    said = Caller(language="fr").get("/statuses").json()["data"]

    found = next(one for one in said if one["status"] == "out_for_delivery")
    assert found["words"]["karrio"] == ["out_for_delivery"]
    assert found["words"]["aftership"] == ["OutForDelivery"]
