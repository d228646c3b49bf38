from datetime import timedelta

import pytest

from rekkas.base.access import Visitor
from rekkas.merchant import queries
from rekkas.merchant.commands import close_merchant, log_in_member
from rekkas.merchant.commands.signing_up import AT_THE_DOOR
from rekkas.merchant.entries import DoorAnswer
from rekkas.merchant.queries.members import member_at_door
from tests.build import BOSS, MONDAY, later
from tests.lasting import lasting
from tests.merchant import merchants
from tests.merchant.merchants import LEILA, PASSWORD, proved, signed_up

world = lasting(merchants.country)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]


def tried(password: str = PASSWORD, email: str = LEILA, minutes: float = 0) -> DoorAnswer:
    attempt = queries.password_compared(email, password)
    at = MONDAY + timedelta(minutes=minutes)
    return log_in_member(email=email, attempt=attempt, by=AT_THE_DOOR, at=at)


def test_a_password_opens_once_the_mailbox_is_proved() -> None:
    signed_up()

    before, proof = tried(), proved()
    after = tried()

    assert (before.opened, before.needs_code, proof.opened) == (False, True, True)
    assert isinstance(member_at_door(after.member, after.proof), Visitor)


@pytest.mark.parametrize(
    ("email", "password"), [(LEILA, "wrong wrong wrong"), ("nobody@example.org", PASSWORD)]
)
def test_who_is_wrong_and_who_is_unknown_get_the_same_answer(email: str, password: str) -> None:
    signed_up()
    proved()

    assert tried(password, email) == DoorAnswer()


def test_five_wrong_passwords_shut_the_door_for_a_while_even_for_the_right_one() -> None:
    signed_up()
    proved()

    for _ in range(5):
        tried("wrong wrong wrong")

    assert not tried(minutes=4).opened
    assert tried(minutes=6).opened


def test_a_proof_of_another_is_nobodys() -> None:
    signed_up()
    answer = proved()

    assert member_at_door(answer.member, answer.proof[::-1]) is None
    assert member_at_door("ZELLIGE/2", answer.proof) is None
    assert member_at_door("ZELLIGE/²", answer.proof) is None


def test_nobody_comes_in_once_the_contract_has_ended() -> None:
    signed_up()
    answer = proved()

    close_merchant(merchant="ZELLIGE", reason="asked for", by=BOSS, at=later(1))

    assert member_at_door(answer.member, answer.proof) is None
    assert not tried(minutes=90).opened


def test_of_passwords_that_are_tried_at_the_same_time_only_the_first_is_counted() -> None:
    signed_up()
    proved()
    wrong, right = (queries.password_compared(LEILA, word) for word in ("wrong wrong wrong", PASSWORD))

    answers = [
        log_in_member(email=LEILA, attempt=attempt, by=AT_THE_DOOR, at=MONDAY) for attempt in (wrong, right)
    ]

    assert [answer.opened for answer in answers] == [False, False]
