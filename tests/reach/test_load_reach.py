"""How a country's post writes to people comes from its pack."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from postkit.pack.reach import read_reach
from rekkas.operator.money_packs import read_country_named
from rekkas.reach.commands import load_reach
from rekkas.reach.queries import Manners, reach_rules
from tests.build import BOSS, MONDAY
from tests.reach.texts import AMINA, manners

HERE = ZoneInfo("Africa/Casablanca")


def test_what_the_pack_says_is_what_counts() -> None:
    assert reach_rules("MA") == manners()

    load_reach(rules=manners(), country="MA", by=BOSS, at=MONDAY)

    assert reach_rules("MA").sender == "REKKAS"
    assert reach_rules("SN").quiet_end(datetime(2026, 3, 2, 23)) is None


def test_a_country_is_loaded_with_its_manners() -> None:
    _pack, files = read_country_named("morocco")

    assert files.reach == manners()


def test_quiet_hours_are_those_of_the_numbers_country_and_urgent_kinds_do_not_know_them() -> None:
    night = datetime(2026, 3, 2, 23, 30, tzinfo=HERE)
    country = Manners().country_for(AMINA, "SN")

    assert country == "MA"
    assert Manners().may_go_at(night, "out", country) == night.replace(hour=8, minute=0) + timedelta(days=1)
    assert Manners().may_go_at(night, "code", country) == night
    assert Manners().may_go_at(night.replace(hour=12), "out", country) == night.replace(hour=12)


def test_every_mistake_is_named_with_its_line() -> None:
    found, mistakes = read_reach(
        b'source = "x"\nsender = "A name too long"\nlanguages = []\nquiet_from = "08:00"\nquiet_until = "07:00"\n'
        b'[[told]]\nproduct = "parcel"\nevents = ["lost"]'
    )

    assert found is None
    assert [(one.line, one.field) for one in mistakes] == [
        (2, "sender"), (3, "languages"), (5, "quiet_until"), (8, "told.events"),
    ]  # fmt: skip
