from datetime import date

import pytest

from rekkas.network import queries
from rekkas.network.commands import close_office
from rekkas.network.errors import ClosureBackwards, UnknownOffice
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


def test_an_unknown_office_is_refused() -> None:
    with pytest.raises(UnknownOffice):
        close("MA9999", date(2026, 3, 12), None)
