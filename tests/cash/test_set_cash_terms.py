"""How much cash an office may hold is set by the treasury; else what holds for its kind holds."""

from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError

from postkit.cash import Limits
from rekkas.base.errors import NotAllowed
from rekkas.cash import commands, queries
from rekkas.cash.errors import LimitsWrong
from rekkas.network import queries as network
from tests.build import AGENCY, later
from tests.cash.drawers import FUNDS, KARIM, NADIA, fund, open_till, rules, sql
from tests.cash.pouches import send

pytestmark = pytest.mark.usefixtures("post_office")
TODAY = date(2026, 3, 3)


def set_terms(**changes: Any) -> None:
    said: dict[str, Any] = {
        "office": AGENCY, "currency": "MAD", "minimum": 100_000, "maximum": 1_000_000, "bundle": 100_000,
        "tolerance": 0, "investigator": "idriss", "by": NADIA, "at": later(0),
    }  # fmt: skip
    commands.set_cash_terms(**{**said, **changes})


def advice(office: str = AGENCY, day: date = TODAY) -> Any:
    (position,) = queries.positions("MA", "MAD", day, office=office)
    return position.advice


def test_an_office_has_the_limits_of_its_kind_until_it_gets_its_own() -> None:
    office = network.office(AGENCY)
    assert queries.terms_of(office, "MAD").limits == Limits(1_000_000, 10_000_000, 200_000)
    assert advice().action == "nothing"

    set_terms()

    terms = queries.terms_of(office, "MAD")
    assert (terms.limits, terms.tolerance, terms.investigator) == (
        Limits(100_000, 1_000_000, 100_000),
        0,
        "idriss",
    )
    assert (advice().action, advice().amount) == ("remit", FUNDS - 100_000)


def test_what_is_known_and_what_is_coming_counts() -> None:
    send(900_000)

    zagora = advice("MA0004")

    assert (zagora.action, zagora.amount) == (
        "ask",
        200_000,
    )  # a bundle for the 1,000.00 that are still short
    assert zagora.reasons == ("minimum-not-held", "on-the-way-counted")


def test_on_a_pay_day_nothing_is_sent_away() -> None:
    fund(amount=6_000_000, word="more")

    assert advice().action == "remit"
    assert advice(day=date(2026, 3, 5)).reasons[-1] == "pay-day"


def test_offices_above_and_below_are_listed_farthest_first() -> None:
    fund(amount=6_000_000, word="more")
    open_till()

    above, below = queries.outside_limits("MA", "MAD", TODAY)

    assert [one.office for one in above] == [AGENCY]
    assert [one.office for one in below] == ["MA0004"]
    assert (above[0].vault, above[0].tills) == (FUNDS + 6_000_000 - 50_000, 50_000)


def test_the_list_costs_the_same_for_any_number_of_offices(statements: Any) -> None:
    with statements() as few:
        queries.positions("MA", "MAD", TODAY, office=AGENCY)
    fund("MA0004")
    fund("MA0003")
    with statements() as many:
        queries.positions("MA", "MAD", TODAY)

    assert len(many) <= len(few) <= 8


@pytest.mark.parametrize(
    "changes",
    [{"minimum": -1}, {"maximum": 100_000}, {"bundle": 0}, {"bundle": 2_000_000}, {"tolerance": -1}],
)
def test_limits_leave_room_between_them(changes: dict[str, int]) -> None:
    with pytest.raises(LimitsWrong):
        set_terms(**changes)


def test_the_database_itself_keeps_limits_apart_and_their_history() -> None:
    set_terms()

    with pytest.raises(IntegrityError, match="cash_terms_leave_a_bundle_between"):
        sql("INSERT INTO cash_cashterms (office_id, currency, minimum, maximum, bundle, tolerance, investigator, "
            "set_by, set_at) SELECT office_id, currency, minimum, minimum, bundle, tolerance, '', '', set_at "
            "FROM cash_cashterms")  # fmt: skip
    with pytest.raises(DatabaseError, match="append-only"):
        sql("DELETE FROM cash_cashterms")


def test_an_office_does_not_set_its_own_limits() -> None:
    with pytest.raises(NotAllowed):
        set_terms(by=KARIM)
    assert rules().limits_of("agency") is None
