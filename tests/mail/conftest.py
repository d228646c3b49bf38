"""Every test of the mail stands in the small country."""

import pytest

from tests import build
from tests.lasting import lasting

_lasting_country = lasting(build.country)


@pytest.fixture(autouse=True)
def _country(_lasting_country: None, db: None) -> None:
    """The small country."""
