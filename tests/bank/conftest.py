"""Every test of the bank stands in the small country, whose bank is that of Morocco."""

import pytest

from tests.bank.people import world_with_counter
from tests.lasting import lasting

_bank = lasting(world_with_counter)


@pytest.fixture
def bank(_bank: None, db: None) -> None:
    """A bank with its rules, and a counter."""
