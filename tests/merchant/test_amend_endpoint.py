import pytest

from rekkas.base.actors import Actor
from rekkas.merchant.choices import ChangeKind
from rekkas.merchant.commands import amend_endpoint
from rekkas.merchant.errors import AddressNotTaken, EndpointKnown, UnknownEndpoint
from tests.build import MONDAY, later
from tests.lasting import lasting
from tests.merchant import webhooks
from tests.merchant.merchants import actor
from tests.merchant.webhooks import URL, added, answered, endpoint_row, noted, taken

world = lasting(webhooks.built)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]


@pytest.fixture
def leila(world: str) -> Actor:
    return actor(world)


def test_what_waits_goes_to_the_new_address_at_once(leila: Actor) -> None:
    added(leila)
    noted(MONDAY)
    answered(MONDAY, 0, "unreached")

    amend_endpoint(
        endpoint=1, url="https://new.example.org/", kinds=[ChangeKind.PARCEL_STATUS], by=leila, at=later(1)
    )

    (lane,) = taken(later(1))
    assert (lane.url, [due.number for due in lane.changes]) == ("https://new.example.org/", [1, 2])
    assert endpoint_row().kinds == ["parcel.status"]


def test_an_address_is_judged_and_one_of_another_endpoint_refused(leila: Actor) -> None:
    added(leila)
    added(leila, f"{URL}/2")

    with pytest.raises(AddressNotTaken):
        amend_endpoint(endpoint=1, url="http://shop.example.org/", kinds=[], by=leila, at=MONDAY)
    with pytest.raises(EndpointKnown):
        amend_endpoint(endpoint=2, url=URL, kinds=[], by=leila, at=MONDAY)
    with pytest.raises(UnknownEndpoint):
        amend_endpoint(endpoint=3, url=URL, kinds=[], by=leila, at=MONDAY)
    amend_endpoint(endpoint=1, url=URL, kinds=[ChangeKind.TEST], by=leila, at=MONDAY)
    assert endpoint_row().kinds == []
