import pytest

from rekkas.base.actors import Actor
from rekkas.merchant import queries
from rekkas.merchant.commands import change_password
from rekkas.merchant.entries import DoorAnswer, NewPassword
from rekkas.merchant.queries.members import member_at_door, member_for_update, proof_of
from tests.build import MONDAY
from tests.lasting import lasting
from tests.merchant import merchants
from tests.merchant.merchants import LEILA, PASSWORD

world = lasting(merchants.country)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]
NEW = "nine wet umbrellas"


def changed(owner: Actor, password: str) -> DoorAnswer:
    attempt = queries.password_compared(LEILA, password)
    return change_password(attempt=attempt, password=NewPassword(NEW), by=owner, at=MONDAY)


def test_another_password_takes_the_place_of_ones_own_and_other_visits_end() -> None:
    owner = merchants.merchant()
    row = member_for_update(owner.name)
    assert row is not None
    before = proof_of(row)

    answer = changed(owner, PASSWORD)

    assert queries.password_compared(LEILA, NEW).fits
    assert member_at_door(owner.name, before) is None
    assert member_at_door(owner.name, answer.proof) is not None


def test_whoever_does_not_know_the_old_one_changes_nothing_and_is_shut_out_in_the_end() -> None:
    owner = merchants.merchant()

    for _ in range(5):
        assert not changed(owner, "wrong wrong wrong").opened

    assert not changed(owner, PASSWORD).opened
    assert queries.password_compared(LEILA, PASSWORD).fits
