"""A need that was met, or will not come, counts no longer."""

from datetime import date

import pytest

from rekkas.cash import commands, queries
from tests.build import AGENCY, key, later
from tests.cash.drawers import LEILA, NADIA
from tests.cash.test_announce_needs import announce, need

pytestmark = pytest.mark.usefixtures("post_office")


def test_what_was_withdrawn_counts_no_longer() -> None:
    announce(need(), need("two"))

    assert commands.withdraw_needs(keys=[key("need", "one")], by=NADIA, at=later(2)) == 1

    assert [row.key for row in queries.needs_of(AGENCY, "MAD", date(2026, 3, 3))] == [key("need", "two")]
    assert commands.withdraw_needs(keys=[key("need", "one")], by=NADIA, at=later(2)) == 0


def test_another_office_withdraws_nothing() -> None:
    announce(need())

    assert commands.withdraw_needs(keys=[key("need", "one")], by=LEILA, at=later(2)) == 0
