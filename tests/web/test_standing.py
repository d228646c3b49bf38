"""What a browser is told of who works at it: their name while they are signed on and nothing is locked, else nobody."""

import pytest
from django.test import Client

from rekkas.base.choices import Role
from tests.build import AGENCY
from tests.desk import at_desk, load, open_day_and_night

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _country() -> None:
    load(open_day_and_night())


def told(client: Client) -> str:
    return str(client.cookies["rekkas-desk"].value)


def test_the_browser_knows_who_is_signed_on() -> None:
    fatima = at_desk("fatima", Role.CLERK, AGENCY)

    fatima.get("/desk/")

    assert told(fatima) == "fatima"
    kept = fatima.cookies["rekkas-desk"]
    assert (kept["path"], kept["samesite"], bool(kept["httponly"])) == ("/desk/", "Lax", False)


def test_it_is_told_once_and_anew_when_that_changes() -> None:
    fatima = at_desk("fatima", Role.CLERK, AGENCY)
    fatima.get("/desk/")

    again = fatima.get("/desk/")

    assert "rekkas-desk" not in again.cookies


@pytest.mark.parametrize("address", ["/desk/log-out/", "/desk/lock/"])
def test_who_logs_out_or_locks_leaves_a_browser_in_which_nobody_works(address: str) -> None:
    fatima = at_desk("fatima", Role.CLERK, AGENCY)
    fatima.get("/desk/")

    fatima.post(address)

    assert told(fatima) == "-"


def test_pages_for_everybody_say_nothing_of_it() -> None:
    assert "rekkas-desk" not in Client().get("/").cookies
