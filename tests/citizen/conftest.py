"""What tests of citizens begin with."""

import pytest

from tests.lasting import lasting
from tests.reach import texts

_post = lasting(texts.world)


@pytest.fixture
def post(_post: None, db: None) -> None:
    """A country whose post writes to people."""
