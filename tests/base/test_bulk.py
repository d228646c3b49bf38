"""A batch is written at once, and means the same on both databases."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction

from rekkas.base import bulk

pytestmark = pytest.mark.django_db
COLUMNS = ("id", "note", "weight_g", "heard_at", "digest")
TYPES = {
    "postgresql": "id uuid PRIMARY KEY, note text, weight_g integer, heard_at timestamptz, digest bytea",
    "sqlite": "id char(32) PRIMARY KEY, note text, weight_g integer, heard_at datetime, digest blob",
}
ONE, TWO, THREE = (UUID(int=number) for number in (1, 2, 3))
NOON = datetime(2026, 3, 2, 12, 0, 0, 250, tzinfo=UTC)
AWKWARD = 'tab\t, line\r\nend, back\\slash, "quote", \\N, طنجة, ⴰⵣⵓⵍ'


@pytest.fixture(autouse=True)
def table() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMP TABLE heard ({TYPES[connection.vendor]})")


def insert(*rows: tuple[Any, ...]) -> set[Any]:
    return bulk.insert_new("heard", COLUMNS, rows, key="id")


def notes() -> dict[int, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, note FROM heard")
        return {(found if isinstance(found, UUID) else UUID(found)).int: note for found, note in cursor}


def row(id: UUID, note: str | None = "", **rest: Any) -> tuple[Any, ...]:
    return (id, note, rest.get("weight_g", 20), rest.get("heard_at", NOON), rest.get("digest", b"\x00\xff\\"))


def test_what_is_new_is_inserted_and_named() -> None:
    assert insert(row(ONE, "one"), row(TWO, "two")) == {ONE, TWO}

    assert notes() == {1: "one", 2: "two"}


def test_what_is_there_already_stays_as_it_is() -> None:
    insert(row(ONE, "first"))

    assert insert(row(ONE, "second"), row(TWO, "two")) == {TWO}

    assert notes() == {1: "first", 2: "two"}


def test_of_twins_in_one_batch_the_first_counts() -> None:
    assert insert(row(ONE, "first"), row(TWO, "two"), row(ONE, "twin")) == {ONE, TWO}

    assert notes() == {1: "first", 2: "two"}


def test_an_empty_batch_asks_the_database_nothing(assert_statements: Any) -> None:
    with assert_statements(at_most=0):
        assert insert() == set()
        bulk.update_rows("heard", ("id", "note"), [], key="id")


@pytest.mark.parametrize("note", [AWKWARD, "", "\\", "\t", "\\N", "\\.", "NULL", None])
def test_a_text_is_kept_as_it_was_given(note: str | None) -> None:
    insert(row(ONE, note), row(TWO, "beside it"))

    assert notes()[1] == note


def test_every_kind_of_value_comes_back() -> None:
    rabat = timezone(timedelta(hours=1))
    insert(row(ONE, heard_at=NOON.astimezone(rabat)), row(TWO, weight_g=None, heard_at=None, digest=None))

    with connection.cursor() as cursor:
        cursor.execute("SELECT weight_g, heard_at, digest FROM heard ORDER BY id")
        full, empty = cursor.fetchall()

    heard_at = full[1] if isinstance(full[1], datetime) else datetime.fromisoformat(full[1])
    assert heard_at.replace(tzinfo=heard_at.tzinfo or UTC) == NOON
    assert (full[0], bytes(full[2])) == (20, b"\x00\xff\\")
    assert empty == (None, None, None)


def test_a_batch_of_any_size_costs_the_same_statements(statements: Any) -> None:
    counts = []
    for start, size in ((1000, 1), (2000, 300)):
        with statements() as seen:
            insert(*(row(UUID(int=start + number)) for number in range(size)))
        counts.append(len(seen))

    assert counts[0] == counts[1]
    assert len(notes()) == 301


def test_only_the_rows_named_are_updated() -> None:
    insert(row(ONE, "one"), row(TWO, "two"))

    bulk.update_rows("heard", ("id", "note"), [(TWO, "better"), (THREE, "unknown")], key="id")

    assert notes() == {1: "one", 2: "better"}


def test_an_update_with_a_condition_leaves_the_rows_that_do_not_meet_it() -> None:
    insert(row(ONE, "one", weight_g=10), row(TWO, "two", weight_g=30))

    bulk.update_rows(
        "heard", ("id", "note", "weight_g"), [(ONE, "heavier", 20), (TWO, "lighter", 20)],
        key="id", only_if="heard.weight_g < new.weight_g",
    )  # fmt: skip

    assert notes() == {1: "heavier", 2: "two"}


def test_rows_are_found_among_any_number_of_keys() -> None:
    insert(row(ONE, "one"), row(TWO, "two"))
    condition, values = bulk.among("id", [TWO, *(UUID(int=number) for number in range(100, 3000))])

    with connection.cursor() as cursor:
        cursor.execute(f"SELECT note FROM heard WHERE {condition}", values)
        assert cursor.fetchall() == [("two",)]


def test_keys_in_hexadecimal_find_the_same_rows() -> None:
    insert(row(ONE, "one"), row(TWO, "two"))
    condition, values = bulk.among("id", [TWO.hex, THREE.hex], of="uuid")

    with connection.cursor() as cursor:
        cursor.execute(f"SELECT note FROM heard WHERE {condition}", values)
        assert cursor.fetchall() == [("two",)]


@pytest.mark.parametrize(
    ("rows", "kept"),
    [
        ([(1, 5, 0), (2, 7, 0)], [(1, 15, 20), (2, 17, 20), (3, 10, 20)]),
        ([(1, 0, 5), (3, 0, -7)], [(1, 10, 25), (2, 10, 20), (3, 10, 13)]),
        ([(2, 0, 0)], [(1, 10, 20), (2, 10, 20), (3, 10, 20)]),
        ([(1, 1, 2), (4, 1, 2)], [(1, 11, 22), (2, 10, 20), (3, 10, 20)]),
    ],
)
def test_what_is_added_is_added_to_the_rows_named_and_to_no_other(
    rows: list[tuple[int, ...]], kept: list[tuple[int, ...]]
) -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE held (id bigint PRIMARY KEY, received bigint, given bigint)")
        cursor.execute("INSERT INTO held VALUES (1, 10, 20), (2, 10, 20), (3, 10, 20)")

    bulk.add_to_rows("held", ("id", "received", "given"), rows, key="id")

    with connection.cursor() as cursor:
        cursor.execute("SELECT id, received, given FROM held ORDER BY id")
        assert cursor.fetchall() == kept


def test_a_batch_that_is_rolled_back_leaves_the_way_free_for_the_next() -> None:
    with transaction.atomic():
        insert(row(ONE, "lost"))
        transaction.set_rollback(True)

    assert insert(row(ONE, "kept")) == {ONE}
    assert notes() == {1: "kept"}


def test_of_no_numbers_there_are_none() -> None:
    assert bulk.new_ids("mail_event", 0) == []
    assert len(set(bulk.new_ids("mail_event", 3))) == 3
