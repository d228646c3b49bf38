"""A row is corrected in its cells, and checked anew."""

import pytest

from rekkas.base.actors import Actor
from rekkas.base.errors import InvalidInput
from rekkas.shipping import queries
from rekkas.shipping.commands import correct_batch_row, make_batch
from rekkas.shipping.errors import BatchBusy, UnknownBatch
from tests.build import MONDAY, ZAGORA
from tests.lasting import lasting
from tests.merchant.merchants import actor
from tests.shipping.batches import checked, made, rows_of, worked_off
from tests.shipping.test_map_columns import built

world = lasting(built)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]
WRONG, GOOD = "C-1;Amina;06 12 x;12 rue;Zagora;;", "C-2;Brahim;;13 rue;Zagora;1;"


@pytest.fixture
def leila(world: str) -> Actor:
    return actor(world)


def corrected(by: Actor, number: int, line: int = 2, **changes: str) -> str:
    return correct_batch_row(batch=number, line=line, changes=changes, by=by, at=MONDAY)


def test_a_row_is_right_once_all_its_cells_are(leila: Actor) -> None:
    number = checked(leila, WRONG, GOOD)

    assert corrected(leila, number, phone="06 12 34 56 78") == "wrong"
    assert corrected(leila, number, weight="1,5 kg") == "ready"

    first, second = rows_of(leila, number)
    assert (first.draft["phone"], first.draft["weight_g"], first.locality_code) == (
        "+212612345678",
        1_500,
        ZAGORA,
    )
    assert first.changes == {"phone": "06 12 34 56 78", "weight": "1,5 kg"}
    assert (second.state, second.changes) == ("ready", {})


def test_a_place_is_corrected_like_any_other_cell(leila: Actor) -> None:
    number = checked(leila, "C-1;Amina;;12 rue;Atlantis;1;")

    assert corrected(leila, number, locality="Zagora") == "ready"


def test_what_is_corrected_can_be_announced_after_the_others(leila: Actor) -> None:
    number = made(leila, WRONG, GOOD)
    assert [row.state for row in rows_of(leila, number)] == ["wrong", "made"]
    corrected(leila, number, phone="", weight="2")

    make_batch(batch=number, by=leila, at=MONDAY)
    worked_off()

    assert [row.state for row in rows_of(leila, number)] == ["made", "made"]
    assert len({row.number for row in rows_of(leila, number)}) == 2
    assert queries.batch("ZELLIGE", number).state == "made"


@pytest.mark.parametrize("changes", [{"hat": "red"}, {"name": "x" * 2_001}, {"name": "a\0b"}])
def test_what_is_no_cell_of_a_row_is_refused(leila: Actor, changes: dict[str, str]) -> None:
    number = checked(leila, WRONG)

    with pytest.raises(InvalidInput):
        corrected(leila, number, **changes)


def test_a_row_that_was_announced_is_not_corrected(leila: Actor) -> None:
    number = made(leila, GOOD)

    with pytest.raises(BatchBusy):
        corrected(leila, number, name="Other")


def test_a_line_that_is_not_there_is_not_found(leila: Actor) -> None:
    number = checked(leila, GOOD)

    with pytest.raises(UnknownBatch):
        corrected(leila, number, line=77, name="Other")
