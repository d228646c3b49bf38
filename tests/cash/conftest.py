"""What tests of cash begin with."""

import pytest

from rekkas.cash.commands import entrust_vault, load_cash
from tests import build
from tests.cash import drawers
from tests.lasting import lasting


def _post_office_of_cash() -> None:
    build.country()
    load_cash(rules=drawers.rules(), country="MA", by=build.BOSS, at=build.MONDAY)
    entrust_vault(office=build.AGENCY, keeper="karim", by=drawers.KARIM, at=build.later(-48))
    drawers.fund()
    drawers.see(drawers.VAULT, drawers.KARIM)


_post_office = lasting(_post_office_of_cash)


@pytest.fixture
def post_office(_post_office: None, db: None) -> None:
    """A country with its cash, an agency whose vault is funded and kept by its manager."""
