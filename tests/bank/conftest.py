"""Every test of the bank stands in the small country, whose bank is that of Morocco."""

import pytest

from tests.bank.people import world_with_counter


@pytest.fixture
def bank(db: None) -> None:
    world_with_counter()
