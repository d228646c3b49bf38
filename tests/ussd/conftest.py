"""What tests of telephones begin with."""

import pytest

from tests.lasting import lasting
from tests.ussd import dialling

_post = lasting(dialling.world)


@pytest.fixture
def post(_post: dict[str, str], db: None) -> dict[str, str]:
    """A post that can be dialled: the numbers of an item that comes, one that was sent, and a money order."""
    return _post
