"""The simulator shows what telephones would show, and can be told to fail."""

from django.apps import apps
from django.core import mail

from rekkas.reach.choices import Answer, TextState
from rekkas.reach.commands import set_simulator
from rekkas.reach.queries import simulated_texts
from rekkas.reach.tasks import send_due_texts
from rekkas.reach.tasks.gateways import Ready, Simulator
from tests.build import BOSS, MONDAY, later
from tests.reach.texts import AMINA, row, taken, written


def test_texts_go_out_in_words_once_each_and_are_said_to_have_arrived() -> None:
    written("one", params={"number": "PC1"})
    written("two", channel="email", to="amina@example.org", params={"number": "PC2", "stop": "http://x/"})

    assert send_due_texts(lambda: MONDAY) == 2
    assert send_due_texts(lambda: MONDAY) == 0

    (shown,) = simulated_texts()
    assert (shown.to, "PC1" in shown.body) == (AMINA, True)
    (letter,) = mail.outbox
    assert (letter.to, "PC2" in letter.body, "http://x/" in letter.body) == (
        ["amina@example.org"],
        True,
        True,
    )
    assert "PC2" in letter.subject
    assert (row("one").state, row("two").state) == (TextState.DELIVERED, TextState.SENT)


def test_told_to_fail_it_fails_until_it_is_told_otherwise() -> None:
    written("one")
    set_simulator(answer=Answer.LATER, by=BOSS, at=MONDAY)
    send_due_texts(lambda: MONDAY)
    assert (row().state, row().attempts) == (TextState.WAITING, 1)

    set_simulator(answer=Answer.TAKEN, by=BOSS, at=MONDAY)
    send_due_texts(lambda: later(1))

    assert row().state == TextState.DELIVERED


def test_a_text_whose_sender_died_after_the_gateway_took_it_is_shown_once() -> None:
    written("one")
    (text,) = taken()
    first = Simulator().send(Ready(text.key, text.to, "R", "", "words"))  # and its answer is never noted

    send_due_texts(lambda: later(1))

    assert row().gateway_id == first.gateway_id
    assert apps.get_model("reach", "SimulatedText").objects.count() == 1
