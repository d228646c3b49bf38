"""Go round the commands with raw SQL, and watch the database refuse."""

from datetime import UTC, datetime

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from rekkas.base.actors import system
from rekkas.base.models import ActionRecord, Seal

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
EMPTYING = {"sqlite": "DELETE FROM", "postgresql": "TRUNCATE"}


def record_something() -> None:
    by = system("test")
    ActionRecord.objects.create(verb="base.try", actor_kind=by.kind, actor_name=by.name, happened_at=NOON)
    Seal.objects.create(
        record="events", lane=0, number=1, row_count=1, previous=bytes(32), digest=bytes(32), recorded_at=NOON
    )


@pytest.mark.django_db
@pytest.mark.parametrize("table", ["base_actionrecord", "base_seal"])
@pytest.mark.parametrize(
    "statement", ["UPDATE {} SET id = id + 1", "DELETE FROM {} WHERE id > 0", "empty {}"]
)
def test_a_record_cannot_be_changed_or_erased(statement: str, table: str) -> None:
    record_something()
    statement = statement.replace("empty", EMPTYING[connection.vendor])

    with pytest.raises(DatabaseError, match=f"append-only: .* on {table}"), transaction.atomic():
        connection.cursor().execute(statement.format(table))

    assert (ActionRecord.objects.count(), Seal.objects.count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_the_tests_own_broom_leaves_the_guard_in_place() -> None:
    record_something()

    call_command("flush", interactive=False, verbosity=0)

    assert ActionRecord.objects.count() == 0
    record_something()
    with pytest.raises(DatabaseError, match="append-only"):
        connection.cursor().execute("DELETE FROM base_actionrecord")
