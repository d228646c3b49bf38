"""Everyone who works on a question may say something in it; what was said goes into every export."""

import json

import pytest

from rekkas.base.actors import Actor
from rekkas.base.errors import NotFound, NotYourOffice
from rekkas.cash import commands, queries
from rekkas.cash.errors import ReasonMissing
from tests.build import FATIMA, later
from tests.cash.drawers import IDRISS, OMAR, TILL, short

pytestmark = pytest.mark.usefixtures("post_office")


def say(case: str, statement: str, by: Actor = FATIMA) -> str:
    return commands.add_statement(case=case, statement=statement, by=by, at=later(10))


def test_each_statement_names_who_said_it() -> None:
    number = short()

    say(number, "A customer took the change twice.")
    say(number, "I looked at the camera.", by=IDRISS)

    assert [(one.kind, one.actor_name) for one in queries.statements_of(number)[1:]] == [
        ("said", "fatima"), ("said", "idriss"),
    ]  # fmt: skip


def test_what_was_said_is_in_the_export() -> None:
    say(short(), "A customer took the change twice.")

    rows = [json.loads(row) for row in queries.till_export(TILL).splitlines()]
    assert [row["text"] for row in rows if isinstance(row, dict) and row.get("statement")][1:] == [
        "A customer took the change twice."
    ]


def test_nothing_is_no_statement() -> None:
    with pytest.raises(ReasonMissing):
        say(short(), "\n")


def test_another_office_does_not_speak_in_it() -> None:
    with pytest.raises(NotYourOffice):
        say(short(), "?", by=OMAR)
    with pytest.raises(NotFound):
        say("MA0001-Q99", "?")


def test_the_same_statement_sent_twice_is_said_once() -> None:
    number = short()
    for _ in range(2):
        commands.add_statement(case=number, statement="Once.", by=FATIMA, at=later(10), key="said-1")

    assert len(queries.statements_of(number)) == 2
