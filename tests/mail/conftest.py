"""Every test of the mail stands in the small country."""

import pytest

from tests import build


@pytest.fixture(autouse=True)
def _country(db: None) -> None:
    build.country()
