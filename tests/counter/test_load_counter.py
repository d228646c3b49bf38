"""What a pack says of counters is taken in whole; what it does not say is the least that a counter can do."""

from pathlib import Path

import pytest

from postkit.pack.counter import read_counter
from rekkas.counter.queries import rules_of
from tests.counter.windows import load, rules

pytestmark = pytest.mark.usefixtures("counters")
PACKS = sorted((Path(__file__).parents[2] / "countries").glob("*/counter.toml"))


def test_loading_again_changes_what_it_says() -> None:
    assert rules_of("MA") == rules()

    load(offline_hours=1)

    assert rules_of("MA").offline_hours == 1


def test_a_country_that_says_nothing_sells_mail_for_cash() -> None:
    silent = rules_of("SN")

    assert (silent.articles, silent.offline, [one.code for one in silent.means]) == ((), (), ["cash"])


@pytest.mark.parametrize("path", PACKS, ids=lambda path: path.parent.name)
def test_the_packs_of_the_house_are_right(path: Path) -> None:
    found, mistakes = read_counter(path.read_bytes())

    assert mistakes == []
    assert found is not None
    assert found.errands


@pytest.mark.parametrize(
    ("line", "field"),
    [
        (
            '[[articles]]\ncode = "x"\nname_en = "X"\namount = 5\nduty = 6\nadministration = "a"',
            "articles.duty",
        ),
        (
            '[[articles]]\ncode = "x"\nname_en = "X"\namount = 5\nkind = "administration"\nduty = 1',
            "articles.duty",
        ),
        (
            '[[articles]]\ncode = "x"\nname_en = "X"\namount = 5\nduty = 1\nadministration = "a"',
            "articles.duty",
        ),
        ("offline_hours = 100", "offline_hours"),
        ('[[means]]\ncode = "cash"\n[[means]]\ncode = "cash"', "means.code"),
    ],
)
def test_each_mistake_is_named_where_it_stands(line: str, field: str) -> None:
    _found, mistakes = read_counter(f'currency = "MAD"\nsource = "tests"\n{line}'.encode())

    assert [one.field for one in mistakes] == [field]
