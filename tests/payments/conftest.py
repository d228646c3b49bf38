"""Every test of payments stands in the small country, with tills open on Monday."""

import pytest

from tests.payments import desks


@pytest.fixture
def tills(db: None) -> None:
    desks.world()


@pytest.fixture
def open_desks(db: None) -> None:
    desks.open_desks()
