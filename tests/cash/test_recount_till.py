"""What differs by more than the tolerance is counted again by another, as blind as the first."""

import pytest

from rekkas.base.errors import NotAllowed, NotFound
from rekkas.cash import queries
from rekkas.cash.entries import Closing
from rekkas.cash.errors import NothingToRecount, OwnCount, UnseenLines
from tests.build import FATIMA
from tests.cash.drawers import KARIM, SALMA, TILL, close_till, held, open_till, pay_out, recount, see, sell

pytestmark = pytest.mark.usefixtures("post_office")


def counted(difference: int = -2_000) -> str:
    """A till of 535.00 in which much less was counted."""
    open_till()
    sell()
    return close_till(53_500 + difference).session


def test_the_second_count_closes_the_till_and_decides() -> None:
    session = counted()

    closed = recount(session, 53_500)

    assert closed == Closing(session, True, 53_500, 53_500)
    assert queries.session(session).counted_by == "karim"
    assert held(TILL) == [53_500]


def test_what_still_differs_is_a_question_that_is_not_the_clerks_to_answer() -> None:
    closed = recount(counted(), 51_500)

    case = queries.case(closed.case)
    assert (case.amount, case.clerk, case.owner) == (
        -2_000,
        "fatima",
        "inspection",
    )  # who counted is no judge
    assert held(TILL, case.suspense) == [51_500, 2_000]


def test_both_counts_are_kept() -> None:
    session = counted()
    recount(session, 51_500)

    assert [(one.purpose, one.actor_name, one.amount) for one in queries.counts_for(session)][2:] == [
        ("closing", "fatima", 51_500),
        ("recount", "karim", 51_500),
    ]


def test_nobody_counts_their_own_till_again() -> None:
    session = counted()
    both = type(FATIMA)(FATIMA.kind, "fatima", FATIMA.office, KARIM.permissions)

    with pytest.raises(OwnCount, match="fatima"):
        recount(session, 53_500, by=both)
    with pytest.raises(NotAllowed):
        recount(session, 53_500, by=SALMA)

    assert queries.session(session).state == "counted"


def test_only_a_till_that_waits_is_counted_again() -> None:
    session = open_till().session

    with pytest.raises(NothingToRecount):
        recount(session, 50_000)
    with pytest.raises(NotFound):
        recount("MA0001-T99", 50_000)

    close_till(50_000)
    with pytest.raises(NothingToRecount):
        recount(session, 50_000)


def test_what_came_between_the_counts_waits_to_be_seen_by_the_clerk() -> None:
    session = counted()
    pay_out("between", 500, by=KARIM)

    with pytest.raises(UnseenLines):
        recount(session, 53_000)

    see()
    assert recount(session, 53_000).is_closed


def test_the_same_request_again_gets_the_same_answer() -> None:
    session = counted()

    assert recount(session, 51_500, key="again") == recount(session, 51_500, key="again")
    assert len(queries.cases()) == 1
