"""Every test of visits and devices stands at the same counters, with tills open on Monday."""

import pytest

from tests.counter import windows
from tests.lasting import lasting

_counters = lasting(windows.world)


@pytest.fixture
def counters(_counters: None, db: None) -> None:
    """Counters with open tills, articles, bills and a merchant."""
