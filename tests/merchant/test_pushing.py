"""Changes go out to many endpoints at once: one that hangs holds up nobody else."""

from threading import Event

import pytest

from rekkas.base.actors import Actor
from rekkas.base.outward import Outward
from rekkas.merchant.tasks import Pushing, note_news
from tests.build import MONDAY
from tests.lasting import lasting
from tests.merchant import webhooks
from tests.merchant.merchants import actor
from tests.merchant.webhooks import Heard, added, attempts, endpoint_row, held, listening

world = lasting(webhooks.built)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]


@pytest.fixture
def leila(world: str) -> Actor:
    return actor(world)


def test_one_that_hangs_holds_up_no_other(leila: Actor) -> None:
    let_go = Event()

    def answers(heard: Heard) -> tuple[int, dict[str, str], bytes]:
        if heard.path == "/hangs":
            let_go.wait(30)
        return 200, {}, b""

    with listening(answers) as listener:
        added(leila, f"{listener.origin}/hangs")
        for number in range(4):
            added(leila, f"{listener.origin}/{number}")
        note_news(MONDAY)
        way = Outward(also=frozenset({listener.origin}), timeout_s=30)
        pushing = Pushing(lambda: MONDAY, way, threads=2)
        while len({one.path for one in listener.heard}) < 5 or any(
            endpoint_row(place).cursor < 2 for place in range(2, 6)
        ):
            pushing()
            pushing.wait(0.1)
        assert endpoint_row(1).cursor == 0
        let_go.set()
        pushing.finish()
        pushing.close()

    assert {endpoint_row(place).cursor for place in range(1, 6)} == {2}
    assert len(attempts()) == 10


def test_what_was_answered_is_kept_shortly_and_without_signs_that_no_page_shows(leila: Actor) -> None:
    with listening(lambda heard: (500, {}, b"no\x00way \xff\xe2\x80\xae" + b"x" * 900)) as listener:
        added(leila, listener.origin)
        note_news(MONDAY)
        pushing = Pushing(lambda: MONDAY, threads=2)
        pushing()
        pushing.finish()
        pushing.close()

    first = attempts()[0]
    assert (first.status, first.problem, len(first.answer)) == (500, "status", 200)
    assert first.answer.startswith("no way \ufffd x")


def test_an_address_that_leads_inside_is_an_attempt_that_failed(leila: Actor) -> None:
    added(leila, "https://localhost/")
    note_news(MONDAY)
    pushing = Pushing(lambda: MONDAY, threads=2)
    pushing()
    pushing.finish()
    pushing.close()

    (attempt,) = attempts()
    assert (attempt.problem, attempt.status) == ("address", 0)
    assert [row.number for row in held()] == [1]


def test_a_redirect_to_the_inside_is_not_followed(leila: Actor) -> None:
    with listening(lambda heard: (307, {"Location": "http://169.254.169.254/latest/"}, b"")) as listener:
        added(leila, listener.origin)
        note_news(MONDAY)
        pushing = Pushing(lambda: MONDAY, threads=2)
        pushing()
        pushing.finish()
        pushing.close()

    assert [row.problem for row in attempts()] == ["address"]
