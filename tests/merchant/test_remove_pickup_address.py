import pytest

from rekkas.merchant import queries
from rekkas.merchant.commands import remove_pickup_address
from rekkas.merchant.errors import UnknownPickupAddress
from tests.build import MONDAY
from tests.lasting import lasting
from tests.merchant import merchants
from tests.merchant.test_add_pickup_address import kept

world = lasting(merchants.country)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]


def test_where_the_usual_one_goes_the_oldest_of_the_others_is_it() -> None:
    owner = merchants.merchant()
    first = kept(owner)
    kept(owner, "Warehouse")

    remove_pickup_address(address=first, by=owner, at=MONDAY)
    remove_pickup_address(address=first, by=owner, at=MONDAY)

    assert [(row.label, row.is_usual) for row in queries.pickup_addresses("ZELLIGE")] == [("Warehouse", True)]


def test_an_address_of_another_is_not_there() -> None:
    with pytest.raises(UnknownPickupAddress):
        remove_pickup_address(address=999_999, by=merchants.merchant(), at=MONDAY)
