import pytest

from tests import build
from tests.api.caller import Caller, token
from tests.lasting import lasting

_world = lasting(build.country_with_merchant)


@pytest.fixture
def world(_world: None, db: None) -> None:
    """A country, its codes and a merchant."""


@pytest.fixture
def partner(world: None) -> Caller:
    """A machine that may announce items, send scans and look at the mail."""
    return Caller(token())
