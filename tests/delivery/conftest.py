"""What tests of delivery begin with."""

import pytest

from tests import build
from tests.lasting import lasting

_post_office = lasting(build.country_with_merchant)


@pytest.fixture
def post_office(_post_office: None, db: None) -> None:
    """A country, its codes and a merchant."""
