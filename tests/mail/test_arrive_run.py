"""A lorry arrives: one event, whatever it carries."""

import pytest

from rekkas.mail.errors import AlreadyArrived, NotForHere, UnknownUnit
from rekkas.mail.models import Event
from rekkas.mail.queries import arrived_dispatches, runs_to
from tests.build import HUB, OUARZAZATE, later
from tests.mail.world import arrived, closed_bag, closed_dispatch, departed, posted, told, where


def test_an_arrival_is_one_event_that_every_item_tells() -> None:
    numbers = posted(*range(25))
    dispatch = closed_dispatch(closed_bag(*numbers))
    run = departed(dispatch)
    before = Event.objects.count()

    arrived(run)

    assert Event.objects.count() == before + 1
    assert {(where(n).code, where(n).office_code, where(n).inherited_from) for n in numbers} == {
        ("RAR", HUB, run)
    }
    assert [row.number for row in arrived_dispatches(HUB)] == [dispatch]
    assert list(runs_to(HUB)) == []


def test_a_run_arrives_where_it_goes() -> None:
    run = departed(closed_dispatch(closed_bag(*posted())))

    with pytest.raises(NotForHere):
        arrived(run, OUARZAZATE)


def test_a_run_that_never_left_is_not_known() -> None:
    with pytest.raises(UnknownUnit):
        arrived("MAT00001-20260302")


def test_a_second_arrival_is_refused_and_the_first_stands() -> None:
    (number,) = posted()
    run = departed(closed_dispatch(closed_bag(number)))
    arrived(run, hours=10)

    with pytest.raises(AlreadyArrived):
        arrived(run, hours=12)

    assert Event.objects.get(code="RAR").happened_at == later(10)
    assert told(number, at=later(13)).heard_at == later(10)


def test_the_number_of_a_run_may_be_typed_in_small_letters() -> None:
    run = departed(closed_dispatch(closed_bag(*posted())))

    arrived(run.lower())

    assert where(run).code == "RAR"
