"""What tests of words to people begin with."""

import pytest

from tests.lasting import lasting
from tests.reach import texts

_reach = lasting(texts.world)


@pytest.fixture(autouse=True)
def post(_reach: None, db: None) -> None:
    """A country whose post writes to people."""
