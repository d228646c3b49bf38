"""Who sends takes texts for a while, so that nobody else sends them."""

from datetime import datetime, timedelta

from rekkas.reach.choices import Answer, TextState
from rekkas.reach.commands.sending import LEASE
from rekkas.reach.entries import Sending
from rekkas.reach.tasks import send_due_texts
from tests.build import MONDAY, later
from tests.reach.texts import row, taken, written


def test_what_one_has_taken_nobody_else_takes_until_the_lease_ends() -> None:
    written("one", "two", "three")

    first, second = taken(at_most=2), taken()

    assert [text.key for text in first] == ["one", "two"]
    assert [text.key for text in second] == ["three"]
    assert taken() == []
    assert [text.key for text in taken(MONDAY + LEASE)] == ["one", "two", "three"]
    assert row("one").attempts == 2


def test_a_text_that_is_due_in_the_night_waits_on() -> None:
    written("one", at=MONDAY)

    assert taken(later(13)) == []
    assert row().not_before == later(23)
    assert [text.key for text in taken(later(23))] == ["one"]


def test_a_code_that_came_too_late_is_given_up_and_forgotten() -> None:
    written("one", kind="code", params={"code": "123456"})

    assert taken(later(1)) == []
    assert (row().state, row().params) == (TextState.GIVEN_UP, {})


def test_codes_go_before_everything_that_waits_longer() -> None:
    written(*(f"news {n}" for n in range(30)))
    written("pick-up", kind="waiting", params={"number": "PC1", "code": "123456"}, at=later(0.01))
    written("door", kind="code", params={"code": "654321"}, at=later(0.02))

    first = taken(later(0.02), at_most=3)

    assert [text.key for text in first] == ["door", "pick-up", "news 0"]


def test_a_code_whose_sender_died_is_sent_by_another_while_it_is_of_use() -> None:
    written("one", kind="code", params={"code": "123456"})
    (first,) = taken()

    (again,) = taken(MONDAY + LEASE)

    assert again.params == first.params == {"code": "123456"}
    assert again.leased_until > first.leased_until


def test_what_may_not_go_now_keeps_nothing_else_from_going() -> None:
    written(*(f"night {n}" for n in range(6)))
    written("answer", kind="answer", params={"answer": "yes"}, at=later(13))
    written("old", kind="code", params={"code": "1"})

    assert [text.key for text in taken(later(13), at_most=1)] == ["answer"]
    assert row("old").state == TextState.GIVEN_UP
    assert [text.key for text in taken(later(13), at_most=1)] == []
    assert row("night 5").not_before == later(23)


class SlowGateway:
    """Takes nearly a minute for each text, by the clock that it moves."""

    def __init__(self) -> None:
        self.now, self.sent = MONDAY, list[str]()

    def clock(self) -> datetime:
        return self.now

    def send(self, text: object) -> Sending:
        self.now += timedelta(seconds=55)
        self.sent.append(str(getattr(text, "reference", "")))
        return Sending(Answer.TAKEN, f"g-{len(self.sent)}")

    def receipts(self) -> tuple[()]:
        return ()


def test_a_slow_gateway_is_given_each_text_by_one_process_alone() -> None:
    written("one", "two", "three")
    slow = SlowGateway()

    send_due_texts(slow.clock, slow)
    assert slow.sent == ["one", "two"]  # the lease of the third would end on the way
    slow.now += LEASE
    send_due_texts(slow.clock, slow)

    assert slow.sent == ["one", "two", "three"]
