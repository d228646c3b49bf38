"""What was kept aside needs nobody any more when a person has said what became of it."""

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from rekkas.payments import queries
from rekkas.payments.commands import explain_exception
from rekkas.payments.errors import ExplainedBefore, ExplanationMissing, UnknownException
from tests.build import MONDAY
from tests.payments.transfers_world import LATIFA, said, status, take_status

pytestmark = pytest.mark.usefixtures("clearing")


def aside() -> str:
    take_status(status(said("RJCT", "TR9999999999")))
    (note,) = queries.kept_aside()
    return note.number


def explain(number: str, **changes: Any) -> None:
    explain_exception(**{
        "number": number, "explanation": "Another bank’s: told by telephone", "by": LATIFA, "at": MONDAY, **changes,
    })  # fmt: skip


def test_it_leaves_the_list_and_keeps_who_said_what() -> None:
    number = aside()

    explain(number)

    note = queries.exception(number)
    assert (note.explained_by, note.explained_at, note.explanation) == (
        "latifa", MONDAY, "Another bank’s: told by telephone",
    )  # fmt: skip
    assert len(queries.kept_aside()) == 0


def test_it_is_explained_once() -> None:
    number = aside()

    explain(number, key="k-1")
    explain(number, key="k-1")
    with pytest.raises(ExplainedBefore, match="latifa"):
        explain(number, explanation="something else")


def test_it_is_explained_in_words() -> None:
    number = aside()

    with pytest.raises(ExplanationMissing):
        explain(number, explanation="  ")


@pytest.mark.parametrize(
    "number", ["", "nothing", "000000000000-1", "000000000000-", "-1", "000000000000-9999999999"]
)
def test_only_what_was_kept_aside_is_explained(number: str) -> None:
    with pytest.raises(UnknownException):
        explain(number)


def test_whoever_goes_round_the_command_is_refused_by_the_database() -> None:
    aside()

    with (
        pytest.raises(IntegrityError, match="note_is_explained_by_a_person_in_words"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE payments_statusnote SET explained_by = 'somebody'")
