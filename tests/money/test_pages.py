"""The pages of money: every place is counted and can be reached, at the same cost however many there are."""

import pytest
from django.test import Client

from rekkas.base.choices import Role
from rekkas.desk.listings import A_PAGE
from tests.desk import at_desk
from tests.money.purses import INCOME, TILL, post, transfer
from tests.statements import costs_of

pytestmark = pytest.mark.django_db
PLACES, ACCOUNT = "/desk/money/", f"/desk/money/accounts/{TILL}/"


@pytest.fixture
def treasurer() -> Client:
    return at_desk("nadia", Role.TREASURER)


def tills(these: range) -> None:
    """A movement in a till of its own and one in the till of all, for each of these."""
    own = [transfer(f"own {n}", target=f"till:MA0001/clerk {n:03}:MAD") for n in these]
    post(*own, *(transfer(f"all {n}", amount=n + 1) for n in these))


def test_a_list_costs_as_many_statements_with_forty_rows_as_with_ten(treasurer: Client) -> None:
    pages = [(treasurer, page) for page in (PLACES, ACCOUNT)]
    tills(range(10))
    ten = costs_of(pages)
    tills(range(10, 40))

    assert costs_of(pages) == ten


def test_places_and_movements_are_counted_and_turned(treasurer: Client) -> None:
    tills(range(A_PAGE))

    places = [treasurer.get(PLACES, {"page": number}).context["lines"] for number in (1, 2)]
    account = treasurer.get(ACCOUNT)

    assert [len(page) for page in places] == [A_PAGE, 2]
    assert {TILL, INCOME} <= {line.code for page in places for line in page}
    assert f"({A_PAGE})" in account.content.decode()
    assert account.context["movements"][0].amount == A_PAGE


def test_a_place_that_nobody_knows_is_said_to_be_unknown(treasurer: Client) -> None:
    tills(range(1))

    assert treasurer.get("/desk/money/accounts/till:MA0001/clerk:MAD/").status_code == 404
