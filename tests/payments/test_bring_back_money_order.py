"""What was not paid at the door comes back into a till, counted by another than its postman."""

import pytest

from rekkas.base.actors import Actor
from rekkas.base.choices import ActorKind
from rekkas.base.errors import NotYourOffice
from rekkas.payments import errors
from rekkas.payments.commands import bring_back_money_order, lock_money_order, send_to_door
from tests.build import AGENCY, YOUSSEF, ZAGORA_OFFICE, later
from tests.payments.desks import (
    BAG,
    FLOAT,
    HIND,
    NADIA,
    OMAR,
    SALMA,
    TILLS,
    WRONG,
    begin,
    held,
    history,
    issue,
    owed,
    resolve,
    state,
)

pytestmark = pytest.mark.usefixtures("tills")


@pytest.fixture
def number() -> str:
    """An order in the postman's bag."""
    number = issue().number
    send_to_door(number=number, courier="youssef", office=ZAGORA_OFFICE, by=OMAR, at=later(1))
    return number


def bring_back(number: str, **changes: object) -> str:
    said = {"office": ZAGORA_OFFICE, "by": HIND, "at": later(5)}
    return bring_back_money_order(number=number, **{**said, **changes})


def test_the_money_is_in_the_till_of_whoever_counted_it_and_can_be_paid_at_the_counter(number: str) -> None:
    assert bring_back(number) == "available"

    assert held(BAG, TILLS["hind"], TILLS["omar"]) == [0, FLOAT + 50_000, FLOAT - 50_000]
    assert owed(number) == 50_000
    assert begin(number, at=later(5)).amount == 50_000


def test_the_postman_does_not_count_their_own_money_in(number: str) -> None:
    as_clerk = Actor(ActorKind.PERSON, "youssef", ZAGORA_OFFICE, frozenset({"payments.*"}))

    with pytest.raises(errors.OwnBag):
        bring_back(number, by=as_clerk)


def test_it_comes_back_where_it_was_taken_out(number: str) -> None:
    with pytest.raises(NotYourOffice):
        bring_back(number, by=SALMA, office=AGENCY)


def test_it_comes_back_once(number: str) -> None:
    bring_back(number, key="press")
    bring_back(number, key="press")

    with pytest.raises(errors.NotInThisState):
        bring_back(number)

    assert history(number).count("brought-back") == 1
    assert held(BAG) == [0]


def test_what_is_being_paid_at_the_door_is_not_counted_in(number: str) -> None:
    begin(number, by=YOUSSEF, at=later(5))

    with pytest.raises(errors.WithThePostman):
        bring_back(number)
    resolve(by=YOUSSEF)
    assert bring_back(number) == "available"


def test_what_was_locked_at_the_door_is_locked_when_it_is_back(number: str) -> None:
    for turn in range(3):
        begin(number, by=YOUSSEF, word=f"{turn}", code=WRONG, at=later(2))

    assert bring_back(number) == "locked"
    assert state(number) == "locked"


def test_what_is_looked_into_while_it_is_out_is_paid_nowhere(number: str) -> None:
    lock_money_order(number=number, reason="a likeness", by=NADIA, at=later(2))

    with pytest.raises(errors.OrderLocked):
        begin(number, by=YOUSSEF, at=later(2))
    assert bring_back(number) == "locked"
