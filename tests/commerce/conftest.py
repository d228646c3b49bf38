"""What tests of commerce begin with."""

import pytest

from tests import build
from tests.commerce import merchants
from tests.lasting import lasting

_post_office = lasting(build.country_with_merchant)
_trade = lasting(merchants.world)


@pytest.fixture
def post_office(_post_office: None, db: None) -> None:
    """A country, its codes and a merchant."""


@pytest.fixture
def trade(_trade: None, db: None) -> None:
    """A country with its postal bank, and a merchant."""
