import pytest

from rekkas.merchant import queries
from rekkas.merchant.commands import load_merchants
from tests.build import BOSS, MONDAY
from tests.lasting import lasting
from tests.merchant import merchants
from tests.merchant.merchants import RULES

world = lasting(merchants.country)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]


def test_rules_are_read_back_as_the_pack_had_them_and_twice_changes_nothing() -> None:
    load_merchants(rules=RULES, country="MA", by=BOSS, at=MONDAY)

    assert queries.rules_of("MA") == RULES
