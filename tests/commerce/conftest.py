"""What tests of commerce begin with."""

import pytest

from tests import build
from tests.commerce import merchants


@pytest.fixture
def post_office(db: None) -> None:
    """A country, its codes and a merchant."""
    build.country()
    build.merchant()


@pytest.fixture
def trade(db: None) -> None:
    """A country with its postal bank, and a merchant."""
    merchants.world()
