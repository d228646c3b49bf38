"""A table's rows are announced: each once, with an answer of its own, whoever dies on the way."""

from datetime import timedelta
from uuid import uuid4

import pytest

from rekkas.base.actors import Actor
from rekkas.base.errors import InvalidInput
from rekkas.mail.queries import item
from rekkas.shipping import leases, queries, tasks
from rekkas.shipping.commands import make_batch
from rekkas.shipping.errors import BatchBusy
from rekkas.shipping.models import BatchPart, Shipment
from rekkas.shipping.tasks import do_part
from tests.build import MONDAY, later
from tests.lasting import lasting
from tests.merchant.merchants import actor
from tests.shipping.batches import checked, csv, made, mapped, rows_of, uploaded, worked_off
from tests.shipping.test_map_columns import built

world = lasting(built)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]
GOOD = ("C-1;Amina;0612345678;12 rue;Zagora;1;", "C-2;Brahim;;13 rue;Zagora;2;")


@pytest.fixture
def leila(world: str) -> Actor:
    return actor(world)


def test_every_row_has_its_parcel_and_its_price(leila: Actor) -> None:
    number = made(leila, *GOOD)

    rows = rows_of(leila, number)
    assert [(row.state, row.code) for row in rows] == [("made", "")] * 2
    kept = item(rows[0].number)
    assert (kept.reference, kept.customer_code, kept.weight_g) == ("C-1", "ZELLIGE", 1_000)
    assert kept.addressee["phone"] == "+212612345678"
    assert [row.amount for row in rows] == list(
        Shipment.objects.order_by("id").values_list("amount", flat=True)
    )
    assert Shipment.objects.values_list("made_by", flat=True).distinct().get() == leila.name
    assert queries.batch("ZELLIGE", number).state == "made"


def test_what_is_to_be_mended_stays(leila: Actor) -> None:
    number = made(leila, GOOD[0], "C-3;;;12 rue;Zagora;1;", "C-4;A;;12 rue;Atlantis;1;")

    assert [row.state for row in rows_of(leila, number)] == ["made", "wrong", "doubtful"]


def test_a_row_that_the_post_declines_says_why(leila: Actor) -> None:
    made(leila, GOOD[0])

    number = made(leila, "C-1;Somebody else;;99 rue;Zagora;1;", GOOD[1], at=later(1))

    declined, other = rows_of(leila, number)
    assert (declined.state, declined.code, declined.number) == ("declined", "shipping.reference-used", "")
    assert "C-1" in declined.message
    assert other.state == "made"


def test_the_same_order_in_two_tables_is_sent_once(leila: Actor) -> None:
    first = made(leila, GOOD[0])

    second = made(leila, GOOD[0], GOOD[1], at=later(1))

    repeated, fresh = rows_of(leila, second)
    assert (repeated.state, repeated.code) == ("made", "repeated")
    assert repeated.number == rows_of(leila, first)[0].number != fresh.number
    assert Shipment.objects.count() == 2


def test_a_worker_killed_after_the_post_was_told_doubles_nothing(
    leila: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = checked(leila, *GOOD)
    make_batch(batch=number, by=leila, at=MONDAY)
    with monkeypatch.context() as dying:
        dying.setattr(tasks, "update_rows", _killed)
        with pytest.raises(SystemExit):
            do_part(lambda: MONDAY)
    assert Shipment.objects.count() == 2
    assert not do_part(lambda: MONDAY)  # its lease runs

    assert do_part(lambda: MONDAY + leases.LEASE + timedelta(seconds=1))

    assert Shipment.objects.count() == 2
    assert [(row.state, bool(row.number)) for row in rows_of(leila, number)] == [("made", True)] * 2
    assert queries.batch("ZELLIGE", number).state == "made"


def _killed(*_: object, **__: object) -> None:
    raise SystemExit


def test_who_lost_the_lease_writes_nothing(leila: Actor) -> None:
    number = uploaded(leila, csv(*GOOD))
    mapped(leila, number)
    slow = leases.take_part(lease=uuid4(), at=MONDAY)
    assert slow is not None
    assert do_part(lambda: MONDAY + leases.LEASE + timedelta(seconds=1))
    before = [(row.pk, row.state) for row in rows_of(leila, number)]

    tasks._check(slow, MONDAY)

    assert [(row.pk, row.state) for row in rows_of(leila, number)] == before


def test_a_part_at_which_workers_fail_is_given_up_after_some_tries(
    leila: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = uploaded(leila, csv(*GOOD))
    mapped(leila, number)

    with monkeypatch.context() as broken:
        broken.setattr(tasks, "check_rows", _broken)
        for _ in range(leases.TRIES):
            assert do_part(lambda: MONDAY)
    assert worked_off() == 1

    assert [(row.state, row.faults[0]["code"]) for row in rows_of(leila, number)] == [("wrong", "broken")] * 2
    assert queries.batch("ZELLIGE", number).state == "checked"


def _broken(*_: object) -> None:
    raise ZeroDivisionError


def test_parts_are_worked_off_in_any_order_and_side_by_side(leila: Actor) -> None:
    number = uploaded(leila, csv(*(f"C-{n};A;;12 rue;Zagora;1;" for n in range(1_200))))
    mapped(leila, number)
    first, second = (leases.take_part(lease=uuid4(), at=MONDAY) for _ in range(2))
    assert first is not None
    assert second is not None
    assert first.place != second.place

    tasks._check(second, MONDAY)
    leases.end_worked_off(MONDAY)
    assert queries.batch("ZELLIGE", number).state == "checking"
    tasks._check(first, MONDAY)
    worked_off()

    assert [row.line for row in rows_of(leila, number)] == list(range(2, 1_202))
    assert queries.batch("ZELLIGE", number).state == "checked"
    assert not BatchPart.objects.exclude(task="").exists()


def test_a_worker_killed_after_the_last_part_leaves_no_table_behind(
    leila: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = uploaded(leila, csv(*GOOD))
    mapped(leila, number)
    with monkeypatch.context() as dying:
        dying.setattr(leases, "end_worked_off", _killed)
        with pytest.raises(SystemExit):
            do_part(lambda: MONDAY)
    assert queries.batch("ZELLIGE", number).state == "checking"

    assert not do_part(lambda: MONDAY)

    assert queries.batch("ZELLIGE", number).state == "checked"


def test_nothing_ready_and_nothing_checked_is_refused(leila: Actor) -> None:
    unchecked = uploaded(leila, csv(*GOOD))
    wrong = checked(leila, "C-3;;;12 rue;Zagora;1;")

    with pytest.raises(BatchBusy):
        make_batch(batch=unchecked, by=leila, at=MONDAY)
    with pytest.raises(InvalidInput):
        make_batch(batch=wrong, by=leila, at=MONDAY)
