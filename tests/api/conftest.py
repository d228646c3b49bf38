import pytest

from tests import build
from tests.api.caller import Caller, token


@pytest.fixture
def world(db: None) -> None:
    build.country()
    build.merchant()


@pytest.fixture
def partner(world: None) -> Caller:
    """A machine that may announce items, send scans and look at the mail."""
    return Caller(token())
