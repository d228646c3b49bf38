"""A country's notes and coins, limits and pay days come with its pack."""

from pathlib import Path

import pytest

from postkit.pack.cash import read_cash
from rekkas.base.errors import NotAllowed
from rekkas.cash import commands, queries
from rekkas.territory.errors import UnknownCountry
from tests.build import BOSS, MONDAY
from tests.cash.drawers import KARIM, VALUES, rules

pytestmark = pytest.mark.usefixtures("post_office")
COUNTRIES = Path(__file__).resolve().parents[2] / "countries"


def test_what_was_loaded_is_what_is_counted_in() -> None:
    assert queries.rules_of("MA") == rules()
    assert [one.value for one in queries.denominations_of("MA", "MAD")] == list(VALUES)
    assert queries.denominations_of("MA", "XOF") == ()


@pytest.mark.parametrize("folder", ["morocco", "senegal", "brazil"])
def test_every_pack_can_be_loaded_and_read_back(folder: str) -> None:
    found, mistakes = read_cash((COUNTRIES / folder / "cash.toml").read_bytes())
    assert found is not None, mistakes

    commands.load_cash(rules=found, country="MA", by=BOSS, at=MONDAY)

    assert queries.rules_of("MA") == found


def test_a_country_that_nobody_knows_has_no_cash() -> None:
    with pytest.raises(UnknownCountry):
        commands.load_cash(rules=rules(), country="XX", by=BOSS, at=MONDAY)
    with pytest.raises(NotAllowed):
        commands.load_cash(rules=rules(), country="MA", by=KARIM, at=MONDAY)
    assert queries.rules_of("XX") is None
