"""What tests of delivery begin with."""

import pytest

from tests import build


@pytest.fixture
def post_office(db: None) -> None:
    """A country, its codes and a merchant."""
    build.country()
    build.merchant()
