"""Every test of payments stands in the small country, with tills open on Monday."""

import pytest

from tests.lasting import lasting
from tests.payments import desks, transfers_world

_tills = lasting(desks.world)
_open_desks = lasting(desks.open_desks)
_clearing = lasting(transfers_world.world)


@pytest.fixture
def tills(_tills: None, db: None) -> None:
    """Offices with open tills."""


@pytest.fixture
def open_desks(_open_desks: None, db: None) -> None:
    """The same for pages, which read the real clock."""


@pytest.fixture
def clearing(_clearing: None, db: None) -> None:
    """A bank among others, with customers who have money."""
