"""Whoever complains by telephone is called back; and what is sent by SMS is answered like what is dialled."""

from dataclasses import replace
from typing import Any

import pytest
from django.apps import apps
from django.test import Client, override_settings

from rekkas.base.errors import KeyReused
from rekkas.base.outbox import relay_notices
from rekkas.citizen.queries import followed_by
from rekkas.delivery.queries import wish_for
from rekkas.reach.words import words_of
from rekkas.territory.commands import load_territory
from rekkas.ussd.choices import Topic
from rekkas.ussd.commands import DIALLING, request_callback
from rekkas.ussd.dialogue.by_text import answer_to
from rekkas.ussd.dialogue.gateway import caller_of
from rekkas.ussd.errors import TooManyCallbacks
from rekkas.ussd.queries import callbacks
from tests.build import BOSS, CASABLANCA, MONDAY, ZAGORA, key, pack
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


def on_monday(body: str, word: str) -> str:
    """What is answered while offices are open."""
    return answer_to(body, caller_of(f"text {word}", AMINA, "en", MONDAY))


def test_a_place_in_a_queue_is_taken_by_text(post: dict[str, str]) -> None:
    """What one may choose is told with how; a telephone stands once in a queue, however often it asks."""
    offered = on_monday("TICKET Zagora", "8")
    taken = on_monday("TICKET Zagora 1", "9")
    again = on_monday("دور Zagora ١", "10")

    assert "1 " in offered
    assert offered.splitlines()[-1] == "Write TICKET Zagora and the figure."
    assert taken.startswith("A1 ")
    assert again.startswith("A1 ")
    assert on_monday("ITEMS 1", "11").startswith(f"{post['item']}: ")


def test_what_is_none_of_the_choices_is_asked_again_without_it(post: dict[str, str]) -> None:
    """The hint is what is to be written, and not what was wrong."""
    items = on_monday("ITEMS 12", "12")
    queue = on_monday("TICKET Zagora 99", "13")

    assert items.splitlines()[0] == "None of these: 12"
    assert items.splitlines()[-1] == "Write ITEMS and the figure."
    assert queue.splitlines()[-1] == "Write TICKET Zagora and the figure."


@pytest.fixture
def two_towns(post: dict[str, str]) -> None:
    """Another Zagora, near Casablanca."""
    small = pack()
    (there,) = (one for one in small.localities if one.code == ZAGORA)
    beside = next(one for one in small.localities if one.code == CASABLANCA)
    other = replace(
        there, code="MA2999999", region=beside.region, latitude=beside.latitude, longitude=beside.longitude,
        delivery_office=beside.delivery_office,
    )  # fmt: skip
    load_territory(pack=replace(small, localities=(*small.localities, other)), by=BOSS, at=MONDAY)


@pytest.mark.usefixtures("two_towns")
def test_a_town_that_may_be_several_is_chosen_by_a_figure_that_comes_first() -> None:
    which = on_monday("TICKET Zagora", "14")
    far = next(line[0] for line in which.splitlines() if "Casablanca" in line)
    errands = on_monday(f"TICKET Zagora {far}", "15")
    taken = on_monday(f"TICKET Zagora {far} 1", "16")

    assert which.splitlines()[0] == "Which one?"
    assert which.splitlines()[-1] == "Write TICKET Zagora and the figure."
    assert errands.splitlines()[0] == "What for?"
    assert errands.splitlines()[-1] == f"Write TICKET Zagora {far} and the figure."
    assert "Casablanca 1" in taken
    assert on_monday("OFFICE Zagora", "17").splitlines()[-1] == "Write OFFICE Zagora and the figure."
    assert on_monday(f"OFFICE Zagora {far}", "18").startswith("Casablanca 1: ")


def forget_the_pause() -> None:
    """As half a minute later: no code is sent right upon another."""
    apps.get_model("citizen", "DoorCode").objects.update(asked=[])


@pytest.mark.parametrize(
    ("words", "done"),
    [
        ("FOLLOW {item}", "told of"), ("KEEP {item}", "kept at the office"), ("CALL", "called"),
        ("CALL {item}", "called"),
    ],
)  # fmt: skip
def test_a_text_does_what_the_menus_do_with_the_code_that_went_to_its_number(
    words: str, done: str, post: dict[str, str]
) -> None:
    said = words.format(**post)

    asked = texted(said)

    assert f"Write {said} and the code" in asked
    assert done in texted(f"{said} {code_sent_to(AMINA)}", "two")
    assert "does not open" in texted(f"{said} {code_sent_to(AMINA)}", "three")  # it was used up


def code_sent_to(phone: str) -> str:
    return str(outgoing(reader=phone, kind="code")[-1].params["code"])


def test_whoever_writes_anothers_number_on_a_text_changes_nothing(post: dict[str, str]) -> None:
    for at, words in enumerate((f"FOLLOW {post['item']}", f"KEEP {post['item']}", "CALL")):
        texted(words, f"bare {at}")
        assert "does not open" in texted(f"{words} 000000", f"guessed {at}")
        forget_the_pause()

    assert followed_by(AMINA) == []
    assert wish_for(post["item"]) is None
    assert len(callbacks()) == 0


def test_nobody_is_flooded_with_answers_to_texts_that_they_did_not_send() -> None:
    answers = [texted("hello", str(at)) for at in range(16)]

    assert [bool(answer) for answer in answers] == [True] * 15 + [False]


def test_what_is_not_understood_says_what_can_be_asked_and_stop_stops() -> None:
    assert texted("hello").startswith("Not understood. Write TRACK")
    assert texted("TRACK", "two") == "Number of the item:"
    assert texted("STOP", "three") == ""
    assert apps.get_model("reach", "OptOut").objects.filter(reader=AMINA).exists()
