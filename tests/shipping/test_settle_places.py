"""Places in doubt are settled: once for all rows that write them so, and for later tables too."""

import pytest

from rekkas.base.actors import Actor
from rekkas.shipping import queries
from rekkas.shipping.commands import settle_places
from rekkas.shipping.errors import BatchBusy, NotThisPlace
from tests.build import CASABLANCA, MONDAY, ZAGORA, later
from tests.lasting import lasting
from tests.merchant.merchants import actor
from tests.shipping.batches import checked, csv, mapped, rows_of, uploaded
from tests.shipping.test_map_columns import built

world = lasting(built)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]
DOUBTFUL = ("C-1;Amina;;12 rue;Atlantis;1;", "C-2;Brahim;;13 rue;ATLANTIS ;1;", "C-3;Sara;;14 rue;Zagora;1;")


@pytest.fixture
def leila(world: str) -> Actor:
    return actor(world)


def test_a_doubt_is_asked_once_for_all_rows_that_write_it(leila: Actor) -> None:
    number = checked(leila, *DOUBTFUL)
    row = queries.batch("ZELLIGE", number)

    (doubt,) = queries.doubts_of(row)

    assert (doubt.written, doubt.count, doubt.line, queries.doubt_count(row)) == ("Atlantis", 2, 2, 1)
    assert settle_places(batch=number, choices={doubt.mark: ZAGORA}, by=leila, at=MONDAY) == 2
    assert [(one.state, one.locality_code) for one in rows_of(leila, number)] == [("ready", ZAGORA)] * 3
    assert all(one.amount > 0 for one in rows_of(leila, number))


def test_what_was_chosen_counts_for_the_next_table(leila: Actor) -> None:
    number = checked(leila, *DOUBTFUL)
    (doubt,) = queries.doubts_of(queries.batch("ZELLIGE", number))
    settle_places(batch=number, choices={doubt.mark: ZAGORA}, by=leila, at=MONDAY)

    later_one = checked(leila, "C-7;Omar;;15 rue;atlantis;1;", at=later(1))

    assert [(one.state, one.locality_code) for one in rows_of(leila, later_one)] == [("ready", ZAGORA)]


def test_a_choice_may_be_changed_for_later_tables(leila: Actor) -> None:
    number = checked(leila, *DOUBTFUL)
    (doubt,) = queries.doubts_of(queries.batch("ZELLIGE", number))

    for code in (ZAGORA, CASABLANCA):
        settle_places(batch=number, choices={doubt.mark: code}, by=leila, at=MONDAY)

    assert queries.kept_places("ZELLIGE") == {doubt.mark: CASABLANCA}


def test_what_a_settled_row_costs_too_much_to_carry_is_said(leila: Actor) -> None:
    number = checked(leila, "C-1;Amina;;12 rue;Atlantis;1;350")
    (doubt,) = queries.doubts_of(queries.batch("ZELLIGE", number))

    settle_places(batch=number, choices={doubt.mark: ZAGORA}, by=leila, at=MONDAY)

    (row,) = rows_of(leila, number)
    assert (row.state, row.faults[0]["code"]) == ("wrong", "catalogue.cod-not-offered")


def test_a_code_that_is_no_place_of_the_country_is_refused(leila: Actor) -> None:
    number = checked(leila, *DOUBTFUL)

    with pytest.raises(NotThisPlace):
        settle_places(batch=number, choices={"atlantis||": "XX0001"}, by=leila, at=MONDAY)

    assert queries.kept_places("ZELLIGE") == {}


def test_a_table_that_is_not_checked_yet_has_nothing_to_settle(leila: Actor) -> None:
    number = uploaded(leila, csv(*DOUBTFUL))
    mapped(leila, number)

    with pytest.raises(BatchBusy):
        settle_places(batch=number, choices={"atlantis||": ZAGORA}, by=leila, at=MONDAY)


def test_the_rule_takes_the_likeliest_where_it_is_likely_enough(leila: Actor) -> None:
    number = checked(leila, "C-1;Amina;;12 rue;Zaghora nord;1;", "C-2;Brahim;;12 rue;Atlantis;1;")
    row = queries.batch("ZELLIGE", number)
    found = {one.written: one.likeliest for one in queries.doubts_of(row)}

    choices = queries.likeliest_choices(row, 50)

    assert set(choices.values()) <= {ZAGORA}
    assert len(choices) == sum(best is not None and best[1] >= 50 for best in found.values())
    assert queries.likeliest_choices(row, 101) == {}
