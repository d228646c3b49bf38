import pytest
from django.apps import apps

from rekkas.base.actors import Actor
from rekkas.base.boxes import taken_out
from rekkas.base.errors import NotAllowed
from rekkas.merchant.choices import ChangeKind, MemberRole
from rekkas.merchant.commands import add_endpoint
from rekkas.merchant.commands.endpoints import ENDPOINTS_AT_MOST
from rekkas.merchant.errors import AddressNotTaken, EndpointKnown, TooManyHere
from rekkas.merchant.queries import endpoints
from tests.build import MONDAY, later
from tests.lasting import lasting
from tests.merchant import webhooks
from tests.merchant.merchants import actor, colleague
from tests.merchant.webhooks import SECRET, URL, added, answered, endpoint_row, noted, numbers, scanned

world = lasting(webhooks.built)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]


@pytest.fixture
def leila(world: str) -> Actor:
    return actor(world)


def test_news_goes_to_an_address_from_then_on(leila: Actor) -> None:
    noted(MONDAY)

    assert added(leila) == 1

    assert answered(MONDAY) == []
    scanned(numbers()[0], "EMA", later(1))
    noted(later(1))
    assert answered(later(1)) == [3]
    assert [(one.waiting, one.is_well) for one in endpoints("ZELLIGE")] == [(0, True)]


def test_only_what_was_subscribed_to_is_sent(leila: Actor) -> None:
    added(leila, URL, MONDAY, ChangeKind.PAYOUT_MADE)

    noted(MONDAY)

    assert answered(later(1)) == []
    assert endpoint_row().cursor == 2


def test_a_secret_is_never_kept_as_it_is_nor_shown(leila: Actor) -> None:
    added(leila)

    row = endpoint_row()
    assert SECRET.plain not in row.secret
    assert SECRET.plain not in repr(SECRET)
    assert taken_out(row.secret, "webhook secret") == SECRET.plain
    records = apps.get_model("base", "ActionRecord").objects.filter(verb="merchant.add_endpoint")
    assert SECRET.plain not in str(list(records.values()))


@pytest.mark.parametrize(
    "url",
    ["http://shop.example.org/", "https://127.0.0.1/", "https://u:p@shop.example.org/", "https://shop.example.org:22/",
     "shop", ""],
)  # fmt: skip
def test_an_address_to_which_nothing_can_be_sent_is_refused(leila: Actor, url: str) -> None:
    with pytest.raises(AddressNotTaken, match="443, 8443"):
        added(leila, url)


def test_one_address_is_one_endpoint_and_there_are_so_many(leila: Actor) -> None:
    added(leila)
    with pytest.raises(EndpointKnown):
        added(leila)
    for number in range(1, ENDPOINTS_AT_MOST):
        added(leila, f"{URL}/{number}")

    with pytest.raises(TooManyHere):
        added(leila, f"{URL}/more")


def test_whoever_ships_adds_none(leila: Actor) -> None:
    omar = colleague(leila, MemberRole.SHIPPER)

    with pytest.raises(NotAllowed):
        add_endpoint(url=URL, kinds=[], secret=SECRET, by=omar, at=MONDAY)
