from datetime import date

import pytest

from rekkas.network import queries
from rekkas.network.commands import close_office
from rekkas.network.errors import AlreadyClosed, ClosureBackwards, ClosureOutOfReach, UnknownOffice
from rekkas.network.models import Edition
from tests.network.drafts import ENGINEER, TUESDAY, promised
from tests.territory.packs import load

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _loaded() -> None:
    load()


def close(office: str, first: date, until: date | None) -> None:
    close_office(office=office, first=first, until=until, by=ENGINEER, at=TUESDAY)


def test_promises_mind_a_closure_from_the_moment_it_is_said() -> None:
    assert promised(TUESDAY) == date(2026, 3, 11)

    close("MA0004", date(2026, 3, 10), date(2026, 3, 12))

    assert promised(TUESDAY) == date(2026, 3, 13)


def test_a_sorting_centre_that_is_shut_holds_the_mail_until_it_opens() -> None:
    close("MA0003", date(2026, 3, 10), date(2026, 3, 11))

    assert promised(TUESDAY) == date(2026, 3, 12)


def test_a_closure_does_not_end_before_it_begins() -> None:
    with pytest.raises(ClosureBackwards):
        close("MA0004", date(2026, 3, 12), date(2026, 3, 10))
    assert queries.office("MA0004").closed_from is None


def test_the_edition_is_held_before_the_office_as_a_publisher_holds_them(statements) -> None:
    with statements() as said:
        close("MA0004", date(2026, 3, 12), None)

    written = [one.split('"')[1] for one in said if one.startswith("UPDATE")]
    assert written == ["network_edition", "network_office"]


@pytest.mark.parametrize(
    ("first", "until", "wrong"),
    [
        (date(2062, 3, 12), None, "2062-03-12"),
        (date(2026, 3, 12), date(2062, 3, 13), "2062-03-13"),
        (date(1962, 3, 12), None, "1962-03-12"),
        (date(2026, 3, 2), date(2026, 3, 12), "2026-03-02"),
    ],
)
def test_a_closure_of_another_decade_is_a_slip_of_the_hand(
    first: date, until: date | None, wrong: str
) -> None:
    with pytest.raises(ClosureOutOfReach, match=f"2026-03-03 and 2027-04-14: {wrong}"):
        close("MA0004", first, until)

    assert queries.office("MA0004").closed_from is None


@pytest.mark.parametrize("until", [date(2026, 3, 12), None])
def test_a_closure_does_not_take_the_place_of_one_that_stands(until: date | None) -> None:
    close("MA0004", date(2026, 3, 11), until)

    with pytest.raises(AlreadyClosed, match="from 2026-03-11"):
        close("MA0004", date(2026, 7, 1), date(2026, 7, 8))

    found = queries.office("MA0004")
    assert (found.closed_from, found.closed_until) == (date(2026, 3, 11), until)


def test_the_same_closure_said_again_changes_nothing() -> None:
    close("MA0004", date(2026, 3, 11), None)
    before = Edition.objects.get(pk="MA").edition

    close("MA0004", date(2026, 3, 11), None)

    assert Edition.objects.get(pk="MA").edition == before


def test_a_closure_that_is_over_makes_room_for_the_next() -> None:
    close("MA0004", date(2026, 3, 3), date(2026, 3, 9))

    close("MA0004", date(2026, 3, 20), None)

    assert queries.office("MA0004").closed_from == date(2026, 3, 20)


def test_an_unknown_office_is_refused() -> None:
    with pytest.raises(UnknownOffice):
        close("MA9999", date(2026, 3, 12), None)
