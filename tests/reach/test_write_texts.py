"""Texts are written once, to who wants them, in their language."""

import pytest
from django.db import IntegrityError, connection, transaction

from rekkas.reach.choices import Kind
from rekkas.reach.commands import note_incoming, write_texts
from rekkas.reach.words import TEXTS, words_of
from tests.build import BOSS, MONDAY, later
from tests.reach.texts import AMINA, DRISS, entry, row, written


def test_each_entry_has_its_answer_and_a_repeat_is_written_once() -> None:
    written("one")

    answers = write_texts(
        texts=[
            entry("one"), entry("two"), entry("two"), entry("three", kind="poem"), entry("four", to="0600"),
            entry("five", channel="email", to="amina@example.org"), entry("six", channel="email", to="amina@"),
            entry("seven", params={"number": "9" * 300}), entry("eight", language="zgh"),
        ],
        by=BOSS, at=MONDAY,
    )  # fmt: skip

    assert [(one.outcome, one.code) for one in answers] == [
        ("repeated", ""), ("written", ""), ("repeated", ""), ("declined", "reach.no-such-kind"),
        ("declined", "reach.not-reachable"), ("written", ""), ("declined", "reach.not-reachable"),
        ("declined", "reach.text-too-large"), ("written", ""),
    ]  # fmt: skip
    assert (row("two").language, row("eight").language) == ("fr", "ar")


def test_a_text_at_night_waits_for_the_morning() -> None:
    written("day", at=MONDAY)
    written("night", "code", at=later(13), kind="out")

    assert row("day").not_before == MONDAY
    assert row("night").not_before == later(23)  # eight in the morning of the country's clock


def test_who_wants_no_texts_gets_none_but_the_code_they_ask_for() -> None:
    note_incoming(gateway_id="in-1", sender=AMINA, body="stop", by=BOSS, at=MONDAY)

    answers = write_texts(
        texts=[entry("one"), entry("two", to=DRISS), entry("three", kind="code", params={"code": "123456"})],
        by=BOSS, at=MONDAY,
    )  # fmt: skip

    assert [one.outcome for one in answers] == ["declined", "written", "written"]


def test_a_thousand_cost_as_many_statements_as_one(assert_statements: object) -> None:
    with assert_statements(at_most=6) as few:  # type: ignore[operator]
        write_texts(texts=[entry("one")], by=BOSS, at=MONDAY)
    with assert_statements(at_most=len(few)):  # type: ignore[operator]
        write_texts(texts=[entry(f"many-{n}") for n in range(300)], by=BOSS, at=MONDAY)


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_no_text_says_what_a_stranger_should_not_read(language: str) -> None:
    said = {
        "number": "PC1",
        "office": "Zagora",
        "code": "123456",
        "until": "1 March",
        "answer": "PC1 is here",
    }
    private = {"name": "Amina", "amount": "350", "address": "12, rue", "phone": AMINA}

    assert set(TEXTS) == set(Kind)
    for kind in Kind:
        words = words_of(kind, {**said, **private}, language)
        assert words.subject
        assert words.body
        assert not any(part in words.body + words.subject for part in private.values())


def test_the_database_refuses_what_cannot_be() -> None:
    written("one")
    for change in ("channel = 'pigeon'", "state = 'lost'", "reader = ''", "state = 'sent'"):
        with (
            pytest.raises(IntegrityError, match="outgoing_"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(f"UPDATE reach_outgoing SET {change}")
