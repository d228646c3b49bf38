"""What an office knows that it will pay out counts in what it should hold."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError

from rekkas.base.errors import NotYourOffice
from rekkas.cash import commands, queries
from rekkas.cash.entries import NeedEntry
from tests.build import AGENCY, key, later
from tests.cash.drawers import FUNDS, KARIM, LEILA, NADIA, sql

pytestmark = pytest.mark.usefixtures("post_office")
TODAY = date(2026, 3, 3)


def need(word: str = "one", amount: int = 4_500_000, office: str = AGENCY) -> NeedEntry:
    return NeedEntry(key("need", word), office, "MAD", amount, date(2026, 3, 4), "Two large withdrawals")


def announce(*needs: NeedEntry, by: Any = NADIA) -> int:
    return commands.announce_needs(needs=needs, by=by, at=later(1))


def test_what_is_known_counts_in_the_advice() -> None:
    assert announce(need()) == 1

    (position,) = queries.positions("MA", "MAD", TODAY, office=AGENCY)
    assert (position.cash, position.liabilities) == (FUNDS, 4_500_000)
    assert (position.advice.action, position.advice.amount) == ("ask", 600_000)


def test_a_need_is_announced_once_and_is_past_after_its_day() -> None:
    assert (announce(need(), need("two", 10)), announce(need())) == (2, 0)

    assert len(queries.needs_of(AGENCY, "MAD", TODAY)) == 2
    assert len(queries.needs_of(AGENCY, "MAD", date(2026, 3, 5))) == 0


def test_a_batch_costs_the_same_for_any_number(statements: Any) -> None:
    with statements() as few:
        announce(need())
    with statements() as many:
        assert announce(*(need(str(word)) for word in range(200))) == 200

    assert len(many) == len(few)


def test_an_office_announces_its_own() -> None:
    assert announce(need(), by=KARIM) == 1
    with pytest.raises(NotYourOffice):
        announce(need("two"), by=LEILA)


def test_nothing_is_no_need() -> None:
    with pytest.raises(IntegrityError, match="cash_need_is_of_something"):
        announce(need("none", 0))
    assert sql is not None
