"""A merchant's table comes in: in parts, numbered, and never twice without being asked about."""

import pytest

from rekkas.base.actors import Actor
from rekkas.base.errors import InvalidInput, KeyReused
from rekkas.merchant.choices import MemberRole
from rekkas.shipping import queries
from rekkas.shipping.drafts import rows_of as rows_in_part
from rekkas.shipping.errors import BatchWasSent, UnknownBatch
from rekkas.shipping.models import Batch, BatchPart
from tests.build import later
from tests.lasting import lasting
from tests.merchant import merchants
from tests.merchant.merchants import OTHER_ICE, actor, colleague, proved, signed_up
from tests.shipping.batches import GOOD, HEADINGS, csv, read, uploaded

world = lasting(lambda: (merchants.country(), merchants.merchant().name)[1])
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]


@pytest.fixture
def leila(world: str) -> Actor:
    return actor(world)


def test_a_table_is_kept_as_it_was_read(leila: Actor) -> None:
    number = uploaded(leila, csv(GOOD, "", GOOD.replace("C-1", "C-2")))

    row = queries.batch("ZELLIGE", number)
    assert (row.number, row.state, row.row_count, row.name) == (1, "columns", 2, "commandes.csv")
    assert [text for _key, text in row.columns] == HEADINGS.split(";")
    assert row.facts["delimiter"] == ";"
    kept = [one for part in BatchPart.objects.all() for one in rows_in_part(bytes(part.body))]
    assert [(one.line, one.cells[0]) for one in kept] == [(2, "C-1"), (4, "C-2")]


def test_the_very_same_table_is_asked_about_before_it_is_taken_again(leila: Actor) -> None:
    first = uploaded(leila, csv(GOOD))

    with pytest.raises(BatchWasSent) as refused:
        uploaded(leila, csv(GOOD), at=later(1))

    assert refused.value.details["number"] == first
    assert uploaded(leila, csv(GOOD), at=later(1), again=True) == 2


def test_the_same_request_once_more_gives_the_same_number(leila: Actor) -> None:
    assert uploaded(leila, csv(GOOD), key="k1") == uploaded(leila, csv(GOOD), key="k1") == 1

    with pytest.raises(KeyReused):
        uploaded(leila, csv(GOOD, GOOD), key="k1")

    assert Batch.objects.count() == 1


def test_a_table_of_a_thousand_rows_and_one_more_has_two_parts(leila: Actor) -> None:
    uploaded(leila, csv(*(f"C-{n};Amina;;Rue 1;Zagora;1;" for n in range(1_001))))

    assert list(BatchPart.objects.order_by("place").values_list("row_count", flat=True)) == [1_000, 1]


def test_headings_alone_are_no_table(leila: Actor) -> None:
    with pytest.raises(InvalidInput):
        uploaded(leila, csv())


def test_a_merchants_table_is_theirs_alone(leila: Actor) -> None:
    number = uploaded(leila, csv(GOOD))
    other = signed_up(name="Other", email="o@example.org", tax_number=OTHER_ICE, address="192.0.2.9").member
    proved("o@example.org")

    with pytest.raises(UnknownBatch):
        queries.batch(actor(other).customer or "", number)


def test_who_only_reads_sends_no_table(leila: Actor) -> None:
    reader = colleague(leila, MemberRole.READER)

    with pytest.raises(Exception, match="may not"):
        uploaded(reader, csv(GOOD))


def test_what_was_read_says_the_same_however_often_it_is_read() -> None:
    assert read(csv(GOOD)).digest == read(csv(GOOD)).digest != read(csv(GOOD, GOOD)).digest
