"""STOP ends all texts to a number, START begins them again."""

import pytest
from django.db import DatabaseError, connection, transaction

from rekkas.reach.choices import TextState
from rekkas.reach.commands import note_incoming, write_texts
from tests.build import BOSS, MONDAY, later
from tests.reach.texts import AMINA, DRISS, entry, row, taken, written


def says(body: str, gateway_id: str = "in-1", sender: str = AMINA) -> str:
    return note_incoming(gateway_id=gateway_id, sender=sender, body=body, by=BOSS, at=MONDAY)


@pytest.mark.parametrize("word", ["STOP", " stop ", "Arrêt", "توقف"])
def test_stop_ends_what_waits_and_what_comes(word: str) -> None:
    written("one")
    written("other", to=DRISS)

    assert says(word) == "stop"

    assert row("one").state == TextState.FAILED
    assert {text.key: text.kind for text in taken()} == {"other": "out", "stopped/in-1": "stopped"}
    assert write_texts(texts=[entry("two")], by=BOSS, at=later(1))[0].code == "reach.wants-no-texts"


def test_start_begins_them_again_and_a_repeat_of_stop_does_not_end_them() -> None:
    says("STOP")
    says("START", "in-2")
    assert says("STOP") == "stop"  # the gateway says the first once more

    written("two")


def test_other_words_are_kept_and_change_nothing() -> None:
    assert says("where is my parcel?") == ""
    written("one")

    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE reach_incoming SET body = 'STOP'")
