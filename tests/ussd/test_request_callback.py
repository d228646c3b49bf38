"""Whoever complains by telephone is called back; and what is sent by SMS is answered like what is dialled."""

from typing import Any

import pytest
from django.apps import apps
from django.test import Client, override_settings

from rekkas.base.errors import KeyReused
from rekkas.base.outbox import relay_notices
from rekkas.citizen.queries import followed_by
from rekkas.reach.words import words_of
from rekkas.ussd.choices import Topic
from rekkas.ussd.commands import DIALLING, request_callback
from rekkas.ussd.errors import TooManyCallbacks
from rekkas.ussd.queries import callbacks
from tests.build import MONDAY, key
from tests.citizen.citizens import outgoing
from tests.reach.texts import AMINA

pytestmark = pytest.mark.usefixtures("post")


def ask(word: str = "one", **changes: Any) -> None:
    said = {"phone": AMINA, "language": "ar", "topic": Topic.DAMAGED, "number": "pc 1", **changes}
    request_callback(callback=key(word), by=DIALLING, at=MONDAY, **said)


def test_a_call_is_asked_for_once_however_often_it_is_said() -> None:
    ask()
    ask()

    (row,) = callbacks()
    assert (row.phone, row.topic, row.number) == (AMINA, Topic.DAMAGED, "PC1")
    with pytest.raises(KeyReused):
        ask(number="other")


def test_nobody_fills_the_list() -> None:
    for word in "abcde":
        ask(word)

    with pytest.raises(TooManyCallbacks):
        ask("more")


def texted(body: str, word: str = "one", phone: str = AMINA) -> str:
    """What somebody is answered who sends a text."""
    said = {"id": f"in-{word}", "from": phone, "text": body}
    with override_settings(SMS_SECRET="a long secret"):
        for _ in range(2):  # gateways say things twice
            answer = Client().post("/gateways/sms/incoming/", {**said, "secret": "a long secret"})
            assert answer.status_code == 200
    relay_notices()
    rows = [row for row in outgoing(reader=phone, kind="answer") if row.key == f"answer/in-{word}"]
    return words_of("answer", rows[0].params, rows[0].language).body if rows else ""


def test_a_text_is_answered_in_the_language_of_its_word(post: dict[str, str]) -> None:
    item = post["item"]

    assert texted(f"track {item.lower()}", "1").startswith(f"{item}: ")
    assert item in texted(f"Suivi {item}", "2")
    assert item in texted(f"تتبع {item}", "3")
    assert {row.language for row in outgoing(kind="answer")} == {"en", "fr", "ar"}
    assert "35" in texted("PRIX 1200 Casablanca, Zagora", "4")
    assert "08:00-18:00" in texted("bureau Zagora", "5")
    assert post["order"] in texted(f"ORDER {post['order']}", "6")
    assert item in texted("ITEMS", "7")


def test_whoever_has_no_items_is_answered_too(post: dict[str, str]) -> None:
    """A talk that has nothing to ask ends with its answer, by SMS as well."""
    assert texted("ITEMS", "nothing", phone="+212699999999")


def test_a_text_does_what_the_menus_do(post: dict[str, str]) -> None:
    assert "by SMS" in texted(f"FOLLOW {post['item']}")
    assert "called" in texted("CALL", "two")
    assert "kept at the office" in texted(f"KEEP {post['item']}", "three")

    assert [row.unit.number for row in followed_by(AMINA)] == [post["item"]]
    assert len(callbacks()) == 1


def test_what_is_not_understood_says_what_can_be_asked_and_stop_stops() -> None:
    assert texted("hello").startswith("Not understood. Write TRACK")
    assert texted("TRACK", "two") == "Number of the item:"
    assert texted("STOP", "three") == ""
    assert apps.get_model("reach", "OptOut").objects.filter(reader=AMINA).exists()
