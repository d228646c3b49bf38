"""A pouch is booked once however often a key is pressed, and what differs in it is a question."""

from datetime import timedelta

import pytest

from rekkas.base.errors import NotFound, NotYourOffice
from rekkas.cash import queries
from rekkas.cash.entries import Confirmed
from rekkas.cash.errors import PouchReceived
from rekkas.money.queries import balance_faults, line_faults, lines_of
from tests.build import later
from tests.cash.drawers import KARIM, OMAR, OTHER_VAULT, held
from tests.cash.pouches import POUCH, TRANSIT, receive, send

pytestmark = pytest.mark.usefixtures("post_office")


def test_what_was_sent_lies_in_the_other_vault() -> None:
    send()

    assert receive() == Confirmed(POUCH, 100_000)

    assert held(TRANSIT, OTHER_VAULT) == [0, 100_000]
    pouch = queries.pouch(POUCH)
    assert (pouch.received_by, pouch.received_amount, pouch.is_on_the_road, pouch.seal_differs) == (
        "leila", 100_000, False, False,
    )  # fmt: skip


def test_a_remittance_is_booked_once_however_often_the_key_is_pressed() -> None:
    """Dalmellington: the screen froze, the key was pressed again, and the cash was booked several times."""
    send()

    answers = [receive(key=f"press {time}", at=later(20 + time)) for time in range(4)]

    assert answers == [Confirmed(POUCH, 100_000)] * 4
    assert held(OTHER_VAULT) == [100_000]
    assert len(lines_of(OTHER_VAULT)) == 1


@pytest.mark.parametrize(("counted", "vault"), [(90_000, 90_000), (110_000, 110_000), (0, 0)])
def test_what_differs_is_a_question_and_the_road_is_empty(counted: int, vault: int) -> None:
    send()

    received = receive(counted)

    case = queries.case(received.case)
    assert (case.kind, case.reference, case.amount, case.clerk) == (
        "pouch",
        POUCH,
        counted - 100_000,
        "karim",
    )
    assert held(TRANSIT, OTHER_VAULT, case.suspense) == [0, vault, 100_000 - counted]
    assert queries.parties_of(case) == {"karim", "leila"}
    assert list(balance_faults()) == list(line_faults()) == []


def test_a_second_count_does_not_change_the_first() -> None:
    send()
    receive(90_000)

    assert receive(90_000).case == "MA0004-Q1"
    with pytest.raises(PouchReceived, match="leila"):
        receive(100_000)
    assert held(OTHER_VAULT) == [90_000]


def test_a_seal_that_differs_is_told_and_stops_nothing() -> None:
    send()

    receive(seal="S-99")

    assert queries.pouch(POUCH).seal_differs


def test_it_is_received_where_it_was_meant_to_go() -> None:
    send()

    with pytest.raises(NotYourOffice):
        receive(office="MA0001", by=KARIM)
    with pytest.raises(NotFound):
        receive(pouch="P9999")
    assert OMAR.office == "MA0004"


def test_a_pouch_that_is_too_long_on_the_road_is_on_a_list() -> None:
    send()

    assert list(queries.late_pouches(later(1) + timedelta(hours=47))) == []
    assert [pouch.number for pouch in queries.late_pouches(later(1) + timedelta(hours=49))] == [POUCH]
    receive()
    assert list(queries.late_pouches(later(1) + timedelta(hours=49))) == []
