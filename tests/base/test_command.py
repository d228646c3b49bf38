"""How a change is made, tried on a verb of no consequence: opening a window of a counter."""

from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count

import pytest
from django.db import transaction

from rekkas.base.actors import Actor, Moment, system
from rekkas.base.choices import Role
from rekkas.base.command import command
from rekkas.base.errors import KeyReused, NotAllowed, NotYourOffice, Refused
from rekkas.base.models import ActionRecord

pytestmark = pytest.mark.django_db
MORNING = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)
LATER = datetime(2026, 3, 2, 8, 31, tzinfo=UTC)
ADMINISTRATOR = Actor.in_role("Amina", Role.ADMINISTRATOR, office="MA0001")
INSPECTOR = Actor.in_role("Driss", Role.INSPECTOR)
_openings = count(1)


@dataclass(frozen=True)
class Opened:
    number: str
    opening: int
    at: datetime


@command
def open_window(*, number: str, by: Actor, at: Moment, office: str = "", key: str | None = None) -> Opened:
    """Open a window of the counter."""
    if number == "13":
        raise Refused
    return Opened(number, next(_openings), at)


@command
def say_nothing(*, by: Actor, at: Moment, key: str | None = None) -> None:
    """Do something that has no answer."""
    next(_openings)


@command
def open_two_windows(*, first: str, second: str, by: Actor, at: Moment) -> tuple[Opened, Opened]:
    """Open two windows, or none."""
    return open_window(number=first, by=by, at=at), open_window(number=second, by=by, at=at)


def records() -> list[tuple[str, str, str, str, str, datetime]]:
    fields = ("verb", "subject", "actor_kind", "actor_name", "office_code", "happened_at")
    return list(ActionRecord.objects.order_by("id").values_list(*fields))


def test_a_change_names_its_author_place_and_moment() -> None:
    open_window(number="4", by=ADMINISTRATOR, at=MORNING)

    assert records() == [("base.open_window", "4", "person", "Amina", "MA0001", MORNING)]


def test_the_posts_own_machinery_is_never_recorded_as_a_person() -> None:
    open_window(number="4", by=system("relay"), at=MORNING)

    assert [kind for _, _, kind, *_ in records()] == ["system"]


def test_who_has_no_permission_changes_nothing() -> None:
    with pytest.raises(NotAllowed, match=r"Driss .*base\.open_window"):
        open_window(number="4", by=INSPECTOR, at=MORNING)

    assert records() == []


def test_who_works_at_one_office_does_not_act_for_another() -> None:
    open_window(number="4", office="MA0001", by=ADMINISTRATOR, at=MORNING)

    with pytest.raises(NotYourOffice):
        open_window(number="4", office="MA0002", by=ADMINISTRATOR, at=MORNING)

    assert len(records()) == 1


def test_a_wall_time_without_its_offset_is_a_bug() -> None:
    with pytest.raises(TypeError, match="no UTC offset"):
        open_window(number="4", by=ADMINISTRATOR, at=datetime(2026, 3, 2, 8, 30))

    assert records() == []


def test_a_verb_takes_its_arguments_by_name_and_always_an_author_and_a_moment() -> None:
    with pytest.raises(TypeError, match="keyword-only"):

        @command
        def shut(window: str, *, by: Actor, at: Moment) -> None: ...

    with pytest.raises(TypeError, match="`by` and `at`"):

        @command
        def shut_all(*, by: Actor) -> None: ...


def test_a_repeated_request_gets_the_first_answer_and_is_recorded_once() -> None:
    first = open_window(number="4", key="k-1", by=ADMINISTRATOR, at=MORNING)

    again = open_window(number="4", key="k-1", by=ADMINISTRATOR, at=LATER)

    assert again == first
    assert len(records()) == 1


def test_a_request_without_an_answer_is_not_repeated_either() -> None:
    before = next(_openings)

    say_nothing(key="k-1", by=ADMINISTRATOR, at=MORNING)
    say_nothing(key="k-1", by=ADMINISTRATOR, at=MORNING)

    assert next(_openings) == before + 2


def test_without_a_key_each_request_counts() -> None:
    first = open_window(number="4", by=ADMINISTRATOR, at=MORNING)

    assert open_window(number="4", by=ADMINISTRATOR, at=MORNING) != first
    assert len(records()) == 2


def test_a_key_serves_one_content_one_verb_and_one_author() -> None:
    open_window(number="4", key="k-1", by=ADMINISTRATOR, at=MORNING)

    with pytest.raises(KeyReused):
        open_window(number="5", key="k-1", by=ADMINISTRATOR, at=MORNING)
    with pytest.raises(KeyReused):
        say_nothing(key="k-1", by=ADMINISTRATOR, at=MORNING)
    with pytest.raises(KeyReused):
        open_window(number="4", key="k-1", by=system("relay"), at=MORNING)

    assert len(records()) == 1


def test_a_refused_request_may_come_again_under_its_key() -> None:
    with pytest.raises(Refused):
        open_window(number="13", key="k-1", by=ADMINISTRATOR, at=MORNING)

    assert open_window(number="14", key="k-1", by=ADMINISTRATOR, at=MORNING).number == "14"


def test_a_command_called_by_a_command_acts_under_its_name_and_permission() -> None:
    by = Actor(ADMINISTRATOR.kind, "Amina", None, frozenset({"base.open_two_windows"}))

    open_two_windows(first="4", second="5", by=by, at=MORNING)

    assert [verb for verb, *_ in records()] == ["base.open_two_windows"]


def test_a_command_that_is_refused_half_way_leaves_nothing() -> None:
    with pytest.raises(Refused):
        open_two_windows(first="4", second="13", by=ADMINISTRATOR, at=MORNING)

    with transaction.atomic():
        assert records() == []


def test_after_a_refusal_the_next_command_is_outermost_again() -> None:
    with pytest.raises(Refused):
        open_window(number="13", by=ADMINISTRATOR, at=MORNING)

    with pytest.raises(NotAllowed):
        open_window(number="4", by=INSPECTOR, at=MORNING)
