"""How much cash an office may hold is set by the treasury; else what holds for its kind holds."""

from collections.abc import Callable
from datetime import date
from typing import Any

import msgspec
import pytest
from django.db import DatabaseError, IntegrityError

from postkit.cash import Limits
from rekkas.base.errors import InvalidInput, NotAllowed
from rekkas.cash import commands, queries
from rekkas.cash.entries import NeedEntry
from rekkas.cash.errors import LimitsWrong
from rekkas.network import queries as network
from tests.build import AGENCY, key, later, with_till
from tests.cash.drawers import FUNDS, KARIM, NADIA, OMAR, fund, open_till, rules, sql
from tests.cash.pouches import send

pytestmark = pytest.mark.usefixtures("post_office")
TODAY = date(2026, 3, 3)
PENSIONS = NeedEntry(key("need"), "MA0004", "MAD", 4_500_000, date(2026, 3, 5), "Pensions")


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
    fund("MA0004", amount=999_999)
    open_till()

    above, below = queries.outside_limits("MA", "MAD", TODAY)

    assert [one.office for one in above] == [AGENCY]
    assert [one.office for one in below] == ["MA0004"]
    assert (above[0].vault, above[0].tills) == (FUNDS + 6_000_000 - 50_000, 50_000)


def test_an_office_where_no_cash_was_ever_kept_is_not_below_anything() -> None:
    assert queries.positions("MA", "MAD", TODAY, office="MA0004") == []
    assert queries.outside_limits("MA", "MAD", TODAY) == ([], [])


@pytest.mark.parametrize(
    "begin",
    [
        lambda: set_terms(office="MA0004"),
        lambda: with_till(OMAR),
        lambda: send(50_000),
        lambda: commands.announce_needs(needs=[PENSIONS], by=NADIA, at=later(1)),
    ],
    ids=["terms of its own", "a till", "a pouch on the road", "payments announced"],
)
def test_an_office_keeps_cash_from_its_first_terms_till_pouch_or_payment_on(begin: Callable[[], Any]) -> None:
    begin()

    _above, below = queries.outside_limits("MA", "MAD", TODAY)

    assert [one.office for one in below] == ["MA0004"]


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


@pytest.mark.parametrize("most", [10**15 + 1, 2**63])
@pytest.mark.parametrize("name", ["maximum", "tolerance"])
def test_limits_are_no_larger_than_can_be_counted(name: str, most: int) -> None:
    with pytest.raises(InvalidInput):
        set_terms(**{name: most})
    with pytest.raises(InvalidInput):
        commands.announce_needs(needs=[msgspec.structs.replace(PENSIONS, amount=most)], by=NADIA, at=later(1))


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
