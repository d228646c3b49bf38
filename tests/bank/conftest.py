"""Every test of the bank stands in the small country, whose bank is that of Morocco."""

import pytest

from tests.bank.people import world


@pytest.fixture
def bank(db: None) -> None:
    world()
